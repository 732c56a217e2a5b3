"""Where the present request comes from, so that rules need not be handed it."""

import ipaddress
from contextvars import ContextVar

current: ContextVar[str] = ContextVar("audit_origin", default="")


def coarse(client: str) -> str:
    """Return the network of an address: /24 or /48. A single desk is not told from its neighbours.

    client: an address, or a network as ``accounts.limits.client`` returns it. Anything else: "".
    """
    try:
        address = ipaddress.ip_network(client, strict=False)
    except ValueError:
        return ""
    wanted = 24 if address.version == 4 else 48
    return str(address.supernet(new_prefix=wanted) if address.prefixlen > wanted else address)

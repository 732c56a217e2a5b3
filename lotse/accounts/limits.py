"""How often something may be tried. Counted in the database, so the count holds for all processes.

Keys are kept as keyed hashes: neither addresses nor clients can be read from the table.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from lotse.accounts.models import Attempt


@dataclass(frozen=True)
class Limit:
    """So many tries of an action within so many minutes."""

    action: str
    amount: int
    minutes: int


# A town hall often leaves by one address, so the limits per client are wide.
MAIL_PER_ADDRESS = Limit("mail-address", 3, 15)
MAIL_PER_CLIENT = Limit("mail-client", 60, 60)
PASSWORD_PER_ADDRESS = Limit("password-address", 5, 15)
PASSWORD_PER_CLIENT = Limit("password-client", 50, 15)


def is_reached(limit: Limit, *, key: str, now: datetime) -> bool:
    """Say whether this key has used up its tries. Does not count as a try."""
    since = now - timedelta(minutes=limit.minutes)
    tries = Attempt.objects.filter(action=limit.action, key=_hashed(key), happened_at__gt=since)
    # No more rows than needed for the answer, however many there are.
    return len(tries.values_list("pk")[: limit.amount]) >= limit.amount


def count(limit: Limit, *, key: str, now: datetime) -> None:
    """Count one try."""
    Attempt.objects.create(action=limit.action, key=_hashed(key), happened_at=now)


def forget(limit: Limit, *, key: str) -> None:
    """Start counting afresh for this key."""
    Attempt.objects.filter(action=limit.action, key=_hashed(key)).delete()


def client(request: HttpRequest) -> str:
    """Return the address the request came from, an IPv6 address as its /64 network.

    ``X-Forwarded-For`` counts only as far as the operator's own proxies have written it
    (``LOTSE_TRUSTED_PROXIES``); whatever stands before is the client's own claim.
    """
    hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted: int = settings.TRUSTED_PROXIES
    claimed = hops[-trusted] if 0 < trusted <= len(hops) else ""
    try:
        address = ipaddress.ip_address(claimed or request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


def _hashed(key: str) -> str:
    digest: str = salted_hmac("lotse.accounts.limits", key, algorithm="sha256").hexdigest()
    return digest[:40]

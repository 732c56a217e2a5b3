"""One HTTP request to an address somebody typed in, without reaching into our own network.

The name is looked up once and the connection goes to that very address, so a name that answers
differently the second time (DNS rebinding) gains nothing. Redirects are never followed.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
STEP_SECONDS = 5
"""Patience for each step: connecting, sending, the first line of the answer."""
WHOLE_SECONDS = 10
"""Patience for the whole request; an answer that drips in ends here."""

NOT_OUTSIDE = tuple(
    ipaddress.ip_network(text) for text in ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10")
)
"""What Python takes for global: addresses for protocols (some clouds tell their secrets there,
RFC 6890), relays for 6to4 and local sites of old (RFC 7526, 3879)."""


INTERNAL = "Die Adresse führt in ein internes Netz."


class Refused(Exception):
    """We do not call this address. The German sentence says why."""


@dataclass(frozen=True)
class Answer:
    status: int | None
    error: str
    """Empty if there was an answer with a status of 200 to 299."""
    location: str = ""
    """Where the other side leads on to, as it says."""
    is_refused: bool = False
    """We did not call the address, because of what it is or where it leads."""
    body: bytes = b""
    """What came back, of ``fetch`` alone and with a status of 200 to 299."""
    content_type: str = ""
    """Of the body, without parameters, in small letters."""


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, allowed: Sequence[Network] = ()
) -> Answer:
    """Send a request and return what came back; never raises for the network's faults.

    allowed: private networks that may be called, also without TLS.
    """
    return _ask("POST", url, body, headers, allowed, is_secret=True)


def look(
    url: str, *, method: str, headers: Mapping[str, str], allowed: Sequence[Network] = ()
) -> Answer:
    """Ask for an address as a reader would, also without TLS; the body is never read.

    method: HEAD or GET. allowed: private networks that may be asked. Never raises for the
    network's faults.
    """
    return _ask(method, url, None, headers, allowed, is_secret=False)


def fetch(
    url: str, headers: Mapping[str, str], *, most_bytes: int, allowed: Sequence[Network] = ()
) -> Answer:
    """Get what stands at an address, with TLS; more than ``most_bytes`` is an error.

    allowed: private networks that may be asked, also without TLS. Never raises for the
    network's faults.
    """
    return _ask("GET", url, None, headers, allowed, is_secret=True, most_bytes=most_bytes)


def _ask(
    method: str,
    url: str,
    body: bytes | None,
    headers: Mapping[str, str],
    allowed: Sequence[Network],
    *,
    is_secret: bool,
    most_bytes: int = 0,
) -> Answer:
    try:
        target = check(url)
        needs_tls = is_secret and not target.is_tls
        where = _look_up(target.host, target.port, allowed, needs_tls=needs_tls)
    except Refused as refusal:
        return Answer(None, str(refusal), is_refused=True)
    except OSError:
        return Answer(None, "Der Name der Adresse lässt sich nicht auflösen.")
    try:
        return _send(method, target, where, body, headers, most_bytes)
    except ssl.SSLError as error:
        return Answer(None, f"Die verschlüsselte Verbindung scheitert: {error.reason}."[:200])
    except TimeoutError:
        return Answer(None, "Die Gegenstelle antwortet nicht rechtzeitig.")
    except (OSError, http.client.HTTPException) as error:
        return Answer(None, f"Die Verbindung scheitert: {type(error).__name__}."[:200])


@dataclass(frozen=True)
class Target:
    host: str
    port: int
    path: str
    is_tls: bool


def check(url: str) -> Target:
    """Return the parts of an address. Raises Refused with what is wrong with it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("Diese Adresse ist nicht lesbar.") from None
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise Refused("Die Adresse beginnt mit https:// und nennt einen Rechner.")
    if parts.username or parts.password or any(sign <= " " for sign in url):
        raise Refused("Die Adresse enthält weder Zugangsdaten noch Leerzeichen.")
    is_tls = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise Refused("Die Adresse enthält Zeichen, die kodiert sein müssen.")
    return Target(parts.hostname, port or (443 if is_tls else 80), path, is_tls)


def is_open_to_us(address: Address, allowed: Sequence[Network]) -> bool:
    """Say whether we may call an address: on the open internet, or expressly allowed."""
    if isinstance(address, ipaddress.IPv6Address):
        # ::ffff:10.0.0.1 and the like must not slip past the rules for IPv4.
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_open_to_us(inner, allowed)
    if _is_within(address, allowed):
        return True
    if _is_within(address, NOT_OUTSIDE):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == net.version and address in net for net in networks)


def _look_up(
    host: str, port: int, allowed: Sequence[Network], *, needs_tls: bool
) -> tuple[str, int]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    # One bad address spoils the name: whoever mixes them wants to get inside.
    if not all(is_open_to_us(address, allowed) for address in addresses):
        raise Refused(INTERNAL)
    if needs_tls and not all(_is_within(address, allowed) for address in addresses):
        raise Refused("Ohne https:// geht nichts nach draußen.")
    return str(addresses[0]), port


def _send(
    method: str,
    target: Target,
    where: tuple[str, int],
    body: bytes | None,
    headers: Mapping[str, str],
    most_bytes: int,
) -> Answer:
    sock = socket.create_connection(where, timeout=STEP_SECONDS)
    if target.is_tls:
        # Wrapping takes the plain socket away, so the watchdog must know the new one; shaking
        # hands waits for the other side, so it comes after.
        context = ssl.create_default_context()
        sock = context.wrap_socket(sock, server_hostname=target.host, do_handshake_on_connect=False)
    watchdog = threading.Timer(WHOLE_SECONDS, _hang_up, [sock])
    watchdog.daemon = True
    watchdog.start()
    connection = http.client.HTTPConnection(target.host, target.port, timeout=STEP_SECONDS)
    try:
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()
        connection.sock = sock
        connection.request(method, target.path, body=body, headers=dict(headers))
        response = connection.getresponse()
        answer = _read(response.status, response.getheader("Location", ""))
        return _with_body(answer, response, most_bytes) if most_bytes else answer
    finally:
        watchdog.cancel()
        connection.close()
        sock.close()


def _read(status: int, location: str) -> Answer:
    if 200 <= status < 300:
        return Answer(status, "")
    if 300 <= status < 400:
        sentence = "Die Gegenstelle leitet weiter; bitte die neue Adresse eintragen."
        return Answer(status, sentence, location[:2000])
    return Answer(status, f"Die Gegenstelle antwortet mit {status}.")


def _with_body(answer: Answer, response: http.client.HTTPResponse, most_bytes: int) -> Answer:
    if answer.error:
        return answer
    body = response.read(most_bytes + 1)
    if len(body) > most_bytes:
        return Answer(answer.status, "Die Antwort der Gegenstelle ist zu groß.")
    return replace(answer, body=body, content_type=response.headers.get_content_type())


def _hang_up(sock: socket.socket) -> None:
    try:
        # The plain one's: an SSLSocket's would wait for the other side's farewell.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        # Already closed: nothing is left to interrupt.
        return

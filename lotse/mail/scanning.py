"""Is there malware in a file? Asked of a running clamd, the daemon of ClamAV."""

from dataclasses import dataclass
from typing import BinaryIO, Protocol

from clamav_client.clamd import (
    BufferTooLongError,
    ClamdError,
    ClamdNetworkSocket,
    ClamdUnixSocket,
)
from django.conf import settings

TIMEOUT_SECONDS = 60


class Unavailable(Exception):
    """The scanner cannot be reached or is busy; ask again later."""


class Refused(Exception):
    """The scanner will not look at this file, today or tomorrow."""


@dataclass(frozen=True)
class Verdict:
    finding: str
    """Name of the malware; empty if the file is clean."""


class Scanner(Protocol):
    def scan(self, content: BinaryIO) -> Verdict:
        """Return the verdict on a file. Raises Unavailable or Refused."""
        ...


def configured() -> Scanner | None:
    """Return the scanner of ``LOTSE_CLAMAV_ADDRESS``, None if there is none."""
    return Clamd(settings.CLAMAV_ADDRESS) if settings.CLAMAV_ADDRESS else None


class Clamd:
    """Speaks clamd's INSTREAM over TCP or a Unix socket; it needs no access to our files."""

    def __init__(self, address: str) -> None:
        """address: ``host:port`` or the path of a socket."""
        self._address = address

    def scan(self, content: BinaryIO) -> Verdict:
        try:
            results = self._connection().instream(content)
        except BufferTooLongError:
            raise Refused("Die Datei ist größer, als der Virenscanner annimmt.") from None
        except (ClamdError, OSError, ValueError) as error:
            if self._answers():
                # clamd hangs up in the middle of a file that is larger than its StreamMaxLength.
                raise Refused(
                    "Der Virenscanner nimmt die Datei nicht an, sie ist zu groß."
                ) from None
            raise Unavailable(
                f"Der Virenscanner ist nicht erreichbar ({type(error).__name__})."
            ) from error
        status, finding = next(iter(results.values()), ("ERROR", ""))
        if status == "FOUND":
            return Verdict(finding or "unbekannt")
        if status != "OK":
            raise Unavailable("Der Virenscanner hat keine Auskunft gegeben.")
        return Verdict("")

    def _answers(self) -> bool:
        try:
            return bool(self._connection().ping())
        except (ClamdError, OSError, ValueError):
            return False

    def _connection(self) -> ClamdNetworkSocket:
        if self._address.startswith("/"):
            return ClamdUnixSocket(self._address, TIMEOUT_SECONDS)
        host, _, port = self._address.rpartition(":")
        return ClamdNetworkSocket(host.strip("[]"), int(port), TIMEOUT_SECONDS)

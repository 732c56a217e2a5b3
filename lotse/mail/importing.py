"""Mail files, Maildir folders and mbox files, delivered as if a server had brought them."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from lotse.mail import envelope
from lotse.mail.gateway import Delivery

BATCH_MAILS = 50
BATCH_BYTES = 20_000_000
_FIRST_LINE = re.compile(rb">?From |[A-Za-z][A-Za-z0-9-]{1,60}:")
"""How a mail or a mailbox file begins; names in a Maildir have no ending."""
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass
class Summary:
    accepted: int = 0
    duplicate: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Unreadable:
    """A file that cannot be read or holds no mail."""

    path: Path
    reason: str


def deliveries(
    paths: Sequence[Path], *, recipient: str = "", now: datetime
) -> Iterator[Delivery | Unreadable]:
    """Yield each mail below the paths: single files, Maildir folders, folders of files, mbox files.

    recipient: who gets them all; without it the known addresses in the header decide, and if there
    is none the inquiry mailbox. now: aware.
    """
    for path in paths:
        for found in _mails(path):
            yield found if isinstance(found, Unreadable) else _delivery(found, recipient, now)


def _mails(path: Path) -> Iterator[bytes | Unreadable]:
    try:
        if path.is_dir():
            yield from _folder(path)
        elif path.stat().st_size > settings.MAIL_MAX_BYTES and not _is_mbox(path):
            yield Unreadable(path, "Die Mail ist größer als erlaubt (LOTSE_MAIL_MAX_MB).")
        elif _is_mbox(path):
            yield from _mbox(path)
        else:
            raw = path.read_bytes()
            yield raw if raw.strip() else Unreadable(path, "Die Datei ist leer.")
    except OSError as error:
        yield Unreadable(path, f"Die Datei ist nicht lesbar ({error.strerror or error}).")


def _folder(path: Path) -> Iterator[bytes | Unreadable]:
    """Read a Maildir with its subfolders, or whatever looks like mail in a folder and below it."""
    is_maildir = _is_maildir(path)
    for entry in sorted(path.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            # A mail in tmp/ is not delivered yet.
            if not (is_maildir and entry.name == "tmp"):
                yield from _folder(entry)
        elif entry.is_file() and not is_maildir and _looks_like_mail(entry):
            yield from _mails(entry)


def _is_maildir(path: Path) -> bool:
    return (path / "new").is_dir() or (path / "cur").is_dir()


def _looks_like_mail(path: Path) -> bool:
    """Say whether a file begins as a mail does; lists and notes often lie beside mails."""
    if path.suffix.lower() in (".eml", ".mbox") or path.parent.name in ("new", "cur"):
        return True
    try:
        with path.open("rb") as file:
            return _FIRST_LINE.match(file.read(300).lstrip(b"\r\n")) is not None
    except OSError:
        # Reported when it is read.
        return True


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def _mbox(path: Path) -> Iterator[bytes]:
    """Read message by message; a large mailbox never lies in memory as a whole."""
    lines: list[bytes] = []
    is_after_blank = True
    with path.open("rb") as file:
        for line in file:
            if is_after_blank and line.startswith(b"From "):
                if lines:
                    yield _from_mbox(lines)
                lines = []
            else:
                lines.append(line)
            is_after_blank = line in (b"\n", b"\r\n")
    if lines:
        yield _from_mbox(lines)


def _from_mbox(lines: list[bytes]) -> bytes:
    if lines[-1] in (b"\n", b"\r\n"):
        # The blank line before the next "From " belongs to the mailbox, not to the mail.
        lines = lines[:-1]
    return _ESCAPED_FROM.sub(rb"\1", b"".join(lines))


def _delivery(raw: bytes, recipient: str, now: datetime) -> Delivery:
    written = envelope.read(raw)
    recipients = [recipient] if recipient else written.recipients
    digest = hashlib.sha256(raw + "\n".join(recipients).encode()).hexdigest()
    return Delivery(raw, written.sender, recipients, f"import:{digest}", now)

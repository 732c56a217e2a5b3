"""One conversation with an IMAP server: what fetching needs, and no more.

What a server or the network does wrong becomes a sentence for the operator.
"""

import base64
import contextlib
import imaplib
import re
import select
import shlex
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from lotse.mail.imap_reader import BEAT_SECONDS, TIMEOUT_SECONDS, Reader
from lotse.mail.mailboxes import Account

_HIGHEST_UID = 2**32 - 1
"""Named instead of ``*``, because "5:*" holds the last message even below 5 (RFC 3501, 6.4.8)."""
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ImapTrouble(Exception):
    """The mailbox cannot be used now. The sentence is for the operator and holds no secrets."""


class ConversationBroken(ImapTrouble):
    """The connection is gone: the network, the server, or a message the server stumbles over."""


class SignInRefused(ImapTrouble):
    """The server does not let us in; asking again at once would only lock the account."""


class FolderMissing(ImapTrouble):
    """The folder is not there now; it may have been renamed."""


class MessageRefused(Exception):
    """The server would not give out, mark or move a message that is there."""


@dataclass(frozen=True)
class Opened:
    """A folder as it was when it was opened."""

    uid_validity: int
    next_uid: int


class Connection:
    """A signed-in conversation. Every method raises ImapTrouble if it breaks."""

    def __init__(self, account: Account, heartbeat: Callable[[], None] = lambda: None) -> None:
        """Connect and sign in. Raises SignInRefused or ImapTrouble.

        heartbeat: called every few seconds while something arrives or is waited for.
        """
        self._account = account
        self._heartbeat = heartbeat
        with _translated(account):
            self._imap = _open(account, heartbeat)
        try:
            with _translated(account):
                _sign_in(self._imap, account)
                # After the sign-in servers often offer more.
                _kind, answers = self._imap.capability()
                offered = b" ".join(each for each in answers if each).decode("ascii", "replace")
                self._capabilities = frozenset(offered.upper().split())
        except BaseException:
            self._imap.shutdown()
            raise

    @property
    def can_push(self) -> bool:
        """Whether the server tells about new mail by itself (IDLE, RFC 2177)."""
        return "IDLE" in self._capabilities

    @property
    def can_move(self) -> bool:
        """Whether messages can be moved without touching any other (RFC 6851, RFC 4315)."""
        return bool({"MOVE", "UIDPLUS"} & self._capabilities)

    def interrupt(self) -> None:
        """End the conversation from another thread, whatever it is waiting for."""
        self._imap.hang_up()

    def close(self) -> None:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._imap.sock.settimeout(3)
            self._imap.logout()
        with contextlib.suppress(OSError):
            self._imap.shutdown()

    def select(self) -> Opened:
        """Open the folder anew and return what it is now. Raises FolderMissing."""
        with _translated(self._account):
            state, answers = self._imap.select(_quoted(self._account.folder))
            if state != "OK":
                folder, words = self._account.folder, _words(answers)
                raise FolderMissing(f"Der Ordner „{folder}“ lässt sich nicht öffnen ({words}).")
            return Opened(
                uid_validity=self._number("UIDVALIDITY"),
                # A server that does not say where it goes on: then everything is looked at.
                next_uid=self._number("UIDNEXT"),
            )

    def search(self, *, above: int, own_from: int, since: date | None) -> list[int]:
        """Return the numbers of the wanted messages in ascending order.

        Wanted is what comes after ``above`` and is not below ``own_from``, unless it is unread or
        came on or after ``since``.
        """
        older = "UNSEEN" if since is None else f"OR UNSEEN SINCE {_imap_date(since)}"
        criteria = f"UID {above + 1}:{_HIGHEST_UID}"
        if own_from > above + 1:
            criteria += f" OR UID {own_from}:{_HIGHEST_UID} {older}"
        with _translated(self._account):
            answer = self._command("SEARCH", criteria)
        return sorted({int(number) for line in answer for number in line.split()})

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Return the size in bytes of each message that is still there."""
        found: dict[int, int] = {}
        with _translated(self._account):
            for line in self._command("FETCH", _set(uids), "(UID RFC822.SIZE)"):
                head = line[0] if isinstance(line, tuple) else line or b""
                uid, size = _UID.search(head), _SIZE.search(head)
                if uid and size:
                    found[int(uid[1])] = int(size[1])
        return {uid: found[uid] for uid in uids if uid in found}

    def messages(self, uids: Sequence[int], *, at_most: int | None = None) -> dict[int, bytes]:
        """Return the messages that are still there, byte for byte, without marking them as read.

        at_most: only this many bytes from the beginning of each.
        Raises MessageRefused if the server gives out none of them.
        """
        part = "BODY.PEEK[]" if at_most is None else f"BODY.PEEK[]<0.{at_most}>"
        found: dict[int, bytes] = {}
        with _translated(self._account):
            answer = self._command("FETCH", _set(uids), f"(UID {part})", is_refusable=True)
        while answer:
            # Popped, so that no message is held once more in the library's answer.
            line = answer.pop(0)
            if not isinstance(line, tuple):
                continue
            head, raw = line
            after = answer[0] if answer and isinstance(answer[0], bytes) else b""
            uid = _UID.search(head) or _UID.search(after)
            if uid:
                found[int(uid[1])] = raw
        return found

    def mark_read(self, uids: Sequence[int]) -> None:
        """Raises MessageRefused if the mailbox may only be read."""
        with _translated(self._account):
            self._command("STORE", _set(uids), "+FLAGS.SILENT", "(\\Seen)", is_refusable=True)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move messages to another folder of the mailbox, which is made if it is missing.

        Raises MessageRefused if they cannot go there.
        """
        with _translated(self._account):
            verb = "MOVE" if "MOVE" in self._capabilities else "COPY"
            try:
                self._command(verb, _set(uids), _quoted(folder), is_refusable=True)
            except MessageRefused:
                self._imap.create(_quoted(folder))
                self._command(verb, _set(uids), _quoted(folder), is_refusable=True)
            if verb == "COPY":
                self._command("STORE", _set(uids), "+FLAGS.SILENT", "(\\Deleted)")
                self._command("EXPUNGE", _set(uids))

    def wait(self, *, seconds: float) -> None:
        """Return when the server tells of something new, at the latest after ``seconds``.

        seconds: below the 29 minutes after which a server may hang up (RFC 2177).
        """
        with _translated(self._account):
            tag = self._imap.begin_idle()
            self._hear(time.monotonic() + seconds)
            self._imap.end_idle(tag)

    def _hear(self, until: float) -> None:
        while not self._imap.has_unread:
            left = until - time.monotonic()
            if left <= 0:
                return
            readable, _, _ = select.select([self._imap.sock], [], [], min(left, BEAT_SECONDS))
            if readable:
                return
            self._heartbeat()

    def _command(self, name: str, *arguments: str, is_refusable: bool = False) -> list[Any]:
        # What an earlier command left behind must not be taken for this one's answer.
        self._imap.untagged_responses.clear()
        state, answer = self._imap.uid(name, *arguments)
        if state == "OK":
            return [line for line in answer if line is not None]
        if is_refusable:
            raise MessageRefused(_words(answer))
        raise ImapTrouble(f"Der Mailserver lehnt {name} ab ({_words(answer)}).")

    def _number(self, name: str) -> int:
        _name, values = self._imap.response(name)
        value = values[-1] if values else None
        return int(value) if value else 0


def _open(account: Account, heartbeat: Callable[[], None]) -> Reader:
    imap = Reader(account, heartbeat)
    if account.tls == "starttls":
        try:
            imap.starttls()
        except BaseException:
            imap.shutdown()
            raise
    return imap


def _sign_in(imap: Reader, account: Account) -> None:
    try:
        if account.password and "AUTH=PLAIN" in imap.capabilities:
            # Unlike LOGIN it carries any letter (RFC 4616).
            plain = f"\0{account.user}\0{account.password}".encode()
            imap.authenticate("PLAIN", lambda _challenge: plain)
        elif account.password:
            imap.login(_in_quotes(account.user), account.password)
        else:
            answer = f"user={account.user}\1auth=Bearer {_token()}\1\1".encode()
            # Asked a second time, the server wants to tell why; an empty answer ends it.
            answers = iter((answer, b""))
            imap.authenticate("XOAUTH2", lambda _challenge: next(answers, b""))
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, UnicodeEncodeError):
        raise SignInRefused(
            f"Der Mailserver {account.host} lehnt die Anmeldung von {account.user} ab. "
            "Prüfen Sie Name und Kennwort oder Token."
        ) from None


def _token() -> str:
    """Return what LOTSE_IMAP_TOKEN_COMMAND prints; a token lives an hour, so it is asked anew."""
    try:
        done = subprocess.run(  # noqa: S603
            shlex.split(settings.IMAP_TOKEN_COMMAND),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
            timeout=TIMEOUT_SECONDS,
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        kind = type(error).__name__
        raise ImapTrouble(f"LOTSE_IMAP_TOKEN_COMMAND gibt kein Token aus ({kind}).") from None
    token = done.stdout.strip()
    if not token or len(token.split()) != 1:
        raise ImapTrouble("LOTSE_IMAP_TOKEN_COMMAND gibt kein Token aus.")
    return token


@contextlib.contextmanager
def _translated(account: Account) -> Iterator[None]:
    """Turn what the network and the library throw into a sentence for the operator."""
    where = f"{account.host}:{account.port}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise ImapTrouble(
            f"Das Zertifikat von {where} wird nicht anerkannt ({error.verify_message}). "
            "Eine eigene Zertifizierungsstelle nennt LOTSE_MAIL_CA_FILE."
        ) from None
    except TimeoutError:
        raise ConversationBroken(f"Der Mailserver {where} antwortet nicht rechtzeitig.") from None
    except OSError as error:
        words = error.strerror or type(error).__name__
        raise ConversationBroken(f"Keine Verbindung zum Mailserver {where} ({words}).") from None
    except imaplib.IMAP4.error as error:
        # An answer nobody expected; its first words help, its end may quote mail.
        words = str(error)[:80]
        raise ConversationBroken(f"Gespräch mit {where} abgebrochen ({words}).") from None


def _set(uids: Sequence[int]) -> str:
    return ",".join(str(uid) for uid in uids)


def _words(answers: Sequence[Any]) -> str:
    text = b" ".join(each for each in answers if isinstance(each, bytes))
    return text.decode("utf-8", "replace")[:120]


def _imap_date(day: date) -> str:
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"


def _quoted(folder: str) -> str:
    """Return a folder's name as it goes over the line: modified UTF-7, RFC 3501, 5.1.3."""
    written = ""
    for ascii_part, other in re.findall(r"([ -~]+)|([^ -~]+)", folder):
        if other:
            encoded = base64.b64encode(other.encode("utf-16-be")).decode("ascii")
            written += "&" + encoded.rstrip("=").replace("/", ",") + "-"
        else:
            written += ascii_part.replace("&", "&-")
    return _in_quotes(written)


def _in_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

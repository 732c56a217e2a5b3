"""Fetches mailboxes by IMAP: stored and committed first, marked as read or moved only then.

Every step may be cut off and repeated: what is known already, by its number in the mailbox or by
its content, changes nothing (decision 0024).
"""

import contextlib
import logging
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections
from django.db import connection as database
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.mail import envelope, gateway, mailboxes
from lotse.mail.gateway import Delivery
from lotse.mail.imap import (
    BEAT_SECONDS,
    Connection,
    ConversationBroken,
    ImapTrouble,
    MessageRefused,
    SignInRefused,
)
from lotse.mail.mailboxes import LEASE, Account, FailedUids, LeaseLost
from lotse.mail.models import Mailbox

log = logging.getLogger(__name__)

BATCH_MAILS = 50
BATCH_BYTES = 4_000_000
"""A larger message is a batch of its own, so this and one message are all that is in memory."""
ASKED_AT_ONCE = 500
"""Messages whose sizes one command asks for."""
BEGINNING_BYTES = 200_000
"""How much is kept of a message that is too large: enough for header and text."""
ASKED_AGAIN_AFTER = timedelta(minutes=10)
PATIENCE = timedelta(hours=1)
"""How long a message the server does not give out is asked for before a person is told."""
FAILED_AT_MOST = 100
"""More messages than this at once: not they are the trouble but the server."""

Clock = Callable[[], datetime]


@dataclass
class Summary:
    accepted: int = 0
    duplicate: int = 0
    set_aside: int = 0
    """Too large or unreadable: in quarantine for a person."""
    failed: int = 0
    """Not given out by the server; they are asked for again."""
    remark: str = ""
    """What the operator should know although everything was fetched."""


def fetch(connection: Connection, account: Account, mailbox: Mailbox, *, clock: Clock) -> Summary:
    """Fetch everything that is new in a mailbox this process has leased.

    Raises ImapTrouble, LeaseLost or DatabaseError; then the rest is fetched by the next call.
    """
    opened = connection.select()
    if opened.uid_validity != mailbox.uid_validity:
        mailboxes.begin_numbering(
            mailbox, uid_validity=opened.uid_validity, next_uid=opened.next_uid
        )
    taking = _Taking(connection, account, mailbox, clock)
    taking.everything()
    mailboxes.record_success(
        mailbox, is_pushing=connection.can_push, remark=taking.summary.remark, now=clock()
    )
    return taking.summary


class _Taking:
    """One look through a mailbox."""

    def __init__(
        self, connection: Connection, account: Account, mailbox: Mailbox, clock: Clock
    ) -> None:
        self.summary = Summary()
        self._connection = connection
        self._account = account
        self._mailbox = mailbox
        self._clock = clock
        self._failed: FailedUids = dict(mailbox.failed_uids)
        self._left = 0

    def everything(self) -> None:
        mailbox, now = self._mailbox, self._clock().isoformat()
        new = self._connection.search(
            above=mailbox.highest_uid, own_from=mailbox.first_own_uid, since=mailbox.since_on
        )
        again = [int(uid) for uid, failure in self._failed.items() if failure["again_at"] <= now]
        doubted = [uid for uid in new if uid <= mailbox.doubted_up_to_uid]
        others = new[len(doubted) :]
        self._left = len(new)
        for uid in doubted:
            self._alone(uid)
        for part in _parts(others, ASKED_AT_ONCE):
            self._together(part)
        # At the end: one that breaks the conversation must not hold up the new ones.
        for uid in sorted(again):
            self._alone(uid)
        self.summary.failed = len(self._failed)

    def _together(self, uids: Sequence[int]) -> None:
        asked = uids
        try:
            sizes = self._connection.sizes(uids)
            for batch in _batches(sizes):
                asked = batch
                self._take(batch, sizes)
                self._record(batch[-1], len(batch))
        except ConversationBroken:
            # Perhaps the network, perhaps one of these: next time we see which.
            mailboxes.record_doubt(self._mailbox, up_to_uid=asked[-1])
            raise
        # Also where the last ones are gone, deleted or moved by somebody else.
        self._record(uids[-1], len(uids) - len(sizes))

    def _alone(self, uid: int) -> None:
        try:
            sizes = self._connection.sizes([uid])
            if uid in sizes:
                self._take([uid], sizes)
            else:
                self._failed.pop(str(uid), None)
        except ConversationBroken as broken:
            self._note_failure(uid, str(broken), is_broken=True)
            self._record(uid, 1)
            raise
        self._record(uid, 1)

    def _record(self, uid: int, dealt_with: int) -> None:
        self._left = max(0, self._left - dealt_with)
        mailboxes.record_progress(
            self._mailbox,
            highest_uid=max(uid, self._mailbox.highest_uid),
            failed_uids=self._failed,
            waiting=self._left + len(self._failed),
            now=self._clock(),
        )

    def _take(self, uids: Sequence[int], sizes: dict[int, int]) -> None:
        first = uids[0]
        if sizes[first] > settings.MAIL_MAX_BYTES:
            self._set_aside(first, self._beginning(first), _("Die Mail ist größer als erlaubt"))
            return
        try:
            found = self._connection.messages(uids)
        except MessageRefused as refusal:
            self._one_by_one(uids, sizes, str(refusal))
            return
        missing = [uid for uid in uids if uid not in found]
        # What is gone was deleted by somebody else; what is still there was kept from us.
        for uid in self._connection.sizes(missing) if missing else ():
            self._note_failure(uid, "not in the answer")
        if found:
            self._store(found)

    def _one_by_one(self, uids: Sequence[int], sizes: dict[int, int], reason: str) -> None:
        """Find the one that spoils a batch, so that the others do not wait for its sake."""
        if len(uids) == 1:
            self._note_failure(uids[0], reason)
            return
        for uid in uids:
            self._take([uid], sizes)

    def _store(self, found: dict[int, bytes]) -> None:
        deliveries = [self._delivery(uid, raw) for uid, raw in found.items()]
        try:
            stored = gateway.accept_many(deliveries)
        except (OperationalError, InterfaceError):
            # The database is in trouble, not the mail.
            raise
        except DatabaseError as error:
            if len(found) > 1:
                for uid, raw in found.items():
                    self._store({uid: raw})
                return
            self._note_failure(next(iter(found)), type(error).__name__)
            return
        accepted = sum(1 for rows in stored if rows)
        self.summary.accepted += accepted
        self.summary.duplicate += len(stored) - accepted
        for uid in found:
            self._failed.pop(str(uid), None)
        self._finish(list(found))

    def _delivery(self, uid: int, raw: bytes) -> Delivery:
        written = envelope.read(raw)
        mailbox = self._mailbox
        source_id = f"imap:{mailbox.pk}/{mailbox.uid_validity}/{uid}"
        return Delivery(raw, written.sender, written.recipients, source_id, self._clock())

    def _finish(self, uids: Sequence[int]) -> None:
        """Show in the mailbox what is done. Refused, it is a blemish: the mails are safe."""
        folder = self._account.done_folder
        try:
            self._connection.mark_read(uids)
            if folder and self._connection.can_move:
                self._connection.move(uids, folder)
            elif folder:
                self.summary.remark = _("Der Mailserver kann nicht verschieben (MOVE, UIDPLUS).")
        except MessageRefused as refusal:
            self.summary.remark = _(
                "Abgeholte Mails lassen sich nicht kennzeichnen (%(words)s). Prüfen Sie die "
                "Rechte am Postfach und den Ordner hinter done=."
            ) % {"words": refusal}

    def _note_failure(self, uid: int, reason: str, *, is_broken: bool = False) -> None:
        log.warning("Mailbox %s: message %s not fetched: %s", self._mailbox.pk, uid, reason)
        now = self._clock()
        first = {"since": now.isoformat(), "again_at": ""}
        failure = self._failed.setdefault(str(uid), first)
        failure["again_at"] = (now + ASKED_AGAIN_AFTER).isoformat()
        if now - datetime.fromisoformat(failure["since"]) >= PATIENCE:
            beginning = b"" if is_broken else self._beginning(uid)
            self._set_aside(uid, beginning, _("Der Mailserver gibt die Mail nicht heraus"))
        elif len(self._failed) > FAILED_AT_MOST:
            raise ImapTrouble(_("Der Mailserver gibt viele Mails nicht heraus."))

    def _beginning(self, uid: int) -> bytes:
        try:
            return self._connection.messages([uid], at_most=BEGINNING_BYTES).get(uid, b"")
        except MessageRefused:
            return b""

    def _set_aside(self, uid: int, beginning: bytes, reason: str) -> None:
        """Put what was had of a message into quarantine; the whole stays in the mailbox."""
        raw = beginning or f"Subject: Nachricht {uid}\r\n\r\n".encode()
        suggestion = _("Nur der Anfang ist hier. Das Ganze liegt im Postfach, Ordner %(folder)s.")
        stored = gateway.set_aside(
            self._delivery(uid, raw),
            reason=reason,
            suggestion=suggestion % {"folder": self._account.folder},
        )
        self.summary.set_aside += stored is not None
        self._failed.pop(str(uid), None)


def _parts(uids: Sequence[int], length: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), length):
        yield uids[start : start + length]


def _batches(sizes: dict[int, int]) -> Iterator[list[int]]:
    """Yield numbers in ascending order, together no larger than a batch may be."""
    batch: list[int] = []
    total = 0
    # One that is too large for us is always alone.
    limit = min(BATCH_BYTES, settings.MAIL_MAX_BYTES)
    for uid, size in sizes.items():
        if batch and (len(batch) == BATCH_MAILS or total + size > limit):
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += size
    if batch:
        yield batch


class Fetcher(threading.Thread):
    """Keeps one mailbox fetched until it is stopped, whatever happens to server or database."""

    def __init__(self, account: Account) -> None:
        super().__init__(name=f"fetcher {account.host}", daemon=True)
        self._account = account
        self._holder = secrets.token_hex(16)
        self._stopping = threading.Event()
        self._connection: Connection | None = None
        self._troubles = 0

    def stop(self) -> None:
        """End soon; a batch that is being stored is finished."""
        self._stopping.set()
        if self._connection is not None:
            self._connection.interrupt()

    def run(self) -> None:
        while not self._stopping.is_set():
            pause = self._attend()
            # Many installations must not come back to a mail server at the same instant.
            self._stopping.wait(pause * random.uniform(0.75, 1.25))  # noqa: S311
        database.close()

    def _attend(self) -> float:
        """Stay with the mailbox as long as it goes well; return how long to pause then."""
        try:
            close_old_connections()
            self._keep_fetched()
        except LeaseLost:
            return LEASE.total_seconds() / 3
        except SignInRefused as refusal:
            # An account that is asked too often is locked for people as well.
            return self._trouble(str(refusal), first=60, longest=1800)
        except ImapTrouble as trouble:
            return 0 if self._stopping.is_set() else self._trouble(str(trouble), longest=300)
        except DatabaseError as error:
            database.close()
            log.warning("Fetching waits for the database: %s", type(error).__name__)
            return self._pause(first=2, longest=30)
        except Exception as error:
            # Whatever it was: the mailbox must be looked at again, and somebody must see why.
            log.exception("Fetching failed")
            return self._trouble(f"Unerwarteter Fehler ({type(error).__name__}).", longest=300)
        return 0

    def _keep_fetched(self) -> None:
        with leased(self._account, holder=self._holder, clock=timezone.now) as lease:
            connection = self._connection = Connection(self._account, lease.keep)
            try:
                while not self._stopping.is_set():
                    mailbox = lease.renewed()
                    summary = fetch(connection, self._account, mailbox, clock=timezone.now)
                    self._troubles = 0
                    _report(mailbox, summary)
                    self._wait(connection, lease)
            finally:
                self._connection = None
                connection.close()

    def _wait(self, connection: Connection, lease: "Lease") -> None:
        """Wait for news. The mailbox is looked at now and then even if the server tells nothing.

        A connection can die without a sign, and a folder can be replaced while it is open.
        """
        if connection.can_push:
            connection.wait(seconds=settings.IMAP_POLL_SECONDS)
            return
        ends = time.monotonic() + settings.IMAP_POLL_SECONDS
        while (left := ends - time.monotonic()) > 0 and not self._stopping.is_set():
            self._stopping.wait(min(left, BEAT_SECONDS))
            lease.keep()

    def _trouble(self, sentence: str, *, longest: float, first: float = 2) -> float:
        pause = self._pause(first=first, longest=longest)
        log.warning("%s Nächster Versuch in %.0f s.", sentence, pause)
        try:
            mailboxes.record_failure(self._account, sentence=sentence, now=timezone.now())
        except DatabaseError:
            database.close()
        return pause

    def _pause(self, *, first: float, longest: float) -> float:
        self._troubles += 1
        return min(longest, first * 2.0 ** min(self._troubles - 1, 20))


class Lease:
    """The right to fetch from a mailbox, for as long as it is kept."""

    def __init__(self, account: Account, holder: str, clock: Clock) -> None:
        self._account = account
        self._holder = holder
        self._clock = clock

    def renewed(self) -> Mailbox:
        """Return the mailbox as it is now. Raises LeaseLost."""
        mailbox = mailboxes.take(self._account, holder=self._holder, now=self._clock())
        if mailbox is None:
            raise LeaseLost
        return mailbox

    def keep(self) -> None:
        """Give a sign of life. Raises LeaseLost."""
        mailboxes.renew(self._account, holder=self._holder, now=self._clock())


@contextlib.contextmanager
def leased(account: Account, *, holder: str, clock: Clock) -> Iterator[Lease]:
    """Hold a mailbox for the length of the block. Raises LeaseLost if another process has it."""
    lease = Lease(account, holder, clock)
    lease.renewed()
    try:
        yield lease
    finally:
        with contextlib.suppress(DatabaseError):
            mailboxes.give_back(account, holder=holder)


def fetch_once(account: Account, *, clock: Clock) -> Summary:
    """Fetch a mailbox from beginning to end. Raises LeaseLost, ImapTrouble or DatabaseError.

    Why it failed is noted for monitoring as well.
    """
    with leased(account, holder=secrets.token_hex(16), clock=clock) as lease:
        try:
            connection = Connection(account, lease.keep)
            try:
                return fetch(connection, account, lease.renewed(), clock=clock)
            finally:
                connection.close()
        except ImapTrouble as trouble:
            mailboxes.record_failure(account, sentence=str(trouble), now=clock())
            raise


def _report(mailbox: Mailbox, summary: Summary) -> None:
    if summary.accepted or summary.duplicate or summary.set_aside:
        log.info(
            "Mailbox %s: %s accepted, %s known, %s set aside",
            *(mailbox.pk, summary.accepted, summary.duplicate, summary.set_aside),
        )

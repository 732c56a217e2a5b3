"""Fetches mailboxes by IMAP: stored and committed first, marked as read or moved only then.

Every step may be cut off and repeated: what is known already, by its number in the mailbox or by
its content, changes nothing (decision 0024).
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext as _

from lotse.mail import envelope, gateway, mailboxes
from lotse.mail.gateway import Delivery
from lotse.mail.imap import (
    Connection,
    ConversationBroken,
    ImapTrouble,
    MessageRefused,
)
from lotse.mail.mailboxes import Account, FailedUids
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


def count_waiting(connection: Connection, mailbox: Mailbox) -> int:
    """Return how many messages are still to be fetched, without fetching any.

    Raises ImapTrouble, FolderMissing if the folder is not there.
    """
    opened = connection.select()
    is_known = opened.uid_validity == mailbox.uid_validity
    wanted = connection.search(
        above=mailbox.highest_uid if is_known else 0,
        own_from=mailbox.first_own_uid if is_known else opened.next_uid,
        since=mailbox.since_on if is_known else None,
    )
    return len(wanted)


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

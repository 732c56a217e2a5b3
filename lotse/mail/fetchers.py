"""Who fetches a mailbox and when: one process at a time, at once or now and then."""

import contextlib
import logging
import random
import secrets
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.db import connection as database
from django.utils import timezone

from lotse.mail import mailboxes
from lotse.mail.fetching import Clock, Summary, fetch
from lotse.mail.imap import Connection, ImapTrouble, SignInRefused
from lotse.mail.imap_reader import BEAT_SECONDS
from lotse.mail.mailboxes import LEASE, Account, LeaseLost
from lotse.mail.models import Mailbox

log = logging.getLogger(__name__)


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

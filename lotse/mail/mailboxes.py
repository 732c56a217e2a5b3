"""The mailboxes Lotse fetches from: where they are, how far they are read, who reads them.

One process fetches from a mailbox at a time. It holds a lease in the database and renews it while
it works; when it dies, the lease runs out and another process goes on (decision 0024).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from lotse.lib.errors import RuleError
from lotse.mail.models import Mailbox

LEASE = timedelta(seconds=30)
"""How long a mailbox stays with a process that gives no sign of life."""


FailedUids = dict[str, dict[str, str]]
"""Number of a message to since when it fails and when it is asked for again, in ISO 8601."""


class LeaseLost(RuleError):
    """Another process fetches from this mailbox now."""

    def __init__(self) -> None:
        super().__init__(_("Dieses Postfach holt gerade ein anderer Prozess ab."))


@dataclass(frozen=True)
class Account:
    """How to reach one mailbox."""

    host: str
    port: int
    tls: str
    """``implicit``, ``starttls`` or ``none``."""
    user: str
    password: str
    """Empty: a token of LOTSE_IMAP_TOKEN_COMMAND is used."""
    folder: str
    done_folder: str
    """Where fetched messages are moved; empty: they stay and are marked as read."""

    @property
    def name(self) -> str:
        """Name the mailbox without a secret; this is also part of each mail's source id."""
        return f"{self.user}@{self.host}/{self.folder}"[:300]


def configured() -> list[Account]:
    """Return the mailboxes of LOTSE_IMAP_URL."""
    return [_account(url) for url in settings.IMAP_URLS]


def _account(url: str) -> Account:
    """Read ``imaps://name:password@host:993/folder?done=folder``, already checked at the start."""
    parts = urlsplit(url)
    tls = {"imaps": "implicit", "imap": "starttls", "imap+plain": "none"}[parts.scheme]
    return Account(
        host=parts.hostname or "",
        port=parts.port or (993 if tls == "implicit" else 143),
        tls=tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        done_folder=parse_qs(parts.query).get("done", [""])[0],
    )


def take(account: Account, *, holder: str, now: datetime) -> Mailbox | None:
    """Lease a mailbox, or renew the lease; return its row, None while another process has it.

    holder: names this process for as long as it runs. now: aware.
    """
    Mailbox.objects.get_or_create(name=account.name)
    is_free = (
        Q(leased_by__in=("", holder))
        | Q(leased_until__lte=now)
        # A clock that was set back must not lock everybody out until it has caught up.
        | Q(leased_until__gt=now + 2 * LEASE)
    )
    # Conditional update: of two processes that ask at once only one gets it.
    taken = Mailbox.objects.filter(is_free, name=account.name).update(
        leased_by=holder, leased_until=now + LEASE
    )
    return Mailbox.objects.get(name=account.name) if taken else None


def give_back(account: Account, *, holder: str) -> None:
    """End the lease, so that another process need not wait for its end."""
    Mailbox.objects.filter(name=account.name, leased_by=holder).update(
        leased_by="", leased_until=None
    )


def begin_numbering(mailbox: Mailbox, *, uid_validity: int, next_uid: int) -> None:
    """Note that the server numbers this mailbox anew, or for the first time for us.

    Everything is looked through again; what is known already is recognised by its content.
    next_uid: the number the next new message will get.
    """
    last = mailbox.last_success_at
    is_first = mailbox.uid_validity is None or last is None
    _write(
        mailbox,
        uid_validity=uid_validity,
        highest_uid=0,
        first_own_uid=next_uid,
        # A day of grace: servers compare days in a time zone of their own (RFC 3501, 6.4.4).
        since_on=None if is_first or last is None else (last - timedelta(days=1)).date(),
        failed_uids={},
        doubted_up_to_uid=0,
    )


def record_progress(
    mailbox: Mailbox, *, highest_uid: int, failed_uids: FailedUids, waiting: int, now: datetime
) -> None:
    """Note what is stored and marked. now: aware; renews the lease. Raises LeaseLost."""
    _write(
        mailbox,
        highest_uid=highest_uid,
        failed_uids=failed_uids,
        waiting=waiting,
        leased_until=now + LEASE,
    )


def record_doubt(mailbox: Mailbox, *, up_to_uid: int) -> None:
    """Note that the conversation broke among the messages up to a number. Raises LeaseLost."""
    _write(mailbox, doubted_up_to_uid=max(up_to_uid, mailbox.doubted_up_to_uid))


def record_success(mailbox: Mailbox, *, is_pushing: bool, remark: str, now: datetime) -> None:
    """Note that everything in the mailbox is fetched. now: aware. Raises LeaseLost.

    remark: what the operator should know nevertheless.
    """
    _write(
        mailbox,
        is_pushing=is_pushing,
        last_success_at=now,
        failing_since=None,
        last_error=remark[:300],
        leased_until=now + LEASE,
    )


def record_failure(account: Account, *, sentence: str, now: datetime) -> None:
    """Note why nothing could be fetched. sentence: German, for the operator, no secrets."""
    row = Mailbox.objects.filter(name=account.name)
    row.filter(failing_since=None).update(failing_since=now)
    row.update(last_error=sentence[:300], is_pushing=False)


def renew(account: Account, *, holder: str, now: datetime) -> None:
    """Keep the lease. Raises LeaseLost if it has gone to another process."""
    mine = Mailbox.objects.filter(name=account.name, leased_by=holder)
    if not mine.update(leased_until=now + LEASE):
        raise LeaseLost


def _write(mailbox: Mailbox, **facts: object) -> None:
    mine = Mailbox.objects.filter(pk=mailbox.pk, leased_by=mailbox.leased_by)
    if not mine.update(**facts):
        raise LeaseLost
    for name, value in facts.items():
        setattr(mailbox, name, value)

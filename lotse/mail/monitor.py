"""Whether mail is on time, as ``lotse doctor`` and monitoring ask it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from lotse.mail import mailboxes, outbox, quarantine
from lotse.mail.models import InboundMail, Mailbox, OutgoingMail


@dataclass(frozen=True)
class MailboxState:
    """A mailbox that is fetched by IMAP. Before the first success there is no instant."""

    name: str
    """``user@host/folder``."""
    last_success_at: datetime | None
    last_error: str
    """A German sentence; empty while all is well."""
    failing_since: datetime | None
    waiting: int
    is_pushing: bool


@dataclass(frozen=True)
class MonitorState:
    """Ages are in seconds, None for an empty queue."""

    last_received_seconds: float | None
    oldest_unhandled_seconds: float | None
    waiting_inbound: int
    oldest_outgoing_seconds: float | None
    waiting_outgoing: int
    failed_outgoing: int
    quarantined: int
    mailboxes: list[MailboxState]


def state(now: datetime) -> MonitorState:
    """Return how mail stands at this instant. now: aware."""
    unhandled = InboundMail.objects.filter(handled_at=None, quarantined_at=None).aggregate(
        count=Count("pk"), oldest=Min("received_at")
    )
    # A mail whose time has not come yet (a later sending time, a pause) is not late.
    leaving = outbox.waiting().order_by()
    due = leaving.filter(next_attempt_at__lte=now).aggregate(oldest=Min("next_attempt_at"))
    retried = leaving.filter(attempts__gt=0).aggregate(oldest=Min("created_at"))
    oldest_outgoing = min(
        (instant for instant in (due["oldest"], retried["oldest"]) if instant), default=None
    )
    last_received = InboundMail.objects.aggregate(at=Max("received_at"))["at"]
    return MonitorState(
        last_received_seconds=_age(last_received, now),
        oldest_unhandled_seconds=_age(unhandled["oldest"], now),
        waiting_inbound=unhandled["count"],
        oldest_outgoing_seconds=_age(oldest_outgoing, now),
        waiting_outgoing=leaving.count(),
        failed_outgoing=OutgoingMail.objects.filter(failed_at__isnull=False).count(),
        quarantined=quarantine.waiting().count(),
        mailboxes=_mailboxes(),
    )


def mailbox(name: str) -> Mailbox:
    """Return what is known about a mailbox; an empty record if it was never fetched."""
    return Mailbox.objects.filter(name=name).first() or Mailbox(name=name)


def _mailboxes() -> list[MailboxState]:
    names = [account.name for account in mailboxes.configured()]
    rows = {row.name: row for row in Mailbox.objects.filter(name__in=names)}
    return [_mailbox(rows.get(name) or Mailbox(name=name)) for name in names]


def _mailbox(row: Mailbox) -> MailboxState:
    return MailboxState(
        name=row.name,
        last_success_at=row.last_success_at,
        last_error=row.last_error,
        failing_since=row.failing_since,
        waiting=row.waiting,
        is_pushing=row.is_pushing,
    )


def _age(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else max(0.0, (now - since).total_seconds())

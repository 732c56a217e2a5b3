"""Figures that show whether mail and promise are on time; read by doctor and by monitoring."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from lotse.audit.models import AuditChain
from lotse.inquiries.models import Inquiry
from lotse.mail import monitor, probe
from lotse.mail.models import InboundMail
from lotse.operations.models import Heartbeat, JobRun
from lotse.webhooks.models import Delivery, Webhook


@dataclass(frozen=True)
class Figure:
    name: str
    meaning: str
    value: float | None
    """None while there is nothing to measure, for example the age of an empty queue."""
    labels: tuple[tuple[str, str], ...] = ()
    """Name and value, for figures there are several of."""


def current(now: datetime) -> list[Figure]:
    """Return all figures at this instant. Ages are in seconds."""
    return [
        *_mail(now),
        *_mailboxes(now),
        *_probe(now),
        *_promise(now),
        *_webhooks(now),
        *_machinery(now),
    ]


def by_name(now: datetime) -> dict[str, float | None]:
    """Return the figures there is only one of."""
    return {figure.name: figure.value for figure in current(now) if not figure.labels}


def _mail(now: datetime) -> Iterator[Figure]:
    state = monitor.state(now)
    waiting = InboundMail.objects.filter(quarantined_at__isnull=False, resolved_at=None)
    oldest = waiting.aggregate(at=Min("quarantined_at"))["at"]
    yield Figure("mails_waiting", "received mails not yet handled", state.waiting_inbound)
    yield Figure("mails_waiting_age_seconds", "age of the oldest", state.oldest_unhandled_seconds)
    yield Figure(
        "mails_received_age_seconds", "since the newest mail came in", state.last_received_seconds
    )
    yield Figure("mails_quarantined", "mails waiting for a person", state.quarantined)
    yield Figure("mails_quarantined_age_seconds", "age of the oldest", _age(oldest, now))
    yield Figure("outbox_waiting", "outgoing mails not yet sent", state.waiting_outgoing)
    yield Figure(
        "outbox_waiting_age_seconds", "age of the oldest due", state.oldest_outgoing_seconds
    )
    yield Figure("outbox_failed", "outgoing mails refused for good", state.failed_outgoing)


def _mailboxes(now: datetime) -> Iterator[Figure]:
    for box in monitor.state(now).mailboxes:
        labels = (("mailbox", box.name),)
        age, failing = _age(box.last_success_at, now), _age(box.failing_since, now)
        yield Figure("mailbox_fetched_age_seconds", "since the last success", age, labels)
        yield Figure("mailbox_failing_seconds", "since it fails, 0 if well", failing or 0, labels)
        yield Figure("mailbox_waiting", "mails in the mailbox", box.waiting, labels)


def _probe(now: datetime) -> Iterator[Figure]:
    state = probe.state(now)
    if state is None:
        return
    trip, age = state.round_trip_seconds, state.waiting_seconds
    yield Figure("mail_probe_round_trip_seconds", "last mail to ourselves and back", trip)
    yield Figure("mail_probe_waiting_seconds", "age of one not back yet, 0 if none", age)
    yield Figure("mail_probe_missing", "1 if a mail to ourselves is lost", float(state.is_missing))


def _promise(now: datetime) -> Iterator[Figure]:
    counted = Inquiry.objects.filter(closed_at=None).aggregate(
        n=Count("pk"),
        overdue=Count("pk", filter=Q(due_at__lt=now)),
        waiting=Count("pk", filter=Q(due_at__isnull=False)),
        oldest=Min("waiting_since"),
        next=Min("due_at", filter=Q(due_at__gte=now)),
    )
    due = counted["next"]
    left = None if due is None else (due - now).total_seconds()
    yield Figure("inquiries_open", "inquiries not closed", counted["n"])
    yield Figure("inquiries_waiting", "of these waiting for a reply of ours", counted["waiting"])
    yield Figure("inquiries_overdue", "of these past their due time", counted["overdue"])
    yield Figure(
        "inquiries_waiting_age_seconds", "age of the oldest wait", _age(counted["oldest"], now)
    )
    yield Figure("inquiries_next_due_seconds", "until the next one is overdue", left)


def _webhooks(now: datetime) -> Iterator[Figure]:
    queue = Delivery.objects.filter(
        delivered_at=None, failed_at=None, webhook__disabled_at=None
    ).aggregate(n=Count("pk"), oldest=Min("created_at"))
    off = Webhook.objects.filter(disabled_at__isnull=False).count()
    yield Figure("webhook_messages_waiting", "messages to other programs not sent", queue["n"])
    yield Figure("webhook_messages_age_seconds", "age of the oldest", _age(queue["oldest"], now))
    yield Figure("webhooks_disabled", "addresses that are told nothing", off)


def _machinery(now: datetime) -> Iterator[Figure]:
    beat = Heartbeat.objects.filter(process="worker").first()
    age = _age(beat.beat_at if beat else None, now)
    yield Figure("worker_age_seconds", "since a worker's last sign of life", age)
    for run in JobRun.objects.order_by("name"):
        labels = (("job", run.name),)
        yield Figure("job_age_seconds", "since a job last succeeded", _age(run.ran_at, now), labels)
        yield Figure("job_failures", "failures in a row", run.failures, labels)
    chain = AuditChain.objects.first()
    # It only grows: a fall means that somebody replaced the log.
    yield Figure("audit_entries", "entries ever written", chain.last_number if chain else 0)


def _age(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else max(0.0, (now - since).total_seconds())

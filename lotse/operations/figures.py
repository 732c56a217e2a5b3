"""Figures that show whether mail and promise are on time; read by doctor and by monitoring."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from lotse.inquiries.models import Inquiry
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.operations.models import Heartbeat


@dataclass(frozen=True)
class Figure:
    name: str
    meaning: str
    value: float | None
    """None while there is nothing to measure, for example the age of an empty queue."""


def current(now: datetime) -> list[Figure]:
    """Return all figures at this instant. Ages are in seconds."""
    arrived = InboundMail.objects.filter(handled_at=None, quarantined_at=None).aggregate(
        n=Count("pk"), oldest=Min("received_at")
    )
    leaving = OutgoingMail.objects.filter(sent_at=None, failed_at=None).aggregate(
        n=Count("pk"), oldest=Min("created_at")
    )
    inquiries = Inquiry.objects.filter(closed_at=None).aggregate(
        n=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now))
    )
    quarantined = InboundMail.objects.filter(quarantined_at__isnull=False, resolved_at=None)
    refused = OutgoingMail.objects.filter(failed_at__isnull=False)
    beat = Heartbeat.objects.filter(process="worker").first()
    return [
        Figure("mails_waiting", "received mails not yet handled", arrived["n"]),
        Figure("mails_waiting_age_seconds", "age of the oldest", _age(arrived["oldest"], now)),
        Figure("mails_quarantined", "mails waiting for a person", quarantined.count()),
        Figure("outbox_waiting", "outgoing mails not yet sent", leaving["n"]),
        Figure("outbox_waiting_age_seconds", "age of the oldest", _age(leaving["oldest"], now)),
        Figure("outbox_failed", "outgoing mails refused for good", refused.count()),
        Figure("inquiries_open", "inquiries not closed", inquiries["n"]),
        Figure("inquiries_overdue", "of these past their due time", inquiries["overdue"]),
        Figure(
            "worker_age_seconds",
            "since a worker's last sign of life",
            _age(beat.beat_at if beat else None, now),
        ),
    ]


def by_name(now: datetime) -> dict[str, float | None]:
    return {figure.name: figure.value for figure in current(now)}


def as_text(now: datetime) -> str:
    """Return the figures in Prometheus' text exposition format 0.0.4."""
    lines = []
    for figure in current(now):
        if figure.value is not None:
            name = f"lotse_{figure.name}"
            lines += [f"# HELP {name} {figure.meaning}", f"# TYPE {name} gauge"]
            lines.append(f"{name} {figure.value:g}")
    return "\n".join(lines) + "\n"


def _age(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else max(0.0, (now - since).total_seconds())

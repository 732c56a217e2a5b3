"""The figures of the promise in the words in which they are shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from lotse.inquiries import queries as inquiries
from lotse.inquiries import record
from lotse.inquiries.models import BreachCause
from lotse.lib import german

PERIOD_DAYS = 30


@dataclass(frozen=True)
class Promise:
    """Figures of the last ``period_days``; empty texts where nothing was measured yet."""

    hours: int
    period_days: int
    share_kept: str
    median: str
    answered: int
    received: int
    open: int
    measured_at: datetime

    @property
    def is_measured(self) -> bool:
        return bool(self.share_kept)


def promise(now: datetime) -> Promise:
    figures = inquiries.promise_figures(now - timedelta(days=PERIOD_DAYS), now)
    return Promise(
        hours=settings.PROMISE_HOURS,
        period_days=PERIOD_DAYS,
        share_kept="" if figures.share_kept is None else german.percent_de(figures.share_kept),
        median="" if figures.median is None else german.span(figures.median),
        answered=figures.answered,
        received=figures.received,
        open=figures.open,
        measured_at=now,
    )


@dataclass(frozen=True)
class Month:
    """One line of the public record, in words."""

    name: str
    promises: int
    kept: int
    share: str
    longest: str
    longest_service: str
    causes: str
    """Why promises were missed; empty if none was."""


def months(now: datetime) -> list[Month]:
    """Return the record of the last twelve months, the newest first."""
    return [
        Month(
            name=f"{german.MONTHS[month.first.month - 1]} {month.first.year}",
            promises=month.promises,
            kept=month.kept,
            share=german.percent_de(month.share) if month.promises else "–",
            longest=german.span(month.longest),
            longest_service=german.span(month.longest_service),
            causes=_causes(month),
        )
        for month in record.months(now)
    ]


RECORD_HEADER = (
    "Monat",
    "Anfragen",
    "erste Antwort rechtzeitig",
    "Anteil",
    "längste Wartezeit",
    "davon Dienstzeit",
    "Warum nicht alle",
)


def record_row(month: Month) -> tuple[str, ...]:
    return (
        month.name,
        str(month.promises),
        str(month.kept),
        month.share,
        month.longest,
        month.longest_service,
        month.causes,
    )


def _causes(month: record.Month) -> str:
    """zu viele Anfragen zugleich (2), noch nicht genannt"""
    labels = dict(BreachCause.Cause.choices)
    return ", ".join(
        f"{labels.get(cause, _('noch nicht genannt'))}{f' ({count})' if count > 1 else ''}"
        for cause, count in month.causes.items()
    )

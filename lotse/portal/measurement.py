"""The figures of the promise in the words in which they are shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from lotse.inquiries import queries as inquiries
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

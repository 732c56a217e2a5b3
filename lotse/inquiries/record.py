"""The public record of the promise: month by month how it was kept, and why it was not.

Counted from the records themselves, by the month in which an inquiry came in. It names nobody: a
month, numbers, spans and kinds of causes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.db.models import Count, F, Max, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import TruncMonth

from lotse.inquiries import report, terms
from lotse.inquiries.models import Breach, BreachCause, ClockKind, Inquiry, PromiseOutcome
from lotse.inquiries.rules import promises
from lotse.lib import german

MONTHS = 12
KEPT_SECONDS = 60
"""So old may the record be that is shown."""


@dataclass
class Month:
    """First replies promised in one month, those that are over or overdue."""

    first: date
    promises: int = 0
    kept: int = 0
    longest: timedelta = timedelta()
    """Until the first reply of a person, or until now for who still waits beyond the time."""
    longest_service: timedelta = timedelta()
    causes: dict[str, int] = field(default_factory=dict)
    """Missed promises by their latest cause; empty: not named yet."""

    @property
    def share(self) -> float:
        return self.kept / self.promises


def months(now: datetime) -> Sequence[Month]:
    """Return the months of the last year in which something was promised, the newest first.

    now: aware. At most ``KEPT_SECONDS`` old.
    """
    found: list[Month] | None = cache.get("inquiries.record")
    if found is None:
        found = _months(now)
        cache.set("inquiries.record", found, KEPT_SECONDS)
    return found


def _months(now: datetime) -> list[Month]:
    start = _start(now)
    found: dict[date, Month] = {}
    _add_ended(found, start)
    _add_overdue(found, start, now)
    _add_causes(found, start)
    return [found[first] for first in sorted(found, reverse=True)]


def _start(now: datetime) -> datetime:
    """The first instant of the month eleven months ago, in German time."""
    today = german.local(now).date()
    count = today.year * 12 + today.month - MONTHS
    return datetime.combine(date(count // 12, count % 12 + 1, 1), time(), german.BERLIN)


def _month(field_name: str) -> TruncMonth:
    return TruncMonth(field_name, tzinfo=german.BERLIN)


def _of(found: dict[date, Month], month: datetime) -> Month:
    return found.setdefault(month.date(), Month(month.date()))


def _add_ended(found: dict[date, Month], start: datetime) -> None:
    ended = PromiseOutcome.objects.filter(
        kind=ClockKind.REACTION,
        is_first=True,
        started_at__gte=start,
        inquiry__kind__in=Inquiry.COUNTED,
    )
    rows = (
        report.counting(ended)
        .annotate(month=_month("started_at"), is_kept=report.counts_kept("due_at"))
        .order_by()
        .values("month")
        .annotate(
            promises=Count("pk"),
            in_time=Sum("is_kept"),
            longest=Max("calendar_seconds"),
            longest_service=Max("service_seconds"),
        )
    )
    for row in rows:
        month = _of(found, row["month"])
        month.promises, month.kept = row["promises"], row["in_time"]
        month.longest = timedelta(seconds=row["longest"])
        month.longest_service = timedelta(seconds=row["longest_service"])


def _add_overdue(found: dict[date, Month], start: datetime, now: datetime) -> None:
    rows = (
        Inquiry.objects.filter(
            closed_at=None,
            reacted_at=None,
            due_at__lt=now,
            waiting_since=F("received_at"),
            received_at__gte=start,
            kind__in=Inquiry.COUNTED,
        )
        .annotate(month=_month("received_at"))
        .order_by()
        .values("month")
        .annotate(promises=Count("pk"), since=Min("received_at"))
    )
    for row in rows:
        month = _of(found, row["month"])
        month.promises += row["promises"]
        longest, service = promises.both(row["since"], now, terms.at(row["since"]))
        month.longest = max(month.longest, timedelta(seconds=longest))
        month.longest_service = max(month.longest_service, timedelta(seconds=service))


def _add_causes(found: dict[date, Month], start: datetime) -> None:
    latest = BreachCause.objects.filter(breach=OuterRef("pk")).order_by("-given_at", "-pk")
    missed: QuerySet[Breach] = Breach.objects.filter(
        kind=ClockKind.REACTION,
        started_at__gte=start,
        inquiry__received_at=F("started_at"),
        inquiry__kind__in=Inquiry.COUNTED,
    )
    rows = (
        missed.annotate(month=_month("started_at"), cause=Subquery(latest.values("cause")[:1]))
        .order_by()
        .values("month", "cause")
        .annotate(count=Count("pk"))
        .order_by("-count", "cause")
    )
    for row in rows:
        _of(found, row["month"]).causes[row["cause"] or ""] = row["count"]

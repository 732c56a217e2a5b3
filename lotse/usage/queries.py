"""Sums of the counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncWeek

from lotse.search import generations
from lotse.search.models import Record
from lotse.usage.models import DayCount

PERIODS = {7: "7 Tage", 30: "30 Tage", 90: "90 Tage", 365: "12 Monate"}
TOP = 25
Kind = DayCount.Kind


@dataclass(frozen=True)
class Bar:
    """One day, week or month."""

    begins_on: date
    counts: Mapping[str, int]
    """Kind to number."""

    @property
    def pages(self) -> int:
        return self.counts.get(Kind.PAGE, 0)

    @property
    def searches(self) -> int:
        return self.counts.get(Kind.SEARCH, 0)

    @property
    def downloads(self) -> int:
        return self.counts.get(Kind.DOWNLOAD, 0)


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    count: int


def since(days: int, today: date) -> QuerySet[DayCount]:
    """Return the counts of the last days, today included."""
    return DayCount.objects.filter(day__gt=today - timedelta(days=days), day__lte=today)


def totals(counts: QuerySet[DayCount]) -> dict[str, int]:
    return dict(counts.values_list("kind").annotate(Sum("count")))


def bars(counts: QuerySet[DayCount], days: int) -> list[Bar]:
    """Return the counts by day, week or month, so that there are some thirty at most."""
    step = "day" if days <= 31 else TruncWeek("day") if days <= 100 else TruncMonth("day")
    found: dict[date, dict[str, int]] = {}
    named = (
        counts.values_list(step, "kind")
        if isinstance(step, str)
        else (counts.annotate(step=step).values_list("step", "kind"))
    )
    for begins_on, kind, number in named.annotate(Sum("count")).order_by():
        found.setdefault(begins_on, {})[kind] = number
    return [Bar(begins_on, found[begins_on]) for begins_on in sorted(found)]


def top(counts: QuerySet[DayCount], kind: str, limit: int = TOP) -> list[Row]:
    """Return what was read most, with its title if the search knows it. Two queries."""
    summed = counts.filter(kind=kind).values_list("key").annotate(number=Sum("count"))
    rows = list(summed.order_by("-number", "key")[:limit])
    known = titles([key for key, _number in rows])
    return [Row(known.get(key, key), key, number) for key, number in rows]


def titles(paths: Sequence[str]) -> dict[str, str]:
    found = Record.objects.filter(generation=generations.active(), url__in=paths)
    return dict(found.values_list("url", "title"))

"""Time people say they spent on an inquiry."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries.models import Inquiry, TimeEntry
from lotse.lib import german
from lotse.lib.errors import RuleError

MAX_MINUTES = 1440


def log(
    inquiry: Inquiry, *, minutes: int, kind: str, day: date, person: User, now: datetime
) -> TimeEntry:
    """Write down minutes (1 to 1440) spent on a day that is not in the future."""
    if not 1 <= minutes <= MAX_MINUTES:
        raise RuleError(_("Tragen Sie zwischen 1 und 1.440 Minuten ein."))
    if day > german.local(now).date():
        raise RuleError(_("Der Tag liegt in der Zukunft."))
    return TimeEntry.objects.create(
        inquiry=inquiry,
        person=person,
        day=day,
        kind=TimeEntry.Kind(kind),
        minutes=minutes,
        created_at=now,
    )


def strike(entry: TimeEntry, *, person: User, now: datetime) -> None:
    """Take an own entry out; it no longer counts."""
    _own(entry, person).filter(struck_at=None).update(struck_at=now)


def put_back(entry: TimeEntry, *, person: User) -> None:
    """Let an own entry count again."""
    _own(entry, person).update(struck_at=None)


def _own(entry: TimeEntry, person: User) -> QuerySet[TimeEntry]:
    if entry.person_id != person.pk:
        raise RuleError(_("Diesen Eintrag ändert nur, wer ihn gemacht hat."))
    return TimeEntry.objects.filter(pk=entry.pk)


def minutes_of(inquiry: Inquiry) -> int:
    """Return the minutes that count."""
    entries = TimeEntry.objects.filter(inquiry=inquiry, struck_at=None)
    return entries.aggregate(total=Sum("minutes"))["total"] or 0


@dataclass(frozen=True)
class Spent:
    """A line of the report; never about one person."""

    label: str
    minutes: int
    inquiries: int


def by_kind(first: date, last: date) -> list[Spent]:
    """Return minutes and inquiries per kind of work between two days, both included."""
    rows = _sums(first, last, "kind")
    return [Spent(str(TimeEntry.Kind(kind).label), *sums) for kind, *sums in rows]


def by_area(first: date, last: date) -> list[Spent]:
    """Return minutes and inquiries per programme area between two days, both included."""
    rows = _sums(first, last, "inquiry__area__name")
    return [Spent(name or _("ohne Programmbereich"), *sums) for name, *sums in rows]


def _sums(first: date, last: date, name: str) -> list[tuple[Any, ...]]:
    entries = TimeEntry.objects.filter(day__range=(first, last), struck_at=None).order_by()
    grouped = entries.values(name).annotate(
        total=Sum("minutes"), count=Count("inquiry", distinct=True)
    )
    return list(grouped.order_by(name).values_list(name, "total", "count"))

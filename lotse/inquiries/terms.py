"""The terms of the promise: which hours it counts and how many, as in force at an instant.

Few versions, read by every process once in a while: the way of a mail never asks the database for
them. New terms begin ``LEAD`` after they are set at the earliest, so by then all processes have
read them, and an instant never has two different answers.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

from lotse.inquiries import clock
from lotse.inquiries.clock import Measure, ServiceHours, weekly
from lotse.inquiries.models import Inquiry, PromiseTerms

REFRESH_SECONDS = 30.0
LEAD = timedelta(minutes=5)
DEFAULT_WEEKLY = ("8-16",) * 5 + ("", "")
DEFAULT_LAND = "DE"
"""What counts as service hours where nobody has set any: weekdays without nationwide holidays."""


@dataclass(frozen=True)
class Terms:
    pk: int | None
    """None: the terms of the installation, in force until others are set."""
    valid_from: datetime
    measure: Measure
    hours: int
    office: ServiceHours
    """When the office is open: the second measure, also where the promise counts every hour."""

    @property
    def service(self) -> ServiceHours | None:
        """The hours that count; None: all do."""
        return self.office if self.measure is Measure.SERVICE else None

    def due_at(self, start: datetime) -> datetime:
        return clock.due_at(start, hours=self.hours, service=self.service)


_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_read_at = 0.0
_versions: list[Terms] = []
"""Oldest first; empty before the first reading."""


def at(instant: datetime) -> Terms:
    """Return the terms under which a question received at this instant is promised a reply."""
    return next(terms for terms in reversed(_all()) if terms.valid_from <= instant)


def of(inquiry: Inquiry) -> Terms:
    """Return the terms of the running promise of an inquiry, or of its last one."""
    return by_id(inquiry.terms_id)


def by_id(pk: int | None) -> Terms:
    found = next((terms for terms in _all() if terms.pk == pk), None)
    if found is None:
        # Set a moment ago by another process.
        forget()
        found = next(terms for terms in _all() if terms.pk == pk)
    return found


def office_at(instant: datetime) -> ServiceHours:
    return at(instant).office


def read(record: PromiseTerms) -> Terms:
    """Return terms from a record, saved or not. Raises weekly.Unreadable, ValueError."""
    return Terms(
        pk=record.pk,
        valid_from=record.valid_from,
        measure=Measure(record.measure),
        hours=record.hours,
        office=ServiceHours(
            weekly=tuple(weekly.blocks(day) for day in record.weekly),
            land=record.land,
            closed=weekly.stretches(record.closed),
            opened=weekly.stretches(record.opened),
        ),
    )


def forget() -> None:
    """Read the terms anew when they are needed next."""
    global _read_at
    _read_at = 0.0


def of_installation() -> Terms:
    """The terms that hold as long as nobody sets others: setting ``LOTSE_PROMISE_HOURS``."""
    return Terms(None, _ALWAYS, Measure.CALENDAR, settings.PROMISE_HOURS, _default_office())


def _all() -> list[Terms]:
    global _read_at, _versions
    if not _read_at or time.monotonic() - _read_at > REFRESH_SECONDS:
        known = {terms.pk: terms for terms in _versions if terms.pk}
        first = next((t for t in _versions if t.pk is None), None)
        records = PromiseTerms.objects.order_by("valid_from")
        # Versions never change, so what was worked out for one stays.
        _versions = [
            first if first and first.hours == settings.PROMISE_HOURS else of_installation(),
            *(_same(known.get(record.pk), record) for record in records),
        ]
        _read_at = time.monotonic()
    return _versions


def _same(known: Terms | None, record: PromiseTerms) -> Terms:
    is_same = known is not None and known.valid_from == record.valid_from
    return known if known is not None and is_same else read(record)


def _default_office() -> ServiceHours:
    days = tuple(weekly.blocks(day) for day in DEFAULT_WEEKLY)
    return ServiceHours(weekly=days, land=DEFAULT_LAND)

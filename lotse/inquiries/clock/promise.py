"""Due times and elapsed time, in calendar hours or in service hours. Pure: no Django.

A calendar hour is 3,600 seconds that really pass, nights, weekends and holidays included. A service
hour is 3,600 seconds during which the office is open. Both are reckoned in UTC, so a clock that is
put forward or back neither gives nor takes time (decision 0043).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from lotse.inquiries.clock.service import ServiceHours

SOON = timedelta(hours=4)
"""From here on a due time is shown as a warning."""


class Measure(StrEnum):
    """Which hours a promise counts."""

    CALENDAR = "calendar"
    SERVICE = "service"


class Level(StrEnum):
    """How a due time is shown."""

    PLAIN = "plain"
    WARNING = "warning"
    DANGER = "danger"
    SUCCESS = "success"


@dataclass(frozen=True)
class Pause:
    """A span during which the clock of the answer stands still. ``end`` None: it still does."""

    start: datetime
    end: datetime | None = None


def due_at(
    start: datetime,
    *,
    hours: float,
    service: ServiceHours | None = None,
    pauses: Sequence[Pause] = (),
) -> datetime:
    """Return the instant until which a person must have replied.

    start: aware, receipt in the mailbox. hours: length of the promise, more than 0. service: the
    hours count only while the office is open; without it they are calendar hours. pauses: spans
    that do not count, each with an end.
    Returns UTC: the first instant at which the whole promise has passed. A reply at exactly this
    instant is in time. Raises ValueError if naive, not positive or with a pause that is not over;
    NeverOpen if the office does not open for that long.
    """
    if hours <= 0:
        raise ValueError("A promise needs time.")
    return reached_at(start, length=timedelta(hours=hours), service=service, pauses=pauses)


def reached_at(
    start: datetime,
    *,
    length: timedelta,
    service: ServiceHours | None = None,
    pauses: Sequence[Pause] = (),
) -> datetime:
    """Return the first instant (UTC) at which this much of a promise has passed.

    length: more than nothing. Otherwise as ``due_at``.
    """
    begin = _utc(start)
    for pause_start, pause_end in _merged(pauses, begin):
        running = elapsed(begin, pause_start, service=service)
        if running >= length:
            break
        if pause_end is None:
            raise ValueError("A clock that stands still is due at no instant.")
        length -= running
        begin = pause_end
    return service.after(begin, length) if service else begin + length


def elapsed(
    start: datetime,
    end: datetime,
    *,
    service: ServiceHours | None = None,
    pauses: Sequence[Pause] = (),
) -> timedelta:
    """Return how much of the promise passed between two aware instants, never less than nothing.

    service: count only time during which the office is open. pauses: spans that do not count; one
    without an end lasts until ``end``. Overlapping pauses count once.
    """
    first, last = _utc(start), _utc(end)
    passed = _span(first, last, service)
    for pause_start, pause_end in _merged(pauses, first):
        passed -= _span(min(pause_start, last), min(pause_end or last, last), service)
    return passed


def _span(start: datetime, end: datetime, service: ServiceHours | None) -> timedelta:
    if service:
        return service.open_between(start, end)
    return max(end - start, timedelta())


def _merged(pauses: Sequence[Pause], start: datetime) -> list[tuple[datetime, datetime | None]]:
    """Pauses in UTC, in order, without overlap, cut at the start of the promise."""
    merged: list[tuple[datetime, datetime | None]] = []
    for pause in sorted(pauses, key=lambda one: _utc(one.start)):
        begin = max(_utc(pause.start), start)
        end = None if pause.end is None else _utc(pause.end)
        if end is not None and end <= begin:
            continue
        if not merged or (merged[-1][1] is not None and begin > merged[-1][1]):
            merged.append((begin, end))
        elif merged[-1][1] is not None:
            merged[-1] = (merged[-1][0], None if end is None else max(end, merged[-1][1]))
    return merged


def remaining(due: datetime, now: datetime) -> timedelta:
    """Return the time left until ``due``; negative once it has passed. Both aware."""
    return _utc(due) - _utc(now)


def is_overdue(due: datetime, now: datetime) -> bool:
    return remaining(due, now) < timedelta()


def share_used(
    start: datetime,
    due: datetime,
    now: datetime,
    *,
    service: ServiceHours | None = None,
    pauses: Sequence[Pause] = (),
) -> float:
    """Return which part of the promise has passed: 0 at receipt, 1 when due, more when overdue."""
    whole = elapsed(start, due, service=service, pauses=pauses)
    if whole <= timedelta():
        return 1.0
    return elapsed(start, now, service=service, pauses=pauses) / whole


def level(due: datetime | None, now: datetime) -> Level:
    """Return how to show a due time. due: aware, or None when nothing is owed any more."""
    if due is None:
        return Level.SUCCESS
    left = remaining(due, now)
    if left < timedelta():
        return Level.DANGER
    return Level.WARNING if left <= SOON else Level.PLAIN


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("The clock needs an instant with a time zone.")
    return instant.astimezone(UTC)

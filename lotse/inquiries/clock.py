"""The promise clock: until when a person must have replied. Pure: no Django.

The promise counts calendar hours: nights, weekends and holidays included (decision 0040). An hour
is 3,600 seconds that really pass, so a clock that is put forward or back in spring or autumn
neither gives nor takes time. Everything is reckoned in UTC; only the screen knows local time.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

SOON = timedelta(hours=4)
"""From here on a due time is shown as a warning."""


class Level(StrEnum):
    """How a due time is shown."""

    PLAIN = "plain"
    WARNING = "warning"
    DANGER = "danger"
    SUCCESS = "success"


def due_at(start: datetime, *, hours: float) -> datetime:
    """Return the instant until which a person must have replied.

    start: aware, receipt in the mailbox. hours: length of the promise, more than 0.
    Returns UTC. A reply at exactly this instant is in time. Raises ValueError if naive or not
    positive.
    """
    if hours <= 0:
        raise ValueError("A promise needs time.")
    return _utc(start) + timedelta(hours=hours)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Return how much of the promise passed between two aware instants, never less than nothing."""
    return max(_utc(end) - _utc(start), timedelta())


def remaining(due: datetime, now: datetime) -> timedelta:
    """Return the time left until ``due``; negative once it has passed. Both aware."""
    return _utc(due) - _utc(now)


def is_overdue(due: datetime, now: datetime) -> bool:
    return remaining(due, now) < timedelta()


def share_used(start: datetime, due: datetime, now: datetime) -> float:
    """Return which part of the promise has passed: 0 at receipt, 1 when due, more when overdue."""
    whole = _utc(due) - _utc(start)
    if whole <= timedelta():
        return 1.0
    return elapsed(start, now) / whole


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

"""When a mail with news is due. Pure: no Django."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = time(7)
FRIDAY = 4


def next_weekday_morning(now: datetime) -> datetime:
    """Return the next Monday to Friday, 7 o'clock in Berlin, later than ``now``.

    now: aware. Returns an aware instant. Holidays count as weekdays: they differ by Land.
    """
    return _next(now, frozenset(range(FRIDAY + 1)))


def next_monday_morning(now: datetime) -> datetime:
    """Return the next Monday, 7 o'clock in Berlin, later than ``now``. now: aware."""
    return _next(now, frozenset({0}))


def _next(now: datetime, weekdays: frozenset[int]) -> datetime:
    if now.tzinfo is None:
        raise ValueError("An aware instant is needed.")
    day = now.astimezone(BERLIN).date()
    while True:
        morning = datetime.combine(day, MORNING, BERLIN)
        if morning > now and day.weekday() in weekdays:
            return morning
        day += timedelta(days=1)

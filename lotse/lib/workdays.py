"""Public holidays and working days. Pure: no Django."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

NATIONWIDE = "DE"
_BERLIN = ZoneInfo("Europe/Berlin")


@lru_cache(maxsize=512)
def holidays(land: str, year: int) -> frozenset[date]:
    """Return the public holidays of a Land; none for an empty code. Raises ValueError if unknown.

    land: code as in NI, or DE for the holidays all Länder have.
    Worked out here from the rules of the Land, asks nobody. Holidays of single towns (Augsburg,
    Mariä Himmelfahrt in Bavaria's Catholic towns) are not among them.
    """
    if not land:
        return frozenset()
    # Loaded when first needed: it takes a tenth of a second, and calendar hours need no holidays.
    from holidays import country_holidays

    try:
        subdivision = None if land == NATIONWIDE else land
        return frozenset(country_holidays("DE", subdiv=subdivision, years=year))
    except NotImplementedError:
        raise ValueError(f"There is no Land {land}.") from None


def after(start: datetime, days: int) -> datetime:
    """Return the instant so many working days later, at the same time by the clock on the wall.

    start: aware. What begins on a Saturday, a Sunday or a nationwide holiday counts as begun on the
    next working day. Returns UTC. Raises ValueError if naive.
    """
    if start.tzinfo is None:
        raise ValueError("A deadline needs an instant with a time zone.")
    wall = start.astimezone(_BERLIN)
    day = _next_open(wall.date())
    for _number in range(days):
        day = _next_open(day + timedelta(days=1))
    return datetime.combine(day, wall.time(), _BERLIN).astimezone(UTC)


def later(start: date, count: int, *, land: str, with_saturdays: bool) -> date:
    """Return the day so many working days after start, or before it if negative.

    land: its code, or DE. The day of start itself is not counted (§ 187 (1) BGB) and may be any
    day; none more is start. with_saturdays: whether Saturdays count, as "Werktage" usually do.
    Raises ValueError for an unknown Land, OverflowError beyond the calendar.
    """
    day, step = start, timedelta(days=1 if count >= 0 else -1)
    for _number in range(abs(count)):
        day += step
        while not _counts(day, land, with_saturdays=with_saturdays):
            day += step
    return day


def holidays_between(start: date, end: date, land: str) -> list[tuple[date, str]]:
    """Return the holidays after start up to end, by day, with their German names."""
    from holidays import country_holidays

    years = range(start.year, end.year + 1)
    subdivision = None if land == NATIONWIDE else land
    known = country_holidays("DE", subdiv=subdivision, years=years, language="de")
    return sorted((day, name) for day, name in known.items() if start < day <= end)


def _counts(day: date, land: str, *, with_saturdays: bool) -> bool:
    return day.weekday() < (6 if with_saturdays else 5) and day not in holidays(land, day.year)


def _next_open(day: date) -> date:
    while day.weekday() >= 5 or day in holidays(NATIONWIDE, day.year):
        day += timedelta(days=1)
    return day

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


def _next_open(day: date) -> date:
    while day.weekday() >= 5 or day in holidays(NATIONWIDE, day.year):
        day += timedelta(days=1)
    return day

"""Deadlines in working days."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from lotse.lib import workdays

BERLIN = ZoneInfo("Europe/Berlin")
CASES = {
    "within the week": ("2026-12-01 15:00", 1, "2026-12-02 15:00"),
    "over the weekend": ("2026-12-04 15:00", 1, "2026-12-07 15:00"),
    "begun on a Saturday": ("2026-12-05 10:00", 1, "2026-12-08 10:00"),
    "over Christmas and New Year": ("2026-12-24 10:00", 5, "2027-01-04 10:00"),
    "into summer time": ("2026-03-27 10:00", 1, "2026-03-30 10:00"),
}


@pytest.mark.parametrize("case", CASES)
def test_deadline_is_so_many_working_days_later_at_the_same_time_on_the_wall(case: str) -> None:
    start, days, end = CASES[case]
    found = workdays.after(datetime.fromisoformat(start).replace(tzinfo=BERLIN), days)
    assert found.tzinfo is UTC
    assert found == datetime.fromisoformat(end).replace(tzinfo=BERLIN)


LATER = {
    "Saturdays do not count": ("2026-12-01", 7, "NW", False, "2026-12-10"),
    "Saturdays count": ("2026-12-01", 7, "NW", True, "2026-12-09"),
    "Epiphany in Bavaria": ("2027-01-05", 1, "BY", True, "2027-01-07"),
    "no Epiphany in North Rhine-Westphalia": ("2027-01-05", 1, "NW", True, "2027-01-06"),
    "begun on a Sunday": ("2027-01-31", 1, "NW", True, "2027-02-01"),
    "backwards": ("2026-12-28", -1, "NW", False, "2026-12-24"),
    "no day": ("2026-12-26", 0, "NW", False, "2026-12-26"),
}


@pytest.mark.parametrize("case", LATER)
def test_working_days_of_a_land_are_counted_from_the_day_after(case: str) -> None:
    start, count, land, with_saturdays, end = LATER[case]
    found = workdays.later(
        date.fromisoformat(start), count, land=land, with_saturdays=with_saturdays
    )
    assert found == date.fromisoformat(end)


def test_holidays_between_two_days_have_german_names() -> None:
    found = workdays.holidays_between(date(2026, 12, 25), date(2027, 1, 6), "BY")
    assert [name for _day, name in found] == [
        "Zweiter Weihnachtstag",
        "Neujahr",
        "Heilige Drei Könige",
    ]


def test_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        workdays.after(datetime(2026, 12, 1, 10, 0), 1)

"""Deadlines in working days."""

from datetime import UTC, datetime
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


def test_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        workdays.after(datetime(2026, 12, 1, 10, 0), 1)

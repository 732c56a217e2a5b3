"""When a mail with news is due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.subscriptions import timing

BERLIN = timing.BERLIN
instants = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("now", "weekday", "monday"),
    [
        # Friday before and after 7, Saturday, Sunday, Monday at 7 sharp.
        ("2026-11-27T06:59", "2026-11-27T07:00", "2026-11-30T07:00"),
        ("2026-11-27T07:00", "2026-11-30T07:00", "2026-11-30T07:00"),
        ("2026-11-28T12:00", "2026-11-30T07:00", "2026-11-30T07:00"),
        ("2026-11-29T23:59", "2026-11-30T07:00", "2026-11-30T07:00"),
        ("2026-11-30T07:00", "2026-12-01T07:00", "2026-12-07T07:00"),
        # The clocks change on Sunday; seven o'clock stays seven o'clock.
        ("2026-10-24T12:00", "2026-10-26T07:00", "2026-10-26T07:00"),
        ("2027-03-27T12:00", "2027-03-29T07:00", "2027-03-29T07:00"),
    ],
)
def test_due_is_seven_in_the_morning(now: str, weekday: str, monday: str) -> None:
    instant = datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    assert f"{timing.next_weekday_morning(instant):%Y-%m-%dT%H:%M}" == weekday
    assert f"{timing.next_monday_morning(instant):%Y-%m-%dT%H:%M}" == monday


@given(instants)
def test_due_is_later_within_a_week_and_at_seven(now: datetime) -> None:
    for due, most in (
        (timing.next_weekday_morning(now), timedelta(days=3, hours=1)),
        (timing.next_monday_morning(now), timedelta(days=7, hours=1)),
    ):
        assert now < due <= now + most
        assert (due.astimezone(BERLIN).hour, due.astimezone(BERLIN).minute) == (7, 0)
        assert due.astimezone(BERLIN).weekday() < 5


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        timing.next_monday_morning(datetime(2026, 11, 30))

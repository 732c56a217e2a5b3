from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.inquiries import clock
from lotse.inquiries.clock import Level

BERLIN = ZoneInfo("Europe/Berlin")
INSTANTS = st.datetimes(
    min_value=datetime(2000, 1, 1),
    max_value=datetime(2090, 1, 1),
    timezones=st.sampled_from([UTC, BERLIN, ZoneInfo("Asia/Kathmandu")]),
)
HOURS = st.floats(min_value=0.5, max_value=240, allow_nan=False)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        pytest.param("2026-11-23T10:46", 24, "2026-11-24T10:46", id="an ordinary weekday"),
        pytest.param("2026-11-27T16:30", 24, "2026-11-28T16:30", id="Friday evening counts on"),
        pytest.param("2026-12-24T18:00", 24, "2026-12-25T18:00", id="Christmas Eve counts on"),
        pytest.param("2026-12-31T23:59", 24, "2027-01-01T23:59", id="across the year"),
        pytest.param("2028-02-28T12:00", 24, "2028-02-29T12:00", id="into a leap day"),
        pytest.param("2026-11-23T00:00", 24, "2026-11-24T00:00", id="at midnight"),
        pytest.param("2026-11-23T10:46", 48, "2026-11-25T10:46", id="a longer promise"),
        pytest.param("2026-11-23T10:46", 1, "2026-11-23T11:46", id="one hour"),
        # 25 October 2026, 3:00: clocks go back to 2:00, so the day has 25 hours.
        pytest.param("2026-10-24T10:46", 24, "2026-10-25T09:46", id="clocks go back"),
        # 29 March 2026, 2:00: clocks go forward to 3:00, so the day has 23 hours.
        pytest.param("2026-03-28T10:46", 24, "2026-03-29T11:46", id="clocks go forward"),
        pytest.param("2026-03-28T02:30", 24, "2026-03-29T03:30", id="due in the lost hour"),
        pytest.param("2026-10-25T12:00", 24, "2026-10-26T12:00", id="after the change"),
    ],
)
def test_promise_counts_hours_that_really_pass(received: str, hours: int, due: str) -> None:
    assert clock.due_at(berlin(received), hours=hours) == berlin(due).astimezone(UTC)


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=0)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)
    assert clock.due_at(second, hours=24) - clock.due_at(first, hours=24) == timedelta(hours=1)


@given(start=INSTANTS, hours=HOURS)
def test_due_time_is_utc_and_exactly_the_promise_later(start: datetime, hours: float) -> None:
    due = clock.due_at(start, hours=hours)
    assert due.utcoffset() == timedelta(0)
    assert due - start.astimezone(UTC) == timedelta(hours=hours)


@given(start=INSTANTS, other=INSTANTS)
def test_who_comes_first_is_due_first(start: datetime, other: datetime) -> None:
    order = start.astimezone(UTC) <= other.astimezone(UTC)
    assert (clock.due_at(start, hours=24) <= clock.due_at(other, hours=24)) == order


@given(start=INSTANTS, minutes=st.integers(min_value=0, max_value=2880))
def test_share_used_grows_with_time_and_is_one_when_due(start: datetime, minutes: int) -> None:
    due = clock.due_at(start, hours=24)
    now = start.astimezone(UTC) + timedelta(minutes=minutes)
    assert clock.share_used(start, due, now) == pytest.approx(minutes / 1440)
    assert clock.remaining(due, now) == timedelta(minutes=1440 - minutes)
    assert clock.elapsed(start, now) == timedelta(minutes=minutes)


def test_a_clock_that_runs_backwards_gives_no_negative_share() -> None:
    start = berlin("2026-11-23T10:46")
    due = clock.due_at(start, hours=24)
    assert clock.share_used(start, due, start - timedelta(hours=3)) == 0


def test_a_promise_that_is_over_before_it_begins_is_used_up() -> None:
    start = berlin("2026-11-23T10:46")
    assert clock.share_used(start, start, start) == 1


@pytest.mark.parametrize(
    ("left", "level"),
    [
        (timedelta(hours=24), Level.PLAIN),
        (timedelta(hours=4, microseconds=1), Level.PLAIN),
        (timedelta(hours=4), Level.WARNING),
        (timedelta(minutes=1), Level.WARNING),
        (timedelta(0), Level.WARNING),
        (timedelta(microseconds=-1), Level.DANGER),
        (timedelta(days=-3), Level.DANGER),
    ],
)
def test_level_follows_the_time_that_is_left(left: timedelta, level: Level) -> None:
    now = berlin("2026-11-23T10:46")
    assert clock.level(now + left, now) == level


def test_nothing_owed_is_a_success() -> None:
    assert clock.level(None, berlin("2026-11-23T10:46")) == Level.SUCCESS


def test_a_reply_at_the_last_instant_is_in_time() -> None:
    start = berlin("2026-11-23T10:46")
    due = clock.due_at(start, hours=24)
    assert not clock.is_overdue(due, due)
    assert clock.is_overdue(due, due + timedelta(microseconds=1))


def test_instants_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock.due_at(datetime(2026, 11, 23, 10, 46), hours=24)


@pytest.mark.parametrize("hours", [0, -1])
def test_a_promise_needs_time(hours: int) -> None:
    with pytest.raises(ValueError, match="needs time"):
        clock.due_at(berlin("2026-11-23T10:46"), hours=hours)

"""Service hours: the table of cases. 23 November 2026 is a Monday."""

from datetime import UTC, datetime, timedelta

import pytest

from lotse.inquiries import clock
from lotse.inquiries.clock import Block, NeverOpen, Pause, ServiceHours, weekly
from lotse.inquiries.tests.clock.offices import (
    BERLIN,
    FREE,
    NINE_TO_FIVE,
    berlin,
    nights,
    office,
    round_the_clock,
)

HOUR = timedelta(hours=1)
CHRISTMAS = "24.12.2026 12-24 Heiligabend\n28.12.2026 - 30.12.2026 Betriebsferien"


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        pytest.param("2026-11-23T08:30", 2, "2026-11-23T10:30", id="within a block"),
        pytest.param("2026-11-23T11:00", 2, "2026-11-23T14:00", id="across the noon break"),
        pytest.param("2026-11-23T12:30", 1, "2026-11-23T14:00", id="received in the noon break"),
        pytest.param("2026-11-23T12:00", 1, "2026-11-23T14:00", id="received as the block ends"),
        pytest.param("2026-11-23T08:00", 4, "2026-11-23T12:00", id="due exactly as a block ends"),
        pytest.param("2026-11-23T08:00", 4.01, "2026-11-23T13:00:36", id="just after the end"),
        pytest.param("2026-11-23T08:00", 1, "2026-11-23T09:00", id="received as the block begins"),
        pytest.param("2026-11-23T07:59", 1, "2026-11-23T09:00", id="received before the office"),
        pytest.param("2026-11-23T15:00", 2, "2026-11-24T09:00", id="across the night"),
        pytest.param("2026-11-23T23:59", 1, "2026-11-24T09:00", id="received at night"),
        pytest.param("2026-11-27T11:00", 2, "2026-11-30T09:00", id="across the weekend"),
        pytest.param("2026-11-28T10:00", 8, "2026-12-01T09:00", id="received on a Saturday"),
        pytest.param("2026-11-29T23:59", 7, "2026-11-30T16:00", id="received on a Sunday"),
        pytest.param("2026-11-23T08:00", 32, "2026-11-27T12:00", id="exactly a week"),
        pytest.param("2026-11-23T08:00", 33, "2026-11-30T09:00", id="a week and an hour"),
        pytest.param("2026-04-02T15:00", 2, "2026-04-07T09:00", id="across Easter"),
        pytest.param("2026-05-14T10:00", 1, "2026-05-15T09:00", id="received on Ascension Day"),
        pytest.param("2026-10-30T11:30", 1, "2026-11-02T08:30", id="Reformation Day on Saturday"),
        pytest.param("2026-12-24T11:00", 2, "2026-12-31T09:00", id="Christmas and closed week"),
        pytest.param("2026-12-24T12:00", 1, "2026-12-31T09:00", id="half day is over"),
        pytest.param("2026-12-31T15:00", 2, "2027-01-04T09:00", id="across the year"),
        pytest.param("2028-02-28T15:00", 2, "2028-02-29T09:00", id="into a leap day"),
        pytest.param("2028-02-29T15:30", 1, "2028-03-01T08:30", id="out of a leap day"),
        # Clocks change at night between Saturday and Sunday, while the office is closed.
        pytest.param("2026-03-27T11:30", 1, "2026-03-30T08:30", id="clocks go forward, closed"),
        pytest.param("2026-10-23T11:30", 1, "2026-10-26T08:30", id="clocks go back, closed"),
    ],
)
def test_promise_counts_open_hours(start: str, hours: float, due: str) -> None:
    hours_of_office = office(closed=CHRISTMAS)
    found = clock.due_at(berlin(start), hours=hours, service=hours_of_office)
    assert found == berlin(due).astimezone(UTC)
    passed = clock.elapsed(berlin(start), found, service=hours_of_office)
    assert passed == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        # 29 March 2026: 2:00 becomes 3:00, so midnight to six are five hours.
        pytest.param("2026-03-29T00:00", "2026-03-29T06:00", 5, id="forward inside a block"),
        pytest.param("2026-03-29T00:00", "2026-03-29T03:00", 2, id="up to the leap"),
        pytest.param("2026-03-28T00:00", "2026-03-30T06:00", 17, id="three nights in spring"),
        # 25 October 2026: 3:00 becomes 2:00, so midnight to six are seven hours.
        pytest.param("2026-10-25T00:00", "2026-10-25T06:00", 7, id="back inside a block"),
        pytest.param("2026-10-24T00:00", "2026-10-26T06:00", 19, id="three nights in autumn"),
        pytest.param("2026-03-28T12:00", "2026-03-29T12:00", 5, id="outside hours do not count"),
    ],
)
def test_a_night_of_work_has_the_hours_people_work(start: str, end: str, hours: int) -> None:
    assert nights().open_between(berlin(start), berlin(end)) == hours * HOUR


def test_the_hour_that_comes_twice_counts_twice_and_the_lost_hour_not_at_all() -> None:
    hours = nights()
    assert clock.due_at(berlin("2026-10-25T01:00"), hours=3, service=hours) == berlin(
        "2026-10-25T03:00"
    )
    assert clock.due_at(berlin("2026-03-29T01:00"), hours=3, service=hours) == berlin(
        "2026-03-29T05:00"
    )


def test_a_block_that_begins_in_the_lost_hour_begins_after_the_leap() -> None:
    hours = ServiceHours(weekly=(*[FREE] * 6, (Block(150, 300),)))
    day = (berlin("2026-03-29T00:00"), berlin("2026-03-30T00:00"))
    assert hours.open_between(*day) == 2 * HOUR
    assert hours.next_open(day[0]) == berlin("2026-03-29T03:00")


def test_a_block_that_ends_in_the_hour_that_comes_twice_ends_at_the_second() -> None:
    hours = ServiceHours(weekly=(*[FREE] * 6, (Block(60, 150), Block(150, 240))))
    day = (berlin("2026-10-25T00:00"), berlin("2026-10-26T00:00"))
    assert hours.open_between(*day) == 4 * HOUR


def test_a_day_of_24_hours_counts_like_the_calendar() -> None:
    always = round_the_clock()
    start, end = berlin("2025-01-01T00:00"), berlin("2031-07-01T13:17")
    assert always.open_between(start, end) == end.astimezone(UTC) - start.astimezone(UTC)
    assert clock.due_at(start, hours=24, service=always) == clock.due_at(start, hours=24)


@pytest.mark.parametrize(
    ("land", "day", "is_holiday"),
    [
        ("BY", "2026-01-06", True),  # Heilige Drei Könige
        ("NI", "2026-01-06", False),
        ("BE", "2026-03-08", True),  # Frauentag
        ("NW", "2026-06-04", True),  # Fronleichnam
        ("NI", "2026-10-31", True),  # Reformationstag
        ("BY", "2026-11-01", True),  # Allerheiligen
        ("SN", "2026-11-18", True),  # Buß- und Bettag
        ("TH", "2026-09-20", True),  # Weltkindertag
        ("SL", "2026-08-15", True),  # Mariä Himmelfahrt
        ("HH", "2026-10-03", True),
        ("HH", "2026-12-24", False),
    ],
)
def test_holidays_follow_the_land(land: str, day: str, is_holiday: bool) -> None:
    every_day = ServiceHours(weekly=(NINE_TO_FIVE,) * 7, land=land)
    assert every_day.is_open(berlin(f"{day}T10:00")) is not is_holiday


@pytest.mark.parametrize(
    "land",
    [
        "BW",
        "BY",
        "BE",
        "BB",
        "HB",
        "HH",
        "HE",
        "MV",
        "NI",
        "NW",
        "RP",
        "SL",
        "SN",
        "ST",
        "SH",
        "TH",
    ],
)
def test_every_land_is_known_and_closed_on_the_day_of_unity(land: str) -> None:
    hours = ServiceHours(weekly=(NINE_TO_FIVE,) * 7, land=land)
    for year in (2026, 2027, 2040):
        assert not hours.is_open(datetime(year, 10, 3, 10, tzinfo=BERLIN))


def test_an_unknown_land_is_refused() -> None:
    with pytest.raises(ValueError, match="no Land XX"):
        ServiceHours(weekly=(NINE_TO_FIVE,) * 7, land="XX").is_open(berlin("2026-01-01T10:00"))


def test_opened_hours_win_over_holiday_weekend_and_closed_days() -> None:
    hours = office(closed="28.11.2026", opened="28.11.2026 9-12\n25.12.2026 10-11")
    assert hours.open_between(berlin("2026-11-28T00:00"), berlin("2026-11-29T00:00")) == 3 * HOUR
    assert hours.is_open(berlin("2026-12-25T10:30"))


def test_opened_hours_that_overlap_a_block_count_once() -> None:
    hours = office(opened="23.11.2026 11-14")
    assert hours.open_between(berlin("2026-11-23T00:00"), berlin("2026-11-24T00:00")) == 8 * HOUR


def test_a_closed_hour_inside_a_block_cuts_it() -> None:
    hours = office(closed="23.11.2026 9-10")
    assert clock.due_at(berlin("2026-11-23T08:30"), hours=1, service=hours) == berlin(
        "2026-11-23T10:30"
    )


@pytest.mark.parametrize(
    ("at", "is_open", "opens"),
    [
        ("2026-11-23T08:00", True, "2026-11-23T08:00"),
        ("2026-11-23T11:59:59", True, "2026-11-23T11:59:59"),
        ("2026-11-23T12:00", False, "2026-11-23T13:00"),
        ("2026-11-23T16:00", False, "2026-11-24T08:00"),
        ("2026-11-27T13:00", False, "2026-11-30T08:00"),
        ("2026-12-31T18:00", False, "2027-01-04T08:00"),
    ],
)
def test_the_office_opens_next(at: str, is_open: bool, opens: str) -> None:
    assert office().is_open(berlin(at)) is is_open
    assert office().next_open(berlin(at)) == berlin(opens)


def test_an_office_that_never_opens_makes_no_promise() -> None:
    never = ServiceHours(weekly=(FREE,) * 7)
    assert never.open_between(berlin("2026-01-01T00:00"), berlin("2036-01-01T00:00")) == timedelta()
    with pytest.raises(NeverOpen):
        clock.due_at(berlin("2026-11-23T08:00"), hours=1, service=never)
    with pytest.raises(NeverOpen):
        never.next_open(berlin("2026-11-23T08:00"))


def test_an_office_that_opens_once_keeps_a_short_promise_and_no_longer_one() -> None:
    once = ServiceHours(weekly=(FREE,) * 7, opened=weekly.stretches("01.02.2029 9-12"))
    start = berlin("2026-11-23T08:00")
    assert clock.due_at(start, hours=3, service=once) == berlin("2029-02-01T12:00")
    with pytest.raises(NeverOpen):
        clock.due_at(start, hours=3.1, service=once)


# --- Pauses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        pytest.param([], "2026-11-23T11:00", id="none"),
        pytest.param([("09:30", "10:00")], "2026-11-23T11:30", id="inside a block"),
        pytest.param([("11:30", "13:30")], "2026-11-23T11:00", id="after the due time"),
        pytest.param([("11:00", "11:30")], "2026-11-23T11:00", id="as the promise is due"),
        pytest.param([("09:00", "13:00")], "2026-11-23T15:00", id="into the noon break"),
        pytest.param([("09:00", "12:30")], "2026-11-23T15:00", id="ends while closed"),
        pytest.param([("06:00", "07:00")], "2026-11-23T11:00", id="before the office opens"),
        pytest.param([("06:00", "09:00")], "2026-11-23T12:00", id="begins before the office"),
        pytest.param(
            [("09:00", "10:00"), ("09:30", "10:30")], "2026-11-23T13:30", id="overlapping"
        ),
        pytest.param(
            [("10:00", "10:30"), ("09:00", "09:30")], "2026-11-23T12:00", id="in any order"
        ),
        pytest.param([("09:00", "09:00")], "2026-11-23T11:00", id="no length"),
        pytest.param([("10:00", "09:00")], "2026-11-23T11:00", id="the wrong way round"),
    ],
)
def test_pauses_move_the_due_time_by_their_open_hours(
    pauses: list[tuple[str, str]], due: str
) -> None:
    spans = [Pause(berlin(f"2026-11-23T{a}"), berlin(f"2026-11-23T{b}")) for a, b in pauses]
    start = berlin("2026-11-23T07:30")
    found = clock.due_at(start, hours=3, service=office(), pauses=spans)
    assert found == berlin(due)
    assert clock.elapsed(start, found, service=office(), pauses=spans) == 3 * HOUR


def test_pauses_move_calendar_hours_by_their_whole_length() -> None:
    start = berlin("2026-10-24T20:00")
    # Two to four o'clock on the night when clocks go back: three hours.
    night = [Pause(berlin("2026-10-25T02:00"), berlin("2026-10-25T04:00"))]
    assert clock.due_at(start, hours=24, pauses=night) == berlin("2026-10-25T22:00")


def test_a_pause_that_goes_on_stops_the_clock() -> None:
    start = berlin("2026-11-23T08:00")
    going_on = [Pause(berlin("2026-11-23T10:00"))]
    for hours in (3, 300):
        assert clock.elapsed(start, start + hours * HOUR, pauses=going_on) == 2 * HOUR
    assert clock.share_used(start, start + HOUR, start + HOUR, pauses=going_on) == 1
    with pytest.raises(ValueError, match="stands still"):
        clock.due_at(start, hours=3, pauses=going_on)
    assert clock.due_at(start, hours=2, pauses=going_on) == berlin("2026-11-23T10:00")


def test_a_pause_that_goes_on_swallows_those_after_it() -> None:
    start = berlin("2026-11-23T08:00")
    pauses = [Pause(start + 2 * HOUR), Pause(start + 3 * HOUR, start + 4 * HOUR)]
    assert clock.elapsed(start, start + 9 * HOUR, pauses=pauses) == 2 * HOUR


def test_share_used_counts_in_the_measure_of_the_promise() -> None:
    start, due = berlin("2026-11-27T11:00"), berlin("2026-11-30T09:00")
    sunday = berlin("2026-11-29T12:00")
    assert clock.share_used(start, due, sunday, service=office()) == 0.5
    assert clock.share_used(start, due, sunday) == pytest.approx(49 / 70)


# --- What people write ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("8-12, 13-16", [(480, 720), (780, 960)]),
        ("8:00 – 12:30 Uhr; 13.15-16", [(480, 750), (795, 960)]),
        ("13-16, 8-12", [(480, 720), (780, 960)]),
        ("0-24", [(0, 1440)]),
        ("", []),
    ],
)
def test_hours_of_a_day_are_read_and_written(text: str, blocks: list[tuple[int, int]]) -> None:
    read = weekly.blocks(text)
    assert [(b.start, b.end) for b in read] == blocks
    assert weekly.blocks(weekly.blocks_text(read)) == read


@pytest.mark.parametrize("text", ["8", "12-8", "8-12, 11-14", "8-25", "8:60-9", "acht bis zwölf"])
def test_hours_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(weekly.Unreadable):
        weekly.blocks(text)


def test_closed_days_are_read_with_reason_range_and_hours() -> None:
    read = weekly.stretches(
        "24.12.2026 12-24 Heiligabend\n\n28.12.2026 - 30.12.2026: Betriebsferien\n1.2.2027\n"
        "03.03.2027 bis 04.03.2027 9-10, 11-12 Schulung"
    )
    assert [(s.start.isoformat(), s.end.isoformat()) for s in read] == [
        ("2026-12-24T12:00:00", "2026-12-25T00:00:00"),
        ("2026-12-28T00:00:00", "2026-12-31T00:00:00"),
        ("2027-02-01T00:00:00", "2027-02-02T00:00:00"),
        ("2027-03-03T09:00:00", "2027-03-03T10:00:00"),
        ("2027-03-03T11:00:00", "2027-03-03T12:00:00"),
        ("2027-03-04T09:00:00", "2027-03-04T10:00:00"),
        ("2027-03-04T11:00:00", "2027-03-04T12:00:00"),
    ]


@pytest.mark.parametrize(
    "line",
    ["Weihnachten", "31.02.2027", "02.01.2027 - 01.01.2027", "01.01.2027 12-8", "1.1.27"],
)
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(weekly.Unreadable) as error:
        weekly.stretches(f"24.12.2026\n{line}")
    assert error.value.part == line

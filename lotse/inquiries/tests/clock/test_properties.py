"""What holds for every calendar, start, length and pause."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lotse.inquiries import clock
from lotse.inquiries.clock import Block, Pause, ServiceHours, Stretch

# A year is worked out when it is first asked for, so the first example of a calendar takes longer.
many = settings(deadline=None, max_examples=100)

INSTANTS = st.datetimes(
    min_value=datetime(2024, 1, 1),
    max_value=datetime(2029, 1, 1),
    timezones=st.sampled_from([UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")]),
)
LENGTHS = st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(hours=300))
SHORT = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=20))


@st.composite
def days(draw: st.DrawFn) -> tuple[Block, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    return tuple(Block(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    day = draw(st.dates(date(2024, 1, 1), date(2028, 12, 31)))
    start = datetime.combine(day, time()) + timedelta(minutes=draw(st.integers(0, 1439)))
    return Stretch(start, start + timedelta(minutes=draw(st.integers(1, 10_000))))


OFFICES = st.builds(
    ServiceHours,
    # At least one block a week, so that every promise has a due time.
    weekly=st.tuples(*[days()] * 6, st.just((Block(360, 1000),))),
    land=st.sampled_from(["", "NI", "BY", "BE", "SN"]),
    closed=st.lists(stretches(), max_size=3).map(tuple),
    opened=st.lists(stretches(), max_size=3).map(tuple),
)
SERVICES = st.none() | OFFICES


@st.composite
def pause_lists(draw: st.DrawFn) -> list[Pause]:
    return [
        Pause(start, start + length)
        for start, length in draw(st.lists(st.tuples(INSTANTS, SHORT), max_size=4))
    ]


@many
@given(INSTANTS, LENGTHS, SERVICES, pause_lists())
def test_elapsed_until_the_due_time_is_the_promise(
    start: datetime, length: timedelta, service: ServiceHours | None, pauses: list[Pause]
) -> None:
    due = clock.reached_at(start, length=length, service=service, pauses=pauses)
    assert clock.elapsed(start, due, service=service, pauses=pauses) == length


@many
@given(INSTANTS, LENGTHS, SERVICES, pause_lists())
def test_the_due_time_is_the_first_instant_by_which_the_promise_has_passed(
    start: datetime, length: timedelta, service: ServiceHours | None, pauses: list[Pause]
) -> None:
    due = clock.reached_at(start, length=length, service=service, pauses=pauses)
    just_before = due - timedelta(microseconds=1)
    assert clock.elapsed(start, just_before, service=service, pauses=pauses) < length


@many
@given(INSTANTS, LENGTHS, OFFICES)
def test_nothing_is_due_while_the_office_is_closed(
    start: datetime, length: timedelta, service: ServiceHours
) -> None:
    due = clock.reached_at(start, length=length, service=service)
    # The end of a block belongs to it.
    assert service.is_open(due - timedelta(microseconds=1))


@many
@given(INSTANTS, INSTANTS, LENGTHS, SERVICES)
def test_who_comes_first_is_not_due_later(
    start: datetime, other: datetime, length: timedelta, service: ServiceHours | None
) -> None:
    first, second = sorted((start, other), key=lambda one: one.astimezone(UTC))
    assert clock.reached_at(first, length=length, service=service) <= clock.reached_at(
        second, length=length, service=service
    )


@many
@given(INSTANTS, LENGTHS, LENGTHS, SERVICES)
def test_a_longer_promise_is_due_later(
    start: datetime, length: timedelta, more: timedelta, service: ServiceHours | None
) -> None:
    assert clock.reached_at(start, length=length, service=service) < clock.reached_at(
        start, length=length + more, service=service
    )


@many
@given(INSTANTS, INSTANTS, INSTANTS, SERVICES, pause_lists())
def test_elapsed_time_adds_up(
    one: datetime, two: datetime, three: datetime, service: ServiceHours | None, pauses: list[Pause]
) -> None:
    a, b, c = sorted((one, two, three), key=lambda instant: instant.astimezone(UTC))
    whole = clock.elapsed(a, c, service=service, pauses=pauses)
    parts = [clock.elapsed(*pair, service=service, pauses=pauses) for pair in ((a, b), (b, c))]
    assert whole == sum(parts, timedelta())


@many
@given(INSTANTS, INSTANTS, OFFICES)
def test_service_time_is_never_more_than_calendar_time(
    start: datetime, end: datetime, service: ServiceHours
) -> None:
    passed = clock.elapsed(start, end, service=service)
    assert timedelta() <= passed <= clock.elapsed(start, end)


@many
@given(INSTANTS, LENGTHS, SERVICES, pause_lists(), pause_lists())
def test_a_further_pause_never_makes_anything_due_earlier(
    start: datetime,
    length: timedelta,
    service: ServiceHours | None,
    pauses: list[Pause],
    further: list[Pause],
) -> None:
    before = clock.reached_at(start, length=length, service=service, pauses=pauses)
    after = clock.reached_at(start, length=length, service=service, pauses=[*pauses, *further])
    assert after >= before


@many
@given(INSTANTS, LENGTHS, SERVICES, SHORT, SHORT)
def test_a_pause_moves_the_due_time_by_no_less_than_its_open_time(
    start: datetime,
    length: timedelta,
    service: ServiceHours | None,
    wait: timedelta,
    pause: timedelta,
) -> None:
    before = clock.reached_at(start, length=length, service=service)
    begin = start.astimezone(UTC) + wait
    assume(begin < before)
    after = clock.reached_at(
        start, length=length, service=service, pauses=[Pause(begin, begin + pause)]
    )
    lost = clock.elapsed(begin, begin + pause, service=service)
    assert clock.elapsed(before, after, service=service) == lost


@many
@given(INSTANTS, INSTANTS, OFFICES)
def test_open_time_is_what_counting_minutes_finds(
    start: datetime, end: datetime, service: ServiceHours
) -> None:
    first = min(start, end, key=lambda one: one.astimezone(UTC)).astimezone(UTC)
    first = first.replace(second=0, microsecond=0)
    minutes = 2 * 24 * 60
    counted = sum(service.is_open(first + timedelta(minutes=n)) for n in range(minutes))
    assert service.open_between(first, first + timedelta(minutes=minutes)) == timedelta(
        minutes=counted
    )


@many
@given(INSTANTS, OFFICES)
def test_the_office_is_open_when_it_opens_next_and_closed_until_then(
    at: datetime, service: ServiceHours
) -> None:
    opens = service.next_open(at)
    assert service.is_open(opens)
    assert service.open_between(at, opens) == timedelta()

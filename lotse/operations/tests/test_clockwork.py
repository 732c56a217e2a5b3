from datetime import UTC, datetime

import pytest
from django.db import OperationalError

from lotse.lib.schedule import ClockJob
from lotse.operations.clockwork import LONGEST_PAUSE, Clockwork, lanes

# The clockwork lets go of connections, which a test inside a transaction would not survive.
pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


class Work:
    """A job that hands out what it was told to, one result a call."""

    def __init__(self, *results: int | Exception) -> None:
        self.results = list(results)
        self.calls: list[datetime] = []

    def __call__(self, now: datetime) -> int:
        self.calls.append(now)
        result = self.results.pop(0) if self.results else 0
        if isinstance(result, Exception):
            raise result
        return result


def clockwork(clock: Clock, *jobs: ClockJob) -> Clockwork:
    return Clockwork(jobs, monotonic=clock, now=lambda: NOON)


def test_a_job_runs_at_once_and_then_at_its_own_pace() -> None:
    clock, work = Clock(), Work()
    works = clockwork(clock, ClockJob("work", 10, work))

    assert works.turn() == 10
    assert work.calls == [NOON]

    clock.seconds += 9
    assert works.turn() == 1
    clock.seconds += 1
    works.turn()
    assert len(work.calls) == 2


def test_a_job_that_handled_rows_is_due_again_at_once_but_lets_the_others_have_their_turn() -> None:
    clock, busy, other = Clock(), Work(20, 20, 0), Work()
    works = clockwork(clock, ClockJob("busy", 60, busy), ClockJob("other", 60, other))

    assert works.turn() == 0
    assert (len(busy.calls), len(other.calls)) == (1, 1)
    assert works.turn() == 0
    assert works.turn() == 60
    assert (len(busy.calls), len(other.calls)) == (3, 1)


def test_a_broken_job_waits_longer_each_time_and_stops_nobody() -> None:
    clock, broken, other = Clock(), Work(*[ValueError()] * 20), Work()
    works = clockwork(clock, ClockJob("broken", 1, broken), ClockJob("other", 1, other))

    pauses = []
    for _turn in range(9):
        before = len(broken.calls)
        started = clock.seconds
        while len(broken.calls) == before:
            works.turn()
            clock.seconds += 1
        pauses.append(clock.seconds - started)

    assert pauses == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]
    assert len(other.calls) > len(broken.calls)


def test_a_job_recovers_its_pace_when_the_database_is_back() -> None:
    clock, work = Clock(), Work(OperationalError(), OperationalError(), 0)
    works = clockwork(clock, ClockJob("work", 1, work))

    works.turn()
    clock.seconds += 2
    works.turn()
    clock.seconds += 4
    assert works.turn() == 1
    assert len(work.calls) == 3


def test_a_job_that_waits_for_other_machines_runs_beside_the_others() -> None:
    mail, promise = Work(1), Work(1)
    common, network = lanes(
        [ClockJob("mail", 60, mail, waits_for_others=True), ClockJob("promise", 60, promise)]
    )

    common.turn()
    assert (len(mail.calls), len(promise.calls)) == (0, 1)
    network.turn()
    assert (len(mail.calls), len(promise.calls)) == (1, 1)


def test_a_job_that_nothing_may_hold_up_has_a_lane_of_its_own() -> None:
    intake, report = Work(1), Work(1)
    common, _network, own, *_same = lanes(
        [ClockJob("intake", 60, intake, has_own_lane=True), ClockJob("report", 60, report)]
    )

    own.turn()
    assert (len(intake.calls), len(report.calls)) == (1, 0)
    common.turn()
    assert (len(intake.calls), len(report.calls)) == (1, 1)


def test_without_any_job_the_clockwork_rests() -> None:
    assert clockwork(Clock()).turn() == LONGEST_PAUSE

"""Register of the jobs the worker runs by the clock.

A slice registers its jobs in ``tasks.py``; the worker (``operations``) imports all ``tasks``
modules and calls what is due. A job claims its own rows, so two workers may run it at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Job = Callable[[datetime], int]


@dataclass(frozen=True)
class ClockJob:
    name: str
    every_seconds: float
    run: Job
    waits_for_others: bool = False
    """Talks to other machines, so it runs beside the jobs that only need the database."""
    has_own_lane: bool = False
    """People wait for it, so no other job may hold it up."""


jobs: dict[str, ClockJob] = {}


def every(
    seconds: float, *, name: str, waits_for_others: bool = False, has_own_lane: bool = False
) -> Callable[[Job], Job]:
    """Register a job: called with the present instant (aware), returns how many rows it handled.

    A job that handled rows is called again at once, so it may work in small batches. One that
    waits for other machines must not hold up the promise clock: say so with waits_for_others. One
    that nothing may hold up gets has_own_lane.
    """

    def register(run: Job) -> Job:
        jobs[name] = ClockJob(name, seconds, run, waits_for_others, has_own_lane)
        return run

    return register

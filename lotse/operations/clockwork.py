"""The worker's loop: run every registered job when it is due, survive whatever a job does.

A job claims its own rows, so any number of workers may turn at the same time.
"""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime

from django.apps import apps
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    connections,
)
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from lotse.lib import schedule
from lotse.lib.schedule import ClockJob
from lotse.operations.models import JobRun

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
"""Seconds between two attempts of a job that keeps failing."""
NOTED_EVERY = 30.0
"""Seconds between two notes that a job is well."""


class Entry:
    """One job and when it is due. ``due`` is in seconds of the monotonic clock."""

    def __init__(self, job: ClockJob, due: float) -> None:
        self.job = job
        self.due = due
        self.failures = 0
        self.noted = -NOTED_EVERY
        """When its last run was written down, in seconds of the monotonic clock."""


class Clockwork:
    """Turns the jobs. Both clocks come in from outside: one for waiting, one for the facts."""

    def __init__(
        self,
        jobs: Iterable[ClockJob],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = timezone.now,
        note: Callable[[str, int, datetime], None] | None = None,
    ) -> None:
        """note: called with a job's name and its failures in a row, for monitoring."""
        self._monotonic = monotonic
        self._now = now
        self._note = note
        self._entries = [Entry(job, due=monotonic()) for job in jobs]

    def turn(self) -> float:
        """Run each due job once and return the seconds until the next one is due."""
        for entry in self._entries:
            if entry.due <= self._monotonic():
                self._run(entry)
        if not self._entries:
            return LONGEST_PAUSE
        return max(0.0, min(entry.due for entry in self._entries) - self._monotonic())

    def _run(self, entry: Entry) -> None:
        close_old_connections()
        try:
            handled = entry.job.run(self._now())
        except (OperationalError, InterfaceError) as error:
            # The database is away. The message may name hosts, never contents.
            connections.close_all()
            self._postpone(entry)
            log.warning(
                "job %s waits %.0f s for the database: %s",
                *(entry.job.name, entry.due - self._monotonic(), type(error).__name__),
            )
        except Exception:
            # Whatever it was: one broken job must not stop the promise clock.
            self._postpone(entry)
            log.exception("job %s failed %d times", entry.job.name, entry.failures)
        else:
            entry.failures = 0
            # Handled rows mean that more may wait; the other jobs get their turn in between.
            entry.due = self._monotonic() + (0 if handled else entry.job.every_seconds)

        self._write_down(entry)

    def _write_down(self, entry: Entry) -> None:
        """Note how a job fares, each failure but only now and then that all is well."""
        is_fresh = self._monotonic() - entry.noted < NOTED_EVERY
        if self._note is None or (is_fresh and not entry.failures):
            return
        entry.noted = self._monotonic()
        try:
            self._note(entry.job.name, entry.failures, self._now())
        except DatabaseError as error:
            log.warning("run of %s not noted: %s", entry.job.name, type(error).__name__)

    def _postpone(self, entry: Entry) -> None:
        entry.failures += 1
        pause = max(entry.job.every_seconds, 2.0 ** min(entry.failures, 10))
        entry.due = self._monotonic() + min(pause, max(LONGEST_PAUSE, entry.job.every_seconds))


def lanes(jobs: Iterable[ClockJob]) -> list[Clockwork]:
    """Return the clockworks that turn side by side, each in a thread of its own.

    The first takes the jobs that only need the database. A mail server that answers slowly holds
    up neither them nor incoming mail, and no long report holds up either.
    """
    common: list[ClockJob] = []
    network: list[ClockJob] = []
    own: list[ClockJob] = []
    for job in jobs:
        (own if job.has_own_lane else network if job.waits_for_others else common).append(job)
    # Where locked rows can be skipped, one may read while the other writes.
    side_by_side = 2 if connection.features.has_select_for_update_skip_locked else 1
    own_lanes = [[job] for job in own for _number in range(side_by_side)]
    return [Clockwork(lane, note=write_down) for lane in (common, network, *own_lanes)]


def write_down(name: str, failures: int, now: datetime) -> None:
    facts = {"failures": failures} if failures else {"failures": 0, "ran_at": now}
    JobRun.objects.update_or_create(name=name, defaults=facts)


def all_jobs() -> list[ClockJob]:
    """Import the ``tasks`` module of every slice and return the jobs they register."""
    assert apps.ready
    autodiscover_modules("tasks")
    return list(schedule.jobs.values())

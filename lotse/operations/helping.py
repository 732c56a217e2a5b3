"""A second process for incoming mail while much of it waits (decision 0066).

Reading mails keeps one core busy, and Python uses one core a process. So the worker starts a helper
when a queue has grown, and the helper ends when there was nothing to do for a while: a small
installation never pays for it.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from functools import partial

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from lotse.lib.schedule import ClockJob
from lotse.mail import handling
from lotse.mail.handling import Share
from lotse.operations import clockwork
from lotse.operations.processes import end_with_parent

log = logging.getLogger(__name__)

BACKLOG = 40
"""Waiting mails that are worth the start of a process."""
LOOKS_EVERY = 1.0
"""Seconds between two looks at the queue."""
IDLE_SECONDS = 60.0
"""Without any mail for so long the helper ends."""
_WORKERS, _HELPERS = Share(0, 2), Share(1, 2)


class Helper:
    """The helper of this process. Tend it from the main thread: it ends with that thread."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._looked = -LOOKS_EVERY

    def tend(self) -> None:
        """Start the helper if it is needed; notice that it has ended."""
        if not settings.SECOND_INTAKE or time.monotonic() - self._looked < LOOKS_EVERY:
            return
        self._looked = time.monotonic()
        if self._process is not None and self._process.poll() is not None:
            self._process = None
        if self._process is None and _is_needed():
            log.info("much mail waits, a second process helps")
            arguments = [sys.executable, "-m", "lotse", "worker", "--intake-for", str(os.getpid())]
            self._process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL)  # noqa: S603  # ourselves
        handling.share = handling.ALL if self._process is None else _WORKERS

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()


def _is_needed() -> bool:
    try:
        return handling.has_backlog(timezone.now(), BACKLOG)
    except DatabaseError:
        # The jobs say so in the log.
        return False


def help_out(parent: int, stopping: threading.Event) -> None:
    """Handle waiting mails until none came for a while or the parent is gone."""
    end_with_parent(parent)
    run = partial(handling.handle_waiting, share=_HELPERS)
    works = clockwork.Clockwork([ClockJob("mail.handle", 0.5, run)])
    busy = time.monotonic()
    while not stopping.is_set() and time.monotonic() - busy < IDLE_SECONDS:
        pause = works.turn()
        if pause == 0:
            busy = time.monotonic()
        stopping.wait(pause)

"""``lotse worker [--once]``"""

import logging
import signal
import threading
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lotse.lib import garbage
from lotse.operations import clockwork, helping

log = logging.getLogger("lotse.operations.worker")

PATIENCE_SECONDS = 8
"""How long a mail that is being handed over may hold up the end of the process."""


class Command(BaseCommand):
    help = "Erledigt Aufgaben und was die Uhr verlangt, bis der Prozess beendet wird."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="alles Fällige einmal erledigen und aufhören"
        )
        parser.add_argument(
            "--intake-for",
            type=int,
            default=0,
            metavar="PID",
            help="nur wartende Mails verarbeiten, solange dieser Prozess läuft (startet er selbst)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        jobs = clockwork.all_jobs()
        garbage.settle()
        if options["intake_for"]:
            helping.help_out(options["intake_for"], _stopped_by_signals())
            return
        common, *others = clockwork.lanes(jobs)
        if options["once"]:
            while min(lane.turn() for lane in (common, *others)) == 0:
                pass
            return
        stopping = _stopped_by_signals()
        # Daemons: whatever a mail server keeps us waiting for, its claim runs out by itself.
        beside = [
            threading.Thread(target=_run, args=(lane, stopping), daemon=True) for lane in others
        ]
        for thread in beside:
            thread.start()
        helper = helping.Helper()
        while not stopping.is_set():
            helper.tend()
            stopping.wait(min(common.turn(), helping.LOOKS_EVERY))
        helper.stop()
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        for thread in beside:
            thread.join(max(0.0, give_up_at - time.monotonic()))


def _stopped_by_signals() -> threading.Event:
    """Return an event that is set when this process shall end."""
    stopping = threading.Event()

    def stop(signum: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopping


def _run(works: clockwork.Clockwork, stopping: threading.Event) -> None:
    # The job that runs may finish; the pause in between ends at once.
    while not stopping.is_set():
        stopping.wait(works.turn())

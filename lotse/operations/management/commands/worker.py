"""``lotse worker [--once]``"""

import logging
import signal
import threading
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lotse.operations import clockwork

log = logging.getLogger("lotse.operations.worker")

PATIENCE_SECONDS = 8
"""How long a mail that is being handed over may hold up the end of the process."""


class Command(BaseCommand):
    help = "Erledigt Aufgaben und was die Uhr verlangt, bis der Prozess beendet wird."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="alles Fällige einmal erledigen und aufhören"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        common, *others = clockwork.lanes(clockwork.all_jobs())
        if options["once"]:
            while min(lane.turn() for lane in (common, *others)) == 0:
                pass
            return
        stopping = threading.Event()

        def stop(signum: int, frame: FrameType | None) -> None:
            stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        # Daemons: whatever a mail server keeps us waiting for, its claim runs out by itself.
        beside = [
            threading.Thread(target=_run, args=(lane, stopping), daemon=True) for lane in others
        ]
        for thread in beside:
            thread.start()
        _run(common, stopping)
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        for thread in beside:
            thread.join(max(0.0, give_up_at - time.monotonic()))


def _run(works: clockwork.Clockwork, stopping: threading.Event) -> None:
    # The job that runs may finish; the pause in between ends at once.
    while not stopping.is_set():
        stopping.wait(works.turn())

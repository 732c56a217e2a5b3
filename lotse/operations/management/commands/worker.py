"""``lotse worker [--once]``"""

import logging
import signal
import threading
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
        records, network = clockwork.lanes(clockwork.all_jobs())
        if options["once"]:
            while min(records.turn(), network.turn()) == 0:
                pass
            return
        stopping = threading.Event()

        def stop(signum: int, frame: FrameType | None) -> None:
            stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        # A daemon: whatever a mail server keeps us waiting for, its claim runs out by itself.
        beside = threading.Thread(target=_run, args=(network, stopping), daemon=True)
        beside.start()
        _run(records, stopping)
        beside.join(PATIENCE_SECONDS)


def _run(works: clockwork.Clockwork, stopping: threading.Event) -> None:
    # The job that runs may finish; the pause in between ends at once.
    while not stopping.is_set():
        stopping.wait(works.turn())

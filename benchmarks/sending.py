"""How fast receipts leave over one mail server, from the outbox that other figures have filled."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.figures import Figure
from benchmarks.mail import count
from benchmarks.processes import cpu_seconds
from tests.fixtures.installation import Installation, wait_for

MAILS = 400
_WAITING = "mail_outgoingmail WHERE sent_at IS NULL AND failed_at IS NULL"


def measure(installation: Installation, database: str) -> list[Figure]:
    """Start a worker with a mail server and watch ``MAILS`` mails leave."""
    with _sink() as url:
        installation.environment["LOTSE_SMTP_URL"] = url
        before = count(installation, _WAITING)
        wanted = min(MAILS, before - 20)
        worker = installation.start("worker")
        # The start of the process is not what counts.
        wait_for(lambda: count(installation, _WAITING) < before, seconds=120, what="a mail sent")
        first, cpu = count(installation, _WAITING), cpu_seconds(worker.pid)
        started = time.perf_counter()
        wait_for(
            lambda: first - count(installation, _WAITING) >= wanted,
            seconds=600,
            what=f"{wanted} mails sent",
        )
        elapsed = time.perf_counter() - started
        sent = first - count(installation, _WAITING)
        spent = cpu_seconds(worker.pid) - cpu
        worker.stop()
        installation.environment["LOTSE_SMTP_URL"] = ""
    return [
        Figure(f"{database}: sending, one mail server", sent / elapsed, "mails/s"),
        Figure(f"{database}: sending", spent / sent * 1000, "CPU ms a mail"),
    ]


@contextmanager
def _sink() -> Iterator[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sink"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert server.stdout is not None
    try:
        yield f"smtp://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.communicate()

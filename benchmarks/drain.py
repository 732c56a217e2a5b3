"""A long queue of waiting mails: is it worked off at one pace, without growing memory?"""

import os
import subprocess
import sys
import time

from benchmarks.figures import Figure
from benchmarks.mail import handled
from benchmarks.processes import memory_mib, tree
from tests.fixtures.installation import Installation, wait_for

MAILS = int(os.environ.get("LOTSE_BENCH_WAITING", "50000"))
GROWTH = 1.15
"""Memory at the end against memory at the start; caches of words still fill a little."""
STOPS = (0.05, 0.5, 0.99)
"""Parts of the queue after which memory is read: start, middle, end."""


def measure(installation: Installation, database: str) -> list[Figure]:
    """Fill the queue, start a worker, and read its memory at three points."""
    subprocess.run(
        [sys.executable, "-m", "benchmarks.waiting", str(MAILS)],
        env={**installation.environment, "DJANGO_SETTINGS_MODULE": "lotse.settings"},
        check=True,
    )
    before = handled(installation)
    worker = installation.start("worker")
    memory: list[float] = []
    times: list[float] = []
    done: list[int] = []
    for part in STOPS:
        target = before + int(MAILS * part)
        wait_for(
            lambda target=target: handled(installation) >= target,  # type: ignore[misc]
            seconds=4 * 3600,
            what=f"{part:.0%} of {MAILS} mails",
        )
        done.append(handled(installation))
        times.append(time.perf_counter())
        memory.append(sum(memory_mib(pid)[0] for pid in tree(worker.pid)))
    worker.stop()
    rates = [
        (done[after] - done[after - 1]) / (times[after] - times[after - 1]) for after in (1, 2)
    ]
    name = f"{database}: {MAILS:,} waiting mails"
    return [
        Figure(f"{name}, first half", rates[0], "mails/s"),
        Figure(f"{name}, second half", rates[1], "mails/s"),
        Figure(f"{name}, memory at the start", memory[0], "MiB"),
        Figure(f"{name}, memory in the middle", memory[1], "MiB"),
        Figure(f"{name}, memory at the end", memory[2], "MiB"),
        Figure(f"{name}, growth", memory[2] / memory[0], "times", GROWTH),
    ]

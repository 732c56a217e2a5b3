"""Examples by the hundred thousand: what their pages cost, and editing while many read."""

import http.client
import subprocess
import sys
import threading
import time

from benchmarks import pages
from benchmarks.figures import Figure
from tests.fixtures.installation import Installation

SMALL, LARGE = 1_000, 100_000
GROWTH = 1.5
READERS = 100
EDITS = 20
PAGES = {
    "example list": "/beispiele/",
    "example list, filtered": "/beispiele/?thema=U&groesse=G5",
    "example list, last page": "/beispiele/?seite=40",
    "example": "/beispiele/massnahme-900/",
}


def measure(installation: Installation, database: str) -> list[Figure]:
    """Measure the pages of examples at two sizes, then editing at the larger one."""
    costs: dict[int, dict[str, float]] = {}
    for size in (SMALL, LARGE):
        pages.fill(installation, str(size), "examples")
        server = installation.serve_pages()
        # The pages of a signed-in person come from no cache.
        cookie = pages.sign_in(installation)
        costs[size] = {
            name: pages.cpu_ms(installation, server.pid, path, cookie)
            for name, path in PAGES.items()
        }
        edits = _editing(installation, database) if size == LARGE else []
        server.stop()
    figures = []
    for name in PAGES:
        small, large = costs[SMALL][name], costs[LARGE][name]
        figures += [
            Figure(f"{database}: {name}, {SMALL:,} examples", small, "CPU ms"),
            Figure(f"{database}: {name}, {LARGE:,} examples", large, "CPU ms", pages.UNCACHED_MS),
            Figure(f"{database}: {name}, growth", large / small, "times", GROWTH),
        ]
    return figures + edits


def _editing(installation: Installation, database: str) -> list[Figure]:
    """Publish examples one after the other, first alone and then while many read."""
    alone = _publish(installation, start=0)
    stopping = threading.Event()
    readings = [Reading(installation, number, stopping) for number in range(READERS)]
    for reading in readings:
        reading.start()
    beside = _publish(installation, start=EDITS)
    stopping.set()
    for reading in readings:
        reading.join()
    read = sum(reading.pages for reading in readings)
    failed = sum(reading.failed for reading in readings)
    return [
        Figure(f"{database}: publishing an example", alone * 1000, "ms"),
        Figure(f"{database}: the same beside {READERS} readers", beside * 1000, "ms"),
        Figure(f"{database}: pages they read meanwhile", read / (beside * EDITS), "pages/s"),
        Figure(f"{database}: pages that failed", failed, "pages", 0),
    ]


def _publish(installation: Installation, *, start: int) -> float:
    """Return the seconds that publishing one example takes, as an editor's process does it."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.editing", str(start), str(EDITS)],
        env={**installation.environment, "DJANGO_SETTINGS_MODULE": "lotse.settings"},
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout) / EDITS


class Reading(threading.Thread):
    """Loads lists and examples over one connection until it is told to stop."""

    def __init__(self, installation: Installation, number: int, stopping: threading.Event) -> None:
        super().__init__(daemon=True)
        self._installation, self._number, self._stopping = installation, number, stopping
        self.pages = self.failed = 0

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._installation.port, timeout=60)
        while not self._stopping.is_set():
            path = f"/beispiele/massnahme-{900 + (self._number + self.pages) % 50}/"
            try:
                connection.request("GET", path if self.pages % 2 else "/beispiele/")
                response = connection.getresponse()
                response.read()
                self.failed += response.status != 200
            except (OSError, http.client.HTTPException):
                self.failed += 1
                connection.close()
            self.pages += 1
            # A person reads; a hundred of them do not ask at the same instant.
            time.sleep(0.5)
        connection.close()

"""Whether the desk notices how many inquiries there are: the queue, its views, one inquiry.

1,000 open inquiries against 100,000 open and 1,000,000 closed ones, in CPU time of the server.
"""

import subprocess
import sys

from benchmarks.figures import Figure
from benchmarks.pages import GROWTH, UNCACHED_MS, cpu_ms, sign_in
from benchmarks.queue_content import RARE
from tests.fixtures.installation import Installation

SMALL, LARGE = (1_000, 0), (100_000, 1_000_000)
_QUEUE = "/arbeitsplatz/?ansicht="
PAGES = {
    "queue": f"{_QUEUE}offen",
    "queue, overdue": f"{_QUEUE}ueberfaellig",
    "queue, mine": f"{_QUEUE}meine",
    "queue, nobody's": f"{_QUEUE}niemand",
    "queue, own area": f"{_QUEUE}bereich",
    "queue, answered": f"{_QUEUE}beantwortet",
    "queue, waiting": f"{_QUEUE}wartet",
    "queue, press": f"{_QUEUE}presse",
    "queue, closed": f"{_QUEUE}geschlossen",
    "queue, all": f"{_QUEUE}alle",
    "queue, by receipt": f"{_QUEUE}offen&sortierung=eingang",
    "queue, by activity": f"{_QUEUE}offen&sortierung=bewegung",
    "queue, by day of the asker": f"{_QUEUE}offen&sortierung=termin",
    "queue, one topic": f"{_QUEUE}offen&thema=U",
    "queue, one Land": f"{_QUEUE}offen&land=HB",
    "queue, by phone": f"{_QUEUE}offen&kanal=phone",
    "search, frequent word": f"{_QUEUE}offen&q=Schneelast",
    "search, rare word": f"{_QUEUE}offen&q={RARE}",
    "search, rare word in all": f"{_QUEUE}alle&q={RARE}",
    "search, number": f"{_QUEUE}alle&q=1999-0000500",
    "search, address": f"{_QUEUE}alle&q=person500@gemeinde-500.example",
    "one inquiry": "/arbeitsplatz/anfragen/L-1999-0000500/?ansicht=offen",
}


def measure(installation: Installation, database: str) -> list[Figure]:
    """Measure every page at both sizes."""
    costs: list[dict[str, float]] = []
    for size in (SMALL, LARGE):
        subprocess.run(
            [sys.executable, "-m", "benchmarks.queue_content", *map(str, size)],
            env={**installation.environment, "DJANGO_SETTINGS_MODULE": "lotse.settings"},
            check=True,
        )
        server = installation.serve_pages()
        cookie = sign_in(installation)
        costs.append(
            {name: cpu_ms(installation, server.pid, path, cookie) for name, path in PAGES.items()}
        )
        server.stop()
    few, many = costs
    figures = []
    for name in PAGES:
        title = f"{name}, {database}"
        figures += [
            Figure(f"{title}, 1,000 open", few[name], "CPU ms"),
            Figure(f"{title}, 100,000 open, 1,000,000 closed", many[name], "CPU ms", UNCACHED_MS),
            Figure(f"{title}, growth", many[name] / few[name], "times", GROWTH),
        ]
    return figures

"""A question against the index, beside SQLite's own full-text search on the same passages."""

import json
import statistics
import subprocess
import sys

from benchmarks.figures import Figure
from tests.fixtures.installation import Installation


def measure(installation: Installation) -> list[Figure]:
    """Measure in a process of the installation, which holds 10,000 examples by now."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.search"],
        env={**installation.environment, "DJANGO_SETTINGS_MODULE": "lotse.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    times = json.loads(done.stdout)
    return [
        Figure("passages", times["passages"], ""),
        Figure("FTS5, any word, p50", times["fts5"][0], "ms"),
        Figure("FTS5, any word, p95", times["fts5"][1], "ms"),
        Figure("Lotse, first ten with passages, p50", times["lotse"][0], "ms"),
        Figure("Lotse, p95 beside FTS5's p50", times["lotse"][1], "ms", times["fts5"][0]),
        Figure("Lotse, three finds of a receipt, p95", times["best"][1], "ms"),
    ]


def main() -> None:
    """Print the times of both as JSON: [p50, p95] in milliseconds."""
    import re
    import sqlite3
    import time
    from collections.abc import Callable

    import django

    django.setup()
    from benchmarks.letters import SENTENCES, SUBJECTS
    from lotse.lib.audience import Audience
    from lotse.search import engine, rebuild

    passages = [
        (document.title, passage.heading, passage.text)
        for document in rebuild.all_documents()
        for passage in document.passages
    ]
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE f USING fts5(title, heading, text)")
    table.executemany("INSERT INTO f VALUES (?, ?, ?)", passages)
    questions = [*SENTENCES, *SUBJECTS]

    def fts5(question: str) -> None:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        table.execute(
            "SELECT rowid, snippet(f, 2, '<mark>', '</mark>', '…', 30), bm25(f) FROM f "
            "WHERE f MATCH ? ORDER BY bm25(f) LIMIT 10",
            (words,),
        ).fetchall()

    def timed(ask: Callable[[str], object]) -> tuple[float, float]:
        for question in questions:
            ask(question)
        times = []
        for question in questions * 8:
            started = time.perf_counter()
            ask(question)
            times.append((time.perf_counter() - started) * 1000)
        ordered = sorted(times)
        return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]

    print(
        json.dumps(
            {
                "passages": len(passages),
                "fts5": timed(fts5),
                "lotse": timed(lambda question: engine.search(question, reach=Audience.PUBLIC)),
                "best": timed(lambda question: engine.best(question, reach=Audience.PUBLIC)),
            }
        )
    )


if __name__ == "__main__":
    main()

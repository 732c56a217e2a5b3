"""``python -m benchmarks [PART …]``: measure and print a table; parts as in the docs."""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

PARTS = ("large", "mail", "pages", "quality", "start")


def main() -> int:
    """Print one table; return 1 if a limit was missed."""
    os.environ["LOTSE_ENV"] = "test"
    os.environ["DJANGO_SETTINGS_MODULE"] = "lotse.settings"
    with tempfile.TemporaryDirectory(prefix="lotse-bench-") as folder:
        os.environ["LOTSE_DATA_DIR"] = folder
        django.setup()
        return run(Path(folder), sys.argv[1:] or list(PARTS))


def run(folder: Path, parts: list[str]) -> int:
    from benchmarks import (
        drain,
        large,
        library,
        limits,
        mail,
        pages,
        quality,
        queue,
        search,
        sending,
        start,
    )
    from benchmarks.figures import Figure
    from tests.fixtures.installation import Databases, Installation
    from tests.postgres import server

    say(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    say("| Figure | Measured | Limit | |\n|---|---|---|---|")
    missed = 0

    def show(figures: list[Figure]) -> None:
        nonlocal missed
        for figure in figures:
            say(figure.row())
            missed += not figure.is_kept

    @contextmanager
    def installation(databases: Databases, name: str) -> Iterator[Installation]:
        made = Installation(folder / name, databases.new(), "")
        made.folder.mkdir()
        # Every page is measured with the processes of one machine as they are by default.
        made.lotse("setup", "--demo")
        yield made
        made.stop()
        databases.drop(made.environment["DATABASE_URL"])

    embedded = Databases(folder, server="")
    if "mail" in parts:
        show(
            [
                Figure(
                    f"commit, WAL, {mode}", limits.sqlite_commit(folder, synchronous=mode), "1/s"
                )
                for mode in ("NORMAL", "FULL")
            ]
        )
        with installation(embedded, "mail-sqlite") as made:
            show(mail.measure(made, "SQLite"))
            show(sending.measure(made, "SQLite"))
        with server() as url, installation(Databases(folder, server=url), "mail-pg") as made:
            show(mail.measure(made, "PostgreSQL"))
            show(sending.measure(made, "PostgreSQL"))
    both = (("large", large.measure), ("drain", drain.measure), ("library", library.measure))
    for name, measure in both:
        if name not in parts:
            continue
        with installation(embedded, f"{name}-sqlite") as made:
            show(measure(made, "SQLite"))
        with server() as url, installation(Databases(folder, server=url), f"{name}-pg") as made:
            show(measure(made, "PostgreSQL"))
    embedded_only = (
        ("start", start.measure),
        ("quality", quality.measure),
        ("pages", lambda made: pages.measure(made) + search.measure(made)),
    )
    for name, part in embedded_only:
        if name in parts:
            with installation(embedded, name) as made:
                show(part(made))
    if "queue" in parts:
        with installation(embedded, "queue-sqlite") as made:
            show(queue.measure(made, "SQLite"))
        with server() as url, installation(Databases(folder, server=url), "queue-pg") as made:
            show(queue.measure(made, "PostgreSQL"))
    say(f"\n{missed} limits missed" if missed else "\nAll limits kept.")
    return 1 if missed else 0


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""What this machine can do at best: the yardstick L for mail intake.

L = 1 / (1/parse + 1/fsync_file + 1/commit): one parse with the standard library, one durable file,
one committed row for each mail, nothing else.
"""

import email
import email.policy
import os
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path

import psycopg

ROUNDS = 5
SECONDS = 0.6


def per_second(action: Callable[[int], None]) -> float:
    """Return how often an action runs per second: the median of several short rounds."""
    rates = []
    for _round in range(ROUNDS):
        count, started = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - started) < SECONDS:
            action(count)
            count += 1
        rates.append(count / elapsed)
    return statistics.median(rates)


def parse(mails: Sequence[bytes]) -> float:
    """Mails per second through the standard library: parsed, text and attachments decoded."""

    def action(number: int) -> None:
        message = email.message_from_bytes(mails[number % len(mails)], policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain", "html"))
        if body is not None:
            body.get_content()
        for part in message.iter_attachments():
            part.get_content()

    return per_second(action)


def fsync_file(folder: Path) -> float:
    """Files of 4 KiB per second that survive a power cut, with their directory entry."""
    content = os.urandom(4096)
    directory = os.open(folder, os.O_DIRECTORY)

    def action(number: int) -> None:
        path = folder / f"durable-{number % 5000}"
        file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        os.write(file, content)
        os.fsync(file)
        os.close(file)
        os.fsync(directory)

    try:
        return per_second(action)
    finally:
        os.close(directory)


def sqlite_commit(folder: Path, *, synchronous: str = "FULL") -> float:
    """Committed rows per second in a file in WAL mode."""
    connection = sqlite3.connect(folder / f"limit-{synchronous}.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT)")
    try:
        return per_second(
            lambda number: (
                connection.execute(
                    "INSERT INTO t (a, b) VALUES (?, ?)", (f"row {number}", "x" * 200)
                ),
                None,
            )[1]
        )
    finally:
        connection.close()


def postgresql_commit(url: str) -> float:
    """Committed rows per second over one connection."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE limits_t (id SERIAL PRIMARY KEY, a TEXT, b TEXT)")

        def action(number: int) -> None:
            connection.execute(
                "INSERT INTO limits_t (a, b) VALUES (%s, %s)", (f"row {number}", "x" * 200)
            )

        rate = per_second(action)
        connection.execute("DROP TABLE limits_t")
    return rate


def yardstick(parse: float, fsync_file: float, commit: float) -> float:
    """Return L, in mails per second."""
    return 1 / (1 / parse + 1 / fsync_file + 1 / commit)

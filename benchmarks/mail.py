"""The way of a mail: SMTP in, stored, parsed, threaded, inquiry and receipt with three finds."""

import os
import smtplib
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psycopg

from benchmarks import letters, limits
from benchmarks.figures import Figure
from benchmarks.letters import Letter
from benchmarks.processes import cpu_seconds
from tests.fixtures.installation import MAILBOX, Installation, Process, wait_for

CONNECTIONS = 20
"""As many as Postfix opens to one destination by default."""
MAILS = 600
ROUNDS = 3
"""Their medians are shown, each held against the limit of its own round."""
WARM_UP = 400
"""Mails before the first figure: caches fill, and the second process for a queue gets started."""


def measure(installation: Installation, database: str) -> list[Figure]:
    """Deliver mails to a running mailroom and worker and hold the rate against the yardstick."""
    # Answers and finds need their caches; the first mails of a process are not what counts.
    with running(installation) as pids:
        # A shared disk changes its pace within minutes, so its limit is measured on both sides.
        _deliver(installation, letters.write(WARM_UP, recipient=MAILBOX, seed=1), pids)
        rounds = [_round(installation, pids, seed=10 * number) for number in range(2, 2 + ROUNDS)]

    def middle(name: str) -> float:
        return float(median(getattr(one, name) for one in rounds))

    return [
        Figure(f"{database}: durable files", middle("files"), "1/s"),
        Figure(f"{database}: commits", middle("commits"), "1/s"),
        Figure(f"{database}: yardstick L, mixed mails", middle("limit"), "mails/s"),
        Figure(f"{database}: full path, mixed mails", middle("rate"), "mails/s"),
        Figure(f"{database}: full path, mixed mails, CPU", middle("cpu"), "CPU ms a mail"),
        Figure(f"{database}: load generator beside it", middle("load"), "% of the cores"),
        Figure(f"{database}: the same as part of L", middle("part"), "L", 0.6, True),
        Figure(f"{database}: full path, new inquiries only", middle("asked_part"), "L"),
        Figure(f"{database}: intake with receipt", middle("asked_cpu"), "CPU ms a mail", 25),
        Figure(f"{database}: intake without receipt", middle("replied_cpu"), "CPU ms a mail", 12),
    ]


@dataclass(frozen=True)
class Round:
    """Limits, rates in mails per second, parts of L, CPU ms a mail; load in percent."""

    files: float
    commits: float
    limit: float
    rate: float
    part: float
    cpu: float
    load: float
    asked_part: float
    asked_cpu: float
    replied_cpu: float


def _round(installation: Installation, pids: list[int], *, seed: int) -> Round:
    # A shared disk changes its pace within minutes, so its limit is measured on both sides.
    before = _limits(installation)
    mixed = letters.write(MAILS, recipient=MAILBOX, seed=seed)
    rate, cpu, load = _deliver(installation, mixed, pids)
    asked = letters.write(MAILS, recipient=MAILBOX, seed=seed + 1, replies=0, attachments=0)
    asked_rate, asked_cpu, _ = _deliver(installation, asked, pids)
    files, commits = (
        (one + other) / 2 for one, other in zip(before, _limits(installation), strict=True)
    )
    limit, asked_limit = (
        limits.yardstick(limits.parse([mail.raw for mail in mails[:400]]), files, commits)
        for mails in (mixed, asked)
    )
    _, replied_cpu, _ = _deliver(installation, _replies(asked), pids)
    return Round(
        *(files, commits, limit, rate, rate / limit, cpu, load),
        *(asked_rate / asked_limit, asked_cpu, replied_cpu),
    )


def _limits(installation: Installation) -> tuple[float, float]:
    """Return durable files and committed rows per second."""
    folder = installation.folder / "limits"
    folder.mkdir(exist_ok=True)
    url = installation.environment["DATABASE_URL"]
    if url.startswith("postgres"):
        commit = limits.postgresql_commit(url)
    else:
        for old in folder.glob("limit-*"):
            old.unlink()
        commit = limits.sqlite_commit(folder)
    return limits.fsync_file(folder), commit


def _replies(asked: list[Letter]) -> list[Letter]:
    """Return a reply to each mail: it belongs to the inquiry and gets no receipt."""
    found = []
    for number, letter in enumerate(asked):
        head, _, body = letter.raw.partition(b"\r\n\r\n")
        message_id = f"<again-{number}@mail.gemeinde.example>"
        head = head.replace(letter.message_id.encode(), message_id.encode())
        head += f"\r\nIn-Reply-To: {letter.message_id}".encode()
        head = head.replace(b"Subject: ", b"Subject: AW: ", 1)
        found.append(Letter(letter.sender, message_id, True, head + b"\r\n\r\n" + body))
    return found


@contextmanager
def running(installation: Installation) -> Iterator[list[int]]:
    """Run a mailroom and a worker; yield their process ids."""
    processes: list[Process] = [
        installation.start("mailroom", "--port", str(installation.smtp_port)),
        installation.start("worker"),
    ]

    def is_listening() -> bool:
        try:
            smtplib.SMTP("127.0.0.1", installation.smtp_port, timeout=5).quit()
        except (OSError, smtplib.SMTPException):
            return False
        return True

    wait_for(is_listening, seconds=300, what="the mailroom")
    yield [process.pid for process in processes]
    for process in processes:
        process.stop()


def _deliver(
    installation: Installation, mails: list[Letter], pids: list[int]
) -> tuple[float, float, float]:
    """Deliver mails and wait until all are handled.

    Returns (mails per second, CPU ms a mail in mailroom and worker, percent of the cores that
    delivering took).
    """
    handled_before = handled(installation)
    own_before = time.process_time()
    cpu_before, started = cpu_seconds(*pids), time.perf_counter()
    senders = [
        threading.Thread(target=_send, args=(installation.smtp_port, mails[part::CONNECTIONS]))
        for part in range(CONNECTIONS)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    wait_for(
        lambda: handled(installation) - handled_before >= len(mails),
        seconds=300,
        what=f"{len(mails)} handled mails",
    )
    elapsed = time.perf_counter() - started
    own = time.process_time() - own_before
    return (
        len(mails) / elapsed,
        (cpu_seconds(*pids) - cpu_before) / len(mails) * 1000,
        own / elapsed / (os.cpu_count() or 1) * 100,
    )


def _send(port: int, mails: list[Letter]) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
        for mail in mails:
            server.sendmail(mail.sender, [MAILBOX], mail.raw)


def handled(installation: Installation) -> int:
    return count(installation, "mail_inboundmail WHERE handled_at IS NOT NULL")


def count(installation: Installation, rows: str) -> int:
    """Return how many rows there are. rows: table and condition."""
    statement = f"SELECT count(*) FROM {rows}"
    url = installation.environment["DATABASE_URL"]
    if url.startswith("postgres"):
        with psycopg.connect(url) as server:
            row = server.execute(statement).fetchone()
    else:
        file = sqlite3.connect(Path(url.removeprefix("sqlite:///")), timeout=30)
        row = file.execute(statement).fetchone()
        file.close()
    assert row is not None
    return int(row[0])

"""Counting in memory, written to the database once a minute.

A page from memory costs well under a millisecond; a write for each would cost many times that
(decision 0067). A process that is killed loses the counts of its last minute; one that is stopped
writes them.
"""

import logging
import threading
from collections import Counter
from datetime import date

from django.db import DatabaseError, close_old_connections, connection, transaction

from lotse.usage.models import DayCount

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 60
MOST_KEYS = 20_000
"""Different pages counted between two writes; more are left out."""
Key = tuple[date, str, str]
"""Day, kind and path."""

_counts: Counter[Key] = Counter()
_lock = threading.Lock()


def count(kind: str, key: str, *, on: date) -> None:
    """Count one; costs some microseconds and touches no database."""
    entry = (on, kind, key)
    with _lock:
        if entry in _counts or len(_counts) < MOST_KEYS:
            _counts[entry] += 1


def flush() -> int:
    """Write what was counted and return how many rows; what cannot be written waits."""
    with _lock:
        taken = dict(_counts)
        _counts.clear()
    if not taken:
        return 0
    try:
        with transaction.atomic():
            _write(taken)
    except DatabaseError:
        logger.warning("Counts could not be written and wait.", exc_info=True)
        with _lock:
            _counts.update(taken)
        return 0
    return len(taken)


def forget() -> None:
    """Drop what was counted and not written: what a parent counted is not its child's."""
    with _lock:
        _counts.clear()


def _write(taken: dict[Key, int]) -> None:
    table = connection.ops.quote_name(DayCount._meta.db_table)
    # One statement on both databases that adds; two processes may write the same row.
    sql = (
        f"INSERT INTO {table} AS counts (day, kind, key, count) VALUES (%s, %s, %s, %s) "  # noqa: S608
        "ON CONFLICT (day, kind, key) DO UPDATE SET count = counts.count + excluded.count"
    )
    # In one order, so that two processes never wait for each other's rows.
    rows: list[tuple[date, str, str, int]] = [
        (*key, number) for key, number in sorted(taken.items())
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


class Writer(threading.Thread):
    """Writes once a minute in a process that serves pages, and once more when it stops."""

    def __init__(self, every_seconds: float = FLUSH_SECONDS) -> None:
        super().__init__(name="usage", daemon=True)
        self._every_seconds = every_seconds
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.wait(self._every_seconds):
            flush()
            # A connection left idle for a minute may be gone when the next minute is over.
            close_old_connections()
        connection.close()

    def stop(self) -> None:
        self._stopping.set()
        flush()
        connection.close()

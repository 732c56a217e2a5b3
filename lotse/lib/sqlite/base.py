"""Django's SQLite back end, whose writers wait for the lock in short steps.

SQLite itself waits in steps that grow to 100 ms. A worker that writes in transactions of 50 ms with
pauses of 3 ms between them keeps everybody else out for seconds. In steps of 2 ms they get their
turn in the first pause (decision 0003).
"""

import time
from collections.abc import Sequence
from typing import Any

from django.db.backends.sqlite3 import base, operations
from django.db.backends.utils import CursorWrapper
from django.db.utils import OperationalError

STEP_SECONDS = 0.002


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(
        self,
        style: Any,
        tables: Sequence[str],
        *,
        reset_sequences: bool = False,
        allow_cascade: bool = False,
    ) -> list[str]:
        """Empty tables as PostgreSQL's TRUNCATE does: no row is asked by a trigger."""
        marks = ", ".join(["%s"] * len(tables))
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master "  # noqa: S608  # only marks
                f"WHERE type = 'trigger' AND tbl_name IN ({marks})",
                list(tables),
            )
            triggers = cursor.fetchall()
        emptied = super().sql_flush(
            style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
        )
        away = [f"DROP TRIGGER {self.quote_name(name)}" for name, _sql in triggers]
        return [*away, *emptied, *(sql for _name, sql in triggers)]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    transaction_mode: str | None

    def _start_transaction_under_autocommit(self) -> None:
        """Begin a transaction; wait for the write lock as long as the connection's timeout says."""
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        deadline = time.monotonic() + patience
        with self.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                while not self._begins(cursor, is_last_try=time.monotonic() >= deadline):
                    time.sleep(STEP_SECONDS)
            finally:
                # Statements outside a transaction wait as SQLite does.
                cursor.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")

    def _begins(self, cursor: CursorWrapper, *, is_last_try: bool) -> bool:
        try:
            cursor.execute(f"BEGIN {self.transaction_mode or 'DEFERRED'}")
        except OperationalError as error:
            if is_last_try or "locked" not in str(error):
                raise
            return False
        return True

"""Django's SQLite back end, whose writers wait for the lock in short steps.

SQLite itself waits in steps that grow to 100 ms. A worker that writes in transactions of 50 ms with
pauses of 3 ms between them keeps everybody else out for seconds. In steps of 2 ms they get their
turn in the first pause (decision 0003).
"""

import time

from django.db.backends.sqlite3 import base
from django.db.backends.utils import CursorWrapper
from django.db.utils import OperationalError

STEP_SECONDS = 0.002


class DatabaseWrapper(base.DatabaseWrapper):
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

"""Django's PostgreSQL back end, which empties guarded tables when the whole database is emptied.

The log of missed promises and the audit log refuse TRUNCATE. Django empties all tables at once with
it, after a test that needed real transactions; only then are their guards set aside.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(
        self,
        style: Any,
        tables: Sequence[str],
        *,
        reset_sequences: bool = False,
        allow_cascade: bool = False,
    ) -> list[str]:
        emptied = super().sql_flush(
            style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
        )
        with self.connection.cursor() as cursor:
            cursor.execute(
                # 32: fires at TRUNCATE (pg_trigger.h).
                "SELECT tgrelid::regclass::text, tgname FROM pg_trigger "
                "WHERE tgtype & 32 > 0 AND tgrelid::regclass::text = ANY(%s)",
                [list(tables)],
            )
            guards = [(table, self.quote_name(name)) for table, name in cursor.fetchall()]
        aside = [f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name in guards]
        back = [f"ALTER TABLE {table} ENABLE TRIGGER {name}" for table, name in guards]
        return [*aside, *emptied, *back]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

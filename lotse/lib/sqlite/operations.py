"""How SQLite does what Django asks, where the usual way does not suit us."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.sqlite3 import operations


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style: Any, tables: Sequence[str], **options: Any) -> list[str]:
        """Empty tables in the order of their names.

        PostgreSQL truncates, which runs no trigger; SQLite deletes row by row, so a table whose
        rows are guarded by another one must come after it.
        """
        return sorted(super().sql_flush(style, tables, **options))

"""Many small questions to the database as one statement, compiled once for a process.

To compile a query costs Django more than the database needs to answer it. What is asked for every
page, with other values but in the same words, is compiled with stand-ins for the values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

SOMEBODY, SOMETHING, SOME_ADDRESS = -1, -2, "-3@"
"""Stand-ins for a person's id, a record's id and a mail address; none of them ever exists."""
SOMETIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Statement:
    names: tuple[str, ...]
    sql: str
    values: tuple[Any, ...]

    def ask(self, actual: Mapping[Any, Any]) -> dict[str, int]:
        """Return an answer for each name. actual: what takes the place of the stand-ins.

        Instants must stand there as the database takes them (``instant``).
        """
        values = [actual.get(value, value) for value in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            row: tuple[int, ...] = cursor.fetchone()
        return dict(zip(self.names, row, strict=True))


def instant(at: datetime) -> Any:
    """Return an instant as it stands among the values of a compiled statement."""
    return connection.ops.adapt_datetimefield_value(at)


def counts(queries: "Mapping[str, QuerySet[Any]]", *, limit: int) -> Statement:
    """Count each query up to a limit."""
    kept = [query.order_by().values("pk")[:limit].query for query in queries.values()]
    return _joined(queries, "(SELECT COUNT(*) FROM ({}) AS counted)", kept)


def exist(queries: "Mapping[str, QuerySet[Any]]") -> Statement:
    """Say of each query whether it finds anything."""
    return _joined(queries, "EXISTS ({})", [query.query.exists() for query in queries.values()])


def _joined(names: Iterable[str], form: str, queries: Iterable[Any]) -> Statement:
    parts: list[str] = []
    values: list[Any] = []
    for query in queries:
        sql, own_values = query.sql_with_params()
        parts.append(form.format(sql))
        values += own_values
    return Statement(tuple(names), f"SELECT {', '.join(parts)}", tuple(values))

"""Large binary values on PostgreSQL, without the copies that their text form takes.

Django puts values into the text of a statement and reads rows as text: a mail of 25 MB becomes
50 MB of hexadecimal digits, several times over. As a parameter of its own, in binary form, it is
copied once. SQLite knows no other form.
"""

from django.db import connection
from django.db.models import Model
from psycopg import Cursor, sql

LARGE = 1_000_000
"""Bytes from which on it matters."""


def need_care(size: int) -> bool:
    """Say whether a value of so many bytes should be written and read here."""
    return size > LARGE and connection.vendor == "postgresql"


def write(record: Model, field: str, data: bytes) -> None:
    """Write a value of a stored record in the caller's transaction."""
    statement = "UPDATE {table} SET {column} = %b WHERE {key} = %s"
    _execute(record, field, statement, [data, record.pk])
    setattr(record, field, data)


def read(record: Model, field: str) -> None:
    """Read a value that was left out when the record was loaded."""
    statement = "SELECT {column} FROM {table} WHERE {key} = %s"
    (data,) = _execute(record, field, statement, [record.pk])
    setattr(record, field, data)


def _execute(
    record: Model, field: str, statement: str, parameters: list[bytes | int]
) -> tuple[bytes, ...]:
    meta = record._meta
    text = sql.SQL(statement).format(
        table=sql.Identifier(meta.db_table),
        column=sql.Identifier(str(meta.get_field(field).column)),  # type: ignore[union-attr]
        key=sql.Identifier("id"),
    )
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(text, parameters, binary=True)
        if cursor.description is None:
            return ()
        row: tuple[bytes, ...] | None = cursor.fetchone()
        assert row is not None
        return row

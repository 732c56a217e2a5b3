"""Plain SQL where a model's query would cost more to build than to run.

Only for what happens with every mail: the way of a mail asks a dozen questions, and most of them
find nothing. Everything else asks through its models.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import AutoField, Field, JSONField, Model

_PLAIN = frozenset({bool, int, str})
Value = int | str | bool | datetime | None


def rows(sql: str, parameters: Sequence[Value]) -> list[tuple[Any, ...]]:
    """Return what a statement finds. sql: with ``%s`` for each parameter, the same on SQLite."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def run(sql: str, parameters: Sequence[Value]) -> int:
    """Run a statement that changes rows; return how many. sql: as for ``rows``."""
    adapt = connection.ops.adapt_datetimefield_value
    plain = [adapt(value) if isinstance(value, datetime) else value for value in parameters]
    with connection.cursor() as cursor:
        cursor.execute(sql, plain)
        return int(cursor.rowcount)


def marks(values: Sequence[Value]) -> str:
    """Return as many ``%s`` as there are values, for ``IN (…)``."""
    return ", ".join(["%s"] * len(values))


def insert(*records: Model) -> None:
    """Write new records of one model in one statement and set their numbers; sends no signals.

    records: of a model with a number as key, whose values are all plain. What the database works
    out itself is read when it is asked for.
    """
    if not records:
        return
    plan = _insertion(type(records[0]))
    values = [_prepared(field, record) for record in records for field in plan.fields]
    places = ", ".join([plan.places] * len(records))
    found = rows(f"{plan.start}{places}{plan.end}", values)
    for record, (pk,) in zip(records, found, strict=True):
        record.pk = pk
        record._state.adding = False
        record._state.db = DEFAULT_DB_ALIAS
        forget(record, ())


def update(record: Model, names: tuple[str, ...], *, only_if: str) -> bool:
    """Write these fields of a record and say whether its row was there; sends no signals.

    only_if: what else must be true of the row, in SQL.
    """
    plan = _change(type(record), names)
    values = [_prepared(field, record) for field in plan.fields]
    return run(f"{plan.start} AND {only_if}", [*values, record.pk]) == 1


def forget(record: Model, names: Sequence[str]) -> None:
    """Let these fields, and what the database works out from them, be read when asked for again."""
    for name in (*names, *_worked_out(type(record))):
        record.__dict__.pop(name, None)
    related = {name.removesuffix("_id") for name in names} & record._state.fields_cache.keys()
    for name in related:
        del record._state.fields_cache[name]


def _prepared(field: Field[Any, Any], record: Model) -> Any:
    value = field.pre_save(record, add=True)
    if value is None or (type(value) in _PLAIN and not isinstance(field, JSONField)):
        # Both databases take these as they are.
        return value
    return field.get_db_prep_save(value, connection)


@dataclass(frozen=True)
class _Insertion:
    fields: tuple[Field[Any, Any], ...]
    start: str
    places: str
    end: str


@cache
def _insertion(model: type[Model]) -> _Insertion:
    meta = model._meta
    assert isinstance(meta.pk, AutoField)
    assert not meta.parents
    key = meta.pk.column
    assert key is not None
    fields = tuple(f for f in meta.local_concrete_fields if not (f.primary_key or f.generated))
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    return _Insertion(
        fields=fields,
        start=f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ",  # noqa: S608
        places=f"({', '.join(['%s'] * len(fields))})",
        end=f" RETURNING {quote(key)}",
    )


@cache
def _worked_out(model: type[Model]) -> tuple[str, ...]:
    return tuple(f.attname for f in model._meta.local_concrete_fields if f.generated)


@dataclass(frozen=True)
class _Change:
    fields: tuple[Field[Any, Any], ...]
    start: str


@cache
def _change(model: type[Model], names: tuple[str, ...]) -> _Change:
    meta, quote = model._meta, connection.ops.quote_name
    by_name = {field.name: field for field in meta.local_concrete_fields}
    fields = tuple(by_name[name] for name in names)
    assert meta.pk is not None
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(meta.pk.column))
    return _Change(fields, f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {key} = %s")  # noqa: S608

"""Plain SQL where a model's query would cost more to build than to run.

Only for what happens with every mail: the way of a mail asks a dozen questions, and most of them
find nothing. Everything else asks through its models.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import AutoField, Field, JSONField, Model

_PLAIN = frozenset({bool, int, str})
Value = int | str | bool | None


def rows(sql: str, parameters: Sequence[Value]) -> list[tuple[Any, ...]]:
    """Return what a statement finds. sql: with ``%s`` for each parameter, the same on SQLite."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


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
        for name in plan.worked_out:
            record.__dict__.pop(name, None)


def _prepared(field: Field[Any, Any], record: Model) -> Any:
    value = field.pre_save(record, add=True)
    if value is None or (type(value) in _PLAIN and not isinstance(field, JSONField)):
        # Both databases take these as they are.
        return value
    return field.get_db_prep_save(value, connection)


@dataclass(frozen=True)
class _Insertion:
    fields: tuple[Field[Any, Any], ...]
    worked_out: tuple[str, ...]
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
        worked_out=tuple(f.attname for f in meta.local_concrete_fields if f.generated),
        start=f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ",  # noqa: S608
        places=f"({', '.join(['%s'] * len(fields))})",
        end=f" RETURNING {quote(key)}",
    )

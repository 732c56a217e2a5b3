"""Pages of a list: by key for lists that grow, by number for ranked or short ones.

``{% pagination page %}`` renders either. The state is in the URL: ``?seite=3`` or ``?nach=…``.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet

Row = TypeVar("Row")
Record = TypeVar("Record", bound=Model)

NUMBER_PARAMETER = "seite"
AFTER_PARAMETER = "nach"
BEFORE_PARAMETER = "vor"
PARAMETERS = (NUMBER_PARAMETER, AFTER_PARAMETER, BEFORE_PARAMETER)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page. ``previous`` and ``next`` are query parameters, None where the list ends."""

    rows: Sequence[Row]
    previous: Mapping[str, str] | None = None
    next: Mapping[str, str] | None = None
    total: int | None = None
    """None where counting would cost more than it tells."""
    number: int | None = None
    """1-based; None for pages by key."""
    count: int | None = None
    """How many pages there are; None for pages by key."""
    first: int | None = None
    """1-based position of the first row of this page in the whole list; None for pages by key."""
    numbers: Sequence[int | None] = field(default_factory=tuple)
    """Page numbers to offer; None marks a gap."""

    @property
    def last(self) -> int | None:
        return None if self.first is None else self.first + len(self.rows) - 1

    @property
    def is_only(self) -> bool:
        return self.previous is None and self.next is None


def read_number(raw: str | None) -> int:
    """Return a page number of at least 1 from a query parameter; what is unreadable is page 1."""
    try:
        number = int(raw or 1)
    except ValueError:
        return 1
    # The cap keeps an absurd number from becoming an offset the database cannot hold.
    return min(max(number, 1), 1_000_000)


def of_rows(rows: Sequence[Row], *, number: int, size: int, total: int) -> Page[Row]:
    """Wrap rows that somebody else has cut, for example a search engine."""
    count = max(1, -(-total // size))
    return Page(
        rows=rows,
        previous={NUMBER_PARAMETER: str(min(number - 1, count))} if number > 1 else None,
        next={NUMBER_PARAMETER: str(number + 1)} if number < count else None,
        total=total,
        number=number,
        count=count,
        first=(number - 1) * size + 1,
        numbers=_numbers(number, count),
    )


def by_number(
    rows: QuerySet[Record], *, number: int, size: int = 20, total: int | None = None
) -> Page[Record]:
    """Return page ``number`` of a list of moderate length. Two queries, one if total is known.

    A number behind the end gives the last page.
    """
    total = rows.count() if total is None else total
    number = min(number, max(1, -(-total // size)))
    start = (number - 1) * size
    return of_rows(list(rows[start : start + size]), number=number, size=size, total=total)


def by_key(
    rows: QuerySet[Record],
    *,
    order: Sequence[str],
    query: Mapping[str, str],
    size: int = 20,
    total: int | None = None,
) -> Page[Record]:
    """Return the page behind or before the key in the query. One query, as fast on page 1,000.

    order: fields of the model that are never null, "-" for descending, the last one unique, for
    example ("-received_at", "-pk"). query: ``request.GET``; a damaged key gives the first page.
    """
    after = _read_key(rows, order, query.get(AFTER_PARAMETER))
    before = None if after else _read_key(rows, order, query.get(BEFORE_PARAMETER))
    walk = [_turned(name) for name in order] if before else list(order)
    key = after or before
    if key:
        rows = rows.filter(_behind(walk, key))
    # One row more than shown tells whether the list goes on.
    found = list(rows.order_by(*walk)[: size + 1])
    goes_on, found = len(found) > size, found[:size]
    if before:
        found.reverse()
    has_previous = goes_on if before else bool(after)
    has_next = bool(before) or goes_on
    return Page(
        rows=found,
        previous={BEFORE_PARAMETER: _key(found[0], order)} if found and has_previous else None,
        next={AFTER_PARAMETER: _key(found[-1], order)} if found and has_next else None,
        total=total,
    )


def _numbers(number: int, count: int) -> tuple[int | None, ...]:
    """First, last and the neighbours of the present page; gaps between them are None."""
    shown = sorted({1, count, *range(max(1, number - 1), min(count, number + 1) + 1)})
    result: list[int | None] = []
    for page in shown:
        if result and page - (result[-1] or 0) > 1:
            result.append(None)
        result.append(page)
    return tuple(result)


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _column(model: type[Model], name: str) -> "Field[Any, Any]":
    bare = name.removeprefix("-")
    column = model._meta.pk if bare == "pk" else model._meta.get_field(bare)
    assert isinstance(column, Field)
    return column


def _value(rows: QuerySet[Any], name: str, text: object) -> Any:
    """Return a part of a key. Raises ValidationError for what no row of the list can have."""
    column = _column(rows.model, name)
    value = column.to_python(text)
    if value is None or "\0" in str(value):
        raise ValidationError("empty")
    # Keeps numbers within what the database can hold.
    column.run_validators(value)
    return value


def _behind(walk: Sequence[str], key: Sequence[Any]) -> Q:
    """(a, b) behind (x, y) in the given order, spelled out because directions may differ."""
    condition = Q()
    equal = Q()
    for name, value in zip(walk, key, strict=True):
        bare = name.removeprefix("-")
        comparison = "lt" if name.startswith("-") else "gt"
        condition |= equal & Q(**{f"{bare}__{comparison}": value})
        equal &= Q(**{bare: value})
    # Says nothing new, but lets the database start in the index where the page starts.
    first = walk[0].removeprefix("-")
    bound = "lte" if walk[0].startswith("-") else "gte"
    return Q(**{f"{first}__{bound}": key[0]}) & condition


def _key(row: Model, order: Sequence[str]) -> str:
    values = [_column(type(row), name).value_to_string(row) for name in order]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_key(rows: QuerySet[Any], order: Sequence[str], raw: str | None) -> list[Any] | None:
    if not raw:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            return None
        return [_value(rows, name, text) for name, text in zip(order, values, strict=True)]
    # The key comes from the address bar: whatever is wrong with it, show the first page.
    except (ValueError, TypeError, RecursionError, ValidationError):
        return None

"""Terms of an index as far as a reach may know them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from django.db.models import F, Q, Value

from lotse.lib import statements
from lotse.search import generations
from lotse.search.models import Generation, Term

MAX_BEGINNING = 12
"""Terms taken of those that begin with a word, the most frequent."""


@dataclass(frozen=True, slots=True)
class Known:
    id: int
    text: str
    records: int
    """How many visible records use it."""
    idf: int


def known(generation: Generation, texts: Iterable[str], reach: int) -> dict[str, Known]:
    """Return the terms that at least one visible record uses. At most one query."""
    wanted = sorted(texts)
    if not wanted:
        return {}
    total = generations.record_count(generation, reach)
    places = ", ".join(["%s"] * len(wanted))
    rows = statements.rows(
        "SELECT id, text, public_records, member_records, team_records FROM search_term "  # noqa: S608
        f"WHERE generation_id = %s AND text IN ({places})",
        [generation.pk, *wanted],
    )
    found: dict[str, Known] = {}
    for pk, text, *counts in rows:
        records = sum(counts[: reach + 1])
        if records:
            found[text] = Known(pk, text, records, generations.idf(total, records))
    return found


def beginning(generation: Generation, beginnings: Sequence[str], reach: int) -> dict[str, Known]:
    """Return visible terms that begin with one of some stems of letters. At most one query."""
    if not beginnings:
        return {}
    total = generations.record_count(generation, reach)
    columns = list(generations.COUNTER.values())[: reach + 1]
    alike = [Q(head=text[:2], text__startswith=text) for text in beginnings]
    rows = (
        Term.objects.filter(reduce(Q.__or__, alike), generation=generation)
        .annotate(records=reduce(add, (F(column) for column in columns), Value(0)))
        .filter(records__gt=0)
        .order_by("-records", "text")
        .values_list("pk", "text", "records")[: MAX_BEGINNING * len(beginnings)]
    )
    return {
        text: Known(pk, text, records, generations.idf(total, records))
        for pk, text, records in rows
    }

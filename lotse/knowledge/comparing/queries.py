"""The examples of a comparison, and what could join them."""

from collections.abc import Sequence

from lotse.knowledge import documents, queries
from lotse.knowledge.models import Example
from lotse.knowledge.queries import Row
from lotse.lib.audience import Audience
from lotse.search import engine
from lotse.search.engine import Result

FOUND = 6
"""How many finds are offered for a word."""


def chosen(ids: Sequence[int], reach: Audience) -> list[Example]:
    """Return these examples in this order, without those the reader may not see. Six queries."""
    if not ids:
        return []
    shown = queries.visible(reach).filter(pk__in=ids).select_related("list_entry")
    by_id = {example.pk: example for example in queries.complete(shown)}
    return [by_id[one] for one in ids if one in by_id]


def titles(ids: Sequence[int], reach: Audience) -> dict[int, str]:
    """Return the titles of these examples, as far as the reader may see them. At most one query."""
    if not ids:
        return {}
    return dict(queries.visible(reach).filter(pk__in=ids).values_list("pk", "title"))


def found(words: str, reach: Audience, without: Sequence[int]) -> list[Result]:
    """Return examples that answer these words and are not compared yet."""
    hits = engine.best(words, reach=reach, kinds=[documents.KIND], limit=FOUND + len(without))
    return [hit for hit in hits if hit.object_id not in without][:FOUND]


def similar(example: Example, reach: Audience, without: Sequence[int]) -> list[Row]:
    """Return what is most like an example and not compared yet."""
    rows = queries.similar(example, reach, limit=3 + len(without))
    return [row for row in rows if row.example.pk not in without][:3]

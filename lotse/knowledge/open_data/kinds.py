"""What can be taken away: which records, in which order, with the filters of their lists.

Records come in batches by key, so memory does not grow with their number.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotse.knowledge import bits, facets, queries
from lotse.knowledge.answers import facets as answer_facets
from lotse.knowledge.answers import queries as answer_queries
from lotse.knowledge.facts import facets as fact_facets
from lotse.knowledge.facts import queries as fact_queries
from lotse.knowledge.listing import Sets
from lotse.knowledge.open_data import columns, records
from lotse.knowledge.open_data.columns import Column
from lotse.knowledge.open_data.records import Record, View
from lotse.municipalities.models import Municipality
from lotse.topics.models import Concept

BATCH = 200
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Kind:
    name: str
    """In the interface and in JSON-LD."""
    file: str
    """Name of its files, without ending."""
    title: str | Promise
    columns: Sequence[Column]
    records: Callable[[QueryDict, View], Iterator[Record]]
    """The records the filters of an address leave, as far as the reader may see them."""


def _examples(query: QueryDict, view: View) -> Iterator[Record]:
    sets = Sets()
    left = facets.found(sets, facets.selection(query, facets.labels(sets)), view.reach)
    while positions := bits.highest(left, limit=BATCH):
        left &= (1 << positions[-1]) - 1
        # The sets already keep to the reach; asking again costs nothing and forgives nothing.
        batch = queries.complete(
            queries.visible(view.reach).filter(list_entry__position__in=positions)
        )
        for one in batch.order_by("-list_entry__position"):
            yield records.example(one, view)


def _answers(query: QueryDict, view: View) -> Iterator[Record]:
    chosen = answer_facets.selection(query, answer_facets.labels())
    found = answer_queries.complete(answer_facets.found(chosen, view.reach))
    return (records.answer(one, view) for one in in_batches(found))


def _facts(query: QueryDict, view: View) -> Iterator[Record]:
    chosen = fact_facets.selection(query, fact_facets.labels())
    for one in in_batches(fact_queries.complete(fact_queries.visible(view.reach))):
        if fact_facets.having([fact_facets.listed(one, view.today)], chosen):
            yield records.fact(one, view)


def _topics(query: QueryDict, view: View) -> Iterator[Record]:
    found = Concept.objects.select_related("broader").prefetch_related("labels")
    return (records.topic(one) for one in in_batches(found))


def _municipalities(query: QueryDict, view: View) -> Iterator[Record]:
    found = Municipality.objects.all()
    if lands := query.getlist("land"):
        found = found.filter(land__in=lands)
    return (records.municipality(one) for one in in_batches(found, size=1000))


def in_batches(rows: QuerySet[Row], size: int = BATCH) -> Iterator[Row]:
    """Yield rows by their primary key, so many with one query."""
    rows = rows.order_by("pk")
    batch = list(rows[:size])
    while batch:
        yield from batch
        # A shorter batch was the last one.
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:size]) if len(batch) == size else []


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("examples", "beispiele", _("Gute Beispiele"), columns.EXAMPLES, _examples),
        Kind("answers", "antworten", _("Beantwortete Fragen"), columns.ANSWERS, _answers),
        Kind("facts", "zahlen-und-regeln", _("Zahlen und Regeln"), columns.FACTS, _facts),
        Kind("topics", "themen", _("Themen"), columns.TOPICS, _topics),
        Kind("municipalities", "kommunen", _("Kommunen"), columns.MUNICIPALITIES, _municipalities),
    )
}

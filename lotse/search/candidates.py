"""The first stage: the database adds up impacts and filters, before anything is cut off.

All numbers are whole, so SQLite and PostgreSQL return the same lists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from lotse.search.question import Question

MAX_POSTINGS = 6_000
"""Postings read for one question. Rare words come first; frequent ones then only order."""
MIN_TERMS = 2
MAX_HITS = 1_000
THRESHOLD = 25
"""Hits have at least this share of the best score, in percent."""

Facets = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Hit:
    record_id: int
    score: int
    facets: str
    """``Record.facets``"""
    dated_on: date | None


def leading_terms(question: Question) -> dict[int, int]:
    """Return the terms that choose the candidates, with their weights, rarest first."""
    chosen: dict[int, int] = {}
    postings = 0
    for term in sorted(question.weights, key=lambda t: (question.records[t], t)):
        postings += question.records[term]
        if postings > MAX_POSTINGS and len(chosen) >= MIN_TERMS:
            break
        chosen[term] = question.weights[term]
    return chosen


def best(question: Question, *, reach: int, facets: Facets, limit: int) -> list[Hit]:
    """Return the records with the highest scores, without looking for all hits."""
    return _run(question, reach, facets, bar=0, limit=limit)


def hits(question: Question, *, reach: int, facets: Facets) -> list[Hit]:
    """Return everything that answers nearly as well as the best, best first.

    At most ``MAX_HITS`` and one more. The bar is set by the best of all, so choosing a facet never
    adds hits.
    """
    return _run(question, reach, facets, bar=THRESHOLD, limit=MAX_HITS + 1)


def _run(question: Question, reach: int, facets: Facets, *, bar: int, limit: int) -> list[Hit]:
    scored, parameters = _scored(question, reach)
    conditions, more = _conditions(facets)
    # The audience stands in the postings already; a second look costs nothing and forgives a slip.
    conditions.append("record.audience <= %s")
    more.append(int(reach))
    if bar:
        conditions.append("scored.score * 100 >= (SELECT MAX(score) FROM scored) * %s")
        more.append(bar)
    sql = (
        f"{scored} SELECT scored.record_id, scored.score, record.facets, record.dated_on "  # noqa: S608
        "FROM scored JOIN search_record record ON record.id = scored.record_id "
        f"WHERE {' AND '.join(conditions)} ORDER BY scored.score DESC, scored.record_id LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, *more, limit])
        return [
            Hit(record_id, int(score), facets, dated_on)
            for record_id, score, facets, dated_on in cursor.fetchall()
        ]


def _scored(question: Question, reach: int) -> tuple[str, list[int]]:
    leading = leading_terms(question)
    values = ", ".join(["(%s, %s)"] * len(leading))
    sql = (
        f"WITH wanted (term_id, weight) AS (VALUES {values}), "  # noqa: S608
        "scored AS MATERIALIZED (SELECT posting.record_id, "
        "SUM(posting.impact * wanted.weight) AS score "
        "FROM wanted JOIN search_posting posting ON posting.term_id = wanted.term_id "
        "WHERE posting.audience <= %s GROUP BY posting.record_id)"
    )
    return sql, [*(number for pair in leading.items() for number in pair), int(reach)]


def _conditions(facets: Facets) -> tuple[list[str], list[str | int]]:
    """Values of one facet are alternatives; different facets must all hold."""
    conditions: list[str] = []
    parameters: list[str | int] = []
    for name, values in facets.items():
        if values:
            places = ", ".join(["%s"] * len(values))
            conditions.append(
                "EXISTS (SELECT 1 FROM search_recordfacet facet "  # noqa: S608
                "WHERE facet.record_id = scored.record_id AND facet.name = %s "
                f"AND facet.value IN ({places}))"
            )
            parameters += [name, *values]
    return conditions, parameters

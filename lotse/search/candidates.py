"""What the engine reads from the index.

The first stage happens here: the database adds up impacts and filters, before anything is cut off.
All numbers are whole, so SQLite and PostgreSQL return the same lists. Plain SQL, because this runs
for every letter typed and every mail received; building the queries would cost more than they do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lotse.lib import statements
from lotse.search.question import Question
from lotse.search.sequences import holds

MAX_POSTINGS = 4_000
"""Postings read for one question. Rare words come first; frequent ones then only order."""
MIN_TERMS = 2
MAX_HITS = 1_000
THRESHOLD = 20
"""Hits have at least this share of the best score, in percent."""
THRESHOLD_OF_FEW = 25
"""The same where only a few are shown, unasked."""

Facets = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Hit:
    record_id: int
    score: int
    facets: str
    """``Record.facets``"""
    dated_on: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a record: itself and one passage."""

    kind: str
    object_id: int
    title: str
    url: str
    meta: str
    facets: str
    dated_on: date | None
    is_stale: bool
    heading: str
    anchor: str
    text: str


def leading_terms(question: Question) -> dict[int, int]:
    """Return the terms that choose the candidates, with their weights, rarest first."""
    chosen: dict[int, int] = {}
    postings = 0
    # Whoever holds a phrase must be among the candidates, however frequent its words.
    for phrase in question.phrases:
        rarest = min(phrase, key=lambda t: (question.records.get(t, 0), t))
        if rarest in question.weights:
            chosen[rarest] = question.weights[rarest]
    for term in sorted(question.weights, key=lambda t: (question.records[t], t)):
        postings += question.records[term]
        if postings > MAX_POSTINGS and len(chosen) >= MIN_TERMS:
            break
        chosen[term] = question.weights[term]
    return chosen


def best(
    question: Question, *, reach: int, facets: Facets, limit: int, bar: int = THRESHOLD
) -> list[Hit]:
    """Return everything that answers nearly as well as the best, best first.

    facets: values of one facet are alternatives, different facets must all hold. The bar is set by
    the best of all, so choosing a facet never adds hits. bar: percent of the best score. A phrase
    sets a bar of its own: everything that holds it is found.
    """
    leading = leading_terms(question)
    values = ", ".join(["(%s, %s)"] * len(leading))
    conditions, more = _conditions(facets)
    worded, terms = _worded(question)
    sql = (
        f"WITH wanted (term_id, weight) AS (VALUES {values}), "  # noqa: S608
        "scored AS MATERIALIZED (SELECT posting.record_id, "
        "SUM(posting.impact * wanted.weight) AS score "
        "FROM wanted JOIN search_posting posting ON posting.term_id = wanted.term_id "
        "WHERE posting.audience <= %s GROUP BY posting.record_id), "
        "good AS MATERIALIZED (SELECT record_id, score FROM scored "
        "WHERE score * 100 >= (SELECT MAX(score) FROM scored) * %s) "
        "SELECT good.record_id, good.score, record.facets, record.dated_on "
        "FROM good JOIN search_record record ON record.id = good.record_id "
        # The postings know the audience already; a second look costs nothing and forgives a slip.
        f"WHERE record.audience <= %s{conditions}{worded} "
        "ORDER BY good.score DESC, good.record_id LIMIT %s"
    )
    parameters = [number for pair in leading.items() for number in pair]
    if question.phrases:
        bar = 0
    hits = [
        Hit(record_id, int(score), facets, dated_on)
        for record_id, score, facets, dated_on in statements.rows(
            sql, [*parameters, int(reach), bar, int(reach), *more, *terms, limit]
        )
    ]
    return _held(question, hits)


def _worded(question: Question) -> tuple[str, list[int]]:
    """Return the condition that the words of phrases stand in a record and excluded ones do not."""
    required = sorted({term for phrase in question.phrases for term in phrase})
    excluded = sorted({phrase[0] for phrase in question.excluded if len(phrase) == 1})
    exists = (
        "EXISTS (SELECT 1 FROM search_posting held "
        "WHERE held.record_id = good.record_id AND held.term_id "
    )
    sql = f" AND {exists}= %s)" * len(required)
    if excluded:
        sql += f" AND NOT {exists}IN ({', '.join(['%s'] * len(excluded))}))"
    return sql, [*required, *excluded]


def _held(question: Question, hits: list[Hit]) -> list[Hit]:
    """Leave out what does not hold a phrase word by word, or holds an excluded one. One query."""
    excluded = [phrase for phrase in question.excluded if len(phrase) > 1]
    if not (question.phrases or excluded):
        return hits
    terms = sequences([hit.record_id for hit in hits])

    def is_kept(hit: Hit) -> bool:
        read = terms.get(hit.record_id, b"")
        return all(holds(read, phrase) for phrase in question.phrases) and not any(
            holds(read, phrase) for phrase in excluded
        )

    return [hit for hit in hits if is_kept(hit)]


def of_records(
    keys: Sequence[tuple[str, int]], *, generation_id: int, reach: int, facets: Facets
) -> list[Hit]:
    """Return records named by kind and id, as far as reach and facets let them, in this order."""
    if not keys:
        return []
    places = ", ".join(["(%s, %s)"] * len(keys))
    conditions, more = _conditions(facets)
    sql = (
        "SELECT record.kind, record.object_id, record.id, record.facets, record.dated_on "  # noqa: S608
        "FROM search_record record JOIN (SELECT record.id AS record_id FROM search_record record "
        f"WHERE record.generation_id = %s AND (record.kind, record.object_id) IN (VALUES {places}) "
        "AND record.audience <= %s) good ON good.record_id = record.id "
        f"WHERE record.audience <= %s{conditions}"
    )
    named = [part for key in keys for part in key]
    found = {
        (kind, object_id): Hit(record_id, 0, lines, dated_on)
        for kind, object_id, record_id, lines, dated_on in statements.rows(
            sql, [generation_id, *named, int(reach), int(reach), *more]
        )
    }
    return [found[key] for key in keys if key in found]


def _conditions(facets: Facets) -> tuple[str, list[str]]:
    sql = ""
    parameters: list[str] = []
    for name, values in facets.items():
        if not values:
            continue
        places = ", ".join(["%s"] * len(values))
        if name == "kind":
            sql += f" AND record.kind IN ({places})"
            parameters += values
        else:
            sql += (
                " AND EXISTS (SELECT 1 FROM search_recordfacet facet "  # noqa: S608
                "WHERE facet.record_id = good.record_id AND facet.name = %s "
                f"AND facet.value IN ({places}))"
            )
            parameters += [name, *values]
    return sql, parameters


def sequences(record_ids: Sequence[int]) -> dict[int, bytes]:
    """Return ``Record.terms`` of some records."""
    if not record_ids:
        return {}
    places = ", ".join(["%s"] * len(record_ids))
    sql = f"SELECT id, terms FROM search_record WHERE id IN ({places})"  # noqa: S608
    return dict(statements.rows(sql, record_ids))


def shown(places: Mapping[int, int], *, reach: int) -> dict[int, Shown]:
    """Return what is shown of some records. places: record to the position of its passage."""
    if not places:
        return {}
    values = ", ".join(["(%s, %s)"] * len(places))
    sql = (
        f"WITH place (record_id, position) AS (VALUES {values}) "  # noqa: S608
        "SELECT record.id, record.kind, record.object_id, record.title, record.url, record.meta, "
        "record.facets, record.dated_on, record.is_stale, "
        "COALESCE(passage.heading, ''), COALESCE(passage.anchor, ''), COALESCE(passage.text, '') "
        "FROM place JOIN search_record record ON record.id = place.record_id "
        "LEFT JOIN search_passage passage ON passage.record_id = place.record_id "
        "AND passage.position = place.position WHERE record.audience <= %s"
    )
    parameters = [number for place in places.items() for number in place]
    return {row[0]: Shown(*row[1:]) for row in statements.rows(sql, [*parameters, int(reach)])}

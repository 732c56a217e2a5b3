"""From a question to the passages that answer it."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lotse.search import (
    candidates,
    corrections,
    generations,
    operators,
    passages,
    promotions,
    question,
    ranking,
)
from lotse.search.analysis import Analyser, clean
from lotse.search.candidates import Facets, Hit, Shown
from lotse.search.models import Generation
from lotse.search.question import Question

READ_CLOSELY = 30
"""Candidates whose order the second stage decides."""
READ_CLOSELY_FAST = 16
LIFT = 0.04
"""What one's own size class or Land adds to the score, each, as a share of it."""
WORTH = 20
"""Suggestions have at least this share of the score of the best one of their group, in percent."""
ENOUGH = 0.45
"""And this share of what lies between one telling word and all words of the text."""
UNKNOWN = 0.4
"""Finds are weak if words that stand nowhere carry more than this share of a question."""
TOPIC_LIFT = 0.2
"""The same for each topic a suggestion shares with the text it is suggested for."""


@dataclass(frozen=True)
class Result:
    kind: str
    object_id: int
    title: str
    url: str
    meta: str
    heading: str
    anchor: str
    passage: str
    """The stretch that answers, plain text."""
    passage_html: str
    """The same, escaped, its words in ``<mark>``."""
    score: int
    is_stale: bool
    facets: dict[str, tuple[str, ...]]
    dated_on: date | None = None
    like_own: tuple[str, ...] = ()
    """Facets in which the record is like the asker's municipality; they lifted it."""

    @property
    def address(self) -> str:
        """Where the passage stands."""
        return f"{self.url}#{self.anchor}" if self.anchor else self.url


@dataclass(frozen=True)
class Results:
    total: int = 0
    is_capped: bool = False
    """There are more than ``candidates.MAX_HITS``; ``total`` is that number."""
    results: list[Result] = field(default_factory=list)
    facet_counts: dict[str, dict[str, int]] = field(default_factory=dict)
    """Hits for each value; of a chosen facet, as if nothing of it were chosen."""
    corrected: str = ""
    """The question that was searched instead, if words had typing errors."""
    terms: tuple[question.Word, ...] = ()
    """The words that were understood."""
    also: tuple[str, ...] = ()
    """Synonyms that were searched too."""
    unknown: tuple[str, ...] = ()
    """Words that stand in nothing the person may see."""
    is_weak: bool = False
    """The first page holds nothing that has much to do with the question."""
    promoted: tuple[Result, ...] = ()
    """What editors recommend for these words; then not among the results nor in ``total``."""


def search(
    text: str,
    *,
    reach: int,
    kinds: Sequence[str] = (),
    facets: Facets | None = None,
    limit: int = 10,
    offset: int = 0,
    own: Mapping[str, str] | None = None,
    is_literal: bool = False,
    newest_first: bool = False,
    with_promoted: bool = False,
) -> Results:
    """Return one page of what answers a question, best first.

    reach: the audience of the person; nothing beyond it leaves a trace, not in counts either.
    own: ``size_class`` and ``land`` of the person's municipality, which lift mildly.
    is_literal: leave typing errors as they are. with_promoted: put what editors recommend aside.
    """
    generation = generations.active()
    if generation is None:
        return Results()
    asked = _understand(text, generation, reach)
    written, corrected = [asked.written], ""
    if asked.unknown and not is_literal:
        corrected = corrections.correct(asked, generation=generation, reach=reach)
        if corrected:
            asked = _understand(corrected, generation, reach)
            written.append(asked.written)
    chosen = {**(facets or {}), **({"kind": kinds} if kinds else {})}
    first: list[Hit] = []
    if with_promoted:
        first = promotions.hits(written, generation, reach=reach, facets=chosen)
    placed = [_Placed(hit, 0, 0, ()) for hit in first]
    promoted = tuple(_results(asked, generation, reach, placed)) if placed else ()
    if not asked.weights:
        return Results(corrected=corrected, unknown=asked.unknown_words, promoted=promoted)
    hits = candidates.best(asked, reach=reach, facets=chosen, limit=candidates.MAX_HITS + 1)
    counted = hits[: candidates.MAX_HITS]
    aside = {hit.record_id for hit in first}
    found = [hit for hit in counted if hit.record_id not in aside]
    results = _page(
        asked,
        generation,
        found,
        reach=reach,
        limit=limit,
        offset=offset,
        own=own or {},
        newest_first=newest_first,
    )
    return Results(
        total=len(found),
        is_capped=len(hits) > len(counted),
        results=results,
        facet_counts=_facet_counts(asked, reach, chosen, counted),
        corrected=corrected,
        terms=asked.words,
        also=asked.also,
        unknown=asked.unknown_words,
        is_weak=_is_weak(asked, results, generations.rarest(generation, reach)),
        promoted=promoted,
    )


def _understand(text: str, generation: Generation, reach: int) -> Question:
    """Read what was typed into a search box: it may have operators."""
    text = clean(text[: question.MAX_QUESTION])
    typed = operators.read(text)
    return question.understand(text, generation=generation, reach=reach, asked=typed)


def _is_weak(asked: Question, results: Sequence[Result], rarest: int) -> bool:
    """Say whether nothing on a page has much to do with the question.

    Either its words are hardly there together, or much of what it asks stands nowhere. rarest: the
    idf of a word that stands in one record; an unknown word asks for as much.
    """
    best_score = max((result.score for result in results), default=0)
    known = sum(max(asked.idfs[term] for term in word.terms) for word in asked.words)
    missing = rarest * len(asked.unknown_words)
    return best_score < _enough(asked) or missing > UNKNOWN * (known + missing)


def best(text: str, *, reach: int, limit: int = 3, kinds: Sequence[str] = ()) -> list[Result]:
    """Return the best few answers to a text: for receipts, suggestions, similar records."""
    generation = generations.active()
    if generation is None:
        return []
    asked = question.understand(text, generation=generation, reach=reach)
    if not asked.weights:
        return []
    found = candidates.best(
        asked,
        reach=reach,
        facets={"kind": kinds},
        limit=READ_CLOSELY_FAST,
        bar=candidates.THRESHOLD_OF_FEW,
    )
    return _page(asked, generation, found, reach=reach, limit=limit, own={})


def best_of_each(
    text: str,
    *,
    reach: int,
    groups: Sequence[Sequence[str]],
    limit: int,
    topics: Sequence[str] = (),
    without: tuple[str, int] = ("", 0),
) -> list[list[Result]]:
    """Return the best few of each group of kinds, in the order of the groups.

    Unlike ``best``, a group is not measured by another one: an earlier mail that says the same in
    the same words must not hide the example that answers it. topics: codes of fields and concepts
    the text is about; a record lifts with each it shares. without: kind and id of a record that is
    left out. The text is read once for all groups. A group may stay empty: what shares only a
    word or two of a long text helps nobody, even where nothing better is found.
    """
    generation = generations.active()
    if generation is None:
        return [[] for _kinds in groups]
    asked = question.understand(text, generation=generation, reach=reach)
    if not asked.weights:
        return [[] for _kinds in groups]
    found: list[list[Result]] = []
    enough = _enough(asked)
    for kinds in groups:
        hits = candidates.best(
            asked, reach=reach, facets={"kind": kinds}, limit=READ_CLOSELY_FAST, bar=0
        )
        placed = [
            replace(item, score=item.score * (1 + TOPIC_LIFT * _shared(item.hit, topics)))
            for item in _read(asked, generation, hits, {})
        ]
        placed.sort(key=lambda item: (-item.score, item.hit.record_id))
        results = _results(asked, generation, reach, placed[: limit + 1])
        others = [one for one in results if (one.kind, one.object_id) != without][:limit]
        bar = max(enough, others[0].score * WORTH / 100) if others else 0.0
        found.append([one for one in others if one.score >= bar])
    return found


def _enough(asked: Question) -> float:
    """Return the score from which a record has to do with a text.

    A share of the geometric mean of the rarest word's weight and that of all words, so that it
    depends neither on the length of the text nor on the size of the index.
    """
    weights: list[float] = [max(asked.idfs[term] for term in word.terms) for word in asked.words]
    # Of "Sporthalle" the index may know nothing but its synonym.
    weights = weights or [weight / question.OWN_WEIGHT for weight in asked.weights.values()]
    return ENOUGH * math.sqrt(sum(weights) * max(weights))


def _shared(hit: Hit, topics: Sequence[str]) -> int:
    """Return how many topics a record shares, concepts and fields alike."""
    lines = hit.facets.split("\n")
    return sum(f"concept={code}" in lines or f"field={code}" in lines for code in topics)


def count(text: str, *, reach: int, facets: Facets | None = None) -> int:
    """Return how many hits a question has; to say which filter costs hits."""
    generation = generations.active()
    if generation is None:
        return 0
    asked = _understand(text, generation, reach)
    if not asked.weights:
        return 0
    limit = candidates.MAX_HITS
    return len(candidates.best(asked, reach=reach, facets=facets or {}, limit=limit))


@dataclass(frozen=True, slots=True)
class _Placed:
    hit: Hit
    score: float
    passage: int
    like_own: tuple[str, ...]


def _page(
    asked: Question,
    generation: Generation,
    found: list[Hit],
    *,
    reach: int,
    limit: int,
    offset: int = 0,
    own: Mapping[str, str],
    newest_first: bool = False,
) -> list[Result]:
    """Order the hits and return one page of them with the passages that answer."""
    if newest_first:
        # Hits without a date come last, equal dates stay in the order of their score.
        found = sorted(found, key=lambda hit: hit.dated_on or date.min, reverse=True)
        placed = _read(asked, generation, found[offset : offset + limit], own)
    else:
        close, rest = found[:READ_CLOSELY], found[READ_CLOSELY:]
        placed = _read(asked, generation, close, own) if offset < READ_CLOSELY else []
        placed.sort(key=lambda item: (-item.score, item.hit.record_id))
        placed = placed[offset : offset + limit]
        missing = rest[max(offset - READ_CLOSELY, 0) :][: limit - len(placed)]
        if len(placed) < limit and missing:
            placed += _read(asked, generation, missing, own)
    return _results(asked, generation, reach, placed)


def _read(
    asked: Question, generation: Generation, found: list[Hit], own: Mapping[str, str]
) -> list[_Placed]:
    """Read hits closely, in the order given. One query."""
    terms = candidates.sequences([hit.record_id for hit in found])
    words: list[ranking.Wanted] = [
        {term: float(asked.idfs[term]) for term in word.terms} for word in asked.words
    ]
    synonyms = {
        term: weight / question.OWN_WEIGHT
        for term, weight in asked.weights.items()
        if term not in asked.idfs
    }
    search, sizes = ranking.prepare(words, synonyms), generations.averages(generation)
    placed: list[_Placed] = []
    for hit in found:
        if hit.record_id not in terms:
            continue  # Withdrawn between two queries.
        reading = ranking.read(terms[hit.record_id], search, sizes)
        facets = hit.facets.split("\n")
        like_own = tuple(name for name, value in own.items() if f"{name}={value}" in facets)
        lift = 1 + LIFT * len(like_own)
        placed.append(_Placed(hit, reading.score * lift, reading.passage, like_own))
    return placed


def _facet_counts(
    asked: Question, reach: int, chosen: Facets, found: list[Hit]
) -> dict[str, dict[str, int]]:
    """Count the hits for each value. One query for each facet that is chosen."""
    counts = _count(found)
    for name in [name for name, values in chosen.items() if values]:
        others = {other: values for other, values in chosen.items() if other != name}
        wider = candidates.best(asked, reach=reach, facets=others, limit=candidates.MAX_HITS)
        counts[name] = _count(wider).get(name, {})
    return counts


def _count(found: list[Hit]) -> dict[str, dict[str, int]]:
    lines: Counter[str] = Counter()
    for hit in found:
        lines.update(hit.facets.split("\n"))
    counts: dict[str, dict[str, int]] = {}
    for line, number in lines.items():
        name, _, value = line.partition("=")
        counts.setdefault(name, {})[value] = number
    return counts


def _results(
    asked: Question, generation: Generation, reach: int, placed: list[_Placed]
) -> list[Result]:
    """Fetch what is shown of each place. One query."""
    rows = candidates.shown({item.hit.record_id: item.passage for item in placed}, reach=reach)
    analyser = generations.analyser(generation)
    return [
        _result(item, rows[item.hit.record_id], asked, analyser)
        for item in placed
        if item.hit.record_id in rows
    ]


def _result(item: _Placed, row: Shown, asked: Question, analyser: Analyser) -> Result:
    plain, html = passages.mark(row.text, analyser.places(row.text, asked.stems))
    facets: dict[str, tuple[str, ...]] = {}
    for line in filter(None, row.facets.split("\n")):
        name, _, value = line.partition("=")
        facets[name] = (*facets.get(name, ()), value)
    return Result(
        kind=row.kind,
        object_id=row.object_id,
        title=row.title,
        url=row.url,
        meta=row.meta,
        heading=row.heading,
        anchor=row.anchor,
        passage=plain,
        passage_html=html,
        score=round(item.score),
        is_stale=bool(row.is_stale),
        facets=facets,
        dated_on=row.dated_on,
        like_own=item.like_own,
    )

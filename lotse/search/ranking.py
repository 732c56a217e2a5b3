"""The second stage: read the best candidates closely. Pure: no Django.

The first stage adds up the impacts of single words over whole records, in the database. Here the
terms of some dozens of records are read in their order. What each idea brought is in
docs/develop/search.md.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import compress

from lotse.search import sequences

BODY_K1, BODY_B = 1.6, 0.75
TITLE_K1, TITLE_B = 1.2, 0.5
PASSAGE_K1, PASSAGE_B = 1.2, 0.5

TITLE_WEIGHT = 0.2
PART_WEIGHT = 0.3
"""What the further terms of one word add to its best one."""
PASSAGE_WEIGHT = 0.4
NEAR_WEIGHT = 0.4
COVERED_TITLE_WEIGHT = 0.2
NEAR_TERMS = 8
"""Up to this distance two words of the question count as standing together."""


Wanted = Mapping[int, float]
"""A word of the question: its terms with their weight, the whole word first."""


@dataclass(frozen=True)
class Averages:
    """Average numbers of terms, at least 1; every score is measured against them."""

    record: int = 120
    passage: int = 40
    title: int = 6


@dataclass(frozen=True)
class Reading:
    score: float
    passage: int
    """Position of the passage that answers best."""


def bm25_norm(length: int, average: int, k1: float, b: float) -> float:
    """Return the part of BM25's denominator that depends on the length of the text."""
    return k1 * (1 - b + b * length / average)


@dataclass(frozen=True, slots=True)
class Search:
    """A question made ready to be held against many records."""

    words: Sequence[Wanted]
    """In the order of the question."""
    owner: Mapping[int, int]
    """Of each own term, the place of its word in the question."""
    group: Mapping[int, int]
    """Of each term, synonyms included, the number of the word that it counts for."""
    weights: Mapping[int, float]
    known: frozenset[int]
    """All terms, and the separator."""
    strongest: float


def prepare(words: Sequence[Wanted], synonyms: Wanted) -> Search:
    """words: in the order of the question. synonyms: terms searched besides, already with their
    lower weight."""
    owner = {term: index for index, word in enumerate(words) for term in word}
    others = {term: weight for term, weight in synonyms.items() if term not in owner}
    group = owner | {term: len(words) + index for index, term in enumerate(others)}
    # A term belongs to one word only, see ``question``.
    weights = {term: weight for word in words for term, weight in word.items()} | others
    return Search(
        words=words,
        owner=owner,
        group=group,
        weights=weights,
        known=frozenset({*weights, sequences.SEPARATOR}),
        strongest=sum(max(word.values()) for word in words),
    )


def read(terms: bytes | memoryview, search: Search, sizes: Averages) -> Reading:
    """Return how well a record answers, and where. terms: ``sequences.pack`` of the record."""
    title, *body = _pieces(terms, search.known)
    record_score = TITLE_WEIGHT * _score([title], search, TITLE_K1, TITLE_B, sizes.title)
    record_score += _score([title, *body], search, BODY_K1, BODY_B, sizes.record)
    best, position = 0.0, 0
    for index, piece in enumerate(body):
        if piece.hits:
            score = PASSAGE_WEIGHT * _score([piece], search, PASSAGE_K1, PASSAGE_B, sizes.passage)
            score += NEAR_WEIGHT * _nearness(piece, search.words, search.owner)
            if score > best:
                best, position = score, index
    covered = 0.0
    if title.length:
        covered = sum(term in search.owner for term in title.terms) / title.length
    score = record_score + best + COVERED_TITLE_WEIGHT * covered * search.strongest
    return Reading(score, position)


@dataclass(frozen=True, slots=True)
class _Piece:
    length: int
    hits: list[tuple[int, int]]
    """Place and term id of each wanted term."""

    @property
    def terms(self) -> set[int]:
        return {term for _, term in self.hits}


def _pieces(terms: bytes | memoryview, known: Set[int]) -> list[_Piece]:
    numbers = sequences.unpack(terms)
    # Runs inside the interpreter for every number of every candidate.
    places = compress(range(len(numbers)), map(known.__contains__, numbers))
    pieces: list[_Piece] = []
    current: list[tuple[int, int]] = []
    start = 0
    for place in places:
        number = numbers[place]
        if number == sequences.SEPARATOR:
            pieces.append(_Piece(place - start, current))
            current, start = [], place + 1
        else:
            current.append((place, number))
    pieces.append(_Piece(len(numbers) - start, current))
    return pieces


def _score(pieces: Sequence[_Piece], search: Search, k1: float, b: float, average: int) -> float:
    """BM25 of some pieces as one text; of one word the best term counts full, the others less."""
    counts: dict[int, int] = {}
    for piece in pieces:
        for _, term in piece.hits:
            counts[term] = counts.get(term, 0) + 1
    if not counts:
        return 0.0
    norm = bm25_norm(sum(piece.length for piece in pieces), average, k1, b)
    weights, group = search.weights, search.group
    best: dict[int, float] = {}
    total = 0.0
    # Only the terms that stand here: a text has few of the words of a long question.
    for term, count in counts.items():
        score = weights[term] * count * (k1 + 1) / (count + norm)
        number = group[term]
        total += PART_WEIGHT * score
        if score > best.get(number, 0.0):
            best[number] = score
    return total + (1 - PART_WEIGHT) * sum(best.values())


def _nearness(piece: _Piece, words: Sequence[Wanted], owner: Mapping[int, int]) -> float:
    """Neighbouring words of the question that stand close in the passage, by rarity."""
    places: dict[int, list[int]] = {}
    for place, term in piece.hits:
        if term in owner:
            places.setdefault(owner[term], []).append(place)
    total = 0.0
    for index in range(len(words) - 1):
        if index in places and index + 1 in places:
            gap = min(abs(here - there) for here in places[index] for there in places[index + 1])
            if gap <= NEAR_TERMS:
                rarity = min(max(words[index].values()), max(words[index + 1].values()))
                total += rarity / max(gap, 1)
    return total

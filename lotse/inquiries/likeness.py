"""How much two questions have in common. Pure: no Django.

A question becomes a fingerprint: its most telling words, the topics the thesaurus recognises and
the content the search suggests for it. Two questions in different words may still point to the same
topic and the same example. The likeness of two questions is the cosine of their fingerprints, in
percent. Weights are whole numbers, so that every database adds up the same. Calibrated on the
judged questions (``evaluation/``); the figures stand in docs/develop/suggestions.md.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

UNIT = 100
MAX_TERMS = 24
"""Terms kept of a question, the most telling ones."""
LOWER_CASE = 0.5
"""What a word in lower case counts beside a noun: German writes nouns large."""
PART = 0.6
"""What a part of a compound counts beside the whole word: Zelthalle, Halle."""
TITLE = 1.5
"""What a word counts that stands in the subject."""
WORDS, TOPICS, FINDS = 0.6, 0.2, 0.2
"""How much of the likeness comes from words, from topics and from suggested content."""

Fingerprint = Mapping[str, int]
"""Term to weight."""


@dataclass(frozen=True)
class Word:
    text: str
    """As written."""
    terms: tuple[str, ...]
    """The whole word first, then its parts."""
    is_in_title: bool


def fingerprint(
    words: Iterable[Word],
    rarity: Mapping[str, float],
    *,
    topics: Mapping[str, float],
    finds: Mapping[str, float],
) -> dict[str, int]:
    """Return the fingerprint of a question; empty if it says nothing.

    rarity: of each term, larger for rarer ones; a term that is missing counts nothing. topics,
    finds: names that no word can have, with their weight.
    """
    weights: dict[str, float] = {}
    for word in words:
        noun = 1.0 if word.text[:1].isupper() else LOWER_CASE
        place = TITLE if word.is_in_title else 1.0
        for position, term in enumerate(word.terms):
            part = PART if position else 1.0
            weight = rarity.get(term, 0.0) * noun * place * part
            weights[term] = max(weights.get(term, 0.0), weight)
    kept = dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MAX_TERMS])
    return _scaled(kept, WORDS) | _scaled(topics, TOPICS) | _scaled(finds, FINDS)


def _scaled(weights: Mapping[str, float], share: float) -> dict[str, int]:
    """Return weights whose squares add up to a share of ``UNIT`` squared."""
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    if not length:
        return {}
    unit = UNIT * math.sqrt(share) / length
    scaled = {term: round(unit * weight) for term, weight in weights.items()}
    return {term: weight for term, weight in scaled.items() if weight}


def likeness(one: Fingerprint, other: Fingerprint) -> int:
    """Return how alike two questions are: 0 nothing in common, 100 the same."""
    total = sum(weight * other[term] for term, weight in one.items() if term in other)
    return min(100, total * 100 // (UNIT * UNIT))


def shared(one: Fingerprint, other: Fingerprint, limit: int = 5) -> list[str]:
    """Return the terms that make two questions alike, the strongest first."""
    common = {term: weight * other[term] for term, weight in one.items() if term in other}
    return sorted(common, key=lambda term: (-common[term], term))[:limit]

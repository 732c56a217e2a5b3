"""Which topics a text is about, by the words of the vocabulary. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BOUNDARIES = re.compile(r"[^a-z0-9§]+")
_WHOLE_WORD_BELOW = 5
"""Shorter labels ("GU", "Kita") count as whole words only, longer ones inside compounds too."""
# Courtesy in nearly every mail; as a synonym it would route everything to one field.
_EVERYDAY = frozenset({"dank", "telefon", "information", "auskunft", "kooperation", "newsletter"})


@dataclass(frozen=True)
class Words:
    """The labels of a vocabulary, prepared to be held against many texts."""

    needles: tuple[tuple[str, str, float], ...]
    """What must occur in a folded text, concept code, weight."""
    capitals: tuple[tuple[str, str, float], ...]
    """Abbreviations that must stand in capitals, concept code, weight."""


def prepare(labels: Iterable[tuple[str, str]]) -> Words:
    """Return labels ready for ``scores``. labels: pairs of concept code and one of its words."""
    needles, capitals = [], []
    for code, label in labels:
        # A longer label tells more.
        weight = min(3.0, 1 + len(label) / 15)
        words = _fold(label).strip()
        if label.isupper() and len(label) < _WHOLE_WORD_BELOW:
            capitals.append((label, code, weight))
        elif words and words not in _EVERYDAY:
            is_whole = len(words) < _WHOLE_WORD_BELOW or " " in words
            needles.append((f" {words} " if is_whole else words, code, weight))
    return Words(tuple(needles), tuple(capitals))


def scores(text: str, words: Words) -> dict[str, float]:
    """Return the codes of matching concepts with a score, in no order.

    Every label counts once, a more telling one for more (1 to 3).
    """
    folded = _fold(text)
    capitals = frozenset(re.findall(r"\b[A-ZÄÖÜ]{2,4}\b", text))
    found: dict[str, float] = {}
    for needle, code, weight in words.needles:
        if needle in folded:
            found[code] = found.get(code, 0) + weight
    for label, code, weight in words.capitals:
        if label in capitals:
            found[code] = found.get(code, 0) + weight
    return found


def _fold(text: str) -> str:
    """Words in small letters, each between blanks: " wir suchen hallen "."""
    return f" {_BOUNDARIES.sub(' ', text.casefold().translate(_UMLAUTS)).strip()} "

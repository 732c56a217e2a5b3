"""Which topics a text is about, by the words of the vocabulary. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BOUNDARIES = re.compile(r"[^a-z0-9§]+")
_WHOLE_WORD_BELOW = 5
"""Shorter labels ("GU", "Kita") count as whole words only, longer ones inside compounds too."""
# Courtesy in nearly every mail; as a synonym it would route everything to one field.
_EVERYDAY = frozenset({"dank", "telefon", "information", "auskunft", "kooperation", "newsletter"})


def scores(text: str, labels: Iterable[tuple[str, str]]) -> dict[str, float]:
    """Return the codes of matching concepts with a score, in no order.

    labels: pairs of concept code and one of its words. Every label counts once, a longer and
    therefore more telling one for more (1 to 3).
    """
    folded = _fold(text)
    capitals = frozenset(re.findall(r"\b[A-ZÄÖÜ]{2,4}\b", text))
    found: dict[str, float] = {}
    for code, label in labels:
        if _occurs(label, folded, capitals):
            found[code] = found.get(code, 0) + min(3.0, 1 + len(label) / 15)
    return found


def _fold(text: str) -> str:
    """Words in small letters, each between blanks: " wir suchen hallen "."""
    return f" {_BOUNDARIES.sub(' ', text.casefold().translate(_UMLAUTS)).strip()} "


@lru_cache(maxsize=4096)
def _label_words(label: str) -> str:
    # The same few hundred labels are held against every mail that comes in.
    return _fold(label).strip()


def _occurs(label: str, folded: str, capitals: frozenset[str]) -> bool:
    if label.isupper() and len(label) < _WHOLE_WORD_BELOW:
        return label in capitals
    words = _label_words(label)
    if words in _EVERYDAY or not words:
        return False
    if len(words) < _WHOLE_WORD_BELOW or " " in words:
        return f" {words} " in folded
    return words in folded

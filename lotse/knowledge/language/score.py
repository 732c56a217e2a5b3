"""How hard a German text is to read. Pure: no Django.

Two measures that editors know, and what to change. Both need no dictionary:

- LIX (Björnsson 1968): words per sentence plus the share of words with more than six letters. For
  German: below 40 easy, 50 to 60 non-fiction, above 60 specialist (Lenhard and Lenhard 2011).
- Wiener Sachtextformel 1 (Bamberger and Vanecek 1984): the school year from which on a text is
  understood, 4 to 15.

Syllables are counted as groups of vowels; "Beamte" has one too few by that, which over a text
weighs little. The words to avoid are chosen after the example of the Bundesverwaltungsamt's
Arbeitshandbuch "Bürgernahe Verwaltungssprache" (4th edition 2002).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
LONG_SENTENCE = 25
"""Words from which on a sentence is called long."""
FEW_WORDS = 30
"""A text with fewer words is not judged; one long word would decide."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouyäöüAEIOUYÄÖÜ]+")
_MARK = re.compile(r"\[(?:\d{1,2}|F-[A-Z0-9a-z-]+)\]|https?://\S+|\S+@\S+")
_ABBREVIATION = re.compile(
    r"\b(?:Abs|Nr|Art|Satz|bzw|ca|ggf|usw|etc|evtl|inkl|vgl|St|Dr|Mio|Mrd|Std|Tel|Str"
    r"|z\.\s?B|d\.\s?h|u\.\s?a|i\.\s?d\.\s?R|o\.\s?ä|\d{1,4})\.",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?:;]+[\"“”)\]]*(?:\s+|$)|\n+")
PLAINER = {
    "anlässlich": "bei, zu",
    "aufgrund dessen": "darum",
    "beinhaltet": "enthält",
    "bezüglich": "zu, über",
    "diesbezüglich": "dazu",
    "etwaige": "mögliche",
    "gemäß": "nach",
    "hinsichtlich": "zu, bei",
    "im Rahmen": "bei, mit",
    "im Vorfeld": "vorher",
    "Inanspruchnahme": "nutzen",
    "in Ermangelung": "ohne",
    "infolge": "wegen, durch",
    "mittels": "mit",
    "obliegt": "ist Aufgabe von",
    "seitens": "von",
    "sodann": "dann",
    "sofern": "wenn",
    "unter Zuhilfenahme": "mit",
    "vorgenannt": "dieser",
    "zum Zwecke": "für, um zu",
    "zur Verfügung gestellt": "gegeben, bereitgestellt",
    "Zurverfügungstellung": "geben, bereitstellen",
    "zwecks": "für, um zu",
}
"""Words of officialese and what to write instead."""
_OFFICIAL = re.compile(
    r"\b(" + "|".join(re.escape(word) for word in sorted(PLAINER, key=len, reverse=True)) + r")",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Measure:
    words: int
    sentences: int
    lix: int
    school_year: int
    long_sentences: tuple[str, ...]
    """The longest first."""
    official: tuple[tuple[str, str], ...]
    """Each word as it stands in the list, and what to write instead."""

    @property
    def is_judged(self) -> bool:
        return self.words >= FEW_WORDS


def measure(texts: Iterable[str]) -> Measure:
    """Measure texts as one. A line break ends a sentence, because lists have no full stops.

    Numbers, addresses and marks of sources count neither as words nor as sentences.
    """
    found = [
        (sentence, words)
        for text in texts
        for sentence in _sentences(text)
        if (words := _WORD.findall(sentence))
    ]
    words = [word for _sentence, every in found for word in every]
    if not words:
        return Measure(0, 0, 0, 0, (), ())
    mean_length = len(words) / len(found)
    long_words = _share(words, lambda word: len(word) > 6)
    syllables = [_syllables(word) for word in words]
    year = (
        0.1935 * _share(syllables, lambda count: count >= 3)
        + 0.1672 * mean_length
        + 0.1297 * long_words
        - 0.0327 * _share(syllables, lambda count: count == 1)
        - 0.875
    )
    long = sorted((pair for pair in found if len(pair[1]) > LONG_SENTENCE), key=_length)
    text = "\n".join(sentence for sentence, _words in found)
    known = {word.lower(): word for word in PLAINER}
    official = dict.fromkeys(known[hit.lower()] for hit in _OFFICIAL.findall(text))
    return Measure(
        words=len(words),
        sentences=len(found),
        lix=round(mean_length + long_words),
        school_year=max(4, min(15, round(year))),
        long_sentences=tuple(sentence for sentence, _words in long),
        official=tuple((word, PLAINER[word]) for word in official),
    )


def _sentences(text: str) -> list[str]:
    plain = _ABBREVIATION.sub(lambda found: found[0].replace(".", ""), _MARK.sub(" ", text))
    return [" ".join(part.split()) for part in _END.split(plain) if part.strip()]


def _length(pair: tuple[str, Sequence[str]]) -> int:
    return -len(pair[1])


def _share(values: Sequence[T], fits: Callable[[T], bool]) -> float:
    """In percent."""
    return 100 * sum(map(fits, values)) / len(values)


def _syllables(word: str) -> int:
    return max(1, len(_VOWELS.findall(word)))

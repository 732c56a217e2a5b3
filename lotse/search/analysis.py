"""German text to index terms. Pure: no Django.

One function serves documents and questions. Any text is accepted: what is no word yields no term.
The work grows linearly with the text, and no call reads more than ``MAX_TEXT`` characters.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from lotse.search import derivation
from lotse.search.compounds import Vocabulary
from lotse.search.stemming import fold, stem
from lotse.search.stopwords import STOP_WORDS

VERSION = 2
"""Raise it with every change of the terms; an index of another version is rebuilt."""

MAX_TEXT = 100_000
"""Characters read of one text."""
MAX_TERM = 40
"""Characters of one term; longer words are cut."""

_CHUNK = 1_000
# Invisible characters: soft hyphen, joiners, direction marks, byte order mark, NUL and its kin.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_INNER_I = re.compile(r"(?<=[a-zäöüß])I(?=n(?:nen)?\b)")
_WORD = re.compile(
    r"""
      (?P<paragraph>§+)
    | (?P<number>\d{1,3}(?:\.\d{3})+(?![\w.]) | \d+,\d+(?!\w))
    | (?P<word>[^\W_]+)
      (?P<gender>[*:_/·•]-?(?:innen|in|n|e|er|r)\b | \((?:innen|in)\))?
    """,
    re.VERBOSE,
)
_FEMININE = ("innen", "in")
_SUBDIVISIONS = {
    **dict.fromkeys(("abs", "absatz", "absätze"), "abs"),
    **dict.fromkeys(("nr", "nummer", "nrn"), "nr"),
}
_HYPHENS = ("-", "–", "‑")
_LINKS = ("und", "oder", "bzw", "sowie")
_PREFIXES = (
    *("gegen", "zwischen", "unter", "über", "nach", "auf", "aus", "ein", "vor", "mit", "hin"),
    *("her", "weg", "los", "an", "ab", "zu", "um", "be", "ent", "ver"),
)
"""Of words like "Überbelegung", the longest first."""
_MIN_REST = 3


class Token(NamedTuple):
    """A word of a text with the terms it is found by; positions count in the cleaned text."""

    start: int
    end: int
    word: str
    """Lower case, gender form resolved; for people."""
    terms: tuple[str, ...]
    """The stem of the whole word first, then those of its parts. Empty for stop words."""


def clean(text: str) -> str:
    """Return the text in NFC without invisible characters and lone surrogates, cut to size."""
    text = _SURROGATES.sub("\ufffd", text[:MAX_TEXT])
    text = _INVISIBLE.sub("", text)
    if unicodedata.is_normalized("NFC", text):
        return text
    # Piece by piece: normalising a long run of accents at once takes quadratic time.
    pieces = (text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK))
    return "".join(unicodedata.normalize("NFC", piece) for piece in pieces)


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    gap: str
    """What stands between the word before and this one, if that is less than three characters."""


def _words(text: str) -> Iterator[_Word]:
    last = 0
    for match in _WORD.finditer(_INNER_I.sub("i", text)):
        start, end = match.span()
        kind = match.lastgroup
        if kind == "word":
            word = match.group().lower()
        elif kind == "gender":
            word = match["word"].lower()
            ending = match["gender"].strip("*:_/·•-()")
            if not ending.startswith(_FEMININE):
                word += ending
        elif kind == "number":
            word = match.group().replace(".", "")
        else:
            word = "§"
        yield _Word(start, end, word, text[last:start] if start - last < 3 else "")
        last = end


def words(text: str) -> list[str]:
    """Return the words a vocabulary learns from: lower case, no stop words."""
    return [word.text for word in _words(clean(text)) if word.text not in STOP_WORDS]


class Analyser:
    """Text to terms with one vocabulary. Keeps what it learned about words, not about texts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._terms: dict[str, tuple[str, ...]] = {}

    def tokens(self, text: str) -> list[Token]:
        """Return the words of a cleaned text in order, with their terms."""
        found: list[Token] = []
        before: _Word | None = None
        for word in _words(text):
            terms = self._word_terms(word.text)
            if before is not None:
                terms += self._joined_terms(before, word)
            found.append(Token(word.start, word.end, word.text, terms))
            before = word
        return self._with_ellipses(text, found)

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, in order, with repetitions."""
        return [term for token in self.tokens(clean(text)) for term in token.terms]

    def places(self, text: str, terms: Set[str]) -> list[tuple[int, int]]:
        """Return start and end of the words of a cleaned text that have one of some terms.

        Much cheaper than ``tokens``: a word is only analysed if its folded letters contain one.
        """
        parts = tuple(term.lstrip("§") for term in terms)
        found: list[tuple[int, int]] = []
        for word in _words(text):
            known = self._terms.get(word.text)
            if known is None:
                folded = fold(word.text)
                if not any(part in folded for part in parts):
                    continue
                known = self._word_terms(word.text)
            if not terms.isdisjoint(known):
                found.append((word.start, word.end))
        return found

    def related(self, token: Token) -> tuple[str, ...]:
        """Return terms that widen a word of a question: what is derived from it, and the known
        ending of a word that cannot be split."""
        found = [*derivation.related(token.word)]
        if ending := self._vocabulary.ending(token.word):
            found.append(stem(ending)[:MAX_TERM])
        return tuple(term for term in dict.fromkeys(found) if term not in token.terms)

    def number_of_terms(self, counts: Mapping[str, int]) -> int:
        """Return how many terms some words give, each as often as counted."""
        return sum(len(self._word_terms(word)) * count for word, count in counts.items())

    def _word_terms(self, word: str) -> tuple[str, ...]:
        known = self._terms.get(word)
        if known is None:
            if len(self._terms) >= 200_000:
                self._terms.clear()
            known = self._terms[word] = self._analyse(word)
        return known

    def _analyse(self, word: str) -> tuple[str, ...]:
        if word in STOP_WORDS or word == "§":
            return ()
        parts = self._vocabulary.split(word)
        terms = [stem(word)[:MAX_TERM]]
        terms += [stem(part)[:MAX_TERM] for part in parts if part not in STOP_WORDS]
        return tuple(dict.fromkeys(terms))

    def _joined_terms(self, before: _Word, word: _Word) -> tuple[str, ...]:
        """Terms of two words that belong together: "§ 246", "E-Mail", "Kita-Platz"."""
        if before.text == "§":
            return ("§" + word.text[:MAX_TERM],)
        # "Abs. 12" and "Absatz 12" of a law are something else than any 12.
        if before.text in _SUBDIVISIONS and word.text[0].isdigit():
            return (_SUBDIVISIONS[before.text] + word.text[:MAX_TERM],)
        if word.gap == "-" and before.text not in STOP_WORDS and len(before.text + word.text) < 32:
            return (stem(before.text + word.text)[:MAX_TERM],)
        return ()

    def _with_ellipses(self, text: str, tokens: list[Token]) -> list[Token]:
        """Complete "Integrations- und Sprachkurse", "Unter- und Überbelegung", "Sprachkurse und
        -prüfungen" with the words that were left out."""
        for position in range(len(tokens) - 2):
            first, link, last = tokens[position : position + 3]
            if link.word not in _LINKS:
                continue
            if text[first.end : first.end + 2].rstrip() in _HYPHENS:
                whole = self._with_end_of(last.word, first.word)
                tokens[position] = self._with(first, whole)
            elif text[link.end : last.start].strip() in _HYPHENS:
                whole = self._with_beginning_of(first.word, last.word)
                tokens[position + 2] = self._with(last, whole)
        return tokens

    def _with(self, token: Token, whole: str) -> Token:
        """Return the token with the terms of the whole word before its own, if there is one."""
        if not whole:
            return token
        added = tuple(term for term in self._word_terms(whole) if term not in token.terms)
        return token._replace(terms=token.terms + added)

    def _with_end_of(self, word: str, beginning: str) -> str:
        parts = self._vocabulary.split(word)
        if parts and beginning not in _PREFIXES:
            return beginning + parts[-1]
        prefix = next((p for p in _PREFIXES if word.startswith(p)), "")
        if prefix and beginning in _PREFIXES and len(word) - len(prefix) >= _MIN_REST:
            return beginning + word[len(prefix) :]
        return ""

    def _with_beginning_of(self, word: str, end: str) -> str:
        parts = self._vocabulary.split(word)
        tail = parts[-1] if parts else ""
        return word[: -len(tail)] + end if tail and word.endswith(tail) else ""


__all__ = ["VERSION", "Analyser", "Token", "clean", "fold", "words"]

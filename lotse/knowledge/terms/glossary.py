"""The explained words as one pattern, kept in memory for a state of the content."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps

from lotse.ui import page_cache

if TYPE_CHECKING:
    from lotse.knowledge.models import GlossaryTerm

_ENDINGS = "(?:s|es|n|en|e)?"
_SHORT = 4
"""Words up to this length in capitals are abbreviations and have no endings but s."""


@dataclass(frozen=True)
class Term:
    name: str
    slug: str
    meaning: str


@dataclass(frozen=True)
class Glossary:
    pattern: str
    """Regular expression without groups; empty if nothing is explained."""
    by_word: Mapping[str, Term]

    def term(self, word: str) -> Term | None:
        """Return the term of a word found by the pattern."""
        for end in range(len(word), max(len(word) - 3, 0), -1):
            if found := self.by_word.get(word[:end]):
                return found
        return None


EMPTY = Glossary("", {})
_kept: tuple[UUID, Glossary] | None = None


def current() -> Glossary:
    """Return all words that are explained in texts. One small query, two after a change."""
    global _kept
    state = page_cache.content_state()
    if state is not None and _kept is not None and _kept[0] == state:
        return _kept[1]
    # By name: the models import this module through the preview.
    model: type[GlossaryTerm] = apps.get_model("knowledge", "GlossaryTerm")
    glossary = of_terms(model.objects.filter(is_linked=True))
    if state is not None:
        _kept = (state, glossary)
    return glossary


def of_terms(terms: "Iterable[GlossaryTerm]") -> Glossary:
    """Return terms as a pattern that prefers the longest word."""
    by_word = {
        word: Term(term.term, term.slug, term.meaning) for term in terms for word in term.words
    }
    if not by_word:
        return EMPTY
    longest_first = sorted(by_word, key=lambda word: (-len(word), word))
    pattern = "|".join(_spelled(word) for word in longest_first)
    return Glossary(rf"(?<![\w-])(?:{pattern})(?![\w-])", by_word)


def _spelled(word: str) -> str:
    is_abbreviation = len(word) <= _SHORT and word.upper() == word
    return re.escape(word) + ("s?" if is_abbreviation else _ENDINGS)

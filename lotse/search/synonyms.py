"""Other words for the same thing, from the vocabulary of ``topics``, ready for a question."""

import time
from dataclasses import dataclass

from lotse.search.analysis import Analyser, clean
from lotse.search.models import Generation
from lotse.topics import queries

FRESH_SECONDS = 60
"""How long a process goes on with the words it read; editors see a change after this time."""


@dataclass(frozen=True)
class Label:
    """One word or phrase of a concept."""

    text: str
    is_hidden: bool
    """Widens a search and is never shown."""
    terms: tuple[str, ...]
    """The stem of each of its words."""


@dataclass(frozen=True)
class Thesaurus:
    token: str
    read_at: float
    groups: tuple[tuple[Label, ...], ...]
    by_term: dict[str, tuple[int, ...]]
    """Groups with a label that begins with this term."""

    def expand(self, terms: frozenset[str]) -> list[tuple[Label, frozenset[str]]]:
        """Return the other labels of every concept one of whose labels is in the question.

        terms: the stems of the question's words. With each label come the terms of the one that
        was written. Labels all of whose words are already there are left out.
        """
        found: dict[str, tuple[Label, frozenset[str]]] = {}
        for number in dict.fromkeys(n for term in terms for n in self.by_term.get(term, ())):
            group = self.groups[number]
            written = [label for label in group if terms.issuperset(label.terms)]
            if written:
                told = frozenset(term for label in written for term in label.terms)
                for label in group:
                    if label not in written:
                        found.setdefault(label.text, (label, told))
        return [found[text] for text in sorted(found)]


_read: Thesaurus | None = None


def current(generation: Generation, analyser: Analyser) -> Thesaurus:
    """Return the thesaurus in the terms of this generation; two queries a minute."""
    global _read
    now = time.monotonic()
    if _read is None or _read.token != generation.token or now - _read.read_at > FRESH_SECONDS:
        _read = _load(generation.token, analyser, now)
    return _read


def _load(token: str, analyser: Analyser, now: float) -> Thesaurus:
    groups: list[tuple[Label, ...]] = []
    by_term: dict[str, list[int]] = {}
    for concept in queries.synonyms():
        labels: list[Label] = []
        for text in concept.words:
            tokens = analyser.tokens(clean(text))
            terms = tuple(token.terms[0] for token in tokens if token.terms)
            if terms:
                labels.append(Label(text, text in concept.hidden, terms))
                by_term.setdefault(terms[0], []).append(len(groups))
        groups.append(tuple(labels))
    return Thesaurus(token, now, tuple(groups), {t: tuple(g) for t, g in by_term.items()})

"""Reads of the vocabulary used by other slices."""

from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from lotse.topics import matching
from lotse.topics.matching import Words
from lotse.topics.models import Concept, Label
from lotse.ui import page_cache


@dataclass(frozen=True)
class Synonyms:
    """All words of one concept. ``hidden`` widen a search and are never shown."""

    code: str
    name: str
    labels: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    english: str = field(default="")

    @property
    def words(self) -> tuple[str, ...]:
        """Every German word, shown or not."""
        return (self.name, *self.labels, *self.hidden)


def fields() -> QuerySet[Concept]:
    """The six question fields, in their order."""
    found: QuerySet[Concept] = Concept.objects.filter(kind=Concept.Kind.FIELD)
    return found


def cross_cutting() -> QuerySet[Concept]:
    """The topics that cut across the fields."""
    found: QuerySet[Concept] = Concept.objects.filter(kind=Concept.Kind.CROSS_CUTTING)
    return found


def top_level() -> QuerySet[Concept]:
    """Fields, then cross-cutting topics."""
    found: QuerySet[Concept] = Concept.objects.filter(broader=None)
    return found


def synonyms() -> list[Synonyms]:
    """Return the words of every concept, in the order of the vocabulary. Two queries."""
    shown: dict[str, list[str]] = {}
    hidden: dict[str, list[str]] = {}
    for code, text, is_hidden in Label.objects.values_list("concept_id", "text", "is_hidden"):
        (hidden if is_hidden else shown).setdefault(code, []).append(text)
    return [
        Synonyms(code, name, tuple(shown.get(code, ())), tuple(hidden.get(code, ())), english)
        for code, name, english in Concept.objects.values_list("code", "name", "name_en")
    ]


@dataclass(frozen=True)
class _Vocabulary:
    words: Words
    concepts: dict[str, Concept]
    """By code, with ``broader`` loaded."""


def match(text: str, limit: int = 5, *, state: UUID | None = None) -> list[Concept]:
    """Return the concepts whose words occur in a text, most telling first.

    Hidden words count too. ``broader`` is loaded, so ``concept.top`` costs nothing. The concepts
    are shared between callers: read them, change none. state: ``page_cache.content_state()``, if
    the caller has asked for it already.
    """
    state = state or page_cache.content_state()
    vocabulary = _kept_vocabulary(state) if state else _vocabulary()
    found = matching.scores(text, vocabulary.words)
    # A narrower concept says more than the field above it.
    best = sorted(found, key=lambda code: (-found[code], -len(code), code))[:limit]
    return [vocabulary.concepts[code] for code in best]


def _vocabulary() -> _Vocabulary:
    """Read all concepts and labels. Two queries."""
    concepts = {
        concept.code: concept for concept in Concept.objects.select_related("broader").order_by()
    }
    labels: list[tuple[str, str]] = []
    for code, concept in concepts.items():
        name = concept.name
        # "Container und mobile Bauten" is met by either half; those of a field are too common.
        parts = {name, *name.split(" und ")} if concept.broader_id else {name}
        labels += [(code, part) for part in parts]
    labels += Label.objects.order_by().values_list("concept_id", "text")
    return _Vocabulary(matching.prepare(labels), concepts)


@lru_cache(maxsize=1)
def _kept_vocabulary(state: UUID) -> _Vocabulary:
    # The vocabulary is held against every mail that comes in, and changes a few times a year.
    return _vocabulary()

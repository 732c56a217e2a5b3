"""All published facts as plain values, and which of their versions holds on a day.

Small enough to keep in memory: hundreds of facts with one to five versions. What is kept belongs to
a state of the content (``ui.page_cache``), so a change is seen by every process at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db.models import Model, QuerySet

from lotse.lib.audience import Audience
from lotse.ui import page_cache

if TYPE_CHECKING:
    from lotse.knowledge.models import Fact, FactVersion

_LEGAL = frozenset({"law", "ordinance", "guideline"})


class Status(StrEnum):
    """What a version is on a day. Derived, never stored."""

    CURRENT = "current"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    """Nobody has checked whether a legal rule still holds, or it is not confirmed at all."""


@dataclass(frozen=True)
class Version:
    """Values of ``FactVersion``."""

    pk: int | None
    statement: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    norm: str
    bindingness: str
    valid_from: date | None
    valid_to: date | None
    known_from: date | None
    as_of: date | None
    law_as_of: date | None
    checked_on: date | None
    is_confirmed: bool
    caveat: str

    def status(self, on: date) -> Status:
        if self.valid_to and self.valid_to < on:
            return Status.EXPIRED
        if not self.is_confirmed or (self.is_legal and not self.law_as_of):
            return Status.UNKNOWN
        return Status.CURRENT

    @property
    def is_legal(self) -> bool:
        """Law, ordinance or guideline; recommendations and practice do not "apply"."""
        return self.bindingness in _LEGAL

    def holds(self, on: date) -> bool:
        """Whether we know that it applied on this day."""
        has_begun = self.known_from is None or self.known_from <= on
        return has_begun and (self.valid_to is None or self.valid_to >= on)

    @property
    def stated_on(self) -> date | None:
        """The day to print beside it: of the law, else of the source, else of the check."""
        return self.law_as_of or self.as_of or self.checked_on


@dataclass(frozen=True)
class Entry:
    """One fact with its versions, the oldest first."""

    pk: int
    code: str
    key: str
    """Slug of what it is about."""
    name: str
    kind: str
    scope: str
    lands: tuple[tuple[str, str], ...]
    """Code and name."""
    url: str
    audience: Audience
    review_due_on: date | None
    versions: tuple[Version, ...]
    is_live: bool = True
    is_unchecked: bool = False
    """Published by one person alone; a second one has yet to look."""

    @property
    def confirmed(self) -> tuple[Version, ...]:
        return tuple(version for version in self.versions if version.is_confirmed)

    def at(self, on: date) -> Version | None:
        """Return the confirmed version of which we know that it applied on a day."""
        fitting = [version for version in self.confirmed if version.holds(on)]
        return max(fitting, key=_beginning, default=None)

    def shown(self, on: date) -> Version | None:
        """Return the version to show for a day: the one that applied, else the nearest one.

        None if no version is confirmed.
        """
        begun = [v for v in self.confirmed if v.known_from is None or v.known_from <= on]
        latest = max(begun, key=_beginning, default=None)
        return self.at(on) or latest or min(self.confirmed, key=_beginning, default=None)

    def is_review_due(self, on: date) -> bool:
        return self.review_due_on is not None and self.review_due_on <= on


Book = Mapping[str, Entry]
"""Published facts by their code."""
_kept: tuple[UUID, Book] | None = None


def current() -> Book:
    """Return all published facts. One small query while nothing was published, else four."""
    global _kept
    # Read before the facts: they are then never older than the state they are kept under.
    state = page_cache.content_state()
    if state is not None and _kept is not None and _kept[0] == state:
        return _kept[1]
    book = {fact.code: entry(fact) for fact in complete(_facts().filter(live=True))}
    if state is not None:
        _kept = (state, book)
    return book


def complete(facts: "QuerySet[Fact]") -> "QuerySet[Fact]":
    """Load everything ``entry`` reads, in three queries for any number."""
    return facts.select_related("key").prefetch_related("lands", "versions")


def entry(fact: "Fact") -> Entry:
    """Return a fact as plain values; also of a draft."""
    versions = sorted((_version(one) for one in fact.versions.all()), key=_beginning)
    return Entry(
        pk=fact.pk,
        code=fact.code,
        key=fact.key.slug,
        name=fact.key.name,
        kind=fact.kind,
        scope=fact.scope,
        lands=tuple((land.code, land.name) for land in fact.lands.all()),
        url=fact.get_absolute_url(),
        audience=Audience(fact.audience),
        review_due_on=fact.review_due_on,
        versions=tuple(versions),
        is_live=fact.live,
        is_unchecked=fact.check_due_at is not None,
    )


def of_key(book: Book, key: str) -> list[Entry]:
    """Return the facts about one thing, federal ones first, then by Land."""
    ranks = {"federal": 0, "land": 1, "municipal": 2}
    found: Iterable[Entry] = (one for one in book.values() if one.key == key)
    return sorted(found, key=lambda one: (ranks[one.scope], one.lands, one.code))


def _version(version: "FactVersion") -> Version:
    return Version(
        pk=version.pk,
        statement=version.statement,
        value=version.value,
        value_max=version.value_max,
        unit=version.unit,
        norm=version.norm,
        bindingness=version.bindingness,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        known_from=version.known_from,
        as_of=version.as_of,
        law_as_of=version.law_as_of,
        checked_on=version.checked_on,
        is_confirmed=version.is_confirmed,
        caveat=version.caveat,
    )


def _beginning(version: Version) -> date:
    return version.known_from or date.min


def _facts() -> "QuerySet[Fact]":
    # By name: the models import this module.
    model: type[Model] = apps.get_model("knowledge", "Fact")
    return model._default_manager.all()  # type: ignore[return-value]


def for_texts(texts: Iterable[str]) -> Book:
    """Return the facts if any of these texts may show one; none and no query otherwise."""
    return current() if any("[F-" in text for text in texts) else {}

"""Where a record came from, and what its origin still forbids. A registry for slices above.

Inquiries lie above knowledge and become part of it. They register here, so that a record can name
them to the team, and so that nothing is published while its origin says no.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

Gaps = Callable[[str, Any], list[str]]
"""From a kind and a draft (the record as it would be published) to German sentences."""


@dataclass(frozen=True)
class Origin:
    """One thing a record came from, as the team sees it."""

    label: str
    url: str
    note: str = ""
    is_for_editors: bool = False
    """Whether editors may open it; otherwise the desk alone."""


@dataclass(frozen=True)
class Traces:
    """What the team sees beside a record."""

    origins: tuple[Origin, ...] = ()
    facts: tuple[str, ...] = ()
    """Sentences with counts: "3 Antworten zitieren diesen Eintrag."."""


@dataclass(frozen=True)
class Kind:
    """A slice whose things become knowledge."""

    traces: Callable[[str, int], Traces]
    asked: Callable[[str, int], int]
    """How many of them ended in this record."""
    gaps: Gaps


@dataclass
class _Registry:
    kinds: list[Kind] = field(default_factory=list)


_registry = _Registry()


def register(kind: Kind) -> None:
    _registry.kinds.append(kind)


def traces(kind: str, object_id: int) -> Traces:
    """Return what all origins say about a record, for the team alone."""
    found = [one.traces(kind, object_id) for one in _registry.kinds]
    return Traces(
        origins=tuple(origin for one in found for origin in one.origins),
        facts=tuple(fact for one in found for fact in one.facts),
    )


def asked(kind: str, object_id: int) -> int:
    """Return how many inquiries this record answers."""
    return sum(one.asked(kind, object_id) for one in _registry.kinds)


def gaps(kind: str, draft: Any) -> list[str]:
    """Return what must be settled before this draft may be shown, in German sentences."""
    return [sentence for one in _registry.kinds for sentence in one.gaps(kind, draft)]


def check(kind: str, draft: Any) -> None:
    """Refuse a draft whose origin forbids it. Raises ValidationError."""
    if found := gaps(kind, draft):
        raise ValidationError(found)

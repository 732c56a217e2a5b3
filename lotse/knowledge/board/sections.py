"""The parts of the editors' board. A slice adds one with ``add``: this is the only place.

A part finds its entries for a scope: whose, which field, how many. It needs the same number of
queries however many entries there are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise

from lotse.accounts.models import User

Words = str | Promise


@dataclass(frozen=True)
class Scope:
    """What the board is asked for."""

    person: User
    is_own: bool
    """Only what this person looks after."""
    field: str
    """Code of a question field; empty: all."""
    limit: int
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def owner(self) -> User | None:
        return self.person if self.is_own else None


@dataclass(frozen=True)
class Act:
    """What can be done at once, as a button that posts."""

    label: Words
    url: str
    fields: Sequence[tuple[str, str]] = ()
    """Names and values of hidden fields."""


@dataclass(frozen=True)
class Entry:
    title: str
    url: str
    meta: Sequence[Words] = ()
    due_at: datetime | date | None = None
    is_over: bool = False
    acts: Sequence[Act] = ()
    note: Words = ""


@dataclass(frozen=True)
class Found:
    """The first entries of a part and how many there are in all."""

    count: int
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Section:
    key: str
    """Its name in the address."""
    title: Words
    about: Words
    """One sentence: what stands here and what to do."""
    find: Callable[[Scope], Found]
    list_url: str = ""
    """Page with the whole list, where there is one."""
    order: int = 100


_sections: dict[str, Section] = {}


def add(*sections: Section) -> None:
    """Put parts on the board. One with a known key takes the place of the older."""
    for section in sections:
        _sections[section.key] = section


def all_sections() -> list[Section]:
    """Return the parts in their order."""
    return sorted(_sections.values(), key=lambda section: (section.order, section.key))

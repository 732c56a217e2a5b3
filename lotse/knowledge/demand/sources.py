"""Where demand comes from besides searches. A registry for slices above.

Inquiries lie above knowledge; they register here, so that what they had no source for stands on
the same list as what was searched in vain.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django_stubs_ext import StrOrPromise

from lotse.accounts.models import User
from lotse.knowledge.models import Commission


@dataclass(frozen=True)
class Wanted:
    """One thing somebody wanted, without whatever may point at a person."""

    key: str
    """Names it to its source, for example a reference number."""
    text: str
    why: str
    """Why it stands on the list, in one sentence."""
    url: str
    """Where the desk sees it whole."""
    asked_at: datetime
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    name: str
    """In the address."""
    label: StrOrPromise
    hint: StrOrPromise
    """What stands there and why, in a sentence or two."""
    rows: Callable[[datetime], QuerySet[Any]]
    """What still waits, at an instant."""
    order: Sequence[str]
    """Keyset of the rows."""
    wanted: Callable[[Sequence[Any], datetime], list[Wanted]]
    """Rows of one page in words; a fixed number of queries."""
    one: Callable[[str, datetime], Wanted | None]
    commission: Callable[[str, str, str, str, User, datetime], Commission]
    """Called with key, kind, title, why, person and the present instant. Raises RuleError."""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.name] = source


def every() -> list[Source]:
    return list(_sources.values())


def named(name: str) -> Source | None:
    return _sources.get(name)

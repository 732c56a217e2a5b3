"""What other programs can be told. Slices above add theirs in ``announcing``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django_stubs_ext import StrOrPromise

TEST = "test"
labels: dict[str, StrOrPromise] = {}


@dataclass(frozen=True)
class News:
    """One thing that happened. Holds no personal data: who may know more follows the link."""

    source_id: int
    """Primary key of the record it comes from."""
    event: str
    subject: str
    """Reference number, for example L-2026-0001."""
    path: str
    """Where people read more, on this site."""
    happened_at: datetime


class Feed(Protocol):
    """A journal that is only ever added to."""

    name: str

    def newest_id(self) -> int:
        """Return the largest primary key, 0 for an empty journal."""
        ...

    def news(self, after: int, limit: int) -> Iterator[News]:
        """Yield what is told of what happened after a primary key, by that key, up to limit."""
        ...


feeds: list[Feed] = []


def register(feed: Feed, names: dict[str, StrOrPromise]) -> None:
    """Add a journal and the events it tells."""
    labels.update(names)
    if all(known.name != feed.name for known in feeds):
        feeds.append(feed)

"""What differs between kinds of aids: their text, what is wrong with it, how it is shown and found.

Each kind is a module that fills a ``Conduct``; nothing else asks an aid for its kind to decide
how to treat it. The life of an aid (versions, search, withdrawal) is the same for all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from lotse.aids import papers
from lotse.search.documents import Passage

if TYPE_CHECKING:
    from django.http import HttpRequest

    from lotse.aids.models import Aid


def _as_it_is(text: str) -> str:
    return text


def _written(aid: "Aid") -> Iterator[str]:
    yield from (aid.text, aid.limits)


def _nothing_more(aid: "Aid", request: "HttpRequest", today: date) -> Mapping[str, Any]:
    return {}


def _as_prose(aid: "Aid", request: "HttpRequest", today: date) -> Sequence[papers.Block]:
    return papers.of_prose(aid.text)


def _no_table(aid: "Aid", request: "HttpRequest", today: date) -> papers.Table | None:
    return None


def _no_objection(aid: "Aid", today: date) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Conduct:
    """How one kind of aid behaves."""

    template: str
    """Shows the text of an aid; gets ``text`` and what ``on_page`` adds."""
    read: Callable[[str, Any], Any]
    """Text and definition of an aid or a version, ready for ``template``."""
    gaps: Callable[["Aid"], Mapping[str, str]]
    """What is missing or wrong, by column, as German sentences."""
    passages: Callable[["Aid"], Iterator[Passage]]
    """What the search finds, each with the id of its place on the page."""
    marked: Callable[["Aid"], Iterator[str]] = field(default=_written)
    """Texts that may name facts: "[F-U-20]". What changed lists the aid for correction."""
    stored: Callable[[str], str] = field(default=_as_it_is)
    """The text as it is kept: what an editor has typed, in order."""
    objections: Callable[["Aid", date], Mapping[str, str]] = field(default=_no_objection)
    """What stops a publication besides gaps, because of records elsewhere."""
    on_page: Callable[["Aid", "HttpRequest", date], Mapping[str, Any]] = field(
        default=_nothing_more
    )
    """What the page of the aid shows besides its text: answers to a query, results."""
    on_paper: Callable[["Aid", "HttpRequest", date], Sequence[papers.Block]] = field(
        default=_as_prose
    )
    """What stands on its paper (PDF, Word, OpenDocument) between title and sources."""
    in_table: Callable[["Aid", "HttpRequest", date], papers.Table | None] = field(default=_no_table)
    """The same as one table for XLSX and JSON; None where a table makes no sense."""
    has_table: bool = False
    version_template: str = ""
    """Shows the text of an earlier version, if ``template`` needs what ``on_page`` adds."""
    is_copied: bool = False
    """Whether municipalities work with copies of their own."""

    @property
    def template_of_version(self) -> str:
        return self.version_template or self.template


def conduct(kind: str) -> Conduct:
    """Return how a kind of aid behaves. kind: a value of ``Aid.Kind``."""
    # Here, because the models ask for the kinds of aids and the kinds for the models.
    from lotse.aids.kinds import calculator, checklist, prose, tree

    return {
        "checklist": checklist.CONDUCT,
        "guide": prose.CONDUCT,
        "sample": prose.CONDUCT,
        "calculator": calculator.CONDUCT,
        "tree": tree.CONDUCT,
    }[kind]

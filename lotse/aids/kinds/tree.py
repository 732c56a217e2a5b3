"""Decision trees: one question after the other, and the whole tree to read and print."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lotse.accounts.access import reach
from lotse.aids import branching, papers
from lotse.aids.branching import Node, Tree
from lotse.aids.kinds import Conduct
from lotse.knowledge.facts import book
from lotse.knowledge.facts.book import Book, Entry
from lotse.lib import german
from lotse.lib.audience import Audience
from lotse.search.documents import Passage

if TYPE_CHECKING:
    from lotse.aids.models import Aid

WAY = "weg"


@dataclass(frozen=True)
class Ground:
    """A fact a result rests on, and whether it still holds."""

    name: str
    norm: str
    url: str
    until: date | None
    holds: bool


@dataclass(frozen=True)
class Past:
    """A question answered on the way."""

    node: Node
    answer: str
    again: str
    """Query of the address where it is answered anew."""


@dataclass(frozen=True)
class Offer:
    """An answer one may give now."""

    text: str
    query: str


def read(text: str, _definition: Any = None) -> Tree:
    return branching.read(text)


def gaps(aid: "Aid") -> Mapping[str, str]:
    if not aid.text.strip():
        return {"text": _("Der Text fehlt.")}
    found = branching.read(aid.text)
    if found.problems:
        return {"text": " ".join(found.problems[:5])}
    facts = book.current()
    for node in found.nodes:
        for code in node.facts:
            if code not in facts or not facts[code].confirmed:
                sentence = _("„{title}“ beruht auf {code}; das ist keine bestätigte Tatsache.")
                return {"text": sentence.format(title=node.title, code=code)}
    return {}


def marked(aid: "Aid") -> Iterator[str]:
    yield from (aid.text, aid.limits)
    for node in branching.read(aid.text).nodes:
        yield " ".join(f"[{code}]" for code in node.facts)


def passages(aid: "Aid") -> Iterator[Passage]:
    for node in branching.read(aid.text).nodes:
        answers = "; ".join(answer.text for answer in node.answers)
        words = " ".join(filter(None, [node.text, answers]))
        yield Passage(node.title, words or node.title, f"stelle-{node.key}")


def on_page(aid: "Aid", request: HttpRequest, today: date) -> Mapping[str, Any]:
    """Where one stands: answered questions, the next one or the result."""
    tree = branching.read(aid.text)
    way = _way(request.GET.get(WAY, ""))
    steps, here = tree.walk(way)
    done = way[: len(steps)]
    offers = [
        Offer(answer.text, _query([*done, number]))
        for number, answer in enumerate(here.answers if here else (), start=1)
    ]
    facts, seen_by = book.current(), reach(request.user)
    return {
        "steps": [
            Past(step.node, step.answer.text, f"?{_query(step.before)}#entscheiden")
            for step in steps
        ],
        "here": here,
        "offers": offers,
        "grounds": grounds(here, facts, today, seen_by) if here else [],
    }


def grounds(node: Node, facts: Book, today: date, seen_by: Audience) -> list[Ground]:
    """Return the facts a result rests on, as this reader may see them."""
    known = (facts.get(code) for code in node.facts)
    return [_ground(entry, today) for entry in known if entry and entry.audience <= seen_by]


def _ground(entry: Entry, today: date) -> Ground:
    version = entry.shown(today)
    return Ground(
        name=entry.name,
        norm=version.norm if version else "",
        url=entry.url,
        until=version.valid_to if version else None,
        holds=entry.at(today) is not None,
    )


def on_paper(aid: "Aid", request: HttpRequest, today: date) -> Sequence[papers.Block]:
    """The whole tree with the titles of where answers lead."""
    tree = branching.read(aid.text)
    facts, seen_by = book.current(), reach(request.user)
    found: list[papers.Block] = []
    for node in tree.nodes:
        found.append(papers.Heading(node.title))
        if node.text:
            found.append(papers.Paragraph(node.text))
        lines = [f"{answer.text}: {_('weiter bei')} „{answer.leads_to}“" for answer in node.answers]
        lines += [_said(one) for one in grounds(node, facts, today, seen_by)]
        if lines:
            found.append(papers.Listing(tuple(lines)))
    return found


def _said(one: Ground) -> str:
    parts = [one.name, one.norm]
    if one.until:
        words = _("anzuwenden bis %s") if one.holds else _("ausgelaufen am %s")
        parts.append(words % german.date_de(one.until))
    return ", ".join(part for part in parts if part)


def _way(text: str) -> list[int]:
    numbers = text.split(".")[: branching.MAX_NODES]
    way: list[int] = []
    for one in numbers:
        if not (one.isascii() and one.isdigit() and len(one) < 3):
            break
        way.append(int(one))
    return way


def _query(way: Sequence[int]) -> str:
    return f"{WAY}={'.'.join(map(str, way))}" if way else ""


CONDUCT = Conduct(
    template="aids/_tree.html",
    version_template="aids/_tree_whole.html",
    read=read,
    gaps=gaps,
    marked=marked,
    passages=passages,
    on_page=on_page,
    on_paper=on_paper,
)

"""Checklists: sections of points, some of them only under a condition."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lotse.aids import outline, papers
from lotse.aids.kinds import Conduct
from lotse.aids.outline import Outline, Point
from lotse.search.documents import Passage

if TYPE_CHECKING:
    from lotse.aids.models import Aid


@dataclass(frozen=True)
class ShownPoint:
    point: Point
    when: str
    """The condition in words; empty if it always applies."""
    due: str


@dataclass(frozen=True)
class ShownSection:
    title: str
    anchor: str
    points: tuple[ShownPoint, ...]


@dataclass(frozen=True)
class Text:
    sections: tuple[ShownSection, ...]
    point_count: int


def read(text: str, _definition: Any = None) -> Text:
    found = outline.read(text)
    return Text(
        sections=tuple(
            ShownSection(
                section.title,
                _anchor(number),
                tuple(_shown(point, found) for point in section.points),
            )
            for number, section in enumerate(found.sections, start=1)
        ),
        point_count=len(found.points),
    )


def gaps(aid: "Aid") -> Mapping[str, str]:
    if not aid.text.strip():
        return {"text": _("Der Text fehlt.")}
    found = outline.read(aid.text)
    if found.problems:
        return {"text": " ".join(found.problems[:5])}
    return {} if found.points else {"text": _("Eine Checkliste hat mindestens einen Punkt.")}


def stored(text: str) -> str:
    """Give every point its key. A text that cannot be read stays as it is."""
    found = outline.read(text)
    return text if found.problems else outline.write(outline.with_keys(found))


def passages(aid: "Aid") -> Iterator[Passage]:
    for number, section in enumerate(outline.read(aid.text).sections, start=1):
        for point in section.points:
            words = f"{point.text}. {point.hint}" if point.hint else point.text
            yield Passage(section.title or _("Punkte"), words, _anchor(number))


def on_paper(aid: "Aid", request: HttpRequest, today: date) -> Sequence[papers.Block]:
    """Boxes to tick, each with what stands below it on the page."""
    found: list[papers.Block] = []
    for section in read(aid.text).sections:
        found.append(papers.Heading(section.title or _("Punkte")))
        for shown in section.points:
            point = shown.point
            when = _("nur wenn: %s") % shown.when if shown.when else ""
            source = _("Quelle: %s") % _named(point) if point.source else ""
            notes = filter(None, (point.office, point.hint, shown.due, when, source))
            found.append(papers.Box(point.text, tuple(notes)))
    return found


def in_table(aid: "Aid", request: HttpRequest, today: date) -> papers.Table:
    header = (
        *(_("Abschnitt"), _("Kürzel"), _("Punkt"), _("Amt"), _("Hinweis")),
        *(_("Frist"), _("Nur wenn"), _("Quelle")),
    )
    rows = tuple(
        (
            *(section.title, one.point.key, one.point.text, one.point.office, one.point.hint),
            *(one.due, one.when, _named(one.point)),
        )
        for section in read(aid.text).sections
        for one in section.points
    )
    return papers.Table(header, rows)


def _named(point: Point) -> str:
    if point.source is None:
        return ""
    label, url = point.source.label, point.source.url
    return f"{label} ({url})" if url and url != label else label


def _anchor(number: int) -> str:
    return f"abschnitt-{number}"


def _shown(point: Point, found: Outline) -> ShownPoint:
    when = outline.when_in_words(point.when, found.questions) if point.when else ""
    due = outline.due_in_words(point.due_days) if point.due_days is not None else ""
    return ShownPoint(point, when, due)


CONDUCT = Conduct(
    template="aids/_checklist.html",
    read=read,
    gaps=gaps,
    passages=passages,
    stored=stored,
    on_paper=on_paper,
    in_table=in_table,
    has_table=True,
    is_copied=True,
)

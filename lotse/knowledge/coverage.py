"""Where there are good examples and answers, and where there are none: fields, sizes, Länder.

Counted in the sets of the list (decision 0051), so each number is that of the list it leads to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from lotse.knowledge.answers import facets as answer_facets
from lotse.knowledge.listing import Sets
from lotse.lib.audience import Audience
from lotse.municipalities.models import SIZE_CLASSES, Land
from lotse.topics.models import Concept


@dataclass(frozen=True)
class Cell:
    """A number with the list it counts, or a gap with the way to fill it."""

    count: int
    url: str
    name: str
    """What is counted, for those who do not see the heads of the table."""


@dataclass(frozen=True)
class Line:
    topic: Concept
    cells: tuple[Cell, ...]
    answers: Cell
    missing: tuple[Cell, ...]
    """Size classes without an example."""
    lacking: tuple[Concept, ...]
    """Narrower concepts without an example."""


@dataclass(frozen=True)
class LandLine:
    land: Land
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Coverage:
    sizes: tuple[str, ...]
    """Names of the size classes, the columns."""
    lines: tuple[Line, ...]
    lands: tuple[LandLine, ...]
    """Länder by fields; empty if one Land is chosen."""
    land: Land | None
    every_land: tuple[Land, ...]
    empty: int
    """Cells of fields and sizes without an example."""
    total: int


def of(reach: Audience, *, land_code: str = "") -> Coverage:
    """Return what there is for this reach. Five queries, whatever there is.

    land_code: count examples of this Land and answers for it alone; unknown codes choose none.
    """
    sets = Sets(["field", "concept", "size_class", "land"])
    lands = list(Land.objects.order_by("name"))
    land = next((one for one in lands if one.code == land_code), None)
    tops = list(Concept.objects.filter(broader=None).prefetch_related("narrower"))
    members = sets.visible(reach) & (sets.having("land", [land.code]) if land else -1)
    answers = _answers(reach, land)
    lines = tuple(_line(top, sets, members, answers, land) for top in tops)
    return Coverage(
        sizes=tuple(str(name) for name in SIZE_CLASSES.values()),
        lines=lines,
        lands=() if land else tuple(_land_line(one, tops, sets, members) for one in lands),
        land=land,
        every_land=tuple(lands),
        empty=sum(len(line.missing) for line in lines),
        total=len(lines) * len(SIZE_CLASSES),
    )


def _answers(reach: Audience, land: Land | None) -> dict[str, int]:
    return answer_facets.by_field(answer_facets.found({"land": [land.code]} if land else {}, reach))


def _line(
    top: Concept, sets: Sets, members: int, answers: dict[str, int], land: Land | None
) -> Line:
    of_topic = members & sets.having("field", [top.code])
    cells = tuple(
        _cell(
            of_topic & sets.having("size_class", [code]),
            {"thema": top.code, "groesse": code, "land": land.code if land else ""},
            str(name),
        )
        for code, name in SIZE_CLASSES.items()
    )
    query = urlencode({"thema": top.code} | ({"land": land.code} if land else {}))
    return Line(
        topic=top,
        cells=cells,
        answers=Cell(answers.get(top.code, 0), f"/antworten/?{query}", top.name),
        missing=tuple(cell for cell in cells if not cell.count),
        lacking=tuple(
            concept
            for concept in sorted(top.narrower.all(), key=lambda one: one.name)
            if not members & sets.having("concept", [concept.code])
        ),
    )


def _land_line(land: Land, tops: Sequence[Concept], sets: Sets, members: int) -> LandLine:
    here = members & sets.having("land", [land.code])
    cells = (
        _cell(
            here & sets.having("field", [top.code]),
            {"thema": top.code, "land": land.code},
            top.name,
        )
        for top in tops
    )
    return LandLine(land, tuple(cells))


def _cell(members: int, query: dict[str, str], name: str) -> Cell:
    chosen = urlencode({key: value for key, value in query.items() if value})
    count = members.bit_count()
    path = "/beispiele/" if count else "/beispiele/melden/"
    return Cell(count, f"{path}?{chosen if count else urlencode({'thema': query['thema']})}", name)

"""The comparison as a table: one line for each fact, one cell for each example. Pure.

Whether a line differs is said in words, and what nobody told us is never an empty cell.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.knowledge import reading
from lotse.knowledge.reading import Reading
from lotse.lib import german
from lotse.municipalities.models import SIZE_CLASSES

UNKNOWN = gettext_lazy("keine Angabe")


class Mark(Enum):
    """What a line says about its cells."""

    SAME = gettext_lazy("gleich")
    DIFFERENT = gettext_lazy("unterschiedlich")
    PARTLY = gettext_lazy("teils keine Angabe")
    NOWHERE = gettext_lazy("nirgends angegeben")
    NONE = ""
    """Running text, or nothing to compare with."""

    @property
    def label(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Cell:
    whose: str
    """Which example it belongs to, for a narrow screen where columns stand below each other."""
    items: tuple[str, ...]
    """Empty: not known."""
    is_list: bool = False

    @property
    def is_known(self) -> bool:
        return bool(self.items)


@dataclass(frozen=True)
class Line:
    label: str
    cells: tuple[Cell, ...]
    mark: Mark


@dataclass(frozen=True)
class Group:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Table:
    groups: tuple[Group, ...]

    @property
    def different(self) -> int:
        """How many lines differ."""
        return sum(line.mark is Mark.DIFFERENT for group in self.groups for line in group.lines)


Items = Callable[[Reading], Sequence[str]]


@dataclass(frozen=True)
class _Row:
    label: str | Promise
    items: Items
    is_text: bool = False
    """Written freely: two texts always differ, which says nothing."""


def of(readings: Sequence[Reading]) -> Table:
    """Return the comparison of these examples, in their order."""
    whose = names(readings)
    return Table(
        tuple(
            Group(str(title), tuple(_line(row, readings, whose) for row in rows))
            for title, rows in _GROUPS
        )
    )


def names(readings: Sequence[Reading]) -> list[str]:
    """Return a short name for each example: its municipality, its title where that is ambiguous."""
    places = [one.lead.short_name if one.lead else one.example.title for one in readings]
    return [
        place if places.count(place) == 1 else f"{place}, {one.example.title}"
        for place, one in zip(places, readings, strict=True)
    ]


def _line(row: _Row, readings: Sequence[Reading], whose: Sequence[str]) -> Line:
    cells = tuple(
        Cell(name, tuple(item for item in row.items(one) if item), row.is_text)
        for name, one in zip(whose, readings, strict=True)
    )
    return Line(str(row.label), cells, _mark(cells, row))


def _mark(cells: Sequence[Cell], row: _Row) -> Mark:
    known = [cell.items for cell in cells if cell.is_known]
    if not known:
        return Mark.NOWHERE
    if len(cells) == 1:
        return Mark.NONE
    if len(known) < len(cells):
        return Mark.PARTLY
    if row.is_text:
        return Mark.NONE
    return Mark.SAME if len(set(known)) == 1 else Mark.DIFFERENT


# --- What the lines hold -------------------------------------------------------------------------


def _places(one: Reading) -> list[str]:
    return [place.short_name for place in one.municipalities]


def _kind(one: Reading) -> list[str]:
    return [one.lead.size_word] if one.lead else []


def _size(one: Reading) -> list[str]:
    code = one.lead.size_class if one.lead else ""
    return [str(SIZE_CLASSES[code])] if code in SIZE_CLASSES else []


def _population(one: Reading) -> list[str]:
    return [german.number_de(one.lead.population)] if one.lead else []


def _land(one: Reading) -> list[str]:
    return list(dict.fromkeys(place.land.name for place in one.municipalities))


def _status(one: Reading) -> list[str]:
    is_known = one.example.status != "unknown"
    return [str(one.example.get_status_display())] if is_known else []


def _time(one: Reading) -> list[str]:
    example = one.example
    if example.started_on and example.ended_on:
        span = {"first": _day(example.started_on), "last": _day(example.ended_on)}
        return [_("%(first)s bis %(last)s") % span]
    if example.started_on:
        return [_("seit %s") % _day(example.started_on)]
    return [str(example.year)] if example.year else []


def _lead_time(one: Reading) -> list[str]:
    days = one.example.lead_time_days
    return [] if days is None else [reading.days_in_words(days)]


def _number(column: str, *, is_money: bool) -> Items:
    """A number of the effort; without year and basis it says nothing and is not shown."""

    def items(one: Reading) -> list[str]:
        value = getattr(one.example, column)
        if value is None or not (one.example.cost_year and one.example.cost_basis):
            return []
        return [german.euro(value) if is_money else german.number_de(float(value))]

    return items


def _basis(one: Reading) -> list[str]:
    example = one.example
    if not (example.cost_year and example.cost_basis):
        return []
    return [
        _("%(basis)s, Jahr %(year)s") % {"basis": example.cost_basis, "year": example.cost_year}
    ]


def _evidence(one: Reading) -> list[str]:
    return [str(one.example.get_evidence_display())] if one.example.evidence else []


def _evidence_from(one: Reading) -> list[str]:
    day = one.example.evidence_on
    return [part for part in (_day(day) if day else "", one.example.evidence_by) if part]


def _as_of(one: Reading) -> list[str]:
    if one.example.content_as_of:
        return [_day(one.example.content_as_of)]
    return [str(one.example.year)] if one.example.year else []


def _checked(one: Reading) -> list[str]:
    day = one.example.checked_on
    return [_day(day) if day else _("Prüfung offen")]


def _law(one: Reading) -> list[str]:
    example = one.example
    if not example.legal_basis:
        return []
    checked = example.legal_checked_on
    as_of = _("Rechtsstand %s") % _day(checked) if checked else ""
    return [part for part in (example.legal_basis, example.legal_jurisdiction, as_of) if part]


def _sizes(one: Reading) -> list[str]:
    return [
        str(SIZE_CLASSES[code]) for code in one.example.suits_size_classes if code in SIZE_CLASSES
    ]


def _lines(column: str) -> Items:
    return lambda one: reading.lines(getattr(one.example, column))


def _text(column: str) -> Items:
    return lambda one: [text] if (text := getattr(one.example, column).strip()) else []


def _day(day: date) -> str:
    return german.date_de(day)


_GROUPS: tuple[tuple[str | Promise, tuple[_Row, ...]], ...] = (
    (
        gettext_lazy("Worum es geht"),
        (
            _Row(gettext_lazy("Kurz gesagt"), _text("what"), is_text=True),
            _Row(gettext_lazy("Stand"), _status),
            _Row(gettext_lazy("Zeitraum"), _time),
            _Row(gettext_lazy("Themen"), lambda one: [topic.name for topic in one.topics]),
        ),
    ),
    (
        gettext_lazy("Die Kommune"),
        (
            _Row(gettext_lazy("Kommune"), _places),
            _Row(gettext_lazy("Art"), _kind),
            _Row(gettext_lazy("Größenklasse"), _size),
            _Row(gettext_lazy("Einwohnerzahl"), _population),
            _Row(gettext_lazy("Land"), _land),
        ),
    ),
    (
        gettext_lazy("Aufwand"),
        (
            _Row(gettext_lazy("Vorlauf"), _lead_time),
            _Row(gettext_lazy("Umfang"), _text("capacity")),
            _Row(gettext_lazy("Stellen (VZÄ)"), _number("effort_fte", is_money=False)),
            _Row(gettext_lazy("Einmalig"), _number("one_off_cost_euro", is_money=True)),
            _Row(gettext_lazy("Laufend im Jahr"), _number("running_cost_euro", is_money=True)),
            _Row(gettext_lazy("Grundlage der Zahlen"), _basis, is_text=True),
        ),
    ),
    (
        gettext_lazy("Wirkung und Grenzen"),
        (
            _Row(gettext_lazy("Wirkung"), _text("evidence_text"), is_text=True),
            _Row(gettext_lazy("Grenzen"), _lines("limits"), is_text=True),
            _Row(gettext_lazy("Stolpersteine"), _lines("lessons"), is_text=True),
            _Row(gettext_lazy("Würden wir anders machen"), _text("would_do_differently"), True),
            _Row(gettext_lazy("Würden wir nicht wieder tun"), _text("would_not_repeat"), True),
        ),
    ),
    (
        gettext_lazy("Übertragbarkeit"),
        (
            _Row(gettext_lazy("Geeignet für"), _sizes),
            _Row(gettext_lazy("Passt gut, wenn"), _lines("suitable_if"), is_text=True),
            _Row(gettext_lazy("Passt weniger, wenn"), _lines("unsuitable_if"), is_text=True),
            _Row(gettext_lazy("Rechtsgrundlage"), _law, is_text=True),
        ),
    ),
    (
        gettext_lazy("Beleg"),
        (
            _Row(gettext_lazy("Art des Belegs"), _evidence),
            _Row(gettext_lazy("Beleg vom, bestätigt durch"), _evidence_from),
            _Row(gettext_lazy("Stand des Inhalts"), _as_of),
            _Row(gettext_lazy("Geprüft"), _checked),
        ),
    ),
)

"""Filters of the list of facts, and how many each choice would leave.

Counted in memory: there are hundreds of facts, each a few short values (decision 0059).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.answers.facets import Chosen, chips
from lotse.knowledge.facts import book, documents, wording
from lotse.knowledge.models import Fact
from lotse.municipalities.models import Land
from lotse.topics.models import Concept
from lotse.ui.facets import Option

Labels = Mapping[str, Mapping[str, str]]
Selection = Mapping[str, Sequence[str]]
__all__ = ["Chosen", "chips", "groups", "having", "labels", "listed", "selection"]


@dataclass(frozen=True)
class Facet:
    key: str
    """Name in the address."""
    title: str | Promise
    value: str
    """Name in ``documents.facets``."""
    is_open: bool = False


@dataclass(frozen=True)
class Group:
    facet: Facet
    options: tuple[Option, ...]

    @property
    def is_open(self) -> bool:
        return self.facet.is_open or any(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Listed:
    """A fact with the values it is filtered by."""

    entry: book.Entry
    values: Mapping[str, tuple[str, ...]]


FACETS = (
    Facet("thema", _("Themenfeld"), "field", is_open=True),
    Facet("land", _("Land"), "land", is_open=True),
    Facet("verbindlich", _("Verbindlichkeit"), "bindingness"),
    Facet("stand", _("Gilt heute?"), "fact_status", is_open=True),
    Facet("art", _("Art"), "fact_kind"),
)
"""In the order in which they are offered."""


def labels() -> Labels:
    """Return the names of all values. Two queries."""
    return {
        "thema": dict(Concept.objects.filter(broader=None).values_list("code", "name")),
        "land": dict(Land.objects.values_list("code", "name")),
        "verbindlich": {code: str(name) for code, name in wording.BINDINGNESS.items()},
        "stand": {str(code): str(name) for code, name in wording.STATUS.items()},
        "art": {str(code): str(name) for code, name in Fact.Kind.choices},
    }


def selection(query: QueryDict, names: Labels) -> Selection:
    """Return what an address asks for; values that do not exist are left out."""
    chosen = {
        facet.key: [v for v in dict.fromkeys(query.getlist(facet.key)) if v in names[facet.key]]
        for facet in FACETS
    }
    return {key: values for key, values in chosen.items() if values}


def listed(fact: Fact, today: date) -> Listed:
    """Return a fact ready to be filtered. No query if prefetched."""
    entry = book.entry(fact)
    version = entry.shown(today) or entry.versions[-1]
    return Listed(entry, documents.facets(fact, version, today))


def having(rows: Sequence[Listed], chosen: Selection) -> list[Listed]:
    """Return the facts with any of the values of a facet, and this for every facet."""
    return [row for row in rows if all(_has(row, key, values) for key, values in chosen.items())]


def groups(rows: Sequence[Listed], chosen: Selection, names: Labels) -> list[Group]:
    """Return every facet with its values and counts, each as if nothing of it were chosen."""
    offered = []
    for facet in FACETS:
        others = {key: values for key, values in chosen.items() if key != facet.key}
        left, own = having(rows, others), chosen.get(facet.key, ())
        options = tuple(_options(facet, left, own, names[facet.key]))
        if len(options) > 1 or own:
            offered.append(Group(facet, options))
    return offered


def _has(row: Listed, key: str, values: Sequence[str]) -> bool:
    name = next(facet.value for facet in FACETS if facet.key == key)
    return not set(values).isdisjoint(row.values.get(name, ()))


def _options(
    facet: Facet, rows: Sequence[Listed], own: Sequence[str], names: Mapping[str, str]
) -> Iterator[Option]:
    counts: dict[str, int] = {}
    for row in rows:
        for value in row.values.get(facet.value, ()):
            counts[value] = counts.get(value, 0) + 1
    for value, label in names.items():
        if counts.get(value) or value in own:
            yield Option(value, label, counts.get(value, 0), value in own)

"""The filters of the results page: what was chosen, what can be chosen, with how many hits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotse.municipalities.models import SIZE_CLASSES, Land, Municipality
from lotse.search import registry
from lotse.search.analysis import clean
from lotse.topics.models import Concept
from lotse.ui.facets import Option

MAX_VALUES = 20
"""Values of one facet that are read from an address."""
MAX_OPTIONS = 14
"""Values offered of one facet, the most frequent; chosen ones always."""

Selection = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Facet:
    name: str
    """In the index."""
    parameter: str
    """In the address."""
    title: str | Promise
    is_open: bool = False


FACETS = (
    Facet("kind", "art", _("Art"), is_open=True),
    Facet("field", "thema", _("Themenfeld"), is_open=True),
    Facet("concept", "schlagwort", _("Schlagwort")),
    Facet("size_class", "groesse", _("Größenklasse"), is_open=True),
    Facet("municipality_kind", "kommune", _("Art der Kommune")),
    Facet("land", "land", _("Land")),
    Facet("year", "jahr", _("Jahr")),
    Facet("status", "stand", _("Stand")),
    Facet("lead_time", "vorlauf", _("Vorlauf")),
    Facet("evidence", "beleg", _("Beleg")),
    Facet("check", "pruefung", _("Prüfung")),
)
PARAMETERS = {facet.name: facet.parameter for facet in FACETS}


@dataclass(frozen=True)
class Group:
    """A facet with what can be chosen in it."""

    facet: Facet
    options: tuple[Option, ...]

    @property
    def is_open(self) -> bool:
        return self.facet.is_open or any(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Chosen:
    """A chosen value with the address without it."""

    facet: str
    value: str
    label: str
    url: str


def selection(query: QueryDict) -> Selection:
    """Return what an address asks for, facet by facet; facets without a choice are left out."""
    chosen: Selection = {}
    for facet in FACETS:
        values = [clean(value)[:60] for value in query.getlist(facet.parameter)[:MAX_VALUES]]
        distinct = tuple(dict.fromkeys(filter(None, values)))
        if distinct:
            chosen[facet.name] = distinct
    return chosen


def without(query: QueryDict, facet: str, value: str) -> str:
    """Return the address without one chosen value, on its first page."""
    rest = query.copy()
    rest.pop("seite", None)
    name = PARAMETERS[facet]
    rest.setlist(name, [one for one in rest.getlist(name) if clean(one)[:60] != value])
    return f"?{rest.urlencode()}"


def groups(
    counts: Mapping[str, Mapping[str, int]], chosen: Selection, own: Mapping[str, str]
) -> list[Group]:
    """Return the facets that split the hits, with the names of their values.

    counts: hits for each value, as the engine returns them. own: values of the person's own
    municipality, which are pointed out. Values nobody can name are left out.
    """
    found: list[Group] = []
    for facet in FACETS:
        mine = chosen.get(facet.name, ())
        numbers = dict.fromkeys(mine, 0) | dict(counts.get(facet.name, {}))
        names = labels(facet.name, numbers)
        options = [
            Option(
                value=value,
                label=_("%s (wie Sie)") % name if own.get(facet.name) == value else name,
                count=numbers[value],
                is_chosen=value in mine,
            )
            for value, name in names.items()
            if value in numbers
        ]
        if len(options) > 1 or mine:
            found.append(Group(facet, tuple(_offered(facet.name, options))))
    return found


def _offered(facet: str, options: list[Option]) -> list[Option]:
    """Order values as people expect them, and offer the most frequent if there are many."""
    frequent = sorted(options, key=lambda option: (-(option.count or 0), option.label))
    kept = frequent[:MAX_OPTIONS] + [o for o in frequent[MAX_OPTIONS:] if o.is_chosen]
    if facet == "year":
        return sorted(kept, key=lambda option: option.value, reverse=True)
    if facet in ("field", "size_class", "lead_time"):
        return [option for option in options if option in kept]
    return kept


def chosen_labels(query: QueryDict, chosen: Selection) -> list[Chosen]:
    """Return every chosen value by name, with the address that takes it back."""
    found: list[Chosen] = []
    for facet, values in chosen.items():
        names = labels(facet, values)
        found += [
            Chosen(facet, value, names.get(value, value), without(query, facet, value))
            for value in values
        ]
    return found


def labels(facet: str, values: Iterable[str]) -> dict[str, str]:
    """Return the German names of the values of a facet, in their usual order. At most one query."""
    wanted = set(values)
    names: dict[str, str] = {}
    if facet == "kind":
        names = {p.kind: str(p.label_plural) for p in registry.providers.values()}
    elif facet in ("field", "concept"):
        names = dict(Concept.objects.filter(pk__in=wanted).values_list("pk", "name"))
    elif facet == "land":
        names = dict(Land.objects.filter(pk__in=wanted).values_list("pk", "name"))
    elif facet == "size_class":
        names = {code: str(name) for code, name in SIZE_CLASSES.items()}
    elif facet == "municipality_kind":
        names = {value: str(name) for value, name in Municipality.Kind.choices}
    elif facet == "year":
        names = {year: year for year in wanted if year.isdigit()}
    for provider in registry.providers.values():
        if provider.facet_labels and wanted - names.keys():
            names = names | provider.facet_labels(facet, wanted - names.keys())
    return {value: name for value, name in names.items() if value in wanted}

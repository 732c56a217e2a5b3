"""Filters of the example list: what was chosen, what can be chosen, and how many would be left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.listing import Sets
from lotse.knowledge.models import Example
from lotse.knowledge.reading import LEAD_TIME_LABELS, SETBACK_LABELS
from lotse.lib.audience import Audience
from lotse.municipalities.models import SIZE_CLASSES, Land, Municipality
from lotse.topics.models import Concept
from lotse.ui.facets import Option

Label = str | Promise
Labels = Mapping[str, Mapping[str, Label]]
"""Facet to the values it knows and their names, in the order in which they are offered."""
Selection = Mapping[str, Sequence[str]]
"""Facet to chosen values; only facets of which something is chosen."""
MANY_CONCEPTS = 12


@dataclass(frozen=True)
class Facet:
    key: str
    """Name in ``listing`` and in the search index."""
    parameter: str
    """Name in the address."""
    title: Label
    is_open: bool = False


@dataclass(frozen=True)
class Easier:
    """A way out of an empty list: without ``label`` there are ``count`` examples."""

    label: str
    count: int
    url: str


FACETS = (
    Facet("field", "thema", _("Themenfeld"), is_open=True),
    Facet("concept", "schlagwort", _("Schlagwort")),
    Facet("size_class", "groesse", _("Einwohnerzahl"), is_open=True),
    Facet("municipality_kind", "art", _("Art der Kommune")),
    Facet("land", "land", _("Land")),
    Facet("status", "stand", _("Stand")),
    Facet("setback", "erfahrung", _("Was nicht ging")),
    Facet("year", "jahr", _("Jahr")),
    Facet("lead_time", "vorlauf", _("Vorlauf")),
    Facet("evidence", "beleg", _("Beleg")),
    Facet("check", "pruefung", _("Prüfung")),
)


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
    """A chosen value with the address of the list without it."""

    label: Label
    without: str


def labels(sets: Sets) -> Labels:
    """Return the names of all values. Two queries."""
    concepts = Concept.objects.values_list("code", "name", "broader_id")
    return {
        "field": {code: name for code, name, broader in concepts if not broader},
        "concept": {code: name for code, name, broader in concepts if broader},
        "size_class": SIZE_CLASSES,
        "municipality_kind": dict(Municipality.Kind.choices),
        "land": dict(Land.objects.values_list("code", "name")),
        "status": dict(Example.Status.choices),
        "year": {year: year for year in sorted(sets.of("year"), reverse=True)},
        "lead_time": LEAD_TIME_LABELS,
        "setback": SETBACK_LABELS,
        "evidence": dict(Example.Evidence.choices),
        "check": {"checked": _("geprüft"), "open": _("Prüfung offen")},
    }


def selection(query: QueryDict, names: Labels) -> Selection:
    """Return what an address asks for; values that do not exist are left out."""
    chosen = {
        facet.key: [
            value
            for value in dict.fromkeys(query.getlist(facet.parameter))
            if value in names[facet.key]
        ]
        for facet in FACETS
    }
    return {key: values for key, values in chosen.items() if values}


def found(sets: Sets, chosen: Selection, reach: Audience) -> int:
    """Return the set of examples: any of the values of a facet, and this for every facet."""
    result = sets.visible(reach)
    for key, values in chosen.items():
        result &= sets.having(key, values)
    return result


def groups(sets: Sets, chosen: Selection, reach: Audience, names: Labels) -> list[Group]:
    """Return every facet with its values and how many examples each would leave.

    Of its own facet a value is counted as if nothing were chosen, because values of one facet add
    up. Values without examples are left out.
    """
    offered = []
    for facet in FACETS:
        others = {key: values for key, values in chosen.items() if key != facet.key}
        within = found(sets, others, reach)
        options = tuple(_options(facet, sets, chosen, within, names))
        if len(options) > 1 or facet.key in chosen:
            offered.append(Group(facet, options))
    return offered


def chips(query: QueryDict, chosen: Selection, names: Labels) -> list[Chosen]:
    """Return what is chosen, each with the address that takes it back."""
    result = []
    for facet in FACETS:
        for value in chosen.get(facet.key, ()):
            rest = query.copy()
            rest.pop("seite", None)
            kept = [other for other in rest.getlist(facet.parameter) if other != value]
            rest.setlist(facet.parameter, kept)
            result.append(Chosen(names[facet.key][value], f"?{rest.urlencode()}"))
    return result


def easier(
    query: QueryDict, sets: Sets, chosen: Selection, reach: Audience, names: Labels
) -> list[Easier]:
    """If nothing is left, return which choice to take back and what that would give, most first."""
    if found(sets, chosen, reach) or not chosen:
        return []
    result = []
    for facet in FACETS:
        if facet.key not in chosen:
            continue
        others = {key: values for key, values in chosen.items() if key != facet.key}
        if count := found(sets, others, reach).bit_count():
            rest = query.copy()
            rest.pop("seite", None)
            rest.pop(facet.parameter, None)
            label = ", ".join(str(names[facet.key][value]) for value in chosen[facet.key])
            result.append(Easier(label, count, f"?{rest.urlencode()}"))
    return sorted(result, key=lambda way: -way.count)


def _options(
    facet: Facet, sets: Sets, chosen: Selection, within: int, names: Labels
) -> Iterator[Option]:
    own = chosen.get(facet.key, ())
    members = sets.of(facet.key)
    counted = [
        (value, label, (within & members.get(value, 0)).bit_count())
        for value, label in names[facet.key].items()
        if value in members or value in own
    ]
    counted = [entry for entry in counted if entry[2] or entry[0] in own]
    if facet.key == "concept":
        counted = _telling(counted, own, chosen.get("field", ()))
    for value, label, count in counted:
        yield Option(value, str(label), count, value in own)


def _telling(
    counted: list[tuple[str, Label, int]], own: Sequence[str], fields: Sequence[str]
) -> list[tuple[str, Label, int]]:
    """Of a hundred concepts those of the chosen fields, otherwise the most frequent."""
    if fields:
        return [entry for entry in counted if entry[0].startswith(tuple(fields)) or entry[0] in own]
    frequent = sorted(counted, key=lambda entry: -entry[2])[:MANY_CONCEPTS]
    return [entry for entry in counted if entry in frequent or entry[0] in own]

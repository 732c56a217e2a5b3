"""Filters of the list of answered questions, and how many each choice would leave.

Counted in the database: there are hundreds of answers where there are tens of thousands of
examples, whose lists keep their counts (decision 0051). See decision 0053 for the limit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.answers import queries
from lotse.knowledge.models import Answer
from lotse.lib.audience import Audience
from lotse.municipalities.models import Land
from lotse.topics.models import Concept
from lotse.ui.facets import Option

Labels = Mapping[str, Mapping[str, str]]
Selection = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Facet:
    key: str
    """Name in the address."""
    title: str | Promise
    is_open: bool = False


@dataclass(frozen=True)
class Group:
    facet: Facet
    options: tuple[Option, ...]

    @property
    def is_open(self) -> bool:
        return self.facet.is_open or any(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Chosen:
    label: str
    without: str
    """Address of the list without it."""


FACETS = (
    Facet("thema", _("Themenfeld"), is_open=True),
    Facet("geltung", _("Gilt"), is_open=True),
    Facet("land", _("Land")),
    Facet("sicherheit", _("Wie sicher")),
    Facet("jahr", _("Stand")),
)
_COLUMNS = {"geltung": "scope", "sicherheit": "certainty", "jahr": "as_of__year"}


def labels() -> Labels:
    """Return the names of all values. Three queries."""
    tops = Concept.objects.filter(broader=None).values_list("code", "name")
    years = Answer.objects.filter(live=True, as_of__isnull=False).values_list("as_of__year")
    return {
        "thema": dict(tops),
        "geltung": {str(code): str(name) for code, name in Answer.Scope.choices},
        "land": dict(Land.objects.values_list("code", "name")),
        "sicherheit": {str(code): str(name) for code, name in Answer.Certainty.choices},
        "jahr": {str(year): str(year) for (year,) in years.distinct().order_by("-as_of__year")},
    }


def selection(query: QueryDict, names: Labels) -> Selection:
    """Return what an address asks for; values that do not exist are left out."""
    chosen = {
        facet.key: [v for v in dict.fromkeys(query.getlist(facet.key)) if v in names[facet.key]]
        for facet in FACETS
    }
    return {key: values for key, values in chosen.items() if values}


def found(chosen: Selection, reach: Audience) -> QuerySet[Answer]:
    """Return the answers with any of the values of a facet, and this for every facet."""
    answers = queries.visible(reach)
    for key, values in chosen.items():
        answers = answers.filter(_condition(key, values))
    return answers


def groups(chosen: Selection, reach: Audience, names: Labels) -> list[Group]:
    """Return every facet with its values and counts, each as if nothing of it were chosen.

    One query for each facet. Values without answers are left out unless they are chosen.
    """
    offered = []
    for facet in FACETS:
        others = {key: values for key, values in chosen.items() if key != facet.key}
        own = chosen.get(facet.key, ())
        counts = _counts(facet.key, found(others, reach))
        options = tuple(_options(names[facet.key], counts, own))
        if len(options) > 1 or own:
            offered.append(Group(facet, options))
    return offered


def chips(query: QueryDict, chosen: Selection, names: Labels) -> list[Chosen]:
    """Return what is chosen, each with the address that takes it back."""
    result = []
    for key, values in chosen.items():
        for value in values:
            rest = query.copy()
            rest.pop("seite", None)
            rest.setlist(key, [other for other in rest.getlist(key) if other != value])
            result.append(Chosen(names[key][value], f"?{rest.urlencode()}"))
    return result


def _condition(key: str, values: Sequence[str]) -> Q:
    if key == "thema":
        through = Answer.concepts.through.objects.filter(answer=OuterRef("pk"))
        return Q(Exists(through.filter(Q(concept__in=values) | Q(concept__broader__in=values))))
    if key == "land":
        through = Answer.lands.through.objects.filter(answer=OuterRef("pk"), land__in=values)
        return Q(Exists(through))
    return Q(**{f"{_COLUMNS[key]}__in": values})


def _counts(key: str, answers: QuerySet[Answer]) -> dict[str, int]:
    if key == "thema":
        return by_field(answers)
    column = "lands" if key == "land" else _COLUMNS[key]
    rows = answers.order_by().values_list(column).annotate(Count("pk", distinct=True))
    return {str(value): number for value, number in rows if value is not None}


def by_field(answers: QuerySet[Answer]) -> dict[str, int]:
    """Return how many answers each field has; one with two concepts of a field counts once."""
    pairs = answers.order_by().values_list("pk", "concepts", "concepts__broader")
    seen: dict[str, set[int]] = {}
    for pk, code, broader in pairs:
        if code is not None:
            seen.setdefault(broader or code, set()).add(pk)
    return {code: len(members) for code, members in seen.items()}


def _options(
    names: Mapping[str, str], counts: Mapping[str, int], own: Sequence[str]
) -> Iterator[Option]:
    for value, label in names.items():
        if counts.get(value) or value in own:
            yield Option(value, label, counts.get(value, 0), value in own)

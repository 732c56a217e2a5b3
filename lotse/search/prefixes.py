"""Filters written into the search box: "land:Bayern jahr:2015 art:beispiel". For the team."""

import re
from collections.abc import Mapping

from django.http import QueryDict

from lotse.lib.audience import Audience
from lotse.municipalities.models import SIZE_CLASSES, Land, Municipality
from lotse.search import engine, filters, registry
from lotse.search.filters import FACETS, PARAMETERS, Selection
from lotse.search.stemming import fold
from lotse.topics.models import Concept

_PREFIX = re.compile(r'(?<!\S)(?P<name>[^\W\d_]{3,12}):(?:"(?P<quoted>[^"]+)"|(?P<plain>[^\s"]+))')
_FACETS = {facet.parameter: facet.name for facet in FACETS}


def translate(query: QueryDict) -> QueryDict:
    """Return the address with the prefixes of its words as filters, as if they had been chosen."""
    words, chosen = read(query.get("q", ""))
    if not chosen:
        return query
    translated = query.copy()
    translated["q"] = words
    for facet, values in chosen.items():
        for value in values:
            translated.appendlist(PARAMETERS[facet], value)
    return translated


def read(text: str) -> tuple[str, Selection]:
    """Return the words without prefixes and the values they choose.

    A prefix or value that means nothing stays a word; so does everything if no word would be left.
    """
    rest = _PREFIX.sub(lambda match: " " if _facet(match) else match.group(), text)
    if not any(map(str.isalnum, rest)):
        return text, {}
    chosen: Selection = {}
    for match in _PREFIX.finditer(text):
        facet = _facet(match)
        if not facet:
            continue
        values = _values(facet, match["quoted"] or match["plain"], rest)
        if values:
            chosen[facet] = (*chosen.get(facet, ()), *values)
        else:
            rest = f"{rest} {match.group()}"
    return " ".join(rest.split()), chosen


def _facet(match: re.Match[str]) -> str:
    """Return the facet a prefix names, in its spelling or with umlauts: "größe", "prüfung"."""
    name = match["name"].lower().replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    return _FACETS.get(name, "")


def _values(facet: str, wanted: str, words: str) -> tuple[str, ...]:
    """Return the values whose code, name or beginning of a word of the name was written."""
    names = {code: fold(str(name).lower()) for code, name in _names(facet, wanted, words).items()}
    asked = fold(wanted.lower())
    exact = tuple(code for code, name in names.items() if asked in (code.lower(), name))
    return exact or tuple(
        code for code, name in names.items() if f" {asked}" in f" {name.replace('-', ' ')}"
    )


def _names(facet: str, wanted: str, words: str) -> Mapping[str, object]:
    if facet == "kind":
        return {p.kind: p.label_plural for p in registry.providers.values()}
    if facet in ("field", "concept"):
        return dict(Concept.objects.values_list("pk", "name"))
    if facet == "land":
        return dict(Land.objects.values_list("pk", "name"))
    if facet == "size_class":
        return SIZE_CLASSES
    if facet == "municipality_kind":
        return dict(Municipality.Kind.choices)
    if facet == "year":
        return {wanted: wanted} if wanted.isdigit() else {}
    # Only the slices know the others; what is found for the words has the values that matter.
    counts = engine.search(words, reach=Audience.TEAM, limit=1).facet_counts
    return filters.labels(facet, counts.get(facet, {}))

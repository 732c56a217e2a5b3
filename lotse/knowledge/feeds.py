"""Which feeds fit a list: its own, and those of the subjects chosen in its filters.

The feeds themselves are made above, in ``portal``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from lotse.topics.models import Concept

_FOLDERS = {"concept": "schlagworte", "land": "laender"}
"""From facets to addresses. Fields have their name in it, everything else its code."""
_FIELDS = ("field", "thema")


@dataclass(frozen=True)
class Feed:
    label: str | Promise
    url: str


def of(
    own: Feed, chosen: Mapping[str, Sequence[str]], names: Mapping[str, Mapping[str, Any]]
) -> list[Feed]:
    """Return the feed of a list, then one for each chosen topic and Land. At most one query."""
    fields = [code for facet in _FIELDS for code in chosen.get(facet, ())]
    topics = Concept.objects.filter(pk__in=fields) if fields else ()
    about = [Feed(topic.name, f"/feeds/themen/{topic.slug}.atom") for topic in topics]
    return [own, *about] + [
        Feed(str(names[facet][code]), f"/feeds/{folder}/{code}.atom")
        for facet, folder in _FOLDERS.items()
        for code in chosen.get(facet, ())
    ]

"""Reads of examples. Everything shown to somebody starts at ``visible``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from lotse.knowledge import bits, facets, reading
from lotse.knowledge.facets import Selection
from lotse.knowledge.listing import Sets
from lotse.knowledge.models import Attachment, Example, ExampleMunicipality, Picture
from lotse.lib import paging
from lotse.lib.audience import Audience
from lotse.municipalities.models import Municipality
from lotse.topics.models import Concept

PAGE_SIZE = 20
STRONG_EVIDENCE = ("peerConfirmed", "evaluation", "award", "figures")
"""What somebody besides the municipality vouches for, or numbers show; the strongest first."""
LOOKED_AT = 60
"""So many examples of a topic compete for the best places, the well proven ones first."""
ORDERS = {
    "neu": _("Neue zuerst"),
    "jahr": _("Jahr der Maßnahme"),
    "groesse": _("Große Kommunen zuerst"),
    "klein": _("Kleine Kommunen zuerst"),
}
"""Orders of the list by their name in the address."""
_BY_PEOPLE = ("G1", "K1", "G2", "K2", "G3", "K3", "G4", "G5", "G6", "G7")
"""Size classes of towns and districts in one order, large to small."""


@dataclass(frozen=True)
class Row:
    """One example in a list, with everything its entry shows."""

    example: Example
    meta: tuple[str, ...]
    is_review_due: bool = False
    like_own: bool = False
    """Same size class as the reader's municipality."""

    @property
    def is_checked(self) -> bool:
        return self.example.is_checked

    @property
    def adopted(self) -> int:
        """How many municipalities took it over."""
        tally = getattr(self.example, "tally", None)
        return tally.total if tally else 0

    @property
    def setbacks(self) -> list[str]:
        """What did not work, in words."""
        return [str(reading.SETBACK_LABELS[code]) for code in reading.setbacks(self.example)]


def visible(reach: Audience) -> QuerySet[Example]:
    """Published examples this reach may see."""
    shown: QuerySet[Example] = Example.objects.filter(live=True, audience__lte=reach)
    return shown


def complete(examples: QuerySet[Example]) -> QuerySet[Example]:
    """Load everything ``reading.of`` and ``documents`` read, in seven queries for any number."""
    # Of what was taken over only where from; its texts are for those who compare.
    origins = examples.select_related("mirror").defer("mirror__content", "mirror__found")
    return origins.prefetch_related(
        Prefetch(
            "municipalities",
            ExampleMunicipality.objects.select_related("municipality__land"),
        ),
        Prefetch("concepts", Concept.objects.select_related("broader")),
        "steps",
        "sources",
        Prefetch("attachments", Attachment.objects.select_related("document")),
        Prefetch("pictures", Picture.objects.select_related("image")),
    )


def page(
    sets: Sets,
    chosen: Selection,
    *,
    reach: Audience,
    number: int = 1,
    order: str = "neu",
    own: Municipality | None = None,
) -> paging.Page[Row]:
    """Return one page of the list. Two queries, however many examples there are."""
    members = facets.found(sets, chosen, reach)
    total = members.bit_count()
    number = min(number, max(1, -(-total // PAGE_SIZE)))
    positions = bits.in_groups(
        members, _groups(sets, order), skip=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE
    )
    rows = _rows(positions, reach, own)
    return paging.of_rows(rows, number=number, size=PAGE_SIZE, total=total)


def leading(reach: Audience, limit: int, *, field: str, sets: Sets) -> list[Row]:
    """Return the best examples of a field or topic; ``sets`` with "evidence". Two queries.

    Well proven ones come first, among them what others took over, then the newest.
    """
    members = sets.visible(reach) & sets.having("field", [field])
    groups = [sets.having("evidence", STRONG_EVIDENCE)]
    rows = _rows(bits.in_groups(members, groups, skip=0, limit=LOOKED_AT), reach)
    return sorted(rows, key=_by_worth)[:limit]


def _by_worth(row: Row) -> tuple[bool, int, int, int]:
    example = row.example
    return (
        example.evidence not in STRONG_EVIDENCE,
        -row.adopted,
        -(example.year or 0),
        -example.list_entry.position,
    )


def known_order(asked_for: str | None) -> str:
    return asked_for if asked_for in ORDERS else "neu"


def newest(
    reach: Audience, limit: int, field: str | None = None, sets: Sets | None = None
) -> list[Row]:
    """Return the examples published last, of one field or of all. Two queries and the sets."""
    sets = sets or Sets(["field"])
    members = sets.visible(reach)
    if field is not None:
        members &= sets.having("field", [field])
    return _rows(bits.highest(members, limit=limit), reach)


def count(reach: Audience) -> int:
    """Return how many examples there are. One query."""
    return Sets([]).visible(reach).bit_count()


def similar(example: Example, reach: Audience, limit: int = 3) -> list[Row]:
    """Return examples that share most topics; among equals those of the same size, then Land.

    Three queries over a few small rows, so it costs the same with ten thousand examples.
    """
    entry = getattr(example, "list_entry", None)
    if entry is None or not entry.values:
        return []
    values: dict[str, list[str]] = {}
    for facet, value in entry.values:
        values.setdefault(facet, []).append(value)
    sets = Sets(["concept", "field", "size_class", "land"])
    others = sets.visible(reach) & ~(1 << entry.position)
    by_topic = bits.shared(
        sets.having("concept", [code]) & others for code in values.get("concept", ())
    )
    size = sets.having("size_class", values.get("size_class", ()))
    land = sets.having("land", values.get("land", ()))
    levels = [*reversed(by_topic), sets.having("field", values.get("field", ())) & others]
    order = [level & part for level in levels for part in (size & land, size, land, level)]
    related = bits.union(levels)
    return _rows(bits.in_groups(related, order, skip=0, limit=limit), reach)


def origin(example: Example, reach: Audience) -> Example | None:
    """Return the example this one was adapted from, if the reader may see it."""
    source = example.adapted_from
    return source if source and source.live and source.audience <= reach else None


def adaptations(example: Example, reach: Audience, limit: int = 10) -> list[Example]:
    """Return what other municipalities made of an example, as far as the reader may see it."""
    made = visible(reach).filter(adapted_from=example).order_by("-first_published_at", "-pk")
    return list(made.only("title", "slug")[:limit])


def _groups(sets: Sets, order: str) -> Sequence[int]:
    if order == "jahr":
        return [members for year, members in sorted(sets.of("year").items(), reverse=True)]
    if order in ("groesse", "klein"):
        sizes = _BY_PEOPLE if order == "groesse" else tuple(reversed(_BY_PEOPLE))
        return [sets.having("size_class", [size]) for size in sizes]
    return []


def _rows(positions: Sequence[int], reach: Audience, own: Municipality | None = None) -> list[Row]:
    """Load the examples at these positions, in this order. Two queries."""
    if not positions:
        return []
    by_position = {
        example.list_entry.position: example
        # The sets already keep to the reach; asking again costs nothing and forgives nothing.
        for example in visible(reach)
        .filter(list_entry__position__in=positions)
        .select_related("list_entry", "tally")
        .only(
            "title",
            "slug",
            "what",
            "year",
            "evidence",
            "checked_on",
            "read_on",
            "check_due_at",
            "status",
            "would_not_repeat",
            "first_published_at",
            "list_entry__position",
            "tally__total",
            "list_entry__is_stale",
        )
    }
    found = places(example.pk for example in by_position.values())
    own_size = own.size_class if own else ""
    return [
        Row(
            example=example,
            meta=tuple(reading.meta_of(found.get(example.pk, []), example.year)),
            is_review_due=example.list_entry.is_stale,
            like_own=bool(own_size)
            and own_size in {place.size_class for place in found.get(example.pk, [])},
        )
        for position in positions
        if (example := by_position.get(position))
    ]


def places(example_ids: Iterable[int]) -> dict[int, list[Municipality]]:
    """Return the municipalities of examples by their ids, the leading one first. One query."""
    found: dict[int, list[Municipality]] = {}
    parts = ExampleMunicipality.objects.filter(example__in=list(example_ids))
    for part in parts.select_related("municipality__land").order_by("sort_order", "pk"):
        found.setdefault(part.example_id, []).append(part.municipality)
    return found

"""What the list of examples shows and counts, kept up to date as examples are published.

Every value of every facet owns the set of examples that have it, as one number of bits
(``bits.py``). A list page with all its counts is then a handful of small rows and no scan of the
examples: decision 0051. The position of an example grows with its first publication, so the
highest bits are the newest examples.
"""

from collections.abc import Collection, Iterable, Mapping

from django.db import models, transaction

from lotse.knowledge import bits
from lotse.lib.audience import Audience

Values = Mapping[str, Collection[str]]
"""Facet to values, for example {"land": ("NW",), "status": ("running",)}."""
AUDIENCE = "audience"


class ListEntry(models.Model):
    """The place of an example in the lists; it stays when the example is withdrawn for a while."""

    position = models.PositiveIntegerField(primary_key=True)
    example = models.OneToOneField(
        "knowledge.Example", on_delete=models.CASCADE, related_name="list_entry"
    )
    values = models.JSONField(default=list)
    """Pairs of facet and value under which the example is listed now; empty if it is not."""
    is_stale = models.BooleanField(default=False)
    """Whether readers and the search index were told that a review is due."""

    def __str__(self) -> str:
        return str(self.position)


class FacetSet(models.Model):
    """The examples that have one value of one facet. The row without names guards the writing."""

    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=20)
    members = models.BinaryField(default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facet", "value"], name="one_set_per_facet_value")
        ]

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"


@transaction.atomic
def put(example_id: int, values: Values, *, is_stale: bool) -> None:
    """List an example under these values, instead of those it had. Part of the caller's change."""
    _one_writer_at_a_time()
    entry = ListEntry.objects.filter(example_id=example_id).first() or ListEntry(
        position=_next_position(), example_id=example_id
    )
    wanted = _pairs(values)
    present = [(facet, value) for facet, value in entry.values]
    _change(set(present) ^ set(wanted), entry.position)
    entry.values, entry.is_stale = wanted, is_stale
    entry.save()


@transaction.atomic
def remove(example_id: int) -> None:
    """Take an example out of all lists."""
    _one_writer_at_a_time()
    for entry in ListEntry.objects.filter(example_id=example_id):
        _change({(facet, value) for facet, value in entry.values}, entry.position)
        entry.values = []
        entry.save(update_fields=["values"])


@transaction.atomic
def rebuild(listed: Iterable[tuple[int, Values, bool]]) -> int:
    """Write all lists anew and return how many examples they hold.

    listed: example id, values, and whether a review is due; oldest publication first. Needs one
    pass and as many writes as there are values, so it also serves imports of thousands.
    """
    _one_writer_at_a_time()
    ListEntry.objects.all().delete()
    FacetSet.objects.exclude(facet="").delete()
    rows = [
        ListEntry(
            position=position,
            example_id=example_id,
            values=sorted(
                (facet, value) for facet, every in values.items() for value in set(every)
            ),
            is_stale=is_stale,
        )
        for position, (example_id, values, is_stale) in enumerate(listed)
    ]
    ListEntry.objects.bulk_create(rows, batch_size=500)
    members: dict[tuple[str, str], bytearray] = {}
    size = max((row.position for row in rows), default=0) // 8 + 1
    for row in rows:
        for facet, value in row.values:
            own = members.setdefault((facet, value), bytearray(size))
            own[row.position // 8] |= 1 << (row.position % 8)
    FacetSet.objects.bulk_create(
        FacetSet(facet=facet, value=value, members=bytes(own).rstrip(b"\0"))
        for (facet, value), own in members.items()
    )
    return sum(bool(row.values) for row in rows)


class Sets:
    """The sets as they were when read: {facet: {value: positions}}. One query."""

    def __init__(self, facets: Collection[str] | None = None) -> None:
        """facets: only these and the audience; None for all."""
        rows = FacetSet.objects.exclude(facet="")
        if facets is not None:
            rows = rows.filter(facet__in=[AUDIENCE, *facets])
        self._sets: dict[str, dict[str, int]] = {}
        for facet, value, members in rows.values_list("facet", "value", "members"):
            self._sets.setdefault(facet, {})[value] = bits.from_bytes(members)

    def visible(self, reach: Audience) -> int:
        return bits.union(
            members for audience, members in self.of(AUDIENCE).items() if int(audience) <= reach
        )

    def of(self, facet: str) -> Mapping[str, int]:
        return self._sets.get(facet, {})

    def counts(self, facet: str, reach: Audience) -> dict[str, int]:
        """Return how many examples this reach sees for each value, without zeros."""
        seen = self.visible(reach)
        counted = {value: (seen & members).bit_count() for value, members in self.of(facet).items()}
        return {value: number for value, number in counted.items() if number}

    def having(self, facet: str, values: Iterable[str]) -> int:
        """Positions with at least one of the values."""
        own = self.of(facet)
        return bits.union(own.get(value, 0) for value in values)


def _change(pairs: Collection[tuple[str, str]], position: int) -> None:
    """Turn the bit of a position in each of these sets."""
    known = {
        (row.facet, row.value): row
        for row in FacetSet.objects.filter(facet__in={facet for facet, _value in pairs})
        if (row.facet, row.value) in pairs
    }
    for facet, value in sorted(pairs):
        row = known.get((facet, value)) or FacetSet(facet=facet, value=value)
        row.members = bits.to_bytes(bits.from_bytes(row.members) ^ (1 << position))
        row.save()


def is_other(entry: ListEntry, values: Values) -> bool:
    """Return whether an example is listed under other values than these."""
    return {(facet, value) for facet, value in entry.values} != set(_pairs(values))


def _pairs(values: Values) -> list[tuple[str, str]]:
    return sorted((facet, value) for facet, every in values.items() for value in set(every))


def _next_position() -> int:
    highest = ListEntry.objects.aggregate(models.Max("position"))["position__max"]
    return 0 if highest is None else highest + 1


def _one_writer_at_a_time() -> None:
    """Let a second publication wait, so that neither overwrites the other's bit."""
    guard, _is_new = FacetSet.objects.get_or_create(facet="", value="")
    FacetSet.objects.select_for_update().get(pk=guard.pk)

"""Who learned from whom: examples adapted from one another, and the adoptions of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lotse.knowledge import queries as examples
from lotse.knowledge.adoption import queries
from lotse.knowledge.adoption.queries import Shown
from lotse.knowledge.models import Example
from lotse.lib.audience import Audience
from lotse.municipalities.models import Municipality

HIGHEST = 8
"""How many generations up and down are followed."""
MOST = 200
"""How many examples, and how many adoptions, one page shows."""


@dataclass(frozen=True)
class Node:
    """An example, or an adoption of the example above it; an adoption may have become one."""

    example: Example | None
    places: str
    adoption: Shown | None
    is_here: bool
    """The example whose page the reader came from."""
    children: "tuple[Node, ...]"


@dataclass(frozen=True)
class Tree:
    root: Node
    is_cut: bool
    """There is more than is shown."""


def of(example: Example, reach: Audience, today: date) -> Tree:
    """Return the whole tree an example stands in, as far as the reader may see it.

    Its queries grow with the generations, of which there are few, not with the examples.
    """
    root = _root(example, reach)
    family = _family(root, reach)
    adoptions = list(queries.standing(family)[: MOST + 1])
    is_cut = len(adoptions) > MOST or len(family) > MOST
    by_example: dict[int, list[Shown]] = {}
    for one in queries.shown(adoptions[:MOST], reach, today):
        by_example.setdefault(one.adoption.example_id, []).append(one)
    builder = _Builder(example.pk, family, examples.places(family), by_example)
    return Tree(builder.example(root, frozenset()), is_cut)


def _root(example: Example, reach: Audience) -> Example:
    """Climb to the example from which all others come, as far as the reader may see."""
    seen, present = {example.pk}, example
    for _generation in range(HIGHEST):
        above = present.adapted_from_id
        if above is None or above in seen:
            break
        source = examples.visible(reach).filter(pk=above).first()
        if source is None:
            break
        seen.add(above)
        present = source
    return present


def _family(root: Example, reach: Audience) -> dict[int, Example]:
    """Return an example and all that were adapted from it, generation by generation."""
    family, generation = {root.pk: root}, [root.pk]
    for _number in range(HIGHEST):
        found = examples.visible(reach).filter(adapted_from__in=generation)
        fresh = {one.pk: one for one in found.order_by("pk")[: MOST + 1] if one.pk not in family}
        if not fresh or len(family) > MOST:
            break
        family |= fresh
        generation = list(fresh)
    return family


@dataclass(frozen=True)
class _Builder:
    here: int
    family: dict[int, Example]
    places: dict[int, list[Municipality]]
    adoptions: dict[int, list[Shown]]

    def example(
        self, example: Example, above: frozenset[int], adoption: Shown | None = None
    ) -> Node:
        # Nothing forbids two examples to name each other; nobody stands below themselves.
        above |= {example.pk}
        children = [
            one
            for one in self.family.values()
            if one.adapted_from_id == example.pk and one.pk not in above
        ]
        own = self.adoptions.get(example.pk, [])
        grown = _grown(own, children, self.places)
        rest = [child for child in children if child.pk not in grown.values()]
        known = {one.adoption.pk for one in own}
        roots = [one for one in own if one.adoption.learned_from_id not in known]
        return Node(
            example=example,
            places=", ".join(place.short_name for place in self.places.get(example.pk, [])),
            adoption=adoption,
            is_here=example.pk == self.here,
            children=(
                *(self.example(child, above) for child in rest),
                *(self._adoption(one, own, grown, above) for one in roots),
            ),
        )

    def _adoption(
        self, one: Shown, own: list[Shown], grown: dict[int, int], above: frozenset[int]
    ) -> Node:
        below = tuple(
            self._adoption(other, own, grown, above)
            for other in own
            if other.adoption.learned_from_id == one.adoption.pk
        )
        if one.adoption.pk in grown:
            node = self.example(self.family[grown[one.adoption.pk]], above, one)
            return Node(node.example, node.places, one, node.is_here, (*node.children, *below))
        return Node(None, one.name, one, is_here=False, children=below)


def _grown(
    adoptions: Iterable[Shown],
    children: Iterable[Example],
    places: dict[int, list[Municipality]],
) -> dict[int, int]:
    """Return which adoptions became an example of their own: adoption id to example id."""
    owners = dict(_owners(children, places))
    return {
        one.adoption.pk: owners[one.adoption.municipality_id]
        for one in adoptions
        if one.adoption.municipality_id in owners
    }


def _owners(
    children: Iterable[Example], places: dict[int, list[Municipality]]
) -> Iterator[tuple[int, int]]:
    for child in children:
        for place in places.get(child.pk, []):
            yield place.pk, child.pk

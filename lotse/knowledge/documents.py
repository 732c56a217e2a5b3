"""An example in the form in which it is found and counted."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lotse.knowledge import reading
from lotse.knowledge.facts import book, marks
from lotse.knowledge.facts.marks import Moment
from lotse.lib.audience import Audience
from lotse.search.documents import Document, Passage

if TYPE_CHECKING:
    from lotse.knowledge.models import Example

KIND = "example"


def facets(example: "Example") -> dict[str, tuple[str, ...]]:
    """Return the values under which an example is filtered, without empty ones."""
    concepts = list(example.concepts.all())
    places = [part.municipality for part in example.municipalities.all()]
    lead_time = example.lead_time_days
    values: Mapping[str, Collection[str | None]] = {
        "field": {concept.top.pk for concept in concepts},
        "concept": {concept.pk for concept in concepts if concept.broader_id},
        "land": {place.land_id for place in places},
        "size_class": {place.size_class for place in places},
        "municipality_kind": {place.kind for place in places},
        "status": {example.status},
        "year": {str(example.year) if example.year else None},
        "evidence": {example.evidence},
        "lead_time": {None if lead_time is None else reading.lead_time_code(lead_time)},
        "setback": reading.setbacks(example),
        "check": {"checked" if example.is_checked else "open"},
    }
    return {
        facet: tuple(sorted(filter(None, every))) for facet, every in values.items() if any(every)
    }


def document(example: "Example", *, today: date) -> Document:
    """Return an example for the index: what everybody of its audience may read, nothing more.

    Contact, files and internal note never get here, so no search can betray them.
    """
    sections = list(reading.sections(example))
    facts = book.for_texts(section.plain_text for section in sections)
    moment = moment_of(example, today)
    return Document(
        kind=KIND,
        object_id=example.pk,
        title=example.title,
        url=example.get_absolute_url(),
        audience=Audience(example.audience),
        passages=tuple(
            Passage(section.heading, marks.plain(section.plain_text, moment, facts), section.anchor)
            for section in sections
        ),
        meta=" · ".join([*reading.meta(example), *marks_of(example)]),
        facets=facets(example),
        dated_on=example.content_as_of or (date(example.year, 1, 1) if example.year else None),
        is_stale=reading.is_review_due(example, today),
        names=tuple(_names(example)),
    )


def _names(example: "Example") -> Iterator[str]:
    """Yield what people call the municipalities: name, Land, keys."""
    for part in example.municipalities.all():
        place = part.municipality
        yield from filter(None, (place.name, place.key, place.ars))


def marks_of(example: "Example") -> list[str]:
    """Return what readers of lists and search results are warned of: nobody else has looked."""
    return [_("Noch nicht geprüft")] if example.check_due_at else []


def moment_of(example: "Example", today: date) -> Moment:
    """Return for which day and audience the facts in its texts are shown."""
    return Moment(today, Audience(example.audience), reading.about(example, today))

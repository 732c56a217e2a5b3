"""An answered question in the form in which it is found."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lotse.knowledge.answers import reading
from lotse.lib import body
from lotse.lib.audience import Audience
from lotse.search.documents import Document, Passage

if TYPE_CHECKING:
    from lotse.knowledge.models import Answer

KIND = "answer"


def document(answer: "Answer", *, today: date) -> Document:
    """Return an answer for the index: what everybody of its audience may read, nothing more."""
    passages = [Passage(_("Kurz gesagt"), answer.short_answer, "kurz")]
    passages += [
        Passage(_("Ausführlich"), " ".join(block.lines), "ausfuehrlich")
        for block in body.blocks(answer.long_answer)
        if block.kind != "heading"
    ]
    return Document(
        kind=KIND,
        object_id=answer.pk,
        title=answer.question,
        url=answer.get_absolute_url(),
        audience=Audience(answer.audience),
        passages=tuple(passages),
        meta=" · ".join(reading.meta(answer)),
        facets=facets(answer),
        dated_on=answer.as_of,
        is_stale=reading.is_review_due(answer, today),
    )


def facets(answer: "Answer") -> dict[str, tuple[str, ...]]:
    """Return the values under which an answer is filtered, without empty ones."""
    concepts = list(answer.concepts.all())
    values: Mapping[str, Collection[str]] = {
        "field": {concept.top.pk for concept in concepts},
        "concept": {concept.pk for concept in concepts if concept.broader_id},
        "land": {land.pk for land in answer.lands.all()},
        "year": {str(answer.as_of.year)} if answer.as_of else set(),
        "certainty": {answer.certainty},
        "scope": {answer.scope},
    }
    return {facet: tuple(sorted(every)) for facet, every in values.items() if every}

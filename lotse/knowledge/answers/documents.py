"""An answered question in the form in which it is found."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lotse.knowledge.answers import reading
from lotse.knowledge.facts import book, marks
from lotse.knowledge.facts.marks import Moment
from lotse.lib import body
from lotse.lib.audience import Audience
from lotse.search.documents import Document, Passage

if TYPE_CHECKING:
    from lotse.knowledge.models import Answer

KIND = "answer"


def document(answer: "Answer", *, today: date) -> Document:
    """Return an answer for the index: what everybody of its audience may read, nothing more."""
    moment, facts = moment_of(answer, today), book.for_texts(texts(answer))
    short = marks.plain(answer.short_answer, moment, facts)
    passages = [Passage(_("Kurz gesagt"), short, "kurz")]
    passages += [
        Passage(_("Ausführlich"), " ".join(block.lines), "ausfuehrlich")
        for block in body.blocks(marks.plain(answer.long_answer, moment, facts))
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


def texts(answer: "Answer") -> tuple[str, str]:
    """Return the texts in which a mark becomes a fact."""
    return answer.short_answer, answer.long_answer


def moment_of(answer: "Answer", today: date) -> Moment:
    """Return for whom the facts in its texts are shown: always as they are today."""
    return Moment(today, Audience(answer.audience))


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

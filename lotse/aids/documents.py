"""An aid in the form in which it is found."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lotse.aids import kinds
from lotse.knowledge.facts import book as books
from lotse.knowledge.facts import marks
from lotse.knowledge.facts.marks import Moment
from lotse.lib import german
from lotse.lib.audience import Audience
from lotse.search.documents import Document, Passage

if TYPE_CHECKING:
    from lotse.aids.models import Aid

KIND = "aid"


def document(aid: "Aid", *, today: date) -> Document:
    """Return an aid for the index: what everybody of its audience may read, nothing more."""
    passages = [Passage(_("Wobei es hilft"), aid.summary, "kurz"), *_passages(aid, today)]
    return Document(
        kind=KIND,
        object_id=aid.pk,
        title=aid.title,
        url=aid.get_absolute_url(),
        audience=Audience(aid.audience),
        passages=tuple(passages),
        meta=" · ".join(meta(aid)),
        facets=facets(aid),
        dated_on=aid.checked_on,
        is_stale=is_review_due(aid, today),
    )


def _passages(aid: "Aid", today: date) -> Iterator[Passage]:
    """Yield what the text says, with the facts of today in place of their marks."""
    moment = Moment(today, Audience(aid.audience))
    passages = list(kinds.conduct(aid.kind).passages(aid))
    if aid.limits:
        passages.append(Passage(_("Was es nicht leistet"), aid.limits, "grenzen"))
    facts = books.for_texts(passage.text for passage in passages)
    for passage in passages:
        yield replace(passage, text=marks.plain(passage.text, moment, facts))


def meta(aid: "Aid") -> list[str]:
    """One line for lists: kind, stage, day of the last check."""
    parts = [str(aid.get_kind_display())]
    if aid.stage == aid.Stage.PILOT:
        parts.append(str(aid.get_stage_display()))
    if aid.checked_on:
        parts.append(_("geprüft %s") % german.date_de(aid.checked_on))
    return parts


def is_review_due(aid: "Aid", today: date) -> bool:
    return aid.review_due_on is not None and aid.review_due_on <= today


def facets(aid: "Aid") -> dict[str, tuple[str, ...]]:
    """Return the values under which an aid is filtered, without empty ones."""
    concepts = list(aid.concepts.all())
    values: Mapping[str, Collection[str]] = {
        "field": {concept.top.pk for concept in concepts},
        "concept": {concept.pk for concept in concepts if concept.broader_id},
        "land": {land.pk for land in aid.lands.all()},
        "aid_kind": {aid.kind},
        "stage": {aid.stage},
    }
    return {facet: tuple(sorted(every)) for facet, every in values.items() if every}

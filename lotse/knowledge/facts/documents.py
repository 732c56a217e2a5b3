"""A fact in the form in which it is found."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lotse.knowledge.facts import book, wording
from lotse.knowledge.facts.book import Entry, Version
from lotse.lib.audience import Audience
from lotse.search.documents import Document, Passage

if TYPE_CHECKING:
    from lotse.knowledge.models import Fact

KIND = "fact"


def document(fact: "Fact", *, today: date) -> Document:
    """Return a fact for the index; one that nobody has confirmed is for the team alone."""
    entry = book.entry(fact)
    shown = entry.shown(today)
    audience = entry.audience if shown else Audience.TEAM
    version = shown or entry.versions[-1]
    return Document(
        kind=KIND,
        object_id=fact.pk,
        title=wording.title(entry),
        url=entry.url,
        audience=audience,
        passages=tuple(_passages(entry, version, is_present=shown is not None)),
        meta=" · ".join(meta(entry, version, today)),
        facets=facets(fact, version, today),
        dated_on=version.stated_on,
        is_stale=entry.is_review_due(today),
        names=(fact.code,),
    )


def meta(entry: Entry, version: Version, today: date) -> list[str]:
    """One line for lists: jurisdiction, bindingness, state."""
    return [
        wording.where(entry),
        wording.bindingness(version),
        wording.status(entry, version, today)
        if version.is_confirmed
        else _("nicht bestätigt, nur für das Team"),
        *([_("Noch nicht geprüft")] if entry.is_unchecked else []),
    ]


def facets(fact: "Fact", version: Version, today: date) -> dict[str, tuple[str, ...]]:
    """Return the values under which a fact is filtered, without empty ones."""
    concepts = list(fact.key.concepts.all())
    values: Mapping[str, Collection[str]] = {
        "field": {concept.top.pk for concept in concepts},
        "concept": {concept.pk for concept in concepts if concept.broader_id},
        "land": {land.pk for land in fact.lands.all()},
        "year": {str(version.stated_on.year)} if version.stated_on else set(),
        "scope": {fact.scope},
        "fact_kind": {fact.kind},
        "bindingness": {version.bindingness},
        "fact_status": {str(version.status(today))},
    }
    return {facet: tuple(sorted(every)) for facet, every in values.items() if every}


def _passages(entry: Entry, version: Version, *, is_present: bool) -> list[Passage]:
    # What nobody has confirmed stands on its page among the versions alone.
    statement, caveat = ("aussage", "beachten") if is_present else ("geschichte", "geschichte")
    said = [version.statement]
    if amount := wording.amount(version):
        said.append(f"{entry.name}: {amount}.")
    said.append(f"{version.norm}. {wording.validity(version)}.")
    passages = [Passage(_("Aussage"), "\n".join(said), statement)]
    if version.caveat:
        passages.append(Passage(_("Zu beachten"), version.caveat, caveat))
    return passages

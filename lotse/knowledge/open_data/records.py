"""Records as plain values: what one reader may see of them, with source and licence.

Dates are ISO 8601, addresses absolute, names of fields English and stable. Contacts and internal
notes are left out for everybody: who may read them on a page has not been given them in bulk.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from lotse.knowledge import reading
from lotse.knowledge.answers import reading as answer_reading
from lotse.knowledge.facts import book, marks, wording
from lotse.knowledge.facts.marks import Moment
from lotse.knowledge.models import Answer, Example, Fact
from lotse.knowledge.rights import TEXT_LICENCE, Licence
from lotse.lib.audience import Audience
from lotse.municipalities.models import ATTRIBUTION, Municipality
from lotse.topics.models import Concept

Record = dict[str, Any]
NOT_RELEASED = "nur für Mitglieder"
"""In place of a licence: what is not public is not to be passed on."""


@dataclass(frozen=True)
class View:
    """For whom and on which day."""

    reach: Audience
    today: date


def example(one: Example, view: View) -> Record:
    """Return an example. No query if ``queries.complete`` loaded it."""
    shown = reading.of(one, reach=view.reach, today=view.today)
    moment = Moment(view.today, view.reach, reading.about(one, view.today))
    texts = {name: getattr(one, name) for name in ("problem", "solution", "partners", "note")}
    facts = book.for_texts(texts.values())
    texts = {name: marks.plain(text, moment, facts) for name, text in texts.items()}
    # A number without year and basis says nothing and is not shown (domain rule).
    has_basis = bool(one.cost_year and one.cost_basis)
    return {
        **brief_example(one, view),
        "code": one.code,
        "started_on": one.started_on,
        "ended_on": one.ended_on,
        "year_basis": one.year_basis,
        "problem": texts["problem"],
        "solution": texts["solution"],
        "steps": [
            {"title": step.title, "when": step.when, "text": step.text} for step in one.steps.all()
        ],
        "lead_time_days": one.lead_time_days,
        "capacity": one.capacity,
        "effort_fte": _number(one.effort_fte) if has_basis else None,
        "one_off_cost_euro": one.one_off_cost_euro if has_basis else None,
        "running_cost_euro": one.running_cost_euro if has_basis else None,
        "cost_basis": one.cost_basis,
        "cost_year": one.cost_year,
        "legal_basis": one.legal_basis,
        "legal_jurisdiction": one.legal_jurisdiction,
        "legal_checked_on": one.legal_checked_on,
        "partners": list(reading.lines(texts["partners"])),
        "evidence": one.evidence,
        "evidence_text": one.evidence_text,
        "evidence_on": one.evidence_on,
        "evidence_by": one.evidence_by,
        "limits": list(reading.lines(one.limits)),
        "lessons": list(reading.lines(one.lessons)),
        "would_do_differently": one.would_do_differently,
        "would_not_repeat": one.would_not_repeat,
        "suits_size_classes": list(one.suits_size_classes),
        "suitable_if": list(reading.lines(one.suitable_if)),
        "unsuitable_if": list(reading.lines(one.unsuitable_if)),
        "note": texts["note"],
        "review_due_on": one.review_due_on,
        "files": [
            {
                "title": attachment.document.title,
                "url": absolute(attachment.document.url),
                "licence": attachment.licence,
            }
            for attachment in shown.attachments
        ],
        "sources": [
            {"title": source.label, "url": source.url, "accessed_on": source.accessed_on}
            for source in shown.sources
        ],
    }


def brief_example(one: Example, view: View) -> Record:
    """Return what a list of examples says of one."""
    places = [part.municipality for part in one.municipalities.all()]
    return {
        **_head(one, one.title),
        "what": one.what,
        "municipalities": [place(town) for town in places],
        **_topics(one.concepts.all()),
        "status": one.status,
        "year": one.year,
        "content_as_of": one.content_as_of,
        "checked_on": one.checked_on,
        "is_unconfirmed": one.check_due_at is not None,
        **_rights_of_example(one),
    }


def answer(one: Answer, view: View) -> Record:
    """Return an answered question. No query if ``queries.complete`` loaded it."""
    shown = answer_reading.of(one, reach=view.reach, today=view.today)
    return {
        **brief_answer(one, view),
        "long_answer": marks.plain(one.long_answer, Moment(view.today, view.reach)),
        "law_as_of": one.law_as_of,
        "review_due_on": one.review_due_on,
        "sources": [
            {
                "title": source.label,
                "url": absolute(source.url),
                "accessed_on": source.accessed_on,
                "passage": source.passage,
            }
            for source in shown.sources
        ],
    }


def brief_answer(one: Answer, view: View) -> Record:
    """Return what a list of answered questions says of one."""
    return {
        **_head(one, one.question),
        "short_answer": marks.plain(one.short_answer, Moment(view.today, view.reach)),
        "scope": one.scope,
        "lands": [land.code for land in one.lands.all()],
        **_topics(one.concepts.all()),
        "certainty": one.certainty,
        "as_of": one.as_of,
        "checked_on": one.checked_on,
        "is_unconfirmed": one.check_due_at is not None,
        **_rights(one.audience),
    }


def fact(one: Fact, view: View) -> Record:
    """Return a fact as it stands on the day. No query if ``queries.complete`` loaded it."""
    entry = book.entry(one)
    shown = entry.shown(view.today) or entry.versions[-1]
    version = next(found for found in one.versions.all() if found.pk == shown.pk)
    sources = [{"title": version.source_label, "url": version.source_url}]
    sources += [{"title": label, "url": url} for label, url in version.further]
    return {
        "id": one.pk,
        "code": one.code,
        "url": absolute(entry.url),
        "title": entry.name,
        "key": entry.key,
        "kind": one.kind,
        "statement": version.statement,
        "value": _number(version.value),
        "value_max": _number(version.value_max),
        "unit": version.unit,
        "scope": one.scope,
        "lands": [code for code, _name in entry.lands],
        "where": wording.where(entry),
        **_topics(one.key.concepts.all()),
        "norm": version.norm,
        "bindingness": version.bindingness,
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "status": str(shown.status(view.today)),
        "is_confirmed": version.is_confirmed,
        "as_of": version.as_of,
        "law_as_of": version.law_as_of,
        "checked_on": version.checked_on,
        "is_unconfirmed": one.check_due_at is not None,
        "caveat": version.caveat,
        "sources": [
            {**source, "accessed_on": version.accessed_on if position == 0 else None}
            for position, source in enumerate(sources)
            if source["url"]
        ],
        # What nobody has confirmed is the team's, whatever the record says.
        **_rights(one.audience if version.is_confirmed else Audience.TEAM),
    }


def topic(one: Concept) -> Record:
    """Return a concept with its words; those for the search alone are never shown."""
    return {
        "code": one.code,
        "kind": one.kind,
        "name": one.name,
        "name_en": one.name_en,
        "broader": one.broader_id,
        "lead_question": one.lead_question,
        "labels": [label.text for label in one.labels.all() if not label.is_hidden],
        "url": absolute(one.list_url),
        "source": settings.PLATFORM_NAME,
        **_rights(Audience.PUBLIC),
    }


def municipality(town: Municipality) -> Record:
    """Return an entry of the official register."""
    return {
        **place(town),
        "kind": town.kind,
        "type": town.type,
        "ars": town.ars,
        "district_key": town.district_key,
        "postcode": town.postcode,
        "population": town.population,
        "area_km2": float(town.area_km2),
        "latitude": town.latitude,
        "longitude": town.longitude,
        "source": ATTRIBUTION,
        "licence": Licence.DL_DE_BY.value,
    }


def place(town: Municipality) -> Record:
    return {
        "key": town.key,
        "name": town.short_name,
        "land": town.land_id,
        "size_class": town.size_class,
    }


def absolute(url: str) -> str:
    """Return an address that works from anywhere; empty stays empty."""
    return urljoin(settings.BASE_URL, url) if url else ""


def _head(one: Example | Answer, title: str) -> Record:
    return {
        "id": one.pk,
        "slug": one.slug,
        "url": absolute(one.get_absolute_url()),
        "title": title,
        "published_at": one.first_published_at,
        "changed_at": one.last_published_at,
    }


def _topics(concepts: Iterable[Concept]) -> Record:
    found = list(concepts)
    fields = {concept.top.pk: concept.top for concept in found}
    return {
        "fields": [{"code": one.pk, "name": one.name} for one in fields.values()],
        "concepts": [{"code": one.pk, "name": one.name} for one in found if one.broader_id],
    }


def _rights(audience: int) -> Record:
    is_public = audience == Audience.PUBLIC
    return {
        "audience": Audience(audience).name.lower(),
        "licence": TEXT_LICENCE.value if is_public else NOT_RELEASED,
        "attribution": settings.PLATFORM_NAME,
    }


def _rights_of_example(one: Example) -> Record:
    """Return the rights; what was taken over keeps the licence and the name of its origin."""
    rights, mirror = _rights(one.audience), getattr(one, "mirror", None)
    if mirror is None or one.audience != Audience.PUBLIC:
        return rights
    return {**rights, "licence": mirror.licence, "attribution": mirror.origin_name}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)

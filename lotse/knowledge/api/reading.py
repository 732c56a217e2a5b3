"""Operations of the knowledge: lists with filters and pages, and one record."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field

from lotse.accounts.bearer import visitor
from lotse.knowledge import access, bits, facets, queries
from lotse.knowledge.answers import facets as answer_facets
from lotse.knowledge.answers import queries as answer_queries
from lotse.knowledge.api import shapes
from lotse.knowledge.api.door import OPEN, router, shared, view
from lotse.knowledge.facts import facets as fact_facets
from lotse.knowledge.facts import queries as fact_queries
from lotse.knowledge.listing import Sets
from lotse.knowledge.open_data import records
from lotse.lib import paging
from lotse.lib.problems import Problem
from lotse.topics.models import Concept

_TOPIC = "code of a field or cross-cutting topic, for example U"
_LAND = "code of a Land, for example HE"
Chosen = dict[str, list[str]]


class _Page(Schema):
    limit: int = Field(20, ge=1, le=100)
    after: str = Field("", max_length=100, description="``next`` of the page before")


class ExampleFilter(_Page):
    """Values of one filter add up; a record has to meet every filter."""

    field: list[str] = Field([], description=_TOPIC)
    concept: list[str] = Field([], description="code of a concept, for example U12")
    land: list[str] = Field([], description=_LAND)
    size_class: list[str] = Field([], description="G1 to G7, K1 to K3")
    municipality_kind: list[str] = []
    status: list[str] = []
    year: list[str] = []
    lead_time: list[str] = []
    evidence: list[str] = []
    setback: list[str] = []
    check: list[str] = Field([], description="checked or open")


class AnswerFilter(_Page):
    field: list[str] = Field([], description=_TOPIC)
    land: list[str] = Field([], description=_LAND)
    scope: list[str] = Field([], description="federal, land or municipal")
    certainty: list[str] = Field([], description="secure, likely or open")
    year: list[str] = []


class FactFilter(_Page):
    field: list[str] = Field([], description=_TOPIC)
    land: list[str] = Field([], description=_LAND)
    bindingness: list[str] = []
    status: list[str] = Field([], description="current, expired or unknown")
    kind: list[str] = []


_ANSWER_NAMES = {"field": "thema", "scope": "geltung", "certainty": "sicherheit", "year": "jahr"}
_FACT_NAMES = {"field": "thema", "bindingness": "verbindlich", "status": "stand", "kind": "art"}
"""From our names to those in the addresses of the lists."""


@router.get(
    "/examples",
    auth=OPEN,
    response=shapes.ExamplePage,
    operation_id="listExamples",
    summary="Gute Beispiele, neue zuerst",
)
def list_examples(
    request: HttpRequest, asked: Query[ExampleFilter], response: HttpResponse
) -> dict[str, Any]:
    seen, sets = view(request, timezone.localdate()), Sets()
    left = facets.found(sets, _chosen(asked, facets.labels(sets), {}), seen.reach)
    total = left.bit_count()
    if asked.after:
        left &= (1 << _position(asked.after)) - 1
    positions = bits.highest(left, limit=asked.limit + 1)
    shown = queries.visible(seen.reach).filter(list_entry__position__in=positions[: asked.limit])
    found = queries.complete(shown).order_by("-list_entry__position")
    shared(request, response)
    return {
        "items": [records.brief_example(one, seen) for one in found],
        "total": total,
        "next": str(positions[asked.limit - 1]) if len(positions) > asked.limit else None,
    }


@router.get(
    "/examples/{slug:slug}",
    auth=OPEN,
    response=shapes.Example,
    operation_id="getExample",
    summary="Ein gutes Beispiel",
)
def get_example(request: HttpRequest, slug: str, response: HttpResponse) -> dict[str, Any]:
    found = access.example(visitor(request), slug)
    shared(request, response)
    return records.example(found, view(request, timezone.localdate()))


@router.get(
    "/answers",
    auth=OPEN,
    response=shapes.AnswerPage,
    operation_id="listAnswers",
    summary="Beantwortete Fragen, neue zuerst",
)
def list_answers(
    request: HttpRequest, asked: Query[AnswerFilter], response: HttpResponse
) -> dict[str, Any]:
    seen = view(request, timezone.localdate())
    chosen = _chosen(asked, answer_facets.labels(), _ANSWER_NAMES)
    found = answer_queries.complete(answer_facets.found(chosen, seen.reach))
    page = paging.by_key(
        found, order=("-pk",), query={paging.AFTER_PARAMETER: asked.after}, size=asked.limit
    )
    shared(request, response)
    return {
        "items": [records.brief_answer(one, seen) for one in page.rows],
        "next": page.next[paging.AFTER_PARAMETER] if page.next else None,
    }


@router.get(
    "/answers/{slug:slug}",
    auth=OPEN,
    response=shapes.Answer,
    operation_id="getAnswer",
    summary="Eine beantwortete Frage mit Quellen",
)
def get_answer(request: HttpRequest, slug: str, response: HttpResponse) -> dict[str, Any]:
    found = access.answer(visitor(request), slug)
    shared(request, response)
    return records.answer(found, view(request, timezone.localdate()))


@router.get(
    "/facts",
    auth=OPEN,
    response=shapes.FactPage,
    operation_id="listFacts",
    summary="Zahlen und Regeln, wie sie heute gelten",
)
def list_facts(
    request: HttpRequest, asked: Query[FactFilter], response: HttpResponse
) -> dict[str, Any]:
    seen = view(request, timezone.localdate())
    chosen = _chosen(asked, fact_facets.labels(), _FACT_NAMES)
    shown = fact_queries.complete(fact_queries.visible(seen.reach)).order_by("code")
    found = [
        one for one in shown if fact_facets.having([fact_facets.listed(one, seen.today)], chosen)
    ]
    left = [one for one in found if one.code > asked.after]
    shared(request, response)
    return {
        "items": [records.fact(one, seen) for one in left[: asked.limit]],
        "total": len(found),
        "next": left[asked.limit - 1].code if len(left) > asked.limit else None,
    }


@router.get(
    "/facts/{slug:code}",
    auth=OPEN,
    response=shapes.Fact,
    operation_id="getFact",
    summary="Eine Zahl oder Regel mit Quellen",
)
def get_fact(request: HttpRequest, code: str, response: HttpResponse) -> dict[str, Any]:
    found = access.fact(visitor(request), code)
    shared(request, response)
    return records.fact(found, view(request, timezone.localdate()))


@router.get(
    "/topics",
    auth=OPEN,
    response=list[shapes.Topic],
    operation_id="listTopics",
    summary="Themenfelder, Querschnittsthemen und Schlagworte",
)
def list_topics(request: HttpRequest, response: HttpResponse) -> list[dict[str, Any]]:
    found = Concept.objects.select_related("broader").prefetch_related("labels")
    shared(request, response)
    return [records.topic(one) for one in found]


@router.get(
    "/topics/{slug:code}",
    auth=OPEN,
    response=shapes.Topic,
    operation_id="getTopic",
    summary="Ein Thema mit seinen Wörtern",
)
def get_topic(request: HttpRequest, code: str, response: HttpResponse) -> dict[str, Any]:
    found = Concept.objects.select_related("broader").prefetch_related("labels")
    shared(request, response)
    return records.topic(get_object_or_404(found, code__iexact=code))


def _chosen(
    asked: _Page, known: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]
) -> Chosen:
    """Return the filters of an address. Raises Problem: an unknown value must not mean all."""
    chosen = {}
    for name, values in asked.dict(exclude={"limit", "after"}).items():
        key = names.get(name, name)
        unknown = [value for value in values if value not in known[key]]
        if unknown:
            detail = _("Diesen Wert kennt der Filter nicht: %s.") % unknown[0][:40]
            raise Problem(422, "unknown_value", detail, field=name)
        if values:
            chosen[key] = values
    return chosen


def _position(after: str) -> int:
    if not (after.isascii() and after.isdigit() and len(after) < 10):
        raise Problem(422, "wrong_page", _("„after“ ist kein „next“ einer Seite davor."))
    return int(after)

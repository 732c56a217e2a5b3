"""What helps with an inquiry: content, similar answered inquiries, people who know."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries.models import Inquiry, Message
from lotse.knowledge.models import Example, ExampleMunicipality
from lotse.lib.audience import Audience
from lotse.search import engine, registry
from lotse.search.engine import Result
from lotse.search.gist import gist, plain
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept

__all__ = ["KIND", "finds", "for_inquiry", "gist", "helping", "plain"]

KIND = "inquiry"
"""Name of our own search provider: answered inquiries, for the team alone."""
NO_HELP = frozenset({KIND, "press", "page"})
"""Kinds that answer no question: inquiries are for the team, the others are about ourselves."""
_MARKED = re.compile(r"<mark>([^<]+)</mark>")
MAX_PLACES = 4


@dataclass(frozen=True)
class Suggestion:
    result: Result
    reason: str
    """Why it is suggested, in words; empty if only the search knows."""


@dataclass(frozen=True)
class Expert:
    """Somebody in the team to ask."""

    area: ProgrammeArea
    reason: str


@dataclass(frozen=True)
class Colleague:
    """Somebody of the team who has answered something similar."""

    person: User
    reason: str


@dataclass(frozen=True)
class Place:
    """A municipality that has experience with it."""

    name: str
    url: str
    """Where its experience is described, on this site."""
    reason: str


@dataclass(frozen=True)
class Suggestions:
    content: list[Suggestion]
    """Examples, aids, answered questions: may be cited."""
    inquiries: list[Suggestion]
    """Similar answered inquiries: for the team's eyes, never cited."""
    areas: list[Expert]
    colleagues: list[Colleague]
    places: list[Place]
    hidden: int = 0
    """How many suggestions a person has hidden for this inquiry."""


def finds(subject: str, text: str, *, reach: Audience, limit: int = 3) -> list[Result]:
    """Return the best finds for a question, for people outside the team: never an inquiry."""
    return engine.best(gist(subject, text), reach=reach, limit=limit, kinds=_content_kinds())


def for_inquiry(
    inquiry: Inquiry, reach: Audience, limit: int = 5, *, topics: Sequence[Concept] | None = None
) -> Suggestions:
    """Work out what helps with an inquiry.

    reach: of the person at the desk; similar inquiries appear only for the team. topics: of the
    inquiry, if they are known already.
    """
    about = list(inquiry.topics.all()) if topics is None else topics
    found, alike = helping(
        words_of(inquiry),
        reach=reach,
        limit=limit,
        topics=[topic.code for topic in about],
        besides=inquiry.pk,
    )
    return Suggestions(
        content=[Suggestion(result, _reason(result, inquiry, about)) for result in found],
        inquiries=[Suggestion(result, _reason(result, inquiry, about)) for result in alike],
        areas=areas(about),
        colleagues=_colleagues(result.object_id for result in alike),
        places=_places(inquiry, found, alike),
    )


def words_of(inquiry: Inquiry) -> str:
    """Return what an inquiry asks for as it stands: its latest message first, then the question."""
    asked = inquiry.messages.filter(kind__in=[Message.Kind.QUESTION, Message.Kind.FOLLOW_UP])
    texts = list(asked.order_by("-created_at", "-pk").values_list("kind", "text"))
    latest = [text for kind, text in texts[:1] if kind == Message.Kind.FOLLOW_UP]
    question = [text for kind, text in texts if kind == Message.Kind.QUESTION]
    return "\n".join(
        [gist("", text) for text in latest] + [gist(inquiry.subject, "\n".join(question))]
    )


def helping(
    words: str, *, reach: Audience, limit: int, topics: Sequence[str] = (), besides: int = 0
) -> tuple[list[Result], list[Result]]:
    """Return content that may be cited, and answered inquiries that asked something like it.

    topics: codes of what the inquiry is about. besides: id of the inquiry that asks. Similar
    inquiries are for the team alone.
    """
    groups = [_content_kinds(), (KIND,)] if reach >= Audience.TEAM else [_content_kinds()]
    found = engine.best_of_each(
        words, reach=reach, groups=groups, limit=limit, topics=topics, without=(KIND, besides)
    )
    return found[0], found[1] if len(found) > 1 else []


def _content_kinds() -> tuple[str, ...]:
    return tuple(kind for kind in registry.providers if kind not in NO_HELP)


def _reason(result: Result, inquiry: Inquiry, topics: Iterable[Concept]) -> str:
    """Say what an inquiry and a find have in common: topics, words, size class, Land."""
    reasons = []
    codes = set(result.facets.get("concept", ())) | set(result.facets.get("field", ()))
    shared = [topic.name for topic in topics if topic.code in codes]
    if shared:
        reasons.append(_("gleiches Thema: %s") % ", ".join(shared[:2]))
    marked = list(dict.fromkeys(word for word in _MARKED.findall(result.passage_html)))
    if marked:
        reasons.append(_("im Text: %s") % ", ".join(marked[:3]))
    place = inquiry.municipality
    if place and place.size_class in result.facets.get("size_class", ()):
        reasons.append(_("gleiche Größenklasse"))
    if place and place.land_id in result.facets.get("land", ()):
        reasons.append(_("gleiches Land"))
    return " · ".join(reasons)


def areas(topics: Iterable[Concept]) -> list[Expert]:
    """Return the programme areas that answer for topics, or for the fields above them."""
    by_code = {topic.code: topic for topic in topics}
    codes = set(by_code) | {topic.broader_id for topic in by_code.values() if topic.broader_id}
    if not codes:
        return []
    links = ProgrammeArea.topics.through._default_manager.filter(concept__in=codes)
    named = links.select_related("programmearea").annotate(topic=F("concept__name"))
    order = [f"programmearea__{name}" for name in ("position", "name")]
    names: dict[ProgrammeArea, list[str]] = {}
    for link in named.order_by(*order, "concept__position", "concept__code"):
        names.setdefault(link.programmearea, []).append(link.topic)
    return [
        Expert(area, _("zuständig für %s") % ", ".join(theirs[:2]))
        for area, theirs in names.items()
    ]


def _colleagues(inquiry_ids: Iterable[int]) -> list[Colleague]:
    answers = (
        Message.objects.filter(
            inquiry__in=list(inquiry_ids), kind=Message.Kind.ANSWER, author__is_active=True
        )
        .select_related("author", "inquiry")
        .order_by("-created_at", "-pk")[:20]
    )
    numbers: dict[User, list[str]] = {}
    for answer in answers:
        assert answer.author is not None
        numbers.setdefault(answer.author, []).append(answer.inquiry.number)
    return [
        Colleague(person, _("hat %s beantwortet") % ", ".join(dict.fromkeys(theirs)))
        for person, theirs in numbers.items()
    ]


def _places(inquiry: Inquiry, content: Sequence[Result], alike: Sequence[Result]) -> list[Place]:
    """Return other municipalities that did it, or asked the same, best first, each once."""
    examples = {result.object_id: result for result in content if result.kind == "example"}
    found: dict[int, Place] = {}
    did = ExampleMunicipality.objects.filter(
        example__in=Example.objects.filter(pk__in=examples)
    ).select_related("municipality")
    order = list(examples)
    for part in sorted(did, key=lambda one: order.index(one.example_id)):
        result = examples[part.example_id]
        reason = _("hat es gemacht: %s") % result.title
        found.setdefault(
            part.municipality_id, Place(part.municipality.short_name, result.url, reason)
        )
    asked = Inquiry.objects.filter(
        pk__in=[result.object_id for result in alike], municipality__isnull=False
    ).select_related("municipality")
    for other in asked.order_by("-received_at", "-pk"):
        assert other.municipality is not None
        reason = _("hatte eine ähnliche Frage: %s") % other.number
        found.setdefault(
            other.municipality.pk,
            Place(other.municipality.short_name, other.get_absolute_url(), reason),
        )
    own = inquiry.municipality_id
    return [place for pk, place in found.items() if pk != own][:MAX_PLACES]

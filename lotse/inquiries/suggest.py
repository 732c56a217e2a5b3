"""What helps with an inquiry: content, similar answered inquiries, people who know."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries.models import Inquiry, Message
from lotse.lib.audience import Audience
from lotse.search import engine, registry
from lotse.search.engine import Result
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept

KIND = "inquiry"
"""Name of our own search provider: answered inquiries, for the team alone."""
NO_HELP = frozenset({KIND, "press", "page"})
"""Kinds that answer no question: inquiries are for the team, the others are about ourselves."""
MAX_GIST = 600
_GREETING = re.compile(
    r"^\s*(?:sehr geehrte|guten? (?:tag|morgen|abend)|hallo|liebe[rs]?\b|moin"
    r"|gr(?:ü|ue)(?:ß|ss) gott)"
    r"[^\n?.]*?(?:[,!.]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING = re.compile(
    r"^\s*(?:mit (?:\w+ )*gr(?:ü|ue)(?:ß|ss)en?|(?:viele|freundliche|beste|herzliche|schöne) "
    r"gr(?:ü|ue)(?:ß|ss)e|mfg\b|(?:vielen|herzlichen|besten) dank (?:im voraus|und|vorab)).*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_MARKED = re.compile(r"<mark>([^<]+)</mark>")


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
class Suggestions:
    content: list[Suggestion]
    """Examples, aids, answered questions: may be cited."""
    inquiries: list[Suggestion]
    """Similar answered inquiries: for the team's eyes, never cited."""
    areas: list[Expert]
    colleagues: list[Colleague]


def gist(subject: str, text: str) -> str:
    """Return the words of a question that are worth looking for, without courtesies."""
    return f"{subject}\n{plain(text)}"[:MAX_GIST]


def plain(text: str) -> str:
    """Return a question in one line, without greeting and without what follows the closing."""
    kept = _CLOSING.sub("", _GREETING.sub("", text, count=1))
    return " ".join(kept.split()) or " ".join(text.split())


def finds(subject: str, text: str, *, reach: Audience, limit: int = 3) -> list[Result]:
    """Return the best finds for a question, for people outside the team: never an inquiry."""
    return engine.best(gist(subject, text), reach=reach, limit=limit, kinds=_content_kinds())


def for_inquiry(inquiry: Inquiry, reach: Audience, limit: int = 5) -> Suggestions:
    """Return what helps with an inquiry.

    reach: of the person at the desk; similar inquiries appear only for the team.
    """
    question = inquiry.messages.filter(kind=Message.Kind.QUESTION).first()
    words = gist(inquiry.subject, question.text if question else "")
    topics = list(inquiry.topics.all())
    found = engine.best(words, reach=reach, limit=limit, kinds=_content_kinds())
    similar: list[Result] = []
    if reach >= Audience.TEAM:
        similar = [
            result
            for result in engine.best(words, reach=reach, limit=limit + 1, kinds=(KIND,))
            if result.object_id != inquiry.pk
        ][:limit]
    return Suggestions(
        content=[Suggestion(result, _reason(result, inquiry, topics)) for result in found],
        inquiries=[Suggestion(result, _reason(result, inquiry, topics)) for result in similar],
        areas=_areas(topics),
        colleagues=_colleagues(result.object_id for result in similar),
    )


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


def _areas(topics: Iterable[Concept]) -> list[Expert]:
    by_code = {topic.code: topic for topic in topics}
    codes = set(by_code) | {topic.broader_id for topic in by_code.values() if topic.broader_id}
    if not codes:
        return []
    found: list[Expert] = []
    areas = ProgrammeArea.objects.filter(topics__in=codes).distinct().prefetch_related("topics")
    for area in areas:
        names = [topic.name for topic in area.topics.all() if topic.code in codes]
        found.append(Expert(area, _("zuständig für %s") % ", ".join(names[:2])))
    return found


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

"""An answered question as its reader gets it, cut to what the reader may see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lotse.knowledge.facts import marks
from lotse.knowledge.facts.marks import Moment
from lotse.knowledge.reading import Fact
from lotse.lib import body, german
from lotse.lib.audience import Audience

if TYPE_CHECKING:
    from lotse.knowledge.models import Answer, AnswerSource
    from lotse.topics.models import Concept

BADGES: Mapping[str, str] = {"secure": "success", "likely": "info", "open": "warning"}


@dataclass(frozen=True)
class ShownSource:
    """A source as this reader may see it. ``number`` is the one in the text."""

    number: int
    label: str
    url: str
    """Empty if the reader may not open it."""
    is_own: bool
    """On this platform."""
    passage: str
    accessed_on: date | None
    is_stale: bool
    """Its review is due, so what rests on it may be outdated."""


@dataclass(frozen=True)
class Reading:
    answer: "Answer"
    blocks: tuple[body.Block, ...]
    topics: "tuple[Concept, ...]"
    fields: "tuple[Concept, ...]"
    scope: str
    """In words: "Bayern, Hessen" or "bundesweit"."""
    facts: tuple[Fact, ...]
    sources: tuple[ShownSource, ...]
    badge: str
    is_review_due: bool
    internal_note: str
    owner: str
    minutes: int


@dataclass(frozen=True)
class Row:
    """One answer in a list, with everything its entry shows."""

    answer: "Answer"
    short: str
    """The short answer, facts included."""
    meta: tuple[str, ...]
    is_review_due: bool


def row(answer: "Answer", today: date) -> Row:
    """Return the entry of a list. No query if its Länder are prefetched."""
    short = marks.plain(answer.short_answer, Moment(today, Audience(answer.audience)))
    return Row(answer, short, tuple(meta(answer)), is_review_due(answer, today))


def of(answer: "Answer", *, reach: Audience, today: date) -> Reading:
    """Return what a reader of this reach sees on this day. No query if prefetched."""
    topics = tuple(answer.concepts.all())
    is_team = reach >= Audience.TEAM
    words = f"{answer.short_answer} {answer.long_answer}".split()
    return Reading(
        answer=answer,
        blocks=tuple(body.blocks(answer.long_answer)),
        topics=topics,
        fields=tuple({topic.top.pk: topic.top for topic in topics}.values()),
        scope=scope(answer),
        facts=tuple(_facts(answer)),
        sources=tuple(
            _source(number, source, reach, today)
            for number, source in enumerate(answer.sources.all(), start=1)
        ),
        badge=BADGES.get(answer.certainty, "warning"),
        is_review_due=is_review_due(answer, today),
        internal_note=answer.internal_note if is_team else "",
        owner=str(answer.owner) if is_team and answer.owner else "",
        minutes=max(1, round(len(words) / 200)),
    )


def is_review_due(answer: "Answer", today: date) -> bool:
    return answer.review_due_on is not None and answer.review_due_on <= today


def scope(answer: "Answer") -> str:
    lands = ", ".join(land.name for land in answer.lands.all())
    return lands if answer.scope == "land" and lands else str(answer.get_scope_display())


def meta(answer: "Answer") -> list[str]:
    """One line for lists: scope, certainty, date."""
    parts = [scope(answer), str(answer.get_certainty_display())]
    if answer.as_of:
        parts.append(_("Stand %s") % german.date_de(answer.as_of))
    if answer.check_due_at:
        parts.append(_("Noch nicht geprüft"))
    return parts


def _facts(answer: "Answer") -> Iterator[Fact]:
    yield Fact(_("Gilt"), scope(answer))
    if answer.as_of:
        yield Fact(_("Stand"), german.date_de(answer.as_of))
    if answer.checked_on:
        yield Fact(_("Geprüft"), german.date_de(answer.checked_on))
    if answer.law_as_of:
        yield Fact(_("Rechtsstand"), german.date_de(answer.law_as_of))
    if answer.review_due_on:
        yield Fact(_("Wir prüfen wieder am"), german.date_de(answer.review_due_on))


def _source(number: int, source: "AnswerSource", reach: Audience, today: date) -> ShownSource:
    record = source.record
    # A record that is no longer shown to this reader stays named, without a way to it.
    is_open = record is None or (record.live and record.audience <= reach)
    due = record.review_due_on if record is not None else None
    return ShownSource(
        number=number,
        label=source.label if is_open else _("Ein Eintrag, der nicht öffentlich ist"),
        url=(source.url if record is None else record.get_absolute_url()) if is_open else "",
        is_own=record is not None,
        passage=source.passage if is_open else "",
        accessed_on=source.accessed_on,
        is_stale=due is not None and due <= today,
    )

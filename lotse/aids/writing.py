"""An aid or a copy as a paper: what everybody needs to know of it, around what its kind says."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.accounts.access import reach
from lotse.aids import documents, kinds, outline, versions
from lotse.aids.models import Aid, AidVersion, CopyPoint, LocalCopy
from lotse.aids.papers import Block, Box, Heading, Listing, Paper, Paragraph, Table
from lotse.knowledge.facts import book, marks
from lotse.knowledge.facts.marks import Moment
from lotse.knowledge.open_data.records import absolute
from lotse.lib import german
from lotse.lib.audience import Audience


def of_aid(aid: Aid, request: HttpRequest, today: date) -> Paper:
    """Return the aid as it stands. request: of the person who asks, for ``on_paper``."""
    blocks = [
        *_warnings(aid, today),
        Paragraph(aid.summary),
        *kinds.conduct(aid.kind).on_paper(aid, request, today),
        *_end(aid),
    ]
    return _paper(aid, aid.title, versions.latest(aid), with_facts(blocks, request, today))


def of_copy(
    copy: LocalCopy, points: Sequence[CopyPoint], request: HttpRequest, today: date
) -> Paper:
    """Return a copy with what was ticked and noted. points: those it shows, in order."""
    aid = copy.aid
    blocks: list[Block] = []
    facts = [(_("Vorlage"), aid.title), (_("Kommune"), copy.municipality.short_name)]
    if copy.day:
        facts.append((_("Stichtag"), german.date_de(copy.day)))
    facts += [
        (question.text, answer)
        for question in outline.read(copy.version.text).questions
        if (answer := copy.answers.get(question.key))
    ]
    blocks.append(Paragraph("\n".join(f"{label}: {value}" for label, value in facts)))
    section = None
    for point in points:
        if point.section != section:
            section = point.section
            blocks.append(Heading(section or _("Punkte")))
        is_ticked = point.state == CopyPoint.State.DONE
        blocks.append(Box(point.text, tuple(_notes(point)), is_ticked=is_ticked))
    blocks += _end(aid)
    return _paper(aid, copy.title, copy.version, with_facts(blocks, request, today))


def with_facts(blocks: Sequence[Block], request: HttpRequest, today: date) -> list[Block]:
    """Return the blocks with the facts of today in place of their marks, as on the page."""
    moment, facts = Moment(today, reach(request.user)), book.current()
    return [_written(block, lambda text: marks.plain(text, moment, facts)) for block in blocks]


def _written(block: Block, say: Callable[[str], str]) -> Block:
    match block:
        case Listing(items):
            return replace(block, items=tuple(map(say, items)))
        case Box(text, notes):
            return replace(block, text=say(text), notes=tuple(map(say, notes)))
        case Table(_header, rows):
            return replace(block, rows=tuple(tuple(map(say, cells)) for cells in rows))
        case Heading(text) | Paragraph(text):
            return replace(block, text=say(text))


def _paper(aid: Aid, title: str, version: AidVersion | None, blocks: Sequence[Block]) -> Paper:
    parts = documents.meta(aid)
    if version:
        day = german.date_de(timezone.localdate(version.made_at))
        parts.append(_("Version {number} vom {day}").format(number=version.number, day=day))
    return Paper(
        title=title,
        meta=" · ".join(parts),
        blocks=tuple(blocks),
        foot=f"{settings.PLATFORM_NAME} · {absolute(aid.get_absolute_url())}",
        author=settings.PLATFORM_NAME,
    )


def _warnings(aid: Aid, today: date) -> Iterator[Block]:
    if aid.audience != Audience.PUBLIC:
        yield Paragraph(_("Nur für Mitglieder. Bitte nicht weitergeben."), is_small=True)
    if aid.withdrawn_at:
        yield Paragraph(_("Zurückgezogen: %s") % aid.withdrawn_reason)
    elif documents.is_review_due(aid, today):
        yield Paragraph(_("Überprüfung fällig. Manches kann überholt sein."))


def _notes(point: CopyPoint) -> Iterator[str]:
    if point.state == CopyPoint.State.NOT_NEEDED:
        yield str(point.get_state_display())
    who = point.responsible or point.office
    due = _("bis %s") % german.date_de(point.due_on) if point.due_on else ""
    if who or due:
        yield ", ".join(filter(None, (who, due)))
    if point.hint:
        yield point.hint
    if point.note:
        yield _("Notiz: %s") % point.note


def _end(aid: Aid) -> Iterator[Block]:
    if aid.limits:
        yield Heading(_("Was sie nicht leistet"))
        yield Paragraph(aid.limits)
    if sources := list(aid.sources.all()):
        yield Heading(_("Quellen"))
        yield Listing(
            tuple(
                f"{one.label}: {one.url}"
                + (
                    _(", abgerufen am %s") % german.date_de(one.accessed_on)
                    if one.accessed_on
                    else ""
                )
                for one in sources
            )
        )
    if aid.law_as_of:
        day = german.date_de(aid.law_as_of)
        yield Paragraph(
            _("Rechtsstand {day}. Keine Rechtsberatung. Bitte mit Ihrem Rechtsamt klären.").format(
                day=day
            ),
            is_small=True,
        )

"""Aids and copies as their readers get them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from lotse.aids import copying, documents, outline
from lotse.aids.models import Aid, CopyPoint, LocalCopy
from lotse.aids.outline import Point
from lotse.knowledge.facts import book
from lotse.knowledge.facts.marks import Moment
from lotse.knowledge.prose import Writer
from lotse.knowledge.terms import glossary
from lotse.lib.audience import Audience


@dataclass(frozen=True)
class Row:
    """One aid in a list."""

    aid: Aid
    meta: tuple[str, ...]
    is_review_due: bool


def writer(reach: Audience, today: date) -> Writer:
    """Return what shows texts with the facts of today in place of their marks."""
    return Writer(Moment(today, reach), book.current(), glossary.current())


def row(aid: Aid, today: date, users: int = 0) -> Row:
    meta = documents.meta(aid)
    if users:
        meta.append(
            _("von einer Kommune genutzt") if users == 1 else _("von %s Kommunen genutzt") % users
        )
    return Row(aid, tuple(meta), documents.is_review_due(aid, today))


@dataclass(frozen=True)
class CopyLine:
    """One point of a copy as the page shows it."""

    point: CopyPoint
    source: outline.Source | None
    is_done: bool
    is_overdue: bool
    is_reworded: bool


@dataclass(frozen=True)
class CopySection:
    title: str
    lines: tuple[CopyLine, ...]
    done: int


SOON = timedelta(days=7)
FILTERS = ("", "offen", "notiz", "ueberfaellig")


@dataclass(frozen=True)
class CopyReading:
    sections: tuple[CopySection, ...]
    left_out: tuple[CopyPoint, ...]
    """Taken out by hand; what does not apply is not among them."""
    total: int
    done: int
    counts: dict[str, int]
    """How many lines each of ``FILTERS`` would show."""
    light: Literal["danger", "warning", "success"]
    """Red: something is overdue. Yellow: something is due within a week. Else green."""
    due_soon: int


def copy(copy: LocalCopy, points: Sequence[CopyPoint], *, shown: str, today: date) -> CopyReading:
    """Return what a copy's page shows. points: all of the copy. shown: one of ``FILTERS``."""
    parent = copying.parent_points(outline.read(copy.version.text))
    needed = [point for point in points if copying.applies(copy, point, parent)]
    lines = [_line(point, parent, today) for point in needed]
    fits = {
        "": lines,
        "offen": [line for line in lines if not line.is_done],
        "notiz": [line for line in lines if line.point.note],
        "ueberfaellig": [line for line in lines if line.is_overdue],
    }
    chosen = fits.get(shown, lines)
    titles = dict.fromkeys(line.point.section for line in lines)
    sections = []
    for title in titles:
        own = tuple(line for line in chosen if line.point.section == title)
        if own:
            sections.append(CopySection(title, own, sum(line.is_done for line in own)))
    week = today + SOON
    due_soon = sum(
        not line.is_done and not line.is_overdue and _is_due_by(line.point, week) for line in lines
    )
    return CopyReading(
        light="danger" if fits["ueberfaellig"] else "warning" if due_soon else "success",
        due_soon=due_soon,
        sections=tuple(sections),
        left_out=tuple(point for point in points if point.is_left_out),
        total=len(lines),
        done=sum(line.is_done for line in lines),
        counts={name: len(found) for name, found in fits.items()},
    )


def _is_due_by(point: CopyPoint, day: date) -> bool:
    return point.due_on is not None and point.due_on <= day


def _line(point: CopyPoint, parent: dict[str, Point], today: date) -> CopyLine:
    known = parent.get(point.key)
    is_done = point.state != CopyPoint.State.OPEN
    return CopyLine(
        point=point,
        source=known.source if known else None,
        is_done=is_done,
        is_overdue=not is_done and point.due_on is not None and point.due_on < today,
        is_reworded=not point.is_own
        and (point.text, point.hint) != (point.parent_text, point.parent_hint),
    )

"""Who shows a fact: written as records are published, used when a fact changes."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.apps import apps

from lotse.knowledge.easy import following as easy
from lotse.knowledge.facts import marks, wording
from lotse.knowledge.facts.book import Entry, Version
from lotse.knowledge.facts.marks import Moment
from lotse.search import index, registry

if TYPE_CHECKING:
    from lotse.knowledge.models import Correction, Fact, FactUse

Change = tuple[str, str, str]
"""Why (``Correction.Why``), what the fact said before and says now."""


def note(kind: str, record_id: int, texts: Iterable[str], moment: Moment) -> None:
    """Write which facts a published record shows, instead of what was written before.

    moment: of the record, see ``marks``. Two queries without marks.
    """
    uses = _uses()
    wanted = {(mark.code, moment.day(mark)) for mark in marks.within(texts)}
    present = {
        (use.fact.code, use.shown_on): use.pk
        for use in uses.objects.filter(record_kind=kind, record_id=record_id).select_related("fact")
    }
    gone = [pk for key, pk in present.items() if key not in wanted]
    if gone:
        uses.objects.filter(pk__in=gone).delete()
    new = wanted - present.keys()
    if new:
        facts = dict(
            _facts().objects.filter(code__in={c for c, _day in new}).values_list("code", "pk")
        )
        uses.objects.bulk_create(
            uses(fact_id=facts[code], record_kind=kind, record_id=record_id, shown_on=day)
            for code, day in sorted(new, key=str)
            if code in facts
        )


def forget(kind: str, record_id: int) -> None:
    """Note that a record shows nothing any more."""
    _uses().objects.filter(record_kind=kind, record_id=record_id).delete()


def show_anew(
    fact: "Fact", before: tuple[Entry, date] | None, after: Entry, today: date, now: datetime
) -> int:
    """Index the users of a fact again, list what has to be corrected, return how many there are.

    before: the fact as its users knew it, and on which day; None if it was not published.
    """
    uses = list(_uses().objects.filter(fact=fact).order_by("pk"))
    touched: dict[tuple[str, int], Change] = {}
    for use in uses:
        change = None
        if before:
            old, told_on = before
            change = _change(old, use.shown_on or told_on, after, use.shown_on or today)
        if change:
            touched.setdefault((use.record_kind, use.record_id), change)
    for kind, record_id in {(use.record_kind, use.record_id) for use in uses}:
        provider = registry.providers.get(kind)
        document = provider.document(record_id) if provider else None
        if document is None:
            continue
        index.put(document)
        easy.follow(document)
        if change := touched.get((kind, record_id)):
            _list(fact, kind, record_id, document.title, document.url, change, now)
    return len(uses)


def _change(before: Entry, before_on: date, after: Entry, after_on: date) -> Change | None:
    """Say what is different for somebody who shows a fact; None if nothing is."""
    old, new = before.shown(before_on), after.shown(after_on)
    if not before.is_live or old is None:
        # Nobody could rely on it.
        return None
    why = _corrections().Why
    was = _said(old)
    if not after.is_live:
        return why.WITHDRAWN, was, ""
    if new is None:
        return why.UNCONFIRMED, was, ""
    if _said(old) != _said(new):
        return why.CHANGED, was, _said(new)
    if old.status(before_on) != new.status(after_on) and not after.at(after_on):
        return why.EXPIRED, was, wording.stated(new, after_on)
    return None


def _said(version: Version) -> str:
    parts = [version.statement, wording.amount(version), version.norm, version.caveat]
    return "\n".join(part for part in parts if part)


def _list(
    fact: "Fact", kind: str, record_id: int, title: str, url: str, change: Change, now: datetime
) -> None:
    """Open a correction, or bring the one that waits up to date; what it was based on stays."""
    why, before, after = change
    corrections = _corrections()
    facts = {"why": why, "after": after, "changed_at": now, "record_title": title[:300]}
    waiting = corrections.objects.filter(
        fact=fact, record_kind=kind, record_id=record_id, settled_at=None
    )
    if waiting.update(**facts):
        return
    corrections.objects.create(
        fact=fact,
        fact_title=f"{fact.key.name} ({fact.code})"[:200],
        before=before,
        record_kind=kind,
        record_id=record_id,
        record_url=url[:300],
        noticed_at=now,
        **facts,
    )


# By name: the models import this module.


def _facts() -> "type[Fact]":
    return apps.get_model("knowledge", "Fact")


def _uses() -> "type[FactUse]":
    return apps.get_model("knowledge", "FactUse")


def _corrections() -> "type[Correction]":
    return apps.get_model("knowledge", "Correction")

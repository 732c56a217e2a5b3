"""From notices that are due to one mail a reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lotse.lib.audience import Audience
from lotse.search import generations, registry
from lotse.search.models import Passage, Record
from lotse.subscriptions import access, mails
from lotse.subscriptions.models import Notice, Reader

BATCH = 20
"""Readers in one round."""
MOST = 40
"""News in one mail; more wait for the next."""


@dataclass(frozen=True)
class News:
    """Something new as a mail shows it, read from the search's index when the mail is written."""

    kind: str
    object_id: int
    label: str
    title: str
    meta: str
    summary: str
    path: str


def tell(now: datetime) -> int:
    """Queue one mail for each reader who is to be told something now; return how many readers.

    What a reader may no longer see, or no longer wants, is left out for good. now: aware.
    """
    due = Notice.objects.filter(told_at=None, due_at__lte=now)
    readers = list(due.values_list("reader", flat=True).order_by("due_at")[: BATCH * MOST])
    chosen = list(dict.fromkeys(readers))[:BATCH]
    for pk in chosen:
        _tell_reader(pk, now)
    return len(chosen)


@transaction.atomic
def _tell_reader(reader_id: int, now: datetime) -> None:
    notices = list(
        Notice.objects.filter(reader=reader_id, told_at=None, due_at__lte=now)
        .select_related("announcement", "subscription__topic", "subscription__land")
        .order_by("announcement_id")[:MOST]
    )
    mine = Notice.objects.filter(pk__in=[notice.pk for notice in notices], told_at=None)
    # Conditional update: of two workers one tells; the other finds nothing left.
    if mine.update(told_at=now) < len(notices):
        transaction.set_rollback(True)
        return
    reader = Reader.objects.select_related("person").get(pk=reader_id)
    if reader.person and not reader.person.is_active:
        return
    wanted = [notice for notice in notices if notice.subscription.ended_at is None]
    found = news([(n.announcement.kind, n.announcement.object_id) for n in wanted], reader)
    if found:
        wishes = list(dict.fromkeys(notice.subscription for notice in wanted))
        mails.news(reader, found, wishes=wishes, now=now)


def news(wanted: Sequence[tuple[str, int]], reader: Reader) -> list[News]:
    """Return what this reader may see of some records, in the order given. Two queries."""
    return visible_news(wanted, reach=access.reach(reader))


def visible_news(wanted: Sequence[tuple[str, int]], *, reach: Audience) -> list[News]:
    """Return what an audience may see of records named by kind and id. Two queries."""
    records = {
        (record.kind, record.object_id): record
        for record in Record.objects.filter(
            generation=generations.active(),
            kind__in={kind for kind, _pk in wanted},
            object_id__in={pk for _kind, pk in wanted},
            audience__lte=reach,
        ).defer("terms")
    }
    shown = [records[name] for name in wanted if name in records]
    summaries = dict(
        Passage.objects.filter(record__in=shown, position=0).values_list("record", "text")
    )
    return [
        News(
            kind=record.kind,
            object_id=record.object_id,
            label=str(registry.providers[record.kind].label),
            title=record.title,
            meta=record.meta,
            summary=summaries.get(record.pk, ""),
            path=record.url,
        )
        for record in shown
        if record.kind in registry.providers
    ]

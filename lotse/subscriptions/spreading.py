"""From an announcement to the readers it concerns. Resumes where a killed worker stopped."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from lotse.lib.audience import Audience
from lotse.search import engine
from lotse.subscriptions import timing
from lotse.subscriptions.models import Announcement, Notice, Subscription

BATCH = 500
FOUND = 20
"""A search subscription is told of what stands among so many first results."""
Rhythm = Subscription.Rhythm


def spread(now: datetime) -> int:
    """Note for the next subscriptions that their readers are to be told; return how many."""
    announcement = Announcement.objects.filter(spread_at=None).order_by("pk").first()
    if announcement is None:
        return 0
    candidates = list(
        _concerned(announcement)
        .filter(pk__gt=announcement.spread_to)
        .order_by("pk")
        .select_related("reader")[:BATCH]
    )
    last = candidates[-1].pk if candidates else announcement.spread_to
    with transaction.atomic():
        # Conditional update: of two workers that took the same batch only one writes it.
        mine = Announcement.objects.filter(
            pk=announcement.pk, spread_to=announcement.spread_to, spread_at=None
        ).update(spread_to=last, spread_at=None if len(candidates) == BATCH else now)
        if mine:
            _note(announcement, _found(announcement, candidates), now)
    return max(len(candidates), 1)


def _concerned(announcement: Announcement) -> QuerySet[Subscription]:
    """Subscriptions made before the announcement whose topic, Land and kind fit."""
    return Subscription.objects.filter(
        Q(topic=None) | Q(topic__in=announcement.topics),
        Q(land=None) | Q(land__in=announcement.lands),
        kind__in=["", announcement.kind],
        ended_at=None,
        created_at__lte=announcement.announced_at,
        reader__confirmed_at__isnull=False,
    )


def _found(
    announcement: Announcement, candidates: Sequence[Subscription]
) -> Iterable[Subscription]:
    """Leave out subscriptions to a search that would not find the announced record."""
    finds: dict[str, bool] = {"": True}
    for subscription in candidates:
        words = subscription.words
        if words not in finds:
            results = engine.best(
                words, reach=Audience.TEAM, limit=FOUND, kinds=[announcement.kind]
            )
            finds[words] = any(one.object_id == announcement.object_id for one in results)
        if finds[words]:
            yield subscription


def _note(announcement: Announcement, found: Iterable[Subscription], now: datetime) -> None:
    rows = [
        Notice(
            reader_id=subscription.reader_id,
            announcement=announcement,
            subscription=subscription,
            due_at=due_at(subscription.rhythm, now),
        )
        for subscription in found
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    # A reader with two matching wishes is told once, at the earlier of both times.
    for due in {row.due_at for row in rows}:
        Notice.objects.filter(
            announcement=announcement,
            reader_id__in=[row.reader_id for row in rows if row.due_at == due],
            told_at=None,
            due_at__gt=due,
        ).update(due_at=due)


def due_at(rhythm: str, now: datetime) -> datetime:
    """Return when a mail in this rhythm is due. now: aware."""
    if rhythm == Rhythm.DAILY:
        return timing.next_weekday_morning(now)
    if rhythm == Rhythm.WEEKLY:
        return timing.next_monday_morning(now)
    return now

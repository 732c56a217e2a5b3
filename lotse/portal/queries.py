"""Reads of news and press releases, and of what is new about a topic."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from lotse.lib.audience import Audience
from lotse.portal.pages import NewsPage, PressRelease
from lotse.search.models import RecordFacet
from lotse.subscriptions import telling
from lotse.subscriptions.models import Announcement
from lotse.topics.models import Concept

ORDER = ("-published_on", "-pk")
"""Keyset of both lists."""


def news(topic: Concept | None = None, kind: str = "") -> QuerySet[NewsPage]:
    """Published news, newest first; of a topic and of a kind if they are given."""
    found: QuerySet[NewsPage] = NewsPage.objects.live().order_by(*ORDER)
    if topic is not None:
        found = found.filter(topics=topic)
    if kind:
        found = found.filter(kind=kind)
    return found


def press() -> QuerySet[PressRelease]:
    """Published press releases with their topics, newest first."""
    topics = Prefetch("topics", Concept.objects.order_by("position"))
    found: QuerySet[PressRelease] = PressRelease.objects.live().order_by(*ORDER)
    return found.prefetch_related(topics)


@dataclass(frozen=True)
class Entry:
    """Something new about a topic, as everybody may read it."""

    kind: str
    title: str
    summary: str
    url: str
    published_at: datetime


def new_entries(topic: Concept, *, limit: int) -> list[Entry]:
    """Return what appeared about a topic, the newest first. Three queries."""
    indexed = RecordFacet.objects.filter(
        name="field",
        value=topic.pk,
        record__generation__is_active=True,
        record__audience=Audience.PUBLIC,
        record__kind=OuterRef("kind"),
        record__object_id=OuterRef("object_id"),
    )
    newest = Announcement.objects.filter(Exists(indexed)).order_by("-announced_at", "-pk")
    told = {(one.kind, one.object_id): one.announced_at for one in newest[:limit]}
    shown = telling.visible_news(list(told), reach=Audience.PUBLIC)
    return [
        Entry(
            kind=one.label,
            title=one.title,
            # The line under the title also says that nobody has checked a record yet.
            summary=" · ".join(filter(None, [one.meta, one.summary])),
            url=one.path,
            published_at=told[one.kind, one.object_id],
        )
        for one in shown
    ]

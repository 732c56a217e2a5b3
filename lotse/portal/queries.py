"""Reads of news and press releases."""

from django.db.models import Prefetch, QuerySet

from lotse.portal.pages import NewsPage, PressRelease
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

"""Who answers for what."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept
from lotse.ui import page_cache


def area_for(topics: Iterable[Concept]) -> ProgrammeArea | None:
    """Return the area that answers for most of these topics, None if none does.

    A topic belongs to the area of its field. Of equal areas the one of the topic named first wins,
    so put the most telling topic first. The area is shared between callers: read it, change none.
    """
    tops = [topic.top.code for topic in topics]
    if not tops:
        return None
    # Whoever changes an area says so, because public pages name it: see ``page_cache``.
    state = page_cache.content_state()
    by_topic = _kept_areas(state) if state else _areas_by_topic()
    votes = Counter(area for code in tops for area in by_topic.get(code, []))
    # Counter keeps the order of first mention, and max takes the first of equals.
    return max(votes, key=lambda area: votes[area], default=None)


def _areas_by_topic() -> dict[str, list[ProgrammeArea]]:
    by_topic: dict[str, list[ProgrammeArea]] = {}
    for area in ProgrammeArea.objects.filter(topics__isnull=False).annotate(topic=F("topics")):
        by_topic.setdefault(area.topic, []).append(area)
    return by_topic


@lru_cache(maxsize=1)
def _kept_areas(state: UUID) -> dict[str, list[ProgrammeArea]]:
    # Asked for every mail that comes in.
    return _areas_by_topic()


def public_areas() -> QuerySet[ProgrammeArea]:
    """Areas on the contacts page, with the topics they answer for, in three queries at most."""
    topics = Prefetch("topics", queryset=Concept.objects.select_related("broader"))
    return (
        ProgrammeArea.objects.filter(is_public=True)
        .select_related("responsible", "deputy")
        .prefetch_related(topics)
    )


def press_contact() -> ProgrammeArea | None:
    """The area the press asks, shown beside each press release."""
    return public_areas().filter(is_press=True).first()

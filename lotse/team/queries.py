"""Who answers for what."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from lotse.accounts.models import User
from lotse.lib import german
from lotse.team.models import Absence, ProgrammeArea
from lotse.topics.models import Concept
from lotse.ui import page_cache


def area_for(topics: Iterable[Concept], *, state: UUID | None = None) -> ProgrammeArea | None:
    """Return the area that answers for most of these topics, None if none does.

    A topic belongs to the area of its field. Of equal areas the one of the topic named first wins,
    so put the most telling topic first. The area is shared between callers: read it, change none.
    state: ``page_cache.content_state()``, if the caller has asked for it already.
    """
    tops = [topic.top.code for topic in topics]
    if not tops:
        return None
    # Whoever changes an area says so, because public pages name it: see ``page_cache``.
    state = state or page_cache.content_state()
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


@dataclass(frozen=True)
class Presence:
    """Who of the team is away on a day, and who stands in."""

    deputies: Mapping[int, int | None]
    """By the id of an absent person the id of the deputy, None without one."""
    people: Mapping[int, User]
    """The deputies themselves, as far as they still work here."""

    def is_absent(self, person_id: int) -> bool:
        return person_id in self.deputies

    def stand_in(self, person: User | None) -> User | None:
        """Return the person, or who stands in: the deputy, the deputy's deputy and so on.

        None if nobody is left, or two stand in for each other and both are away.
        """
        seen: set[int] = set()
        found = person
        while found is not None and found.is_active and self.is_absent(found.pk):
            if found.pk in seen:
                return None
            seen.add(found.pk)
            found = self.people.get(self.deputies[found.pk] or 0)
        return found if found is not None and found.is_active else None


def presence(now: datetime) -> Presence:
    """Return who is away today. Days are German days. One query."""
    today = german.local(now).date()
    away = absences_on(now).select_related("deputy")
    deputies: dict[int, int | None] = {}
    people: dict[int, User] = {}
    for absence in away.filter(starts_on__lte=today):
        deputies[absence.person_id] = absence.deputy_id
        if absence.deputy is not None and absence.deputy.is_active:
            people[absence.deputy.pk] = absence.deputy
    return Presence(deputies, people)


def absences_on(now: datetime) -> QuerySet[Absence]:
    """Return absences that are not over, also those still to come, the next one first."""
    today = german.local(now).date()
    return Absence.objects.filter(cancelled_at=None, ends_on__gte=today)

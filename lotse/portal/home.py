"""What the start page and the pages of the topics show, put together from the slices below."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lotse.knowledge import queries as knowledge
from lotse.knowledge.listing import Sets
from lotse.lib.audience import Audience
from lotse.portal import measurement, queries
from lotse.team import queries as team
from lotse.team.models import ProgrammeArea
from lotse.topics import queries as topics
from lotse.topics.models import Concept

EXAMPLES, NEWS, CONTACTS, OFTEN_ASKED = 3, 3, 3, 4


@dataclass(frozen=True)
class CountedTopic:
    topic: Concept
    count: int
    """Examples the reader may see."""


def start(*, reach: Audience, now: datetime) -> dict[str, Any]:
    """Return the context of the start page; the number of queries is fixed."""
    counts = knowledge.counts_by_topic(reach)
    tops = list(topics.top_level())
    return {
        "promise": measurement.promise(now),
        "fields": [
            CountedTopic(topic, counts.get(topic.pk, 0))
            for topic in tops
            if topic.kind == Concept.Kind.FIELD
        ],
        "cross_cutting": [topic for topic in tops if topic.kind == Concept.Kind.CROSS_CUTTING],
        "often_asked": [counted.topic for counted in _concepts(reach)[:OFTEN_ASKED]],
        "examples": knowledge.newest(reach, EXAMPLES),
        "example_count": knowledge.count(reach),
        "news": list(queries.news()[:NEWS]),
        "press": list(queries.press()[:NEWS]),
        "areas": _areas_with_topics()[:CONTACTS],
    }


def topic(top: Concept, *, reach: Audience) -> dict[str, Any]:
    """Return the context of the page of a field or a cross-cutting topic."""
    counts = knowledge.counts_by_topic(reach)
    narrower = _concepts(reach, below=top)
    return {
        "topic": top,
        "count": counts.get(top.pk, 0),
        "examples": knowledge.newest(reach, 2 * EXAMPLES, field=top.pk),
        "subtopics": [counted for counted in narrower if counted.count],
        "gaps": [counted.topic for counted in narrower if not counted.count],
        "news": list(queries.news(topic=top)[:NEWS]),
        "areas": [area for area in _areas_with_topics() if top in area.topics.all()],
        "others": [other for other in topics.top_level() if other != top],
    }


def _concepts(reach: Audience, below: Concept | None = None) -> list[CountedTopic]:
    """Narrower concepts with their number of examples, most first."""
    sets = Sets(["concept"])
    members = sets.visible(reach)
    counts = {code: (members & own).bit_count() for code, own in sets.of("concept").items()}
    if below is None:
        found = Concept.objects.filter(pk__in=[code for code, count in counts.items() if count])
    else:
        found = Concept.objects.filter(broader=below)
    counted = [CountedTopic(concept, counts.get(concept.pk, 0)) for concept in found]
    return sorted(counted, key=lambda entry: (-entry.count, entry.topic.name))


def _areas_with_topics() -> list[ProgrammeArea]:
    return [area for area in team.public_areas() if area.topics.all()]

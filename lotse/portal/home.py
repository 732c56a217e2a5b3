"""What the start page and the pages of the topics show, put together from the slices below."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lotse.aids import queries as aids
from lotse.knowledge import queries as knowledge
from lotse.knowledge.answers import queries as answers
from lotse.knowledge.easy import queries as easy
from lotse.knowledge.facts import queries as facts
from lotse.knowledge.listing import Sets
from lotse.lib.audience import Audience
from lotse.portal import measurement, queries
from lotse.team import queries as team
from lotse.team.models import ProgrammeArea
from lotse.topics import queries as topics
from lotse.topics.models import Concept

EXAMPLES, ANSWERS, NEWS, CONTACTS, FREQUENT, FACTS, AIDS = 3, 4, 3, 3, 4, 4, 4


@dataclass(frozen=True)
class CountedTopic:
    topic: Concept
    count: int
    """Examples the reader may see."""


def start(*, reach: Audience, now: datetime) -> dict[str, Any]:
    """Return the context of the start page; the number of queries is fixed."""
    sets = Sets(["field", "concept"])
    counts = sets.counts("field", reach)
    tops = list(topics.top_level())
    return {
        "promise": measurement.promise(now),
        "fields": [
            CountedTopic(topic, counts.get(topic.pk, 0))
            for topic in tops
            if topic.kind == Concept.Kind.FIELD
        ],
        "cross_cutting": [topic for topic in tops if topic.kind == Concept.Kind.CROSS_CUTTING],
        "frequent": _frequent(sets, reach),
        "examples": knowledge.newest(reach, EXAMPLES, sets=sets),
        "example_count": sets.visible(reach).bit_count(),
        "news": list(queries.news()[:NEWS]),
        "press": list(queries.press()[:NEWS]),
        "areas": _areas_with_topics()[:CONTACTS],
    }


def topic(top: Concept, *, reach: Audience, today: date) -> dict[str, Any]:
    """Return the context of the page of a field or a cross-cutting topic."""
    sets = Sets(["field", "concept", "evidence"])
    counts = sets.counts("concept", reach)
    narrower = sorted(
        (CountedTopic(concept, counts.get(concept.pk, 0)) for concept in top.narrower.all()),
        key=lambda counted: (-counted.count, counted.topic.name),
    )
    return {
        "topic": top,
        "easy_switch": easy.switch("topic", top.pk, top.get_absolute_url()),
        "count": sets.counts("field", reach).get(top.pk, 0),
        "examples": knowledge.leading(reach, 2 * EXAMPLES, field=top.pk, sets=sets),
        "newest": knowledge.newest(reach, EXAMPLES, field=top.pk, sets=sets),
        "facts": facts.of_field(top.pk, reach, FACTS, today=today),
        "answers": answers.newest(reach, ANSWERS, field=top.pk),
        "aids": aids.of_field(top.pk, reach, AIDS),
        "subtopics": [counted for counted in narrower if counted.count],
        "gaps": [counted.topic for counted in narrower if not counted.count],
        "news": list(queries.news(topic=top)[:NEWS]),
        "areas": [area for area in _areas_with_topics() if top in area.topics.all()],
        "others": [other for other in topics.top_level() if other != top],
    }


def _frequent(sets: Sets, reach: Audience) -> list[Concept]:
    """Concepts with the most examples: a start for those who have no words yet."""
    counts = sets.counts("concept", reach)
    codes = sorted((code for code in counts if counts[code]), key=lambda code: -counts[code])
    concepts = Concept.objects.in_bulk(codes[:FREQUENT])
    return [concepts[code] for code in codes[:FREQUENT] if code in concepts]


def _areas_with_topics() -> list[ProgrammeArea]:
    return [area for area in team.public_areas() if area.topics.all()]

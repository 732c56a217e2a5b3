"""From the words of a question to topics and to the programme area that answers for them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lotse.team import queries as team
from lotse.team.models import ProgrammeArea
from lotse.topics import queries as topics_queries
from lotse.topics.models import Concept
from lotse.ui import page_cache

MAX_TOPICS = 3
_MAX_TEXT = 4000
"""Characters that are read: the question stands at the top."""


@dataclass(frozen=True)
class Proposal:
    topics: tuple[Concept, ...]
    """The most telling first; empty if nothing is recognised."""
    area: ProgrammeArea | None
    reason: str
    """In words, for the desk: "Fachreferat Bau, erkannt an „Winterfestigkeit“"."""


def propose(text: str) -> Proposal:
    """Return the topics a text is about and who answers for them."""
    state = page_cache.content_state()
    topics = tuple(topics_queries.match(text[:_MAX_TEXT], limit=MAX_TOPICS, state=state))
    area = team.area_for(topics, state=state) if topics else None
    if area is None:
        return Proposal(topics, None, "")
    marked = ", ".join(f"„{topic.name}“" for topic in topics)
    reason = _("%(area)s, erkannt an %(topics)s") % {"area": area.name, "topics": marked}
    return Proposal(topics, area, reason)

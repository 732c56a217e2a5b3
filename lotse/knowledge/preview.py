"""The editor's preview: the page readers get, seen by each of the three audiences."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.knowledge import prose, reading
from lotse.knowledge.answers import reading as answer_reading
from lotse.knowledge.facts import reading as fact_reading
from lotse.lib.audience import Audience
from lotse.municipalities.models import ATTRIBUTION

if TYPE_CHECKING:
    from lotse.knowledge.models import Answer, Example, Fact

TEMPLATE = "knowledge/detail.html"
ANSWER_TEMPLATE = "knowledge/answers/detail.html"
FACT_TEMPLATE = "knowledge/facts/detail.html"
DEFAULT = "members"
MODES = [
    (DEFAULT, _("So sehen es Mitglieder")),
    ("public", _("So sieht es die Öffentlichkeit")),
    ("team", _("So sieht es das Kompetenzteam")),
]
_REACH = {"public": Audience.PUBLIC, "members": Audience.MEMBERS, "team": Audience.TEAM}


def context(example: "Example", mode: str) -> dict[str, Any]:
    """What the page template needs. Similar examples are left out: a draft is in no list."""
    reader = reading.of(
        example, reach=_REACH.get(mode, Audience.MEMBERS), today=timezone.localdate()
    )
    return {
        "reading": reader,
        "prose": prose.of_example(example, reader, today=timezone.localdate()),
        "example": example,
        "mirror": getattr(example, "mirror", None),
        "similar": [],
        "attribution": ATTRIBUTION,
        "is_preview": True,
    }


def answer_context(answer: "Answer", mode: str) -> dict[str, Any]:
    """What the page template of an answered question needs."""
    reach = _REACH.get(mode, Audience.MEMBERS)
    return {
        "reading": answer_reading.of(answer, reach=reach, today=timezone.localdate()),
        "answer": answer,
        "prose": prose.of_answer(answer, reach=reach, today=timezone.localdate()),
        "asked": 0,
        "similar": [],
        "is_preview": True,
    }


def fact_context(fact: "Fact", mode: str) -> dict[str, Any]:
    """What the page template of a fact needs. Others of its key are left out."""
    reach, today = _REACH.get(mode, Audience.MEMBERS), timezone.localdate()
    return {
        "reading": fact_reading.of(fact, [], reach=reach, today=today),
        "fact": fact,
        "uses": [],
        "today": today,
        "is_preview": True,
    }

"""The editor's preview: the page readers get, seen by each of the three audiences."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.knowledge import reading
from lotse.knowledge.answers import reading as answer_reading
from lotse.lib.audience import Audience
from lotse.municipalities.models import ATTRIBUTION

if TYPE_CHECKING:
    from lotse.knowledge.models import Answer, Example

TEMPLATE = "knowledge/detail.html"
ANSWER_TEMPLATE = "knowledge/answers/detail.html"
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
        "example": example,
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
        "asked": 0,
        "similar": [],
        "is_preview": True,
    }

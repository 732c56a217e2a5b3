"""What a check of a fact notes."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from lotse.knowledge.facts import book

if TYPE_CHECKING:
    from lotse.knowledge.models import Fact


def second_look(fact: "Fact", name: str, today: date) -> Mapping[str, Any]:
    """The version that holds was looked at; the law date stays, as nobody may have read the law."""
    shown = book.entry(fact).shown(today)
    if shown is None:
        return {}
    return {"versions": {shown.pk: {"checked_on": today, "checked_by": name}}}

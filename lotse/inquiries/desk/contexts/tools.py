"""Choosing a text module, a macro or a checklist for one inquiry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lotse.accounts.models import User
from lotse.inquiries import placeholders
from lotse.inquiries.models import ChecklistTemplate, Inquiry
from lotse.inquiries.rules import macros, text_modules
from lotse.lib import paging


@dataclass(frozen=True)
class Offer:
    pk: int
    title: str
    text: str
    """Filled in for this inquiry."""
    is_own: bool


def modules(inquiry: Inquiry, user: User, words: str, now: datetime) -> dict[str, Any]:
    """Return the best dozen for some words, filled in."""
    words = words.replace("\x00", "").strip()[:100]
    found = text_modules.for_inquiry(text_modules.found(text_modules.offered(user), words), inquiry)
    values = text_modules.values(inquiry, author=user, now=now)
    return {
        "words": words,
        "modules": [
            Offer(one.pk, one.title, placeholders.fill(one.body, values), one.owner_id is not None)
            for one in found
        ],
    }


def macros_for(user: User, query: Mapping[str, str]) -> dict[str, Any]:
    rows = macros.offered(user).order_by("-used_count", "title", "pk")
    return {"page": paging.by_number(rows, number=paging.read_number(query.get("seite")))}


def templates_for(inquiry: Inquiry, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the templates that are not in the inquiry yet."""
    rows = ChecklistTemplate.objects.filter(retired_at=None)
    rows = rows.exclude(pk__in=inquiry.checklists.exclude(template=None).values("template"))
    rows = rows.order_by("title", "pk")
    return {"page": paging.by_number(rows, number=paging.read_number(query.get("seite")))}

"""The small pages behind the buttons of an inquiry."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone

from lotse.accounts.models import User
from lotse.accounts.roles import DESK_ROLES, Role
from lotse.inquiries.desk.contexts import deadlines
from lotse.inquiries.desk.contexts.queue import place_label
from lotse.inquiries.desk.filters import QueueFilter
from lotse.inquiries.desk.forms import NameForm
from lotse.inquiries.models import Inquiry
from lotse.municipalities import queries as municipality_queries
from lotse.topics.models import Concept


def page(
    inquiry: Inquiry, form: Form, request: HttpRequest, *, title: str, button: str = ""
) -> dict[str, Any]:
    chosen = QueueFilter.read(request.GET)
    user = request.user
    return {
        "has_shortcuts": isinstance(user, User) and user.has_shortcuts,
        "filter_parameters": chosen.parameters,
        "inquiry": inquiry,
        "form": form,
        "title": title,
        "button": button,
        "query": f"?{chosen.address}" if chosen.address else "",
        "deadline": deadlines.of(inquiry, timezone.now()),
    }


def people(inquiry: Inquiry | None = None) -> QuerySet[User]:
    """Everybody who works at the desk; for a press inquiry the press officers, too."""
    is_press = inquiry is not None and inquiry.kind == Inquiry.Kind.PRESS
    roles = [*DESK_ROLES, Role.PRESS] if is_press else [*DESK_ROLES]
    at_desk = Q(groups__name__in=roles, is_active=True)
    return User.objects.filter(at_desk).distinct().order_by("name", "pk")


def routing(inquiry: Inquiry) -> dict[str, Any]:
    """What the form for area, topics and urgency starts with."""
    topics = {topic.broader_id or topic.code for topic in inquiry.topics.all()}
    return {"area": inquiry.area_id, "topics": sorted(topics), "urgency": inquiry.urgency}


def topics_after(inquiry: Inquiry, data: Mapping[str, Any]) -> list[Concept]:
    """Return the chosen fields and those narrower topics that still lie below one of them."""
    chosen = list(data["topics"])
    codes = {topic.code for topic in chosen}
    present = list(inquiry.topics.all())
    narrower = [topic for topic in present if topic.broader_id in codes]
    covered = {topic.broader_id for topic in narrower}
    had = {topic.code for topic in present}
    # A field that was only implied by a narrower topic stays implied.
    return [t for t in chosen if t.code not in covered or t.code in had] + narrower


def municipalities(inquiry: Inquiry, text: str) -> dict[str, Any]:
    """What the register finds for a name, a part of it, a key or a postcode."""
    words = text.replace("\x00", "").strip()[:120]
    found = municipality_queries.find(words, limit=10) if words else []
    return {
        "words": words,
        "name_form": NameForm(initial={"name": words}),
        "found": [
            {"key": m.key, "name": m.name, "place": place_label(m), "type": m.type} for m in found
        ],
        "present": inquiry.municipality,
    }

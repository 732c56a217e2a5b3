"""The facts of an inquiry's clock as they were: kept, put back, played on.

Undoing must give back exactly what was there. Where the conversation went on meanwhile, what was
said since is played on the facts that were kept.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q

from lotse.inquiries.models import Inquiry, Message
from lotse.inquiries.rules import promises

Facts = dict[str, Any]
"""By name of the field: instants (aware), numbers, words, ids."""

INSTANTS = (
    "reacted_at",
    "work_started_at",
    "answer_due_at",
    "first_answered_at",
    "answered_at",
    "waiting_since",
    "due_at",
    "warn_at",
    "closed_at",
)
_OTHERS = ("turn", "harvest", "harvest_reason", "urgency", "owner_id", "terms_id")
NAMES = (*INSTANTS, *_OTHERS)
_FROM_ASKER = (Message.Kind.QUESTION, Message.Kind.FOLLOW_UP)
_BY_PEOPLE = (*_FROM_ASKER, *Message.REPLIES, Message.Kind.NOTE)


def of(inquiry: Inquiry) -> Facts:
    """Return the facts as they are now."""
    return {name: getattr(inquiry, name) for name in NAMES}


def keep(inquiry: Inquiry) -> Facts:
    """Return the facts as they can be stored and given to ``read`` later."""
    # In full: Django's encoder of JSON would cut the microseconds off.
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in of(inquiry).items()
    }


def read(stored: Facts) -> Facts:
    """Return facts from what a database column gives back: instants are instants again."""
    return {
        name: datetime.fromisoformat(value) if name in INSTANTS and value else value
        for name, value in stored.items()
        if name in NAMES
    }


def played(
    facts: Facts,
    messages: Iterable[Message],
    *,
    answer_due_at: datetime | None,
) -> Facts:
    """Return what becomes of facts when messages follow. messages: in the order of arrival.

    answer_due_at: what the last interim reply promised.
    """
    result = dict(facts)
    for message in messages:
        if message.kind in _FROM_ASKER:
            result["waiting_since"] = result["waiting_since"] or message.created_at
            result["due_at"] = result["due_at"] or due(message.created_at)
            result["answer_due_at"] = None if result["answered_at"] else result["answer_due_at"]
            result["answered_at"] = None
        elif message.kind in Message.REPLIES:
            is_answer = message.kind == Message.Kind.ANSWER
            result |= {"waiting_since": None, "due_at": None}
            result["reacted_at"] = result["reacted_at"] or message.created_at
            result["answered_at"] = message.created_at if is_answer else None
            if is_answer:
                result["first_answered_at"] = result["first_answered_at"] or message.created_at
            else:
                result["answer_due_at"] = answer_due_at
        else:
            continue
        result["turn"] += 1
        # Looked at afresh by the worker; nobody is warned twice.
        result["warn_at"] = message.created_at
    return result


def due(received_at: datetime) -> datetime:
    """Return until when a person must reply to what came at this instant."""
    return promises.give(received_at).due_at


def put_back(inquiry: Inquiry, facts: Facts, **others: object) -> None:
    """Write facts; number and time of the messages come from the messages themselves."""
    by_people = Q(kind__in=_BY_PEOPLE)
    counted = inquiry.messages.aggregate(
        count=Count("pk"), latest=Max("created_at", filter=by_people)
    )
    Inquiry.objects.filter(pk=inquiry.pk).update(
        **facts,
        **others,
        message_count=counted["count"],
        last_activity_at=counted["latest"] or inquiry.received_at,
    )
    inquiry.refresh_from_db()


def waiting(inquiry: Inquiry) -> Facts:
    """Return for which message of the asker a reply is missing, by the messages alone."""
    last_reply = (
        inquiry.messages.filter(kind__in=Message.REPLIES).order_by("-pk").values("pk").first()
    )
    left = inquiry.messages.filter(kind__in=_FROM_ASKER)
    if last_reply:
        left = left.filter(pk__gt=last_reply["pk"])
    oldest = left.order_by("pk").first()
    since = oldest.created_at if oldest else None
    return {"waiting_since": since, "due_at": due(since) if since else None, "warn_at": since}

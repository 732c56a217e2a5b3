"""Mails to askers after the answer: it became knowledge, and what became of it."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from lotse.inquiries import feedback_links, mails
from lotse.inquiries.models import Inquiry, Message, Outcome
from lotse.mail.models import OutgoingMail


def became_knowledge(inquiry: Inquiry, *, title: str, path: str, now: datetime) -> OutgoingMail:
    """Queue the news that others can read now what this inquiry led to."""
    return mails.queue_to_asker(
        inquiry,
        "became_knowledge",
        purpose="harvest",
        subject=_("Ihre Frage hilft jetzt anderen"),
        context={"title": title, "url": settings.BASE_URL + path},
        is_automatic=True,
        now=now,
    )


def ask_outcome(inquiry: Inquiry, *, now: datetime) -> OutgoingMail:
    """Queue the question what became of the answer. Replies land in the inquiry."""
    sent = (
        inquiry.messages.filter(kind=Message.Kind.ANSWER)
        .exclude(message_id="")
        .order_by("-created_at", "-pk")
        .values_list("message_id", flat=True)
        .first()
    )
    choices = [
        {"label": label, "url": feedback_links.outcome_url(inquiry, str(value))}
        for value, label in Outcome.Result.choices
    ]
    return mails.queue_to_asker(
        inquiry,
        "outcome",
        purpose="outcome",
        subject=_("Was wurde daraus?"),
        context={
            "choices": choices,
            "refusal_url": feedback_links.refusal_url(inquiry),
            "answered_at": inquiry.answered_at,
        },
        in_reply_to=sent or "",
        is_automatic=True,
        unsubscribe_url=feedback_links.refusal_url(inquiry),
        now=now,
    )

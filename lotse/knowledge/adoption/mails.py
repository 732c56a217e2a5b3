"""The mail that asks what came of an adoption."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lotse.knowledge.adoption import links
from lotse.knowledge.models import Adoption, AdoptionResult
from lotse.mail import outbox
from lotse.mail.models import OutgoingMail


def ask_result(adoption: Adoption, *, months: int, recipient: str, now: datetime) -> OutgoingMail:
    """Queue the question, with one link for each answer."""
    choices = [
        {"label": label, "url": links.result_url(adoption, months, str(value))}
        for value, label in AdoptionResult.Result.choices
    ]
    context = {
        "adoption": adoption,
        "months": months,
        "choices": choices,
        "example_url": settings.BASE_URL + adoption.example.get_absolute_url(),
        "stop_url": links.stop_url(adoption),
        "site": settings.PLATFORM_NAME,
    }
    return outbox.queue(
        purpose="adoption",
        recipient=recipient,
        subject=_("Nach %(months)s Monaten: Was wurde aus „%(title)s“?")
        % {"months": months, "title": adoption.example.title},
        text=render_to_string("knowledge/mails/adoption_result.txt", context).strip() + "\n",
        is_automatic=True,
        unsubscribe_url=links.stop_url(adoption),
        now=now,
    )

"""Mails to owners of records. Rows in the caller's transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from lotse.accounts.models import User
from lotse.knowledge.reviews import links
from lotse.knowledge.reviews.links import Asked
from lotse.knowledge.reviews.queries import Due
from lotse.mail import outbox
from lotse.mail.models import OutgoingMail

SHOWN = 20
"""More in one mail would not be read."""


def remind(person: User, due: Sequence[Due], *, today: date, now: datetime) -> OutgoingMail:
    """Name what is due, each with a link that confirms it without signing in."""
    entries = [
        {
            "title": one.title,
            "label": one.kind.label,
            "due_on": one.due_on,
            "days_over": max(0, one.days_over(today)),
            "url": settings.BASE_URL + one.url,
            "confirm_url": links.url(Asked(one.kind.name, one.record_id, one.due_on, person.pk)),
        }
        for one in due[:SHOWN]
    ]
    subject = ngettext("Bitte prüfen: %(title)s", "Bitte prüfen: %(count)d Einträge", len(due)) % {
        "title": due[0].title,
        "count": len(due),
    }
    context = {"person": person, "entries": entries, "more": max(0, len(due) - SHOWN)}
    return outbox.queue(
        purpose="review",
        recipient=person.email,
        subject=subject,
        text=render_to_string("knowledge/mails/review.txt", context).strip() + "\n",
        is_automatic=True,
        is_secret=True,
        sender_name=settings.WAGTAIL_SITE_NAME,
        now=now,
    )

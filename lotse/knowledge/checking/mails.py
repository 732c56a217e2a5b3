"""Mails about checks that are due. Rows in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotse.accounts.models import User
from lotse.knowledge.checking.queries import Waiting
from lotse.knowledge.models import CheckReminder
from lotse.mail import outbox
from lotse.mail.models import OutgoingMail

SHOWN = 20
"""More in one mail would not be read."""


def remind(person: User, waiting: Sequence[tuple[Waiting, str]], *, now: datetime) -> OutgoingMail:
    """Name what waits for a second person and until when. waiting: with the stage of each."""
    is_for_lead = any(stage == CheckReminder.Stage.LEAD for _one, stage in waiting)
    entries = [
        {
            "title": one.title,
            "label": one.kind.label,
            "due_at": one.due_at,
            "is_over": one.due_at <= now,
            "is_published": one.source == CheckReminder.Waiting.CHECK,
        }
        for one, _stage in waiting[:SHOWN]
    ]
    context = {
        "person": person,
        "entries": entries,
        "more": max(0, len(waiting) - SHOWN),
        "is_for_lead": is_for_lead,
        "url": settings.BASE_URL + reverse("knowledge:board"),
    }
    return outbox.queue(
        purpose="check",
        recipient=person.email,
        subject=_subject(waiting, is_for_lead=is_for_lead),
        text=render_to_string("knowledge/mails/check.txt", context).strip() + "\n",
        is_automatic=True,
        sender_name=settings.WAGTAIL_SITE_NAME,
        now=now,
    )


def _subject(waiting: Sequence[tuple[Waiting, str]], *, is_for_lead: bool) -> str:
    words = {"title": waiting[0][0].title, "count": len(waiting)}
    if is_for_lead:
        return _("Prüfung überfällig: %(title)s") % words
    return (
        ngettext(
            "Bitte als zweite Person prüfen: %(title)s",
            "Bitte als zweite Person prüfen: %(count)d Einträge",
            len(waiting),
        )
        % words
    )

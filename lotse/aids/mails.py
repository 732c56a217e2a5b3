"""Mails about aids: what became of a proposal, and that an aid was withdrawn."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lotse.aids.models import Aid, Improvement
from lotse.mail import outbox


def decided(improvement: Improvement, *, now: datetime) -> None:
    """Tell whoever proposed it what became of it. Nothing if the person has left."""
    person = improvement.proposed_by
    if person is None or not person.is_active:
        return
    aid = improvement.aid
    is_accepted = improvement.state == Improvement.State.ACCEPTED
    subject = (
        _("Übernommen: Ihr Vorschlag zu „%s“") if is_accepted else (_("Zu Ihrem Vorschlag zu „%s“"))
    )
    _queue(
        "improvement_decided",
        person.email,
        subject % aid.title,
        {"improvement": improvement, "aid": aid, "person": person, "is_accepted": is_accepted},
        now,
    )


def withdrawn(aid: Aid, *, copy_title: str, recipient: str, name: str, now: datetime) -> None:
    """Tell somebody who uses an aid that it no longer stands, why, and what stands instead."""
    _queue(
        "aid_withdrawn",
        recipient,
        _("Zurückgezogen: „%s“") % aid.title,
        {"aid": aid, "copy_title": copy_title, "name": name},
        now,
    )


def _queue(
    template: str, recipient: str, subject: str, context: dict[str, object], now: datetime
) -> None:
    outbox.queue(
        purpose="aid",
        recipient=recipient,
        subject=subject,
        text=render_to_string(
            f"aids/mails/{template}.txt",
            {**context, "base_url": settings.BASE_URL, "site": settings.PLATFORM_NAME},
        ).strip()
        + "\n",
        is_automatic=True,
        now=now,
    )

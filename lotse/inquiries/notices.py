"""Mails to people of the desk who are wanted. All are rows in the caller's transaction."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries.models import Draft, Inquiry, ScheduledReply
from lotse.mail import outbox


def draft_to_read(draft: Draft, *, reader: User, now: datetime) -> None:
    """Ask a colleague to read a draft before it leaves."""
    inquiry = draft.inquiry
    lead = _("{name} bittet Sie, eine Antwort gegenzulesen, bevor sie gesendet wird.").format(
        name=draft.author.name
    )
    path = f"{inquiry.get_absolute_url()}entwuerfe/{draft.pk}/"
    _tell(reader, inquiry, _("Bitte gegenlesen"), lead, path=path, now=now)


def draft_judged(draft: Draft, *, actor: User, reason: str, now: datetime) -> None:
    """Tell an author that a draft was released, or returned for a reason."""
    if reason:
        subject = _("Ihr Entwurf kam zurück")
        lead = _("{name} gibt Ihren Entwurf zurück:").format(name=actor.name)
    else:
        subject = _("Ihr Entwurf ist freigegeben")
        lead = _("{name} hat Ihren Entwurf freigegeben. Sie können ihn senden.").format(
            name=actor.name
        )
    _tell(draft.author, draft.inquiry, subject, lead, quote=reason, now=now)


def reply_held(planned: ScheduledReply, *, now: datetime) -> None:
    """Tell an author that a scheduled reply did not leave."""
    lead = _("Ihre geplante Antwort wurde nicht gesendet. {reason}").format(
        reason=planned.get_held_because_display()
    )
    subject = _("Ihre geplante Antwort wartet auf Sie")
    _tell(planned.author, planned.inquiry, subject, lead, quote=planned.held_detail, now=now)


def _tell(
    person: User,
    inquiry: Inquiry,
    subject: str,
    lead: str,
    *,
    quote: str = "",
    path: str = "",
    now: datetime,
) -> None:
    """Queue one mail to a person of the team; people who left get none."""
    if not person.is_active:
        return
    context: dict[str, Any] = {
        "lead": lead,
        "quote": quote,
        "inquiry": inquiry,
        "url": settings.BASE_URL + (path or inquiry.get_absolute_url()),
    }
    outbox.queue(
        purpose="notice",
        recipient=person.email,
        subject=f"[{inquiry.number}] {subject}",
        text=render_to_string("inquiries/mails/team_notice.txt", context).strip() + "\n",
        is_automatic=True,
        sender_name=settings.WAGTAIL_SITE_NAME,
        now=now,
    )

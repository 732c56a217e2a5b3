"""Mails to people of the desk who are wanted. All are rows in the caller's transaction."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries.models import Draft, Inquiry, Message, ScheduledReply, TeamQuestion
from lotse.lib import german
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


def mentioned(message: Message, *, person: User, now: datetime) -> None:
    """Tell a colleague that a note names them."""
    lead = _("{name} nennt Sie in einer internen Notiz:").format(name=message.author_name)
    subject = _("Notiz für Sie")
    _tell(person, message.inquiry, subject, lead, quote=message.text, now=now)


def colleague_asked(question: TeamQuestion, *, now: datetime) -> None:
    """Tell a colleague what they are asked and until when."""
    lead = _("{name} fragt Sie und hofft auf Antwort bis {when}:").format(
        name=_asker(question), when=german.datetime_de(question.due_at, now)
    )
    _tell(
        question.asked, question.inquiry, _("Rückfrage an Sie"), lead, quote=question.text, now=now
    )


def colleague_reminded(question: TeamQuestion, *, now: datetime) -> None:
    """Remind a colleague of a question whose time has come."""
    lead = _("{name} wartet noch auf Ihre Antwort:").format(name=_asker(question))
    subject = _("Erinnerung: Rückfrage an Sie")
    _tell(question.asked, question.inquiry, subject, lead, quote=question.text, now=now)


def colleague_answered(question: TeamQuestion, *, text: str, now: datetime) -> None:
    """Tell who asked that the question is settled."""
    if question.asked_by is None:
        return
    words = (
        _("{name} hat Ihre Rückfrage beantwortet:")
        if text
        else _("{name} hat Ihre Rückfrage als erledigt markiert.")
    )
    lead = words.format(name=question.asked.name)
    subject = _("Antwort auf Ihre Rückfrage")
    _tell(question.asked_by, question.inquiry, subject, lead, quote=text, now=now)


def _asker(question: TeamQuestion) -> str:
    return question.asked_by.name if question.asked_by else _("Jemand aus dem Team")


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

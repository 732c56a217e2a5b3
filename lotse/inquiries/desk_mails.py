"""Mails that tell the desk what it would not see by itself: the press asked, a mail came back."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.inquiries import composing, mails
from lotse.inquiries.models import Inquiry, Message
from lotse.mail import outbox
from lotse.mail.models import OutgoingMail


def press_notice(inquiry: Inquiry, *, now: datetime) -> list[OutgoingMail]:
    """Tell the press officers that a press inquiry waits for them."""
    context = {
        "inquiry": inquiry,
        "due": mails.due_in_words(inquiry.due_at) if inquiry.due_at else "",
        "url": settings.BASE_URL + inquiry.get_absolute_url(),
    }
    people = User.objects.filter(groups__name=Role.PRESS, is_active=True).order_by("pk")
    return [
        outbox.queue(
            purpose="notice",
            recipient=address,
            subject=_("[%s] Presseanfrage") % inquiry.number,
            text=composing.render("press_notice.txt", context),
            is_automatic=True,
            sender_name=settings.WAGTAIL_SITE_NAME,
            now=now,
        )
        for address in people.values_list("email", flat=True)
    ]


def bounce_notice(
    inquiry: Inquiry, *, returned: Message | None, now: datetime
) -> list[OutgoingMail]:
    """Tell the desk that a mail did not reach the asker: the owner, else the programme area,
    else the leads."""
    context = {
        "inquiry": inquiry,
        "returned": returned,
        "url": settings.BASE_URL + inquiry.get_absolute_url(),
    }
    text = composing.render("bounce_notice.txt", context)
    subject = _("[%s] Unsere Mail kam zurück") % inquiry.number
    return [
        outbox.queue(
            purpose="notice",
            recipient=recipient,
            subject=subject,
            text=text,
            is_automatic=True,
            sender_name=settings.WAGTAIL_SITE_NAME,
            now=now,
        )
        for recipient in _desk_addresses(inquiry)
    ]


def _desk_addresses(inquiry: Inquiry) -> list[str]:
    if inquiry.owner and inquiry.owner.is_active:
        return [inquiry.owner.email]
    if inquiry.area:
        return [inquiry.area.email]
    leads = User.objects.filter(groups__name=Role.LEAD, is_active=True)
    return list(leads.values_list("email", flat=True))

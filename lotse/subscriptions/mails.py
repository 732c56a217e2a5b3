"""Mails about news, one function each. All are rows in the caller's transaction."""

import textwrap
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotse.mail import outbox
from lotse.mail.models import OutgoingMail
from lotse.subscriptions import links, queries
from lotse.subscriptions.models import Reader, Subscription

if TYPE_CHECKING:
    from lotse.subscriptions.telling import News

MAX_SUMMARY = 220


def confirmation(reader: Reader, *, now: datetime) -> OutgoingMail:
    """Ask the owner of an address whether it shall get news."""
    wishes = [queries.in_words(one) for one in queries.active(reader)]
    context = {
        "url": links.confirm_url(reader),
        "wishes": wishes,
        "days": links.CONFIRM_WITHIN.days,
    }
    return _queue(
        reader,
        "confirmation",
        subject=_("Bitte bestätigen: Neues von %s") % settings.WAGTAIL_SITE_NAME,
        context=context,
        is_secret=True,
        now=now,
    )


def news(
    reader: Reader, found: Sequence["News"], *, wishes: Sequence[Subscription], now: datetime
) -> OutgoingMail:
    """Queue one mail with everything new for a reader. found: not empty."""
    rows = [
        {
            "label": one.label,
            "title": one.title,
            "meta": one.meta,
            "summary": textwrap.shorten(one.summary, MAX_SUMMARY, placeholder=" …"),
            "url": settings.BASE_URL + one.path,
        }
        for one in found
    ]
    number = len(rows)
    subject = ngettext("Neu: %(title)s", "%(number)d Neuigkeiten für Sie", number) % {
        "title": found[0].title,
        "number": number,
    }
    context = {
        "rows": rows,
        "wishes": [queries.in_words(wish) for wish in wishes],
        "manage_url": links.manage_url(reader),
        "stop_url": links.stop_url(reader),
    }
    return _queue(
        reader,
        "news",
        subject=subject,
        context=context,
        unsubscribe_url=links.stop_url(reader),
        now=now,
    )


def _queue(
    reader: Reader,
    template: str,
    *,
    subject: str,
    context: dict[str, Any],
    is_secret: bool = False,
    unsubscribe_url: str = "",
    now: datetime,
) -> OutgoingMail:
    context = {
        **context,
        "subject": subject,
        "site": settings.WAGTAIL_SITE_NAME,
        "base_url": settings.BASE_URL,
        "mailbox": settings.INQUIRY_ADDRESS,
    }
    text, html = (
        render_to_string(f"subscriptions/mails/{template}.{kind}", context).strip() + "\n"
        for kind in ("txt", "html")
    )
    return outbox.queue(
        purpose=f"subscription_{template}",
        recipient=queries.address(reader),
        subject=subject,
        text=text,
        html=html,
        sender_name=settings.WAGTAIL_SITE_NAME,
        is_automatic=True,
        is_secret=is_secret,
        unsubscribe_url=unsubscribe_url,
        now=now,
    )

"""The answer to somebody who left feedback and an address."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lotse.knowledge.models import PageFeedback
from lotse.mail import outbox
from lotse.mail.models import OutgoingMail


def reply(feedback: PageFeedback, *, sender: str, now: datetime) -> OutgoingMail:
    """Queue what an editor wrote. sender: name of the platform; no person is named."""
    context = {"feedback": feedback, "site": sender}
    return outbox.queue(
        purpose="feedback",
        recipient=feedback.reply_email,
        subject=_("Ihre Rückmeldung zu „%s“") % feedback.record_title,
        text=render_to_string("knowledge/mails/feedback_reply.txt", context).strip() + "\n",
        now=now,
    )

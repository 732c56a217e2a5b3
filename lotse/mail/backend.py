"""Takes mail that Django or Wagtail send by themselves into the outbox, like all other mail.

Without it such mail, for example Wagtail's about drafts handed in, would go to whatever listens on
port 25 of this machine, or nowhere.
"""

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from lotse.mail import outbox

logger = logging.getLogger(__name__)


class OutboxBackend(BaseEmailBackend):
    """One row for each recipient. Attachments are left out; nothing of ours sends any this way."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(_queue(message) for message in email_messages)


def _queue(message: EmailMessage) -> int:
    now = timezone.now()
    alternatives = getattr(message, "alternatives", ())
    html = next((str(body) for body, kind in alternatives if kind == "text/html"), "")
    queued = 0
    for recipient in dict.fromkeys(message.recipients()):
        try:
            outbox.queue(
                purpose="notice",
                recipient=recipient,
                subject=str(message.subject),
                text=str(message.body),
                html=html,
                is_automatic=True,
                now=now,
            )
        except outbox.UnusableAddress:
            logger.warning("A mail of the framework has a recipient nobody can be written at.")
        else:
            queued += 1
    return queued

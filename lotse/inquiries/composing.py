"""The words of a mail to the asker, before it is queued."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from lotse.inquiries import links
from lotse.inquiries.models import Inquiry

# Private characters, which no keyboard writes.
NUMBER_TO_COME, _STATUS = "\ue010\ue011", "\ue010\ue012"
"""Stand for number and status link of an inquiry until there are some."""


@dataclass(frozen=True)
class Composed:
    """A mail to the asker before it is queued."""

    sender_name: str
    subject: str
    text: str
    html: str

    def for_inquiry(self, inquiry: Inquiry) -> "Composed":
        """Return the mail with number and status link where ``compose`` left them open."""
        status_url = links.status_url(inquiry)
        subject, text, html = (
            part.replace(NUMBER_TO_COME, inquiry.number).replace(_STATUS, status_url)
            for part in (self.subject, self.text, self.html)
        )
        return Composed(self.sender_name, subject, text, html)


def compose(inquiry: Inquiry, template: str, subject: str, context: dict[str, Any]) -> Composed:
    """Render text and HTML. With ``NUMBER_TO_COME`` the number and its link are left open."""
    site = settings.WAGTAIL_SITE_NAME
    subject = f"[{inquiry.number}] {subject}"
    context = {
        **context,
        "inquiry": inquiry,
        "area": inquiry.area,
        "subject": subject,
        "site": site,
        "base_url": settings.BASE_URL,
        "mailbox": settings.INQUIRY_ADDRESS,
        "status_url": _STATUS if inquiry.number == NUMBER_TO_COME else links.status_url(inquiry),
    }
    return Composed(
        sender_name=f"{site}, {inquiry.area.name}" if inquiry.area else site,
        subject=subject,
        text=render(f"{template}.txt", context),
        html=render(f"{template}.html", context),
    )


def render(template: str, context: dict[str, Any]) -> str:
    """Return the text of a mail from its template."""
    return render_to_string(f"inquiries/mails/{template}", context).strip() + "\n"

"""Published content that mails and replies can point to, and mails as they arrive."""

from datetime import datetime
from email.message import EmailMessage
from itertools import count

from lotse.inquiries.models import Inquiry, Message
from lotse.inquiries.tests.factories import MONDAY
from lotse.knowledge import publication
from lotse.knowledge.models import Example
from lotse.lib.audience import Audience
from lotse.mail import gateway, handling
from lotse.mail.models import InboundMail, OutgoingMail

MAILBOX = "fluechtlingsmanagement@lotse.example"
_numbers = count(1)


def publish_example(
    title: str, *, what: str = "", audience: Audience = Audience.PUBLIC, slug: str = ""
) -> Example:
    """Publish a good example that can be found."""
    example: Example = Example.objects.create(
        title=title,
        slug=slug or f"beispiel-{next(_numbers)}",
        what=what or title,
        audience=audience,
        live=True,
    )
    publication.write(example)
    return example


def mail(
    *,
    sender: str = "Sabine Muster <s.muster@musterstadt.example>",
    to: str = MAILBOX,
    subject: str = "Schneelast bei Zelthallen",
    text: str = "Guten Tag,\n\nwer prüft bei Zelthallen die Schneelast?\n",
    message_id: str = "",
    **headers: str,
) -> EmailMessage:
    """Compose a mail; ``in_reply_to="<…>"`` becomes ``In-Reply-To: <…>``."""
    composed = EmailMessage()
    composed["From"] = sender
    composed["To"] = to
    composed["Subject"] = subject
    composed["Date"] = "Mon, 23 Nov 2026 10:45:00 +0100"
    composed["Message-ID"] = message_id or f"<{next(_numbers)}@post.musterstadt.example>"
    for name, value in headers.items():
        composed[name.replace("_", "-").title()] = value
    if text:
        composed.set_content(text)
    return composed


def deliver(
    composed: EmailMessage | bytes, *, to: str = MAILBOX, now: datetime = MONDAY
) -> InboundMail:
    """Hand a mail to the door and have everything that waits handled, as the worker does."""
    raw = composed if isinstance(composed, bytes) else composed.as_bytes()
    stored = gateway.accept(
        raw,
        sender="umschlag@musterstadt.example",
        recipients=[to],
        source_id=f"test:{next(_numbers)}",
        now=now,
    )
    assert stored is not None
    handling.handle_waiting(now)
    stored.refresh_from_db()
    return stored


def deliver_and_read(
    composed: EmailMessage, *, to: str = MAILBOX, now: datetime = MONDAY
) -> Message:
    """Deliver a mail and return the message it became."""
    return Message.objects.get(inbound=deliver(composed, to=to, now=now))


def receipt_of(inquiry: Inquiry) -> OutgoingMail:
    receipt = inquiry.messages.get(kind=Message.Kind.RECEIPT).outgoing
    assert receipt is not None
    return receipt

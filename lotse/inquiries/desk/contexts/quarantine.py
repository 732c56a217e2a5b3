"""Mails that wait for a person: the list and one mail, made harmless."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lotse.inquiries import stray
from lotse.inquiries.desk.contexts import mailfacts
from lotse.inquiries.models import Inquiry, Message
from lotse.lib import paging
from lotse.mail import display, quarantine, reading
from lotse.mail.models import InboundMail

PAGE_SIZE = 20
MAX_SHOWN = 100_000
"""Characters of a mail's text on the page; the rest stands in the original."""
_NUMBER = re.compile(r"L-\d{4}-\d{4,}")


@dataclass(frozen=True)
class Shown:
    """A mail as it may stand in our page."""

    sender: str
    address: str
    recipients: Sequence[str]
    subject: str
    text: str
    design: display.Shown | None
    """What its design holds; None if the mail has none."""
    attachments: Sequence[Any]
    problems: Sequence[str]
    kind: str


def listing(query: Mapping[str, str]) -> dict[str, Any]:
    """One page of what waits, or of what is done with ``?ansicht=erledigt``."""
    is_done = query.get("ansicht") == "erledigt"
    if is_done:
        order, rows = ("-resolved_at", "-pk"), quarantine.resolved()
    else:
        order, rows = ("quarantined_at", "pk"), quarantine.waiting()
    total = None if is_done else quarantine.waiting().count()
    page = paging.by_key(rows, order=order, query=query, size=PAGE_SIZE, total=total)
    return {"page": page, "is_done": is_done, "is_waiting": not is_done}


def detail(mail: InboundMail) -> dict[str, Any]:
    parsed = reading.read(mail)
    made = Message.objects.filter(inbound=mail).select_related("inquiry").first()
    return {
        "mail": mail,
        "shown": Shown(
            sender=parsed.sender.name,
            address=parsed.sender.address or mail.sender,
            recipients=list(mail.recipients),
            subject=parsed.subject or mail.subject,
            text=parsed.text[:MAX_SHOWN],
            design=(
                display.show(parsed.html, parsed.attachments, has_images=False)
                if parsed.html
                else None
            ),
            attachments=parsed.attachments,
            problems=parsed.problems,
            kind=mail.get_kind_display(),
        ),
        "marks": mailfacts.marks(mail),
        "suggested": suggested(mail),
        "candidates": stray.candidates(mail, parsed),
        "inquiry": made.inquiry if made else None,
        "can_restore": made is None and mail.resolved_at is not None,
    }


def suggested(mail: InboundMail) -> Inquiry | None:
    """Return the inquiry whose number the mail or the reason names."""
    words = f"{mail.quarantine_suggestion} {mail.quarantine_reason} {mail.subject}"
    numbers = _NUMBER.findall(words)
    return Inquiry.objects.filter(number__in=numbers).order_by("-pk").first() if numbers else None

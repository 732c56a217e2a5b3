"""Mails that wait for a person: the list and one mail, made harmless."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from lotse.inquiries.models import Inquiry, Message
from lotse.lib import paging
from lotse.mail import html, parse, quarantine
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
    html: SafeString
    """Cleaned; empty if the mail has no HTML."""
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
    parsed = parse.parse(bytes(mail.raw))
    made = Message.objects.filter(inbound=mail).select_related("inquiry").first()
    return {
        "mail": mail,
        "shown": Shown(
            sender=parsed.sender.name,
            address=parsed.sender.address or mail.sender,
            recipients=list(mail.recipients),
            subject=parsed.subject or mail.subject,
            text=parsed.text[:MAX_SHOWN],
            # Cleaned of everything that could act or load.
            html=mark_safe(html.clean(parsed.html) if parsed.html else ""),  # noqa: S308
            attachments=parsed.attachments,
            problems=parsed.problems,
            kind=mail.get_kind_display(),
        ),
        "suggested": suggested(mail),
        "inquiry": made.inquiry if made else None,
        "can_restore": made is None and mail.resolved_at is not None,
    }


def suggested(mail: InboundMail) -> Inquiry | None:
    """Return the inquiry whose number the mail or the reason names."""
    words = f"{mail.quarantine_suggestion} {mail.quarantine_reason} {mail.subject}"
    numbers = _NUMBER.findall(words)
    return Inquiry.objects.filter(number__in=numbers).order_by("-pk").first() if numbers else None

"""The mail that warns before a promise is missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from lotse.inquiries.models import ClockKind, Inquiry
from lotse.lib import german
from lotse.mail import outbox
from lotse.mail.models import OutgoingMail


@dataclass(frozen=True)
class WarningLine:
    """One promise that runs out."""

    inquiry: Inquiry
    kind: ClockKind
    due: datetime
    percent: int
    """How much of its time has passed; 100: it is missed."""


def warning(recipient: str, lines: Sequence[WarningLine], *, now: datetime) -> OutgoingMail:
    """Queue one mail about all promises that run out for one recipient.

    What nobody is responsible for stands first, then what is due first.
    """
    ordered = sorted(lines, key=lambda line: (line.inquiry.owner_id is not None, line.due))
    missed = sum(line.percent == 100 for line in ordered)
    count = len(ordered)
    if missed:
        subject = ngettext(
            "%(count)s Zusage nicht gehalten", "%(count)s Zusagen nicht gehalten", missed
        ) % {"count": missed}
    else:
        subject = ngettext("%(count)s Frist läuft ab", "%(count)s Fristen laufen ab", count) % {
            "count": count
        }
    rows = [
        {
            "line": line,
            "kind": line.kind.label,
            "owner": line.inquiry.owner,
            "due": german.datetime_de(line.due, now),
            "left": german.span(line.due - now),
            "is_missed": line.percent == 100,
            "url": settings.BASE_URL + line.inquiry.get_absolute_url(),
        }
        for line in ordered
    ]
    return outbox.queue(
        purpose="warning",
        recipient=recipient,
        subject=subject,
        text=render_to_string(
            "inquiries/mails/warning.txt", {"rows": rows, "has_missed": bool(missed)}
        ).strip()
        + "\n",
        is_automatic=True,
        sender_name=settings.WAGTAIL_SITE_NAME,
        now=now,
    )

"""What the page says about a reply: how sure it is, and whether it can still be taken back."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.utils.translation import gettext as _

from lotse.inquiries.desk.law import law_of
from lotse.inquiries.models import Message
from lotse.lib import german


@dataclass(frozen=True)
class Undo:
    """A reply that has not left yet."""

    message_id: int
    seconds: int
    """At least 1."""
    author_id: int | None


def undo(message: Message, now: datetime) -> Undo | None:
    """Return how long a reply can be taken back; None for what has left, and for copies."""
    window = getattr(message, "undo_window", None)
    if window is None or window.main_id or window.leaves_at <= now:
        return None
    return Undo(message.pk, ceil((window.leaves_at - now).total_seconds()), message.author_id)


def statement(message: Message) -> str:
    """Return in one line what a reply states besides its text; empty if nothing."""
    details = getattr(message, "details", None)
    if details is None:
        return ""
    parts = []
    if details.certainty:
        parts.append(_("Sicherheit: %s") % details.get_certainty_display())
    if details.law_as_of:
        parts.append(
            _("Rechtsstand %(day)s, %(law)s")
            % {"day": german.date_de(details.law_as_of), "law": law_of(details.jurisdiction)}
        )
    if details.reviewed_by:
        parts.append(_("freigegeben von %s") % details.reviewed_by.name)
    return " · ".join(parts)

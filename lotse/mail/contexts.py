"""What the pages of the outbox show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django_stubs_ext import StrOrPromise

from lotse.mail import compose
from lotse.mail.forms import PURPOSES, STATES
from lotse.mail.models import OutgoingMail

_BADGES = {
    "waiting": "info",
    "sent": "success",
    "withheld": "warning",
    "failed": "danger",
    "bounced": "danger",
}


@dataclass(frozen=True)
class Row:
    mail: OutgoingMail
    state: StrOrPromise
    badge: str
    purpose: StrOrPromise


@dataclass(frozen=True)
class Details:
    row: Row
    is_readable: bool
    headers: Sequence[tuple[str, str]]
    """Name and value, as they are sent."""
    can_repeat: bool


def row(mail: OutgoingMail) -> Row:
    return Row(
        mail=mail,
        state=STATES[mail.state][0],
        badge=_BADGES[mail.state],
        purpose=PURPOSES.get(mail.purpose, mail.purpose),
    )


def details(mail: OutgoingMail, *, is_readable: bool, is_operator: bool) -> Details:
    """Return what the page of one mail shows; of a withheld mail no header that opens anything."""
    headers = [
        (name, str(value))
        for name, value in compose.message(mail).items()
        if name not in ("MIME-Version", "Content-Type", "Content-Transfer-Encoding")
    ]
    return Details(
        row=row(mail),
        is_readable=is_readable,
        headers=headers,
        can_repeat=is_operator and mail.failed_at is not None and bool(settings.SMTP_URL),
    )

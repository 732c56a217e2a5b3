"""Links in reminders by which an owner confirms without signing in.

A link only leads to a page; what counts is the button there, because programs that check mails
follow every link (decision 0054). It is for one person, one record and one due day, so it is used
up once the day has moved.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

VALID_FOR = timedelta(days=60)
_SALT = "lotse.knowledge.review"


@dataclass(frozen=True)
class Asked:
    """What a link asks one person about."""

    kind: str
    record_id: int
    due_on: date
    person_id: int


def url(asked: Asked) -> str:
    """Return the absolute address for a mail."""
    facts = [asked.kind, asked.record_id, asked.due_on.isoformat(), asked.person_id]
    return settings.BASE_URL + reverse("knowledge:review", args=[_signer().sign_object(facts)])


def read(token: str) -> Asked:
    """Return what a token asks about. Raises ValueError if we never issued it or it is too old."""
    try:
        kind, record_id, due_on, person_id = _signer().unsign_object(token, max_age=VALID_FOR)
    except signing.BadSignature:
        raise ValueError("No valid token of ours.") from None
    return Asked(kind, record_id, date.fromisoformat(due_on), person_id)


def _signer() -> signing.TimestampSigner:
    # Dots survive where mail programs guess the end of a link, colons do not.
    return signing.TimestampSigner(salt=_SALT, sep=".")

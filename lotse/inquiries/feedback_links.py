"""Links in mails by which askers say something with one click: signed, and good for half a year.

A link only leads to a page. What counts is the button there, because programs that check mails
follow every link (decision 0054).
"""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from lotse.inquiries.links import VALID_FOR
from lotse.inquiries.models import Inquiry, Message
from lotse.lib import signed

_ANSWER, _OUTCOME = "lotse.inquiries.feedback", "lotse.inquiries.outcome"


def answer_url(answer: Message, *, has_helped: bool | None = None) -> str:
    """Return the absolute address at which the asker says whether this answer helped."""
    choice = "" if has_helped is None else f"?hilft={'ja' if has_helped else 'nein'}"
    return settings.BASE_URL + answer_path(answer) + choice


def answer_path(answer: Message) -> str:
    """Return the path at which the asker says whether this answer helped."""
    return reverse("inquiries:feedback", args=[signed.seal(_ANSWER, str(answer.pk))])


def outcome_url(inquiry: Inquiry, result: str = "") -> str:
    """Return the absolute address at which the asker says what became of it."""
    path = reverse("inquiries:outcome", args=[signed.seal(_OUTCOME, inquiry.number)])
    return settings.BASE_URL + path + (f"?ergebnis={result}" if result else "")


def refusal_url(inquiry: Inquiry) -> str:
    """Return the absolute address that ends such questions for the asker's address."""
    return settings.BASE_URL + reverse(
        "inquiries:outcome_refusal", args=[signed.seal(_OUTCOME, inquiry.number)]
    )


def read_answer(token: str) -> int:
    """Return the id of an answer. Raises ValueError if we never issued the token or it is old."""
    return int(_read(_ANSWER, token))


def read_outcome(token: str) -> str:
    """Return a reference number. Raises ValueError if we never issued the token or it is old."""
    return _read(_OUTCOME, token)


def hashed(address: str) -> str:
    """Return what is kept of an address that wants no more questions."""
    return salted_hmac("lotse.inquiries.outcome.refusal", address.lower()).hexdigest()


def _read(purpose: str, token: str) -> str:
    try:
        return signed.read(purpose, token, valid_for=VALID_FOR)
    except signed.Expired:
        raise ValueError("No valid token of ours.") from None

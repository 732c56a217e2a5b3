"""Links to the status page: signed, so that no number can be guessed, and good for half a year."""

from datetime import timedelta

from django.conf import settings
from django.core import signing

from lotse.inquiries.models import Inquiry

VALID_FOR = timedelta(days=180)
_SALT = "lotse.inquiries.status"


class Expired(Exception):
    """The link was ours and is too old."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number)


def status_path(inquiry: Inquiry) -> str:
    """Return the path of the status page with a fresh token."""
    return f"/vorgang/{_signer().sign(inquiry.number)}/"


def status_url(inquiry: Inquiry) -> str:
    """Return the absolute address of the status page, for mails."""
    return settings.BASE_URL + status_path(inquiry)


def read(token: str) -> str:
    """Return the reference number of a token.

    Raises Expired if it is older than ``VALID_FOR``, ValueError if we never issued it.
    """
    try:
        return _signer().unsign(token, max_age=VALID_FOR)
    except signing.SignatureExpired:
        raise Expired(_signer().unsign(token)) from None
    except signing.BadSignature:
        raise ValueError("No token of ours.") from None


def _signer() -> signing.TimestampSigner:
    # Colons get lost where mail programs guess the end of a link; dots survive.
    return signing.TimestampSigner(salt=_SALT, sep=".")

"""Links to the status page: signed, so that no number can be guessed, and good for half a year."""

from datetime import timedelta

from django.conf import settings

from lotse.inquiries.models import Inquiry
from lotse.lib import signed
from lotse.lib.signed import Expired

VALID_FOR = timedelta(days=180)
__all__ = ["VALID_FOR", "Expired", "read", "status_path", "status_url"]
_PURPOSE = "lotse.inquiries.status"


def status_path(inquiry: Inquiry) -> str:
    """Return the path of the status page with a fresh token."""
    return f"/vorgang/{signed.seal(_PURPOSE, inquiry.number)}/"


def status_url(inquiry: Inquiry) -> str:
    """Return the absolute address of the status page, for mails."""
    return settings.BASE_URL + status_path(inquiry)


def read(token: str) -> str:
    """Return the reference number of a token.

    Raises Expired if it is older than ``VALID_FOR``, ValueError if we never issued it.
    """
    return signed.read(_PURPOSE, token, valid_for=VALID_FOR)

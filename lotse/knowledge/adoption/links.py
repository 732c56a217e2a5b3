"""Links in mails by which a municipality says what came of it, without signing in.

A link only leads to a page with the button that was meant first; what counts is the button,
because programs that check mails follow every link (decision 0054).
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from lotse.knowledge.models import Adoption

VALID_FOR = 180 * 24 * 3600
"""Seconds."""
_SALT = "lotse.knowledge.adoption"


def result_url(adoption: Adoption, months: int, result: str = "") -> str:
    """Return the absolute address at which somebody says what came of it."""
    path = reverse("knowledge:adoption_result", args=[token(adoption, months)])
    return settings.BASE_URL + path + (f"?ergebnis={result}" if result else "")


def stop_url(adoption: Adoption) -> str:
    """Return the absolute address that ends these questions."""
    path = reverse("knowledge:adoption_stop", args=[token(adoption, 0)])
    return str(settings.BASE_URL + path)


def token(adoption: Adoption, months: int) -> str:
    return _signer().sign(f"{adoption.pk}-{months}")


def read(value: str) -> tuple[int, int]:
    """Return the id of an adoption and the months asked about.

    Raises ValueError if we never issued the token or it is old.
    """
    try:
        adoption_id, _dash, months = _signer().unsign(value, max_age=VALID_FOR).partition("-")
    except signing.BadSignature:
        raise ValueError("No valid token of ours.") from None
    return int(adoption_id), int(months)


def _signer() -> signing.TimestampSigner:
    # Dots survive where mail programs guess the end of a link, colons do not.
    return signing.TimestampSigner(salt=_SALT, sep=".")

"""Signed links in mails with news. Whoever holds one may see and change the subscriptions."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from lotse.lib import signed
from lotse.lib.signed import Expired
from lotse.subscriptions.models import Reader

CONFIRM_WITHIN = timedelta(days=7)
VALID_FOR = timedelta(days=400)
"""A weekly mail of last year still lets its reader out."""
_CONFIRM, _MANAGE = "lotse.subscriptions.confirm", "lotse.subscriptions.manage"


def confirm_url(reader: Reader) -> str:
    """Return the absolute address at which a reader proves the mail address."""
    token = signed.seal(_CONFIRM, str(reader.pk))
    return settings.BASE_URL + reverse("subscriptions:confirm", args=[token])


def token(reader: Reader) -> str:
    """Return the key to a reader's subscriptions."""
    return signed.seal(_MANAGE, str(reader.pk))


def manage_url(reader: Reader) -> str:
    """Return the absolute address of a reader's subscriptions."""
    if reader.person_id:
        return settings.BASE_URL + reverse("subscriptions:own")
    return settings.BASE_URL + reverse("subscriptions:manage", args=[token(reader)])


def stop_url(reader: Reader) -> str:
    """Return the absolute address that ends all subscriptions of a reader."""
    return settings.BASE_URL + reverse("subscriptions:stop", args=[token(reader)])


def read_confirmation(value: str) -> int:
    """Return a reader's id. Raises ValueError if we never issued the token or it is too old."""
    return _read(_CONFIRM, value, CONFIRM_WITHIN)


def read(value: str) -> int:
    """Return a reader's id. Raises ValueError if we never issued the token or it is too old."""
    return _read(_MANAGE, value, VALID_FOR)


def _read(purpose: str, value: str, valid_for: timedelta) -> int:
    try:
        return int(signed.read(purpose, value, valid_for=valid_for))
    except Expired:
        raise ValueError("The token is too old.") from None

"""Signed links: what they lead to cannot be guessed, and they end by themselves."""

from datetime import timedelta

from django.core import signing


class Expired(Exception):
    """The link was ours and is too old."""

    def __init__(self, value: str) -> None:
        self.value = value
        super().__init__(value)


def seal(purpose: str, value: str) -> str:
    """Return a token for a value. purpose: a token for one opens no other."""
    return _signer(purpose).sign(value)


def read(purpose: str, token: str, *, valid_for: timedelta) -> str:
    """Return the value of a token.

    Raises Expired if it is older than ``valid_for``, ValueError if we never issued it.
    """
    try:
        return _signer(purpose).unsign(token, max_age=valid_for)
    except signing.SignatureExpired:
        raise Expired(_signer(purpose).unsign(token)) from None
    except signing.BadSignature:
        raise ValueError("No token of ours.") from None


def _signer(purpose: str) -> signing.TimestampSigner:
    # Colons get lost where mail programs guess the end of a link; dots survive.
    return signing.TimestampSigner(salt=purpose, sep=".")

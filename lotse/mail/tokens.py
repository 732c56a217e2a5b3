"""Addresses that prove where a mail belongs: reply tokens and bounce addresses.

Both are subaddresses of the inquiry mailbox, ``fragen+<key>-<signature>@domain``, so one mailbox
receives them all. The signature is an HMAC with the secret key; without it nobody can write into
somebody else's inquiry. Mail systems on the way may change upper and lower case, so nothing here
depends on it (decision 0022).
"""

import base64
import hashlib
import hmac
import re

from django.conf import settings
from django.utils.encoding import force_bytes

_SIGNATURE_LENGTH = 12
"""Base32 letters, 60 bits: an address cannot be guessed through a mail server."""
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_BOUNCE_PREFIX = "zurueck-"


def reply_address(key: str) -> str:
    """Return the address at which an answer finds its way back to ``key``.

    key: letters, digits and single hyphens, for example a reference number; case is not kept.
    Raises ValueError for anything else.
    """
    lowered = key.lower()
    if not _KEY.match(lowered) or lowered.startswith(_BOUNCE_PREFIX):
        raise ValueError("A key consists of letters, digits and single hyphens.")
    return _address(lowered)


def read(address: str) -> str | None:
    """Return the key of a reply address in upper case, or None if it was not issued by us."""
    key = _verified_key(address)
    return None if key is None or key.startswith(_BOUNCE_PREFIX) else key.upper()


def bounce_address(outgoing_id: int) -> str:
    """Return the envelope sender of an outgoing mail, so that its bounce names it (VERP)."""
    return _address(f"{_BOUNCE_PREFIX}{outgoing_id}")


def read_bounce(address: str) -> int | None:
    """Return the id of the outgoing mail a bounce address belongs to, or None."""
    key = _verified_key(address)
    if key is None or not key.startswith(_BOUNCE_PREFIX):
        return None
    number = key.removeprefix(_BOUNCE_PREFIX)
    return int(number) if number.isdecimal() else None


def _address(key: str) -> str:
    local, _, domain = settings.INQUIRY_ADDRESS.rpartition("@")
    return f"{local}+{key}-{_signature(key, settings.SECRET_KEY)}@{domain}"


def _verified_key(address: str) -> str | None:
    local, _, domain = address.strip().strip("<>").lower().rpartition("@")
    own_local, _, own_domain = settings.INQUIRY_ADDRESS.rpartition("@")
    if domain != own_domain or not local.startswith(own_local + "+"):
        return None
    key, _, signature = local.removeprefix(own_local + "+").rpartition("-")
    if not _KEY.match(key) or not signature.isascii():
        return None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(signature, _signature(key, secret)):
            return key
    return None


def _signature(key: str, secret: str | bytes) -> str:
    purpose = b"lotse.mail.tokens:" + force_bytes(secret)
    digest = hmac.new(purpose, key.encode(), hashlib.sha256)
    return base64.b32encode(digest.digest()).decode("ascii").lower()[:_SIGNATURE_LENGTH]

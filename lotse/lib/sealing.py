"""Secrets we must be able to read again, such as the key of a webhook: encrypted in the database.

A copy of the database alone opens none of them. Keys are derived from the secret key, so old ones
stay readable through ``SECRET_KEY_FALLBACKS``.
"""

import base64
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    # Seven megabytes that a process needs only where something is sealed.
    from cryptography.fernet import Fernet, MultiFernet


class Unreadable(Exception):
    """None of our keys opens it."""


def close(text: str) -> str:
    """Return a text encrypted, safe to store."""
    return _box().encrypt(text.encode()).decode()


def open_again(closed: str) -> str:
    """Return what ``close`` was given. Raises Unreadable."""
    from cryptography.fernet import InvalidToken

    try:
        return _box().decrypt(closed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def _box() -> "MultiFernet":
    from cryptography.fernet import MultiFernet

    return MultiFernet(
        [_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _fernet(key: str) -> "Fernet":
    from cryptography.fernet import Fernet

    digest = hashlib.sha256(b"lotse.lib.sealing" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))

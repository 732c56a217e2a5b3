"""Secrets we must be able to read again, such as the key of a webhook: encrypted in the database.

A copy of the database alone opens none of them. Keys are derived from the secret key, so old ones
stay readable through ``SECRET_KEY_FALLBACKS``.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def close(text: str) -> str:
    """Return a text encrypted, safe to store."""
    return _box().encrypt(text.encode()).decode()


def open_again(closed: str) -> str:
    """Return what ``close`` was given. Raises cryptography.fernet.InvalidToken."""
    return _box().decrypt(closed.encode()).decode()


def _box() -> MultiFernet:
    return MultiFernet(
        [_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _fernet(key: str) -> Fernet:
    digest = hashlib.sha256(b"lotse.lib.sealing" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))

"""Seals of the log. Pure: bytes in, text out.

A seal is an HMAC over the seal before it and everything the entry says. Without the secret key
nobody who can write to the database is able to forge one, so a changed, removed or inserted entry
breaks the chain.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

PURPOSE = b"lotse.audit.chain"


def seal(key: bytes, before: str, facts: Mapping[str, Any]) -> str:
    """Return the seal of an entry, 64 hex digits. facts: plain values, in any order."""
    text = json.dumps([before, facts], sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(_derived(key), text.encode(), hashlib.sha256).hexdigest()


def fits(keys: Sequence[bytes], before: str, facts: Mapping[str, Any], found: str) -> bool:
    """Say whether one of the keys, the present one or an earlier one, made this seal."""
    return any(hmac.compare_digest(seal(key, before, facts), found) for key in keys)


def _derived(key: bytes) -> bytes:
    return hmac.new(key, PURPOSE, hashlib.sha256).digest()

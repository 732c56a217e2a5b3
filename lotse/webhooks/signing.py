"""The signature a receiver checks. Pure.

``Lotse-Signature: t=1764000000,v1=<hex>`` is HMAC-SHA256 over ``1764000000.<body>``. The receiver
refuses what is older than five minutes, so nobody can send a recorded message again.
"""

import hashlib
import hmac

HEADER = "Lotse-Signature"
TOLERANCE_SECONDS = 300


def sign(secret: str, body: bytes, *, at: int) -> str:
    """Return the header's value. at: seconds since 1970."""
    return f"t={at},v1={_digest(secret, body, at)}"


def is_genuine(header: str, secret: str, body: bytes, *, now: int) -> bool:
    """Say whether a message is ours and fresh; what a receiver does."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    if not parts.get("t", "").isdecimal():
        return False
    at = int(parts["t"])
    is_fresh = abs(now - at) <= TOLERANCE_SECONDS
    return is_fresh and hmac.compare_digest(parts.get("v1", ""), _digest(secret, body, at))


def _digest(secret: str, body: bytes, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()

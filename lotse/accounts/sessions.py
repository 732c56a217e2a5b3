"""How long a sign-in lasts: two idle hours, or two weeks on a device of one's own."""

from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase

IDLE_SECONDS = 2 * 60 * 60
STAY_SECONDS = 14 * 24 * 60 * 60
RENEW_SECONDS = 10 * 60
"""A session in use is written at most this often."""

_LENGTH, _RENEWED = "sign_in_seconds", "sign_in_renewed"


def begin(session: SessionBase, *, stays: bool, now: datetime) -> None:
    """Set how long the sign-in lasts without use."""
    session[_LENGTH] = STAY_SECONDS if stays else IDLE_SECONDS
    _extend(session, now)


def renew(session: SessionBase, *, now: datetime) -> None:
    """Extend a session that is in use. Without ``begin`` it counts as a shared device."""
    if now.timestamp() - session.get(_RENEWED, 0) >= RENEW_SECONDS:
        _extend(session, now)


def _extend(session: SessionBase, now: datetime) -> None:
    session[_RENEWED] = now.timestamp()
    session.set_expiry(session.get(_LENGTH, IDLE_SECONDS))

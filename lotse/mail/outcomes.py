"""Who wants to know that an automatic mail did not leave.

The mail slice knows no conversation; the slice that has one registers itself.
"""

from collections.abc import Callable
from datetime import datetime

from lotse.mail.models import OutgoingMail

Withheld = Callable[[OutgoingMail, str, datetime], None]
"""Called in the transaction that holds the mail back, with the reason in words."""

_listeners: dict[str, Withheld] = {}


def on_withheld(name: str, listener: Withheld) -> None:
    """Register a listener. name: unique; registering twice counts once."""
    _listeners[name] = listener


def withheld(mail: OutgoingMail, reason: str, now: datetime) -> None:
    """Tell all who registered."""
    for listener in _listeners.values():
        listener(mail, reason, now)

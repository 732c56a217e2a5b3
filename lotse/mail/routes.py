"""From a recipient to the function that takes its mail in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.conf import settings

from lotse.mail.models import InboundMail
from lotse.mail.parse import ParsedMail


class NeedsPerson(Exception):
    """An intake function cannot decide. The mail goes to quarantine with these words."""

    def __init__(self, reason: str, suggestion: str = "") -> None:
        self.reason = reason
        self.suggestion = suggestion
        super().__init__(reason)


Intake = Callable[[InboundMail, ParsedMail, str, datetime], None]
"""Called in one transaction with the mail, its parsed form, the recipient and the present instant.

It is idempotent by the inbound mail's id and may raise ``NeedsPerson``. It also gets automatic
mail, bounces and list mail (``ParsedMail.kind``) and must never answer them.
"""


Prepare = Callable[[InboundMail, ParsedMail, str], Intake]
"""Called before that transaction; returns an intake that knows already what it would have to read.

It may be called for a mail that is then never taken in, so it only reads.
"""


@dataclass(frozen=True)
class MailRoute:
    name: str
    accepts: Callable[[str], bool]
    """Says whether a recipient (lower case) belongs to this route; cheap, asked at RCPT."""
    intake: Intake
    prepare: Prepare | None = None
    """Shortens the transaction where reading takes long."""


def all_routes() -> list[MailRoute]:
    """Return the routes of ``settings.MAIL_ROUTES``, first match wins."""
    routes: list[MailRoute] = import_module(settings.MAIL_ROUTES).mailroutes
    return routes


def find(recipient: str) -> MailRoute | None:
    """Return the route that takes mail for a recipient, or None."""
    lowered = recipient.lower()
    return next((route for route in all_routes() if route.accepts(lowered)), None)

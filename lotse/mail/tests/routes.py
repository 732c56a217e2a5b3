"""Two destinations that keep what they are given, for the tests of this slice."""

from datetime import datetime

from lotse.mail.models import InboundMail
from lotse.mail.parse import ParsedMail
from lotse.mail.routes import MailRoute, NeedsPerson
from lotse.mail.tests.factories import OutgoingMailFactory

taken: list[tuple[str, str, ParsedMail]] = []
"""Route, recipient and mail of each hand-over."""
raises: dict[str, Exception] = {}
"""Subject of a mail to what its intake shall stumble over."""


def _intake(name: str, mail: InboundMail, parsed: ParsedMail, recipient: str) -> None:
    if parsed.subject in raises:
        # Something half done, to be undone with the transaction.
        OutgoingMailFactory.create()
        raise raises[parsed.subject]
    if parsed.subject == "unklar":
        raise NeedsPerson("Unklar", "Zu L-2026-0001 legen")
    taken.append((name, recipient, parsed))


def _inquiries(mail: InboundMail, parsed: ParsedMail, recipient: str, now: datetime) -> None:
    _intake("inquiries", mail, parsed, recipient)


def _exchange(mail: InboundMail, parsed: ParsedMail, recipient: str, now: datetime) -> None:
    _intake("exchange", mail, parsed, recipient)


mailroutes = [
    MailRoute(
        "inquiries",
        lambda recipient: (
            recipient.partition("@")[0].partition("+")[0] == "fluechtlingsmanagement"
            and recipient.endswith("@lotse.example")
        ),
        _inquiries,
    ),
    MailRoute("exchange", lambda recipient: recipient == "austausch@lotse.example", _exchange),
]

# mypy: disallow-untyped-calls=False
from datetime import UTC, datetime

from factory.declarations import LazyAttribute, LazyFunction, Sequence
from factory.django import DjangoModelFactory

from lotse.mail.models import InboundMail, Mailbox, OutgoingMail

NOW = datetime(2026, 11, 12, 10, 12, tzinfo=UTC)


class InboundMailFactory(DjangoModelFactory[InboundMail]):
    """A mail that waits to be handled."""

    class Meta:
        model = InboundMail

    source_id = Sequence(lambda number: f"smtp:{number}")
    fingerprint = Sequence(lambda number: f"{number:064x}")
    sender = "kaethe.boehm@gemeinde-seeberg.example"
    recipients = LazyFunction(lambda: ["fluechtlingsmanagement@lotse.example"])
    raw = LazyAttribute(
        lambda mail: (
            f"From: Käthe Böhm <{mail.sender}>\r\n"
            f"To: {', '.join(mail.recipients)}\r\n"
            f"Subject: Frage\r\n"
            f"Message-ID: <{mail.fingerprint[-12:]}@gemeinde-seeberg.example>\r\n"
            "Date: Thu, 12 Nov 2026 10:12:00 +0100\r\n\r\n"
            "Wie machen wir Leichtbauhallen winterfest?\r\n"
        ).encode()
    )
    size = LazyAttribute(lambda mail: len(mail.raw))
    received_at = NOW
    next_attempt_at = NOW


class OutgoingMailFactory(DjangoModelFactory[OutgoingMail]):
    """A mail that waits to be sent."""

    class Meta:
        model = OutgoingMail

    purpose = "answer"
    recipient = "kaethe.boehm@gemeinde-seeberg.example"
    subject = "Ihre Anfrage"
    text = "Guten Tag"
    message_id = Sequence(lambda number: f"<{number:032x}@lotse.example>")
    created_at = NOW
    next_attempt_at = NOW


class MailboxFactory(DjangoModelFactory[Mailbox]):
    """A mailbox nobody has fetched from yet."""

    class Meta:
        model = Mailbox

    name = "fragen@mail.verband.example/INBOX"

# mypy: disallow-untyped-calls=False
"""One factory per record of the inquiry desk. What matters stands in the test itself."""

from datetime import UTC, datetime, timedelta

from factory.declarations import LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries.models import Attachment, Citation, Draft, Event, Inquiry, Message

MONDAY = datetime(2026, 11, 23, 9, 46, tzinfo=UTC)
"""Monday, 23 November 2026, 10:46 on a German clock."""


class InquiryFactory(DjangoModelFactory[Inquiry]):
    """An open inquiry, received on ``MONDAY``, that nobody has reacted to."""

    class Meta:
        model = Inquiry

    number = Sequence(lambda n: f"L-2026-{n + 9001:04d}")
    channel = Inquiry.Channel.MAIL
    subject = "Zelthalle: Wer prüft die Schneelast?"
    asker_name = "Sabine Muster"
    asker_email = "s.muster@musterstadt.example"
    received_at = MONDAY
    reaction_due_at = LazyAttribute(lambda inquiry: inquiry.received_at + timedelta(hours=24))
    waiting_since = SelfAttribute("received_at")
    due_at = SelfAttribute("reaction_due_at")
    last_activity_at = SelfAttribute("received_at")
    turn = 1

    class Params:
        answered = Trait(
            reacted_at=LazyAttribute(lambda inquiry: inquiry.received_at + timedelta(hours=5)),
            first_answered_at=SelfAttribute("reacted_at"),
            answered_at=SelfAttribute("reacted_at"),
            waiting_since=None,
            due_at=None,
            turn=2,
        )


class MessageFactory(DjangoModelFactory[Message]):
    class Meta:
        model = Message

    inquiry = SubFactory(InquiryFactory)
    kind = Message.Kind.QUESTION
    author_name = SelfAttribute("inquiry.asker_name")
    author_email = SelfAttribute("inquiry.asker_email")
    text = "Wer prüft die Schneelast, und ab wann müssen wir räumen?"
    created_at = SelfAttribute("inquiry.received_at")


class AttachmentFactory(DjangoModelFactory[Attachment]):
    class Meta:
        model = Attachment

    message = SubFactory(MessageFactory)
    name = "Mietvertrag.pdf"
    content_type = "application/pdf"
    size = 240_000
    sha256 = "0" * 64
    file = "anlagen/00/leer"


class CitationFactory(DjangoModelFactory[Citation]):
    class Meta:
        model = Citation

    message = SubFactory(MessageFactory, kind=Message.Kind.ANSWER)
    position = 1
    kind = "example"
    object_id = 1
    title = "Schneewache für Zelthallen"
    url = "/beispiele/schneewache-fuer-zelthallen/"
    passage = "Alle vier Stunden wird gemessen."


class DraftFactory(DjangoModelFactory[Draft]):
    class Meta:
        model = Draft

    inquiry = SubFactory(InquiryFactory)
    author = SubFactory(UserFactory)
    text = "Kurz gesagt: Verantwortlich ist der Betreiber."
    saved_at = MONDAY


class EventFactory(DjangoModelFactory[Event]):
    class Meta:
        model = Event

    inquiry = SubFactory(InquiryFactory)
    what = Event.What.RECEIVED
    happened_at = MONDAY

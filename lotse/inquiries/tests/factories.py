"""One factory per record of the inquiry desk. What matters stands in the test itself."""

from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries.models import Attachment, Citation, Draft, Event, Inquiry, Message

MONDAY = datetime(2026, 11, 23, 9, 46, tzinfo=UTC)
"""Monday, 23 November 2026, 10:46 on a German clock."""


class InquiryFactory(DjangoModelFactory[Inquiry]):
    """An open inquiry, received on ``MONDAY``, that nobody has reacted to."""

    class Meta:
        model = Inquiry

    number = factory.Sequence(lambda n: f"L-2026-{n + 9001:04d}")  # type: ignore[no-untyped-call]
    channel = Inquiry.Channel.MAIL
    subject = "Zelthalle: Wer prüft die Schneelast?"
    asker_name = "Sabine Muster"
    asker_email = "s.muster@musterstadt.example"
    received_at = MONDAY
    reaction_due_at = factory.LazyAttribute(  # type: ignore[no-untyped-call]
        lambda inquiry: inquiry.received_at + timedelta(hours=24)
    )
    waiting_since = factory.SelfAttribute("received_at")  # type: ignore[no-untyped-call]
    due_at = factory.SelfAttribute("reaction_due_at")  # type: ignore[no-untyped-call]
    turn = 1

    class Params:
        answered = factory.Trait(  # type: ignore[no-untyped-call]
            reacted_at=factory.LazyAttribute(  # type: ignore[no-untyped-call]
                lambda inquiry: inquiry.received_at + timedelta(hours=5)
            ),
            first_answered_at=factory.SelfAttribute("reacted_at"),  # type: ignore[no-untyped-call]
            answered_at=factory.SelfAttribute("reacted_at"),  # type: ignore[no-untyped-call]
            waiting_since=None,
            due_at=None,
            turn=2,
        )


class MessageFactory(DjangoModelFactory[Message]):
    class Meta:
        model = Message

    inquiry = factory.SubFactory(InquiryFactory)  # type: ignore[no-untyped-call]
    kind = Message.Kind.QUESTION
    author_name = factory.SelfAttribute("inquiry.asker_name")  # type: ignore[no-untyped-call]
    author_email = factory.SelfAttribute("inquiry.asker_email")  # type: ignore[no-untyped-call]
    text = "Wer prüft die Schneelast, und ab wann müssen wir räumen?"
    created_at = factory.SelfAttribute("inquiry.received_at")  # type: ignore[no-untyped-call]


class AttachmentFactory(DjangoModelFactory[Attachment]):
    class Meta:
        model = Attachment

    message = factory.SubFactory(MessageFactory)  # type: ignore[no-untyped-call]
    name = "Mietvertrag.pdf"
    content_type = "application/pdf"
    size = 240_000
    sha256 = "0" * 64
    file = "anlagen/00/leer"


class CitationFactory(DjangoModelFactory[Citation]):
    class Meta:
        model = Citation

    message = factory.SubFactory(MessageFactory, kind=Message.Kind.ANSWER)  # type: ignore[no-untyped-call]
    position = 1
    kind = "example"
    object_id = 1
    title = "Schneewache für Zelthallen"
    url = "/beispiele/schneewache-fuer-zelthallen/"
    passage = "Alle vier Stunden wird gemessen."


class DraftFactory(DjangoModelFactory[Draft]):
    class Meta:
        model = Draft

    inquiry = factory.SubFactory(InquiryFactory)  # type: ignore[no-untyped-call]
    author = factory.SubFactory(UserFactory)  # type: ignore[no-untyped-call]
    text = "Kurz gesagt: Verantwortlich ist der Betreiber."
    saved_at = MONDAY


class EventFactory(DjangoModelFactory[Event]):
    class Meta:
        model = Event

    inquiry = factory.SubFactory(InquiryFactory)  # type: ignore[no-untyped-call]
    what = Event.What.RECEIVED
    happened_at = MONDAY

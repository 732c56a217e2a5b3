"""From records to what programs read."""

from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch

from lotse.accounts.models import User
from lotse.inquiries import states
from lotse.inquiries.api import shapes
from lotse.inquiries.models import Event, Inquiry, Message


def inquiry(record: Inquiry, now: datetime) -> shapes.Inquiry:
    """Return a row. ``topics``, ``owner``, ``area`` and ``municipality`` should be loaded."""
    town, area = record.municipality, record.area
    return shapes.Inquiry(
        number=record.number,
        url=settings.BASE_URL + record.get_absolute_url(),
        channel=record.channel,
        subject=record.subject,
        urgency=record.urgency,
        turn=record.turn,
        received_at=record.received_at,
        clock=clock(record, now),
        municipality=shapes.Municipality(key=town.key, name=town.name) if town else None,
        area=shapes.Area(id=area.pk, name=area.name) if area else None,
        owner=person(record.owner),
        topics=[shapes.Topic(code=t.code, name=t.name) for t in record.topics.all()],
    )


def detail(record: Inquiry, now: datetime) -> shapes.InquiryDetail:
    row = inquiry(record, now)
    messages = record.messages.prefetch_related("attachments", "citations")
    events = record.events.prefetch_related(Prefetch("actor", User.objects.only("name", "email")))
    return shapes.InquiryDetail(
        **dict(row),
        asker=shapes.Asker(
            name=record.asker_name, email=record.asker_email, phone=record.asker_phone
        ),
        messages=[message(one) for one in messages],
        events=[event(one) for one in events],
    )


def clock(record: Inquiry, now: datetime) -> shapes.Clock:
    deadline = states.deadline(record, now)
    left = deadline.remaining
    return shapes.Clock(
        state=states.of(record, now).value,
        waiting_since=record.waiting_since,
        due_at=deadline.due_at,
        remaining_seconds=None if left is None else round(left.total_seconds()),
        is_overdue=left is not None and left.total_seconds() < 0,
        is_for_answer=deadline.is_for_answer,
        reaction_due_at=record.reaction_due_at,
        reacted_at=record.reacted_at,
        answer_due_at=record.answer_due_at,
        answered_at=record.answered_at,
        closed_at=record.closed_at,
    )


def message(record: Message) -> shapes.Message:
    return shapes.Message(
        id=record.pk,
        kind=record.kind,
        direction=record.direction,
        author_name=record.author_name,
        text=record.text,
        created_at=record.created_at,
        attachments=[
            shapes.Attachment(
                id=file.pk,
                name=file.name,
                content_type=file.content_type,
                size=file.size,
                sha256=file.sha256,
            )
            for file in record.attachments.all()
        ],
        citations=[
            shapes.Citation(
                position=source.position,
                kind=source.kind,
                object_id=source.object_id,
                title=source.title,
                url=source.url,
                passage=source.passage,
            )
            for source in record.citations.all()
        ],
    )


def event(record: Event) -> shapes.Event:
    return shapes.Event(
        what=record.what,
        label=record.get_what_display(),
        detail=record.detail,
        actor=person(record.actor),
        happened_at=record.happened_at,
    )


def person(user: User | None) -> shapes.Person | None:
    return shapes.Person(id=user.pk, name=str(user)) if user else None

"""From records to what programs read."""

from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch

from lotse.accounts.models import User
from lotse.inquiries import clock as clocks
from lotse.inquiries import states, terms
from lotse.inquiries.api import shapes
from lotse.inquiries.models import Event, Inquiry, Message, PromiseOutcome


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
        promises=[promise(one) for one in record.outcomes.all()],
        messages=[message(one) for one in messages],
        events=[event(one) for one in events],
    )


def clock(record: Inquiry, now: datetime) -> shapes.Clock:
    deadline = states.deadline(record, now)
    left = deadline.remaining
    since, in_force = record.waiting_since, terms.of(record)
    waits = since is not None and record.closed_at is None
    whole = clocks.elapsed(since, now) if since and waits else None
    service = clocks.elapsed(since, now, service=in_force.office) if since and waits else None
    return shapes.Clock(
        state=states.of(record, now).value,
        waiting_since=record.waiting_since,
        due_at=deadline.due_at,
        remaining_seconds=None if left is None else round(left.total_seconds()),
        is_overdue=left is not None and left.total_seconds() < 0,
        is_for_answer=deadline.is_for_answer,
        measure=in_force.measure.value,
        waited_calendar_seconds=None if whole is None else round(whole.total_seconds()),
        waited_service_seconds=None if service is None else round(service.total_seconds()),
        reaction_due_at=record.reaction_due_at,
        reacted_at=record.reacted_at,
        answer_due_at=record.answer_due_at,
        answered_at=record.answered_at,
        closed_at=record.closed_at,
    )


def promise(record: PromiseOutcome) -> shapes.Promise:
    return shapes.Promise(
        kind=record.kind,
        started_at=record.started_at,
        due_at=record.due_at,
        ended_at=record.ended_at,
        how=record.how,
        calendar_seconds=record.calendar_seconds,
        service_seconds=record.service_seconds,
        paused_calendar_seconds=record.paused_calendar_seconds,
        paused_service_seconds=record.paused_service_seconds,
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

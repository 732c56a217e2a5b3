"""What the asker sends: a new inquiry, a further message, an automatic one, a bounce."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import (
    background,
    desk_mails,
    journal,
    mails,
    numbers,
    queries,
    routing,
)
from lotse.inquiries.background import Background
from lotse.inquiries.files import StoredFile
from lotse.inquiries.models import Event, Inquiry, Message, Pause
from lotse.inquiries.rules import pauses, promises, sorting
from lotse.inquiries.rules.incoming import Incoming, keep_files, message_of, store
from lotse.lib import statements
from lotse.lib.errors import RuleError
from lotse.municipalities.models import Municipality


@dataclass(frozen=True)
class Submission:
    """A question as the form hands it in."""

    key: str
    """Random; handed in twice, it is one inquiry."""
    question: str
    email: str
    name: str = ""
    phone: str = ""
    municipality: Municipality | None = None
    asker: User | None = None
    urgency: str = Inquiry.Urgency.NORMAL
    has_publication_consent: bool = False
    files: Sequence[StoredFile] = ()


class Empty(RuleError):
    message = _("Bitte schreiben Sie, worum es geht.")


def ask(submission: Submission, *, now: datetime) -> Inquiry:
    """Open an inquiry from the form and confirm it. Pressing twice asks once. now: aware."""
    try:
        return _ask(submission, now)
    except IntegrityError:
        # The other press was faster; anything else that is wrong is raised again.
        inquiry = Inquiry.objects.filter(form_key=submission.key).first()
        if inquiry is None:
            raise
        return inquiry


@transaction.atomic
def _ask(submission: Submission, now: datetime) -> Inquiry:
    return receive(
        Incoming(
            text=submission.question,
            author_name=submission.name,
            author_email=submission.email,
            files=submission.files,
        ),
        channel=Inquiry.Channel.WEB,
        received_at=now,
        asker=submission.asker,
        municipality=submission.municipality,
        phone=submission.phone,
        urgency=submission.urgency,
        has_publication_consent=submission.has_publication_consent,
        form_key=submission.key,
        now=now,
    )


def receive(
    incoming: Incoming,
    *,
    channel: str,
    received_at: datetime,
    asker: User | None = None,
    municipality: Municipality | None = None,
    phone: str = "",
    urgency: str = Inquiry.Urgency.NORMAL,
    has_publication_consent: bool = False,
    follows: Inquiry | None = None,
    form_key: str | None = None,
    known: Background | None = None,
    actor: User | None = None,
    now: datetime,
) -> Inquiry:
    """Open an inquiry, start its clock, hand it to the area its words point to, confirm it.

    received_at: aware, when the mailbox or form took it in; the promise counts from there.
    asker, municipality: where known; else recognised by the address. actor: who recorded it by
    phone or took it out of quarantine. known: what ``background.look_up`` found before the
    transaction; else it is looked up now. The receipt goes out unless ``can_be_confirmed`` is
    false or nobody reads mail at the address. It stops no clock.
    Raises RuleError if there is neither text nor subject nor file.
    """
    if incoming.is_empty and not incoming.subject.strip():
        raise Empty
    known = known or background.look_up(
        subject=incoming.subject,
        text=incoming.text,
        address=incoming.author_email,
        can_be_confirmed=incoming.can_be_confirmed,
    )
    # No savepoint: there is nothing here that a caller could go on without.
    with transaction.atomic(savepoint=False):
        sender, proposal = known.sender, known.proposal
        given = promises.give(received_at)
        inquiry = Inquiry(
            number=numbers.next_number(now),
            channel=channel,
            subject=known.subject[:300],
            asker_name=background.asker_name(incoming.author_name, sender),
            asker_email=incoming.author_email[:320],
            asker_phone=phone[:40],
            asker=asker or sender.person,
            municipality=municipality or sender.municipality,
            area=proposal.area,
            urgency=urgency,
            has_publication_consent=has_publication_consent,
            follows=follows,
            form_key=form_key,
            received_at=received_at,
            reaction_due_at=given.due_at,
            terms_id=given.terms_id,
            warn_at=given.warn_at,
            waiting_since=received_at,
            due_at=given.due_at,
            last_activity_at=received_at,
            message_count=2 if known.confirms else 1,
            turn=1,
        )
        statements.insert(inquiry)
        question = message_of(inquiry, incoming, kind=Message.Kind.QUESTION, created_at=received_at)
        messages = [question]
        if known.confirms:
            messages.append(_receipt(inquiry, question, incoming, known, now))
        statements.insert(*messages)
        keep_files(question, incoming)
        topic_of = inquiry.topics.through
        statements.insert(
            *(topic_of(inquiry_id=inquiry.pk, concept_id=topic.pk) for topic in proposal.topics)
        )
        if known.guess:
            sorting.propose(inquiry, known.guess, now=now)
        _record_receipt(inquiry, proposal, confirms=known.confirms, actor=actor, now=now)
    return inquiry


def _receipt(
    inquiry: Inquiry, question: Message, incoming: Incoming, known: Background, now: datetime
) -> Message:
    """Queue the automatic receipt and return it as an unsaved part of the conversation."""
    ahead = known.receipt
    mail = mails.receipt(
        inquiry,
        question=question.text,
        finds=known.finds,
        in_reply_to=incoming.message_id,
        references=[*incoming.references, incoming.message_id],
        guessed_kind=known.guess.kind if known.guess else "",
        # Another term may have come into force since it was composed.
        ready=ahead.letter if ahead and ahead.due_at == inquiry.reaction_due_at else None,
        now=now,
    )
    return Message(
        inquiry=inquiry,
        kind=Message.Kind.RECEIPT,
        subject=mail.subject,
        text=mail.text,
        message_id=mail.message_id,
        created_at=now,
        outgoing=mail,
    )


def _record_receipt(
    inquiry: Inquiry,
    proposal: routing.Proposal,
    *,
    confirms: bool,
    actor: User | None,
    now: datetime,
) -> None:
    before = inquiry.follows
    detail = _("Fortsetzung von %s") % before.number if before else ""
    events = [journal.entry(inquiry, Event.What.RECEIVED, detail=detail, actor=actor, now=now)]
    if proposal.area:
        events.append(journal.entry(inquiry, Event.What.ROUTED, detail=proposal.reason, now=now))
    is_by_phone = inquiry.channel == Inquiry.Channel.PHONE
    if not confirms and inquiry.asker_email and not is_by_phone:
        events.append(
            journal.entry(
                inquiry,
                Event.What.RECEIPT_WITHHELD,
                detail=_("Dort liest eine Maschine oder ein Verteiler mit."),
                now=now,
            )
        )
    statements.insert(*events)


def add_message(
    inquiry: Inquiry,
    incoming: Incoming,
    *,
    channel: str,
    received_at: datetime,
    actor: User | None = None,
    now: datetime,
) -> Message:
    """Add a further message of the asker; the clock starts again if a person had replied.

    A clock that runs already is not put back. An inquiry closed up to ``LOTSE_REOPEN_DAYS`` ago is
    opened again; one closed longer ago is continued in a new inquiry, which gets its own receipt.
    Look at ``message.inquiry`` for the one it landed in. received_at, now: aware.
    Raises RuleError if there is neither text nor file.
    """
    if incoming.is_empty:
        raise Empty
    with transaction.atomic(savepoint=False):
        return _add(
            inquiry, incoming, channel=channel, received_at=received_at, actor=actor, now=now
        )


def _add(
    inquiry: Inquiry,
    incoming: Incoming,
    *,
    channel: str,
    received_at: datetime,
    actor: User | None,
    now: datetime,
) -> Message:
    origin, inquiry = inquiry, queries.home(inquiry)
    if inquiry.kind == Inquiry.Kind.SPAM:
        return _keep_quietly(inquiry, incoming, received_at=received_at, now=now)
    if inquiry.closed_at and received_at - inquiry.closed_at > timedelta(
        days=queries.reopen_days()
    ):
        return _continue(inquiry, incoming, channel=channel, received_at=received_at, now=now)
    given = promises.give(received_at)
    if inquiry.paused_since:
        pauses.end(inquiry, how=Pause.End.ASKER, now=received_at)
    was_closed = inquiry.closed_at is not None
    _start_again(inquiry, given, received_at=received_at)
    message = store(
        inquiry, incoming, kind=Message.Kind.FOLLOW_UP, created_at=received_at, origin=origin
    )
    journal.record(inquiry, Event.What.FOLLOWED_UP, actor=actor, now=now)
    if was_closed:
        journal.record(
            inquiry, Event.What.REOPENED, detail=_("Es kam eine weitere Nachricht."), now=now
        )
    return message


_STARTED_AGAIN = {
    "waiting_since": "COALESCE(waiting_since, %s)",
    "due_at": "COALESCE(due_at, %s)",
    # A clock that runs already keeps its terms.
    "terms_id": "CASE WHEN waiting_since IS NULL THEN %s ELSE terms_id END",
    "warn_at": "CASE WHEN waiting_since IS NULL THEN %s ELSE warn_at END",
    "last_activity_at": "%s",
    "answer_due_at": "CASE WHEN answered_at IS NULL THEN answer_due_at END",
    "answered_at": "NULL",
    "paused_since": "NULL",
    "pause_reason": "''",
    "bounced_at": "NULL",
    "closed_at": "NULL",
    "harvest": "''",
    "harvest_reason": "''",
    "message_count": "message_count + 1",
    "turn": "turn + 1",
}
"""What becomes of each column when the asker writes again; the first five take a value."""


def _start_again(inquiry: Inquiry, given: promises.Given, *, received_at: datetime) -> None:
    # One statement: whatever a colleague does at the same moment, no message is left unwatched.
    columns = ", ".join(f"{name} = {value}" for name, value in _STARTED_AGAIN.items())
    statements.run(
        f"UPDATE inquiries_inquiry SET {columns} WHERE id = %s",  # noqa: S608
        [received_at, given.due_at, given.terms_id, given.warn_at, received_at, inquiry.pk],
    )
    statements.forget(inquiry, tuple(_STARTED_AGAIN))


def _keep_quietly(
    inquiry: Inquiry, incoming: Incoming, *, received_at: datetime, now: datetime
) -> Message:
    """Keep what else an advertiser sends: it opens nothing and starts no clock."""
    message = store(inquiry, incoming, kind=Message.Kind.FOLLOW_UP, created_at=received_at)
    Inquiry.objects.filter(pk=inquiry.pk).update(
        message_count=F("message_count") + 1, last_activity_at=received_at
    )
    journal.record(inquiry, Event.What.FOLLOWED_UP, now=now)
    return message


def _continue(
    inquiry: Inquiry, incoming: Incoming, *, channel: str, received_at: datetime, now: datetime
) -> Message:
    successor = receive(
        incoming,
        channel=channel,
        received_at=received_at,
        asker=inquiry.asker,
        municipality=inquiry.municipality,
        follows=inquiry,
        now=now,
    )
    journal.record(inquiry, Event.What.CONTINUED, detail=successor.number, now=now)
    return successor.messages.get(kind=Message.Kind.QUESTION)


@transaction.atomic
def add_automatic(
    inquiry: Inquiry, incoming: Incoming, *, received_at: datetime, now: datetime
) -> Message:
    """Keep an automatic mail, such as an out-of-office note. Changes neither state nor clock."""
    origin, inquiry = inquiry, queries.home(inquiry)
    message = store(
        inquiry, incoming, kind=Message.Kind.AUTOMATIC, created_at=received_at, origin=origin
    )
    Inquiry.objects.filter(pk=inquiry.pk).update(message_count=F("message_count") + 1)
    journal.record(inquiry, Event.What.AUTOMATIC, detail=incoming.subject, now=now)
    return message


@transaction.atomic
def add_bounce(
    inquiry: Inquiry,
    incoming: Incoming,
    *,
    returned: Message | None,
    received_at: datetime,
    now: datetime,
) -> Message:
    """Keep a delivery report and tell the desk. The clock keeps running.

    returned: our message that did not arrive, if known. The desk is told once, by mail to the
    owner or programme area, until the asker is heard of again.
    """
    origin, inquiry = inquiry, queries.home(inquiry)
    message = store(
        inquiry, incoming, kind=Message.Kind.BOUNCE, created_at=received_at, origin=origin
    )
    Inquiry.objects.filter(pk=inquiry.pk).update(message_count=F("message_count") + 1)
    first = Inquiry.objects.filter(pk=inquiry.pk, bounced_at=None).update(bounced_at=received_at)
    detail = returned.get_kind_display() if returned else ""
    journal.record(inquiry, Event.What.BOUNCED, detail=detail, now=now)
    if first:
        inquiry.refresh_from_db()
        desk_mails.bounce_notice(inquiry, returned=returned, now=now)
    return message

"""What the team sends: interim replies and answers, each exactly once."""

from collections.abc import Sequence
from copy import copy
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import files, journal, mails, queries, searchable, terms
from lotse.inquiries.files import StoredFile
from lotse.inquiries.models import (
    Attachment,
    Citation,
    Draft,
    Event,
    Inquiry,
    Message,
    Pause,
    PromiseOutcome,
    ReplyDetails,
    UndoWindow,
)
from lotse.inquiries.rules import enclosing, merging, pauses, promises, recalls, releasing
from lotse.inquiries.rules.details import Details, completed
from lotse.inquiries.rules.drafts import save_draft
from lotse.inquiries.rules.overtaking import Overtaken, overtaken_by
from lotse.inquiries.rules.sources import Cited, citations_of
from lotse.lib import german
from lotse.lib.errors import RuleError


def reply(
    inquiry: Inquiry,
    *,
    kind: str,
    text: str,
    citations: Sequence[Cited] = (),
    author: User,
    answer_due_at: datetime | None = None,
    files: Sequence[StoredFile] = (),
    turn: int | None = None,
    last_seen: int | None = None,
    details: Details | None = None,
    undo_seconds: int = 0,
    now: datetime,
) -> Message:
    """Reply as a person: the clock stops and the mail to the asker is queued.

    kind: ``Message.Kind.INTERIM`` (needs answer_due_at, aware, later than now) or ``ANSWER``.
    text: plain text; [1] points to the first citation. turn: ``inquiry.turn`` as it was when the
    author began to read; without it, as it was when ``inquiry`` was loaded. last_seen: id of the
    last message they saw that counts in it. undo_seconds: for so long ``undo`` takes it back; the
    mail waits and the asker sees nothing. now: aware.
    Raises NotReleased if a second person has to release it first; AlreadyAnswered or NewMessage if
    the conversation went on since then (the text is then kept as a draft); RuleError for anything
    else that is wrong. Call it outside a transaction, otherwise the draft is rolled back with it.
    """
    prepared = prepare(
        inquiry,
        kind=kind,
        text=text,
        citations=citations,
        author=author,
        answer_due_at=answer_due_at,
        files=files,
        details=details,
        now=now,
    )
    seen = inquiry.turn if turn is None else turn
    try:
        with transaction.atomic():
            message = send(
                inquiry,
                prepared,
                seen=seen,
                last_seen=last_seen,
                undo_seconds=undo_seconds,
                now=now,
            )
            Draft.objects.filter(inquiry=inquiry, author=author).delete()
            return message
    except Overtaken:
        save_draft(
            inquiry,
            text=text,
            citations=citations,
            details=details,
            files=files,
            author=author,
            now=now,
        )
        inquiry.refresh_from_db()
        raise overtaken_by(inquiry, now) from None


@dataclass(frozen=True)
class Prepared:
    """A reply that has passed every check except whether the conversation went on."""

    kind: Message.Kind
    text: str
    cited: Sequence[Cited]
    sources: Sequence[Citation]
    author: User
    answer_due_at: datetime | None
    files: Sequence[StoredFile]
    given: Details
    """As the author stated them."""
    details: Details
    """As they will be stored."""
    reviewer: User | None
    reviewed_at: datetime | None


def prepare(
    inquiry: Inquiry,
    *,
    kind: str,
    text: str,
    citations: Sequence[Cited],
    author: User,
    answer_due_at: datetime | None = None,
    files: Sequence[StoredFile] = (),
    details: Details | None = None,
    released: tuple[User, datetime] | None = None,
    now: datetime,
) -> Prepared:
    """Check a reply and change nothing. Parameters and refusals as in ``reply``.

    released: by whom and when, if that happened before and the draft is gone.
    """
    _check(inquiry, kind=kind, text=text, answer_due_at=answer_due_at, now=now)
    merging.check_text(inquiry, text)
    given = details or Details()
    complete = completed(details, inquiry, kind)
    sources = citations_of(inquiry, text, citations)
    by, at = released or (None, None)
    if kind == Message.Kind.ANSWER and by is None:
        by, at = releasing.reviewer(
            inquiry, text=text, citations=citations, details=given, files=files, author=author
        )
    return Prepared(
        kind=Message.Kind(kind),
        text=text.strip(),
        cited=citations,
        sources=sources,
        author=author,
        answer_due_at=answer_due_at,
        files=files,
        given=given,
        details=complete,
        reviewer=by,
        reviewed_at=at,
    )


def _check(
    inquiry: Inquiry, *, kind: str, text: str, answer_due_at: datetime | None, now: datetime
) -> None:
    if kind not in Message.REPLIES:
        raise ValueError("A reply is an interim reply or an answer.")
    if not text.strip():
        raise RuleError(_("Bitte schreiben Sie eine Antwort."))
    if kind != Message.Kind.INTERIM:
        return
    if answer_due_at is None:
        raise RuleError(_("Bitte sagen Sie im Zwischenstand, bis wann die Antwort kommt."))
    if answer_due_at <= now:
        raise RuleError(_("Der Termin für die Antwort muss in der Zukunft liegen."))


@transaction.atomic
def send(
    inquiry: Inquiry,
    prepared: Prepared,
    *,
    seen: int,
    last_seen: int | None = None,
    undo_seconds: int = 0,
    now: datetime,
) -> Message:
    """Send what was prepared; a draft stays.

    Raises Overtaken, and changes nothing, if the conversation went on.
    """
    before = _facts(inquiry, seen)
    if before is None:
        raise Overtaken
    running = copy(before)
    pauses.end(running, how=Pause.End.REPLY, actor=prepared.author, now=now)
    won = Inquiry.objects.filter(pk=inquiry.pk, turn=seen, closed_at=None).update(
        turn=seen + 1,
        message_count=F("message_count") + 1,
        last_activity_at=now,
        waiting_since=None,
        due_at=None,
        reacted_at=Coalesce(F("reacted_at"), Value(now)),
        owner=Coalesce(F("owner"), Value(prepared.author.pk)),
        warn_at=_warn_at(running, prepared.answer_due_at, now),
        **_outcome(prepared, now),
    )
    # Conditional update: of two simultaneous replies only one wins. A reply that was taken back
    # gives its turn back too, so the last message must also be the one that was seen.
    if not won or not _is_last(inquiry, last_seen):
        raise Overtaken
    _end_promises(running, prepared, now)
    inquiry.refresh_from_db()
    leaves_at = now + timedelta(seconds=undo_seconds) if undo_seconds else None
    behind = _merged_facts(inquiry) if leaves_at else {}
    message, copies = _write(inquiry, prepared, leaves_at=leaves_at, now=now)
    if leaves_at is not None:
        window = UndoWindow.objects.create(
            message=message,
            leaves_at=leaves_at,
            facts=changed(before, inquiry),
            merged=behind,
            draft={
                "text": prepared.text,
                "citations": [asdict(cited) for cited in prepared.cited],
                "details": prepared.given.as_json(),
                "files": enclosing.rows(prepared.files),
            },
        )
        UndoWindow.objects.bulk_create(
            [UndoWindow(message=copy, main=window, leaves_at=leaves_at) for copy in copies]
        )
    _record(inquiry, prepared, now)
    if prepared.kind == Message.Kind.ANSWER:
        searchable.publish(inquiry)
    return message


def _outcome(prepared: Prepared, now: datetime) -> dict[str, Any]:
    if prepared.kind == Message.Kind.ANSWER:
        return {
            "answered_at": now,
            "first_answered_at": Coalesce(F("first_answered_at"), Value(now)),
        }
    return {"answered_at": None, "answer_due_at": prepared.answer_due_at}


def _end_promises(running: Inquiry, prepared: Prepared, now: datetime) -> None:
    """Keep what a reply ends and what it promises. running: the facts of before, not paused."""
    how = PromiseOutcome.How.REPLY
    promises.end_reaction(running, how=how, now=now)
    if prepared.kind == Message.Kind.ANSWER:
        promises.end_answer(running, how=how, now=now)
    if prepared.answer_due_at is not None:
        promises.log_missed_answer(running, now=now)
        due, author = prepared.answer_due_at, prepared.author
        promises.set_target(running, due_at=due, actor=author, now=now)


def _warn_at(inquiry: Inquiry, target: datetime | None, now: datetime) -> datetime | None:
    if target is None:
        return None
    return promises.warning_at(promises.STEPS[0], now, target, terms.of(inquiry))


def _facts(inquiry: Inquiry, seen: int) -> Inquiry | None:
    """Return the inquiry as it is before the reply, locked until the transaction ends."""
    rows = Inquiry.objects.select_for_update(of=("self",))
    return rows.filter(pk=inquiry.pk, turn=seen, closed_at=None).first()


def _merged_facts(inquiry: Inquiry) -> dict[str, list[str | None]]:
    """Return what the reply changes about inquiries merged into this one, by their id."""
    rows = Inquiry.objects.filter(pk__in=queries.merged_sources(inquiry))
    return {
        str(pk): [at.isoformat() if at else None for at in instants]
        for pk, *instants in rows.values_list("pk", "reacted_at", "first_answered_at")
    }


def changed(before: Inquiry | None, after: Inquiry) -> dict[str, list[Any]]:
    """Return what differs between two states: ``{field: [before, after]}``, as JSON can hold it."""
    if before is None:
        return {}
    found: dict[str, list[Any]] = {}
    for field in Inquiry._meta.concrete_fields:
        values = [field.value_from_object(one) for one in (before, after)]
        if not field.generated and field.name != "message_count" and values[0] != values[1]:
            # Django's own encoder would cut microseconds off.
            found[field.attname] = [
                value.isoformat() if isinstance(value, datetime) else value for value in values
            ]
    return found


def _is_last(inquiry: Inquiry, last_seen: int | None) -> bool:
    if last_seen is None:
        return True
    turns = inquiry.messages.filter(kind__in=Message.TURNS).order_by("-pk")
    return turns.values_list("pk", flat=True).first() == last_seen


def _write(
    inquiry: Inquiry, prepared: Prepared, *, leaves_at: datetime | None, now: datetime
) -> tuple[Message, list[Message]]:
    """Write the reply, and its copies for other people who asked."""
    author, details = prepared.author, prepared.details
    message = Message.objects.create(
        inquiry=inquiry,
        kind=prepared.kind,
        author=author,
        author_name=author.name,
        author_email=author.email,
        subject=inquiry.subject,
        text=prepared.text,
        created_at=now,
    )
    message.details = ReplyDetails.objects.create(
        message=message,
        certainty=details.certainty,
        law_as_of=details.law_as_of,
        jurisdiction=details.jurisdiction,
        summary_of_question=details.summary.strip()[:500],
        next_step=details.next_step.strip()[:300],
        expected_by=prepared.answer_due_at,
        reviewed_by=prepared.reviewer,
        reviewed_at=prepared.reviewed_at,
    )
    for source in prepared.sources:
        source.message = message
    Citation.objects.bulk_create(prepared.sources)
    recalls.note(prepared.sources, now)
    attachments = [files.attachment(stored) for stored in prepared.files]
    for attachment in attachments:
        attachment.message = message
    Attachment.objects.bulk_create(attachments)
    if inquiry.asker_email:
        mail = mails.reply(
            message,
            citations=prepared.sources,
            attachments=attachments,
            send_after=leaves_at,
            now=now,
        )
        message.outgoing, message.message_id = mail, mail.message_id
        message.save(update_fields=["outgoing", "message_id"])
    copies = merging.send_copies(
        message,
        citations=prepared.sources,
        attachments=attachments,
        send_after=leaves_at,
        now=now,
    )
    return message, copies


def _record(inquiry: Inquiry, prepared: Prepared, now: datetime) -> None:
    is_answer = prepared.kind == Message.Kind.ANSWER
    due = prepared.answer_due_at
    detail = _("Antwort bis %s") % german.datetime_de(due, now) if due and not is_answer else ""
    if prepared.reviewer:
        detail = _("freigegeben von %s") % prepared.reviewer.name
    what = Event.What.ANSWERED if is_answer else Event.What.REACTED
    journal.record(inquiry, what, detail=detail, actor=prepared.author, now=now)

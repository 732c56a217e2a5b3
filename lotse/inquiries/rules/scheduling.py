"""Replies that leave later: never blindly, never twice."""

import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import journal, notices, states
from lotse.inquiries.files import StoredFile
from lotse.inquiries.models import Draft, Event, Inquiry, Message, ScheduledReply
from lotse.inquiries.rules import drafts, enclosing
from lotse.inquiries.rules.details import Details
from lotse.inquiries.rules.overtaking import Overtaken
from lotse.inquiries.rules.releasing import digest
from lotse.inquiries.rules.replying import prepare, send
from lotse.inquiries.rules.sources import Cited
from lotse.lib import german
from lotse.lib.errors import RuleError

log = logging.getLogger(__name__)
BATCH = 50
_OPEN = Q(sent_at=None, cancelled_at=None)


class TooEarly(RuleError):
    message = _("Wählen Sie einen Zeitpunkt in der Zukunft.")


class AfterDue(RuleError):
    """It would leave after the deadline; has to be confirmed."""

    def __init__(self, due_at: datetime, now: datetime) -> None:
        super().__init__(
            _(
                "Die Frist läuft bis %s. Erst was wirklich gesendet ist, zählt als Reaktion. "
                "Wählen Sie einen früheren Zeitpunkt oder bestätigen Sie, dass die Antwort zu spät "
                "kommt."
            )
            % german.datetime_de(due_at, now)
        )


def schedule(
    inquiry: Inquiry,
    *,
    text: str,
    citations: Sequence[Cited] = (),
    details: Details | None = None,
    files: Sequence[StoredFile] = (),
    author: User,
    turn: int | None = None,
    last_seen: int | None = None,
    send_at: datetime,
    is_late_accepted: bool = False,
    now: datetime,
) -> ScheduledReply:
    """Have an answer leave at ``send_at`` (aware, in the future), if nothing happens before.

    The clock goes on until then. is_late_accepted: the author knows that it misses the deadline.
    Raises TooEarly, AfterDue, NotReleased, RuleError as ``reply`` does, also if one waits already.
    """
    if send_at <= now:
        raise TooEarly
    _refuse_late(inquiry, send_at, is_late_accepted=is_late_accepted, now=now)
    prepared = prepare(
        inquiry,
        kind=Message.Kind.ANSWER,
        text=text,
        citations=citations,
        author=author,
        files=files,
        details=details,
        now=now,
    )
    if inquiry.closed_at:
        raise RuleError(_("Die Anfrage ist abgeschlossen. Öffnen Sie sie wieder."))
    try:
        with transaction.atomic():
            planned = ScheduledReply.objects.create(
                inquiry=inquiry,
                author=author,
                text=prepared.text,
                citations=[asdict(cited) for cited in citations],
                details=prepared.given.as_json(),
                files=enclosing.rows(files),
                reviewer=prepared.reviewer,
                turn=inquiry.turn if turn is None else turn,
                last_seen=last_seen,
                created_at=now,
                send_at=send_at,
            )
            Draft.objects.filter(inquiry=inquiry, author=author).delete()
            detail = german.datetime_de(send_at, now)
            journal.record(inquiry, Event.What.SCHEDULED, detail=detail, actor=author, now=now)
    except IntegrityError:
        raise RuleError(
            _("Für diese Anfrage ist schon eine Antwort geplant. Ändern Sie diese.")
        ) from None
    return planned


def move(
    planned: ScheduledReply,
    *,
    send_at: datetime,
    is_late_accepted: bool = False,
    actor: User,
    now: datetime,
) -> None:
    """Have a scheduled reply leave at another time. One that was held back cannot be moved."""
    if send_at <= now:
        raise TooEarly
    inquiry = planned.inquiry
    _refuse_late(inquiry, send_at, is_late_accepted=is_late_accepted, now=now)
    rows = ScheduledReply.objects.filter(_OPEN, pk=planned.pk, held_at=None)
    with transaction.atomic():
        if not rows.update(send_at=send_at):
            raise RuleError(
                _("Diese Antwort ist nicht mehr geplant. Bitte laden Sie die Seite neu.")
            )
        detail = german.datetime_de(send_at, now)
        journal.record(inquiry, Event.What.SCHEDULED, detail=detail, actor=actor, now=now)


@transaction.atomic
def cancel(planned: ScheduledReply, *, actor: User, now: datetime) -> Draft:
    """Call a scheduled or held reply off; its text becomes its author's draft again.

    Raises RuleError if it left already.
    """
    # Conditional update: of sending and calling off only one wins.
    if not ScheduledReply.objects.filter(_OPEN, pk=planned.pk).update(cancelled_at=now):
        raise RuleError(_("Die Antwort ist schon gesendet oder abgesagt."))
    kept = {
        "text": planned.text,
        "citations": planned.citations,
        "details": planned.details,
        "files": planned.files,
    }
    draft = drafts.restore(planned.inquiry, author=planned.author, kept=kept, now=now)
    if planned.reviewer_id:
        # What was released stays released as long as nobody changes it.
        Draft.objects.filter(pk=draft.pk, text=planned.text).update(
            released_by=planned.reviewer_id,
            released_at=planned.created_at,
            released_digest=_digest(planned),
        )
    journal.record(planned.inquiry, Event.What.UNSCHEDULED, actor=actor, now=now)
    return draft


def _digest(planned: ScheduledReply) -> str:
    cited = [Cited(**row) for row in planned.citations]
    details = Details.from_json(planned.details)
    return digest(planned.text, cited, details, enclosing.read(planned.files))


def waiting() -> QuerySet[ScheduledReply]:
    """Return what is planned and not held back."""
    return ScheduledReply.objects.filter(_OPEN, held_at=None)


def run(now: datetime) -> int:
    """Hold back what the conversation has overtaken, send what is due; return how many of both."""
    overtaken = waiting().filter(~Q(inquiry__turn=F("turn")) | Q(inquiry__closed_at__isnull=False))
    done = 0
    rows = overtaken.select_related("inquiry", "author")
    for planned in rows[:BATCH]:
        done += _hold(planned, _reason(planned), "", now)
    due = waiting().filter(send_at__lte=now).order_by("send_at", "pk")
    for planned in due.select_related("inquiry__municipality", "inquiry__area", "author")[:BATCH]:
        done += _dispatch(planned, now)
    return done


def _dispatch(planned: ScheduledReply, now: datetime) -> bool:
    inquiry = planned.inquiry
    try:
        with transaction.atomic():
            # Conditional update: of two workers, or a worker and a change, only one wins.
            rows = waiting().filter(pk=planned.pk, send_at__lte=now)
            if not rows.update(sent_at=now):
                return False
            reviewer = planned.reviewer
            prepared = prepare(
                inquiry,
                kind=Message.Kind.ANSWER,
                text=planned.text,
                citations=[Cited(**row) for row in planned.citations],
                author=planned.author,
                files=enclosing.read(planned.files),
                details=Details.from_json(planned.details),
                released=(reviewer, planned.created_at) if reviewer else None,
                now=now,
            )
            # A draft the author has begun meanwhile is another one: it stays.
            send(inquiry, prepared, seen=planned.turn, last_seen=planned.last_seen, now=now)
    except Overtaken:
        inquiry.refresh_from_db()
        return _hold(planned, _reason(planned), "", now)
    except RuleError as refusal:
        return _hold(planned, ScheduledReply.Held.REFUSED, refusal.message, now)
    return True


def _reason(planned: ScheduledReply) -> ScheduledReply.Held:
    inquiry = planned.inquiry
    if inquiry.closed_at:
        return ScheduledReply.Held.CLOSED
    latest = inquiry.messages.filter(kind__in=Message.TURNS).order_by("-pk").first()
    if latest is not None and latest.kind in Message.REPLIES:
        return ScheduledReply.Held.REPLY
    return ScheduledReply.Held.MESSAGE


@transaction.atomic
def _hold(planned: ScheduledReply, reason: ScheduledReply.Held, detail: str, now: datetime) -> bool:
    """Hold a reply back and tell its author, once."""
    held = (
        waiting()
        .filter(pk=planned.pk)
        .update(held_at=now, held_because=reason, held_detail=detail[:300])
    )
    if not held:
        return False
    planned.refresh_from_db()
    journal.record(planned.inquiry, Event.What.HELD, detail=detail or str(reason.label), now=now)
    notices.reply_held(planned, now=now)
    log.info("Scheduled reply %s is held back: %s", planned.pk, reason)
    return True


def _refuse_late(
    inquiry: Inquiry, send_at: datetime, *, is_late_accepted: bool, now: datetime
) -> None:
    due = states.next_due_at(inquiry)
    if due is not None and send_at > due and not is_late_accepted:
        raise AfterDue(due, now)

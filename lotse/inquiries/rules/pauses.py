"""Pauses of the answer's clock: for few reasons, seen by all, limited, and never for a reaction."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import clock, journal, terms
from lotse.inquiries.models import Event, Inquiry, Pause, PauseReason
from lotse.inquiries.models.promise import MAX_PAUSE_DAYS, MAX_PAUSES
from lotse.inquiries.rules import promises
from lotse.lib.errors import RuleError

BATCH = 100


@transaction.atomic
def pause(
    inquiry: Inquiry, *, reason: str, detail: str, days: int, actor: User, now: datetime
) -> Pause:
    """Let the clock of the answer stand still, because the next step is somebody else's.

    reason: ``PauseReason``. detail: what is missing, in words. days: 1 to ``MAX_PAUSE_DAYS``; the
    pause ends by itself then, or when the asker writes. Raises RuleError if a message waits for a
    reply, the answer is late already, or there were ``MAX_PAUSES`` pauses.
    """
    chosen = PauseReason(reason)
    if not detail.strip():
        raise RuleError(_("Bitte schreiben Sie, worauf wir warten."))
    if not 1 <= days <= MAX_PAUSE_DAYS:
        raise RuleError(_("Eine Pause dauert höchstens %s Tage.") % MAX_PAUSE_DAYS)
    target, until = inquiry.answer_due_at, now + timedelta(days=days)
    number = inquiry.pauses.count() + 1
    _refuse(inquiry, number, now)
    changed = Inquiry.objects.filter(
        pk=inquiry.pk,
        waiting_since=None,
        answered_at=None,
        closed_at=None,
        paused_since=None,
        answer_due_at=target,
    ).update(
        paused_since=now,
        pause_reason=chosen,
        answer_due_at=_moved(inquiry, target, now, until),
        warn_at=None,
    )
    if not changed:
        raise RuleError(_("Die Anfrage hat sich geändert. Bitte laden Sie die Seite neu."))
    try:
        with transaction.atomic():
            started = Pause.objects.create(
                inquiry=inquiry,
                number=number,
                reason=chosen,
                detail=detail.strip()[:300],
                started_at=now,
                started_by=actor,
                days=days,
                until_at=until,
                target_at=target,
            )
    except IntegrityError:
        raise RuleError(_("Die Frist ist schon angehalten.")) from None
    inquiry.refresh_from_db()
    detail = f"{chosen.label}: {detail.strip()}"
    journal.record(inquiry, Event.What.PAUSED, detail=detail, actor=actor, now=now)
    return started


def _refuse(inquiry: Inquiry, number: int, now: datetime) -> None:
    if inquiry.paused_since:
        raise RuleError(_("Die Frist ist schon angehalten."))
    if inquiry.waiting_since:
        raise RuleError(
            _("Schreiben Sie der Kommune zuerst, was Sie brauchen. Solange läuft die Frist.")
        )
    if inquiry.answered_at or inquiry.closed_at:
        raise RuleError(_("Diese Anfrage ist beantwortet, es läuft keine Frist."))
    if inquiry.answer_due_at and inquiry.answer_due_at < now:
        raise RuleError(_("Der zugesagte Termin ist schon vorbei und lässt sich nicht anhalten."))
    if number > MAX_PAUSES:
        raise RuleError(
            _("Die Frist wurde schon %s Mal angehalten. Antworten Sie mit dem, was Sie wissen.")
            % MAX_PAUSES
        )


def _moved(
    inquiry: Inquiry, target: datetime | None, start: datetime, end: datetime
) -> datetime | None:
    """Return the due time of the answer after a pause from start to end, None without one."""
    if target is None:
        return None
    service = terms.of(inquiry).service
    left = clock.elapsed(start, target, service=service)
    if left <= timedelta():
        return max(end, target)
    return clock.reached_at(end, length=left, service=service)


def resume(inquiry: Inquiry, *, actor: User, now: datetime) -> None:
    """Let the clock run on. Raises RuleError if it runs already."""
    if not end(inquiry, how=Pause.End.HAND, actor=actor, now=now):
        raise RuleError(_("Die Frist läuft schon."))


@transaction.atomic
def end(inquiry: Inquiry, *, how: Pause.End, actor: User | None = None, now: datetime) -> bool:
    """End the pause of an inquiry if there is one; say whether there was.

    The answer is then due as long after now as it was when the pause began.
    """
    found = Pause.objects.filter(inquiry=inquiry, ended_at=None).first()
    if found is None:
        return False
    ended_at = max(min(now, found.until_at), found.started_at)
    if not Pause.objects.filter(pk=found.pk, ended_at=None).update(
        ended_at=ended_at, ended_how=how
    ):
        return False
    target = _moved(inquiry, found.target_at, found.started_at, ended_at)
    facts: dict[str, datetime | None] = {"answer_due_at": target} if target else {}
    if target:
        latest = promises.latest_target(inquiry)
        start = latest.set_at if latest else found.started_at
        spans = [clock.Pause(p.started_at, p.ended_at) for p in inquiry.pauses.all()]
        in_force = terms.of(inquiry)
        facts["warn_at"] = promises.warning_at(promises.STEPS[0], start, target, in_force, spans)
    Inquiry.objects.filter(pk=inquiry.pk, paused_since__isnull=False).update(
        paused_since=None, pause_reason="", **facts
    )
    inquiry.refresh_from_db()
    detail = str(how.label)
    journal.record(inquiry, Event.What.RESUMED, detail=detail, actor=actor, now=now)
    return True


def end_expired(now: datetime) -> int:
    """End pauses that have reached their limit; return how many. now: aware."""
    expired = Pause.objects.filter(ended_at=None, until_at__lte=now).select_related("inquiry")
    ended = [end(row.inquiry, how=Pause.End.LIMIT, now=now) for row in expired[:BATCH]]
    # Whatever else let the clock run on, the record of the pause follows.
    orphans = Pause.objects.filter(ended_at=None, inquiry__paused_since=None)
    closed = orphans.filter(started_at__lte=now, until_at__gt=now).update(
        ended_at=now, ended_how=Pause.End.HAND
    )
    return sum(ended) + closed

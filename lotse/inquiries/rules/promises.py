"""The promise of an inquiry: given with a message, ended by a reply, its length kept in both
measures. Terms and due times of what was promised never change afterwards."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.audit import rules as audit
from lotse.inquiries import actions, clock, journal, terms
from lotse.inquiries.clock import NeverOpen, Pause, weekly
from lotse.inquiries.models import (
    AnswerTarget,
    ClockKind,
    Event,
    Inquiry,
    PromiseOutcome,
    PromiseTerms,
)
from lotse.inquiries.models import Pause as PauseRecord
from lotse.inquiries.models.promise import MeasureKind
from lotse.inquiries.rules import breaches
from lotse.inquiries.terms import Terms
from lotse.lib import german
from lotse.lib.errors import RuleError

STEPS = (50, 75, 90, 100)
"""Percent of a promise at which somebody is told; 100: it is missed."""
UNDER_WAY = timedelta(minutes=1)
"""A reply given in time may take so long, from the press of the button until others can see it.
Longer than any transaction of ours lasts. Before that nobody may say that a promise was missed."""
MAX_REASON = 300
_KEY = ("inquiry", "kind", "started_at")


@dataclass(frozen=True)
class Given:
    """A promise as a message gives it."""

    due_at: datetime
    terms_id: int | None
    warn_at: datetime


def give(received_at: datetime) -> Given:
    """Return what a message received at this instant is promised. Asks no database."""
    in_force = terms.at(received_at)
    due = in_force.due_at(received_at)
    return Given(due, in_force.pk, warning_at(STEPS[0], received_at, due, in_force))


def warning_at(
    percent: int,
    start: datetime,
    due: datetime,
    in_force: Terms,
    pauses: list[Pause] | None = None,
) -> datetime:
    """Return when this part of a promise has passed; for 100 when it is certainly missed."""
    if percent >= 100:
        return missed_at(due)
    service = in_force.service
    whole = clock.elapsed(start, due, service=service, pauses=pauses or [])
    if whole <= timedelta():
        return missed_at(due)
    share = max(whole * percent // 100, timedelta(microseconds=1))
    return clock.reached_at(start, length=share, service=service, pauses=pauses or [])


def missed_at(due: datetime) -> datetime:
    """Return from when on nobody can have replied in time any more."""
    return due + UNDER_WAY


# --- The end of a promise ------------------------------------------------------------------------


def end_reaction(inquiry: Inquiry, *, how: PromiseOutcome.How, now: datetime) -> None:
    """Keep that the asker waits no longer. inquiry: with its facts of before.

    Late or not, a missed promise is logged here too, also if the clock's job never ran.
    """
    if inquiry.waiting_since is None or inquiry.due_at is None:
        return
    start, due, in_force = inquiry.waiting_since, inquiry.due_at, terms.of(inquiry)
    _keep(
        inquiry,
        PromiseOutcome(
            kind=ClockKind.REACTION,
            is_first=inquiry.reacted_at is None and start == inquiry.received_at,
            due_at=due,
            plain_due_at=due,
        ),
        start=start,
        now=now,
        how=how,
    )
    if now > due:
        breaches.record(
            inquiry, kind=ClockKind.REACTION, start=start, due=due, in_force=in_force, now=now
        )


def end_behind(inquiry: Inquiry, *, now: datetime) -> None:
    """Keep that a first reply reached somebody whose inquiry goes on in another one."""
    start, due, in_force = inquiry.received_at, inquiry.reaction_due_at, terms.of(inquiry)
    outcome = PromiseOutcome(kind=ClockKind.REACTION, is_first=True, due_at=due, plain_due_at=due)
    _keep(inquiry, outcome, start=start, now=now, how=PromiseOutcome.How.REPLY)
    if now > due:
        breaches.record(
            inquiry, kind=ClockKind.REACTION, start=start, due=due, in_force=in_force, now=now
        )


def end_answer(inquiry: Inquiry, *, how: PromiseOutcome.How, now: datetime) -> None:
    """Keep when the first answer was given, and whether the promised day was kept.

    inquiry: with its facts of before, its pause ended.
    """
    is_running = inquiry.answered_at is None and inquiry.answer_due_at is not None
    log_missed_answer(inquiry, now=now)
    # Closing ends a promised day too; a question that only got a reaction had none.
    is_end = how == PromiseOutcome.How.REPLY or is_running
    if inquiry.first_answered_at is None and is_end:
        first = inquiry.targets.first()
        outcome = PromiseOutcome(
            kind=ClockKind.ANSWER,
            is_first=True,
            due_at=inquiry.answer_due_at if is_running else None,
            plain_due_at=first.due_at if first else None,
        )
        _keep(inquiry, outcome, start=inquiry.received_at, now=now, how=how)


def log_missed_answer(inquiry: Inquiry, *, now: datetime) -> None:
    """Log that the promised answer is late, before anything ends its clock or moves its day.

    inquiry: with its facts of before, its pause ended.
    """
    due = inquiry.answer_due_at
    if inquiry.answered_at is not None or due is None or now <= due:
        return
    target = latest_target(inquiry)
    breaches.record(
        inquiry,
        kind=ClockKind.ANSWER,
        start=target.set_at if target else inquiry.received_at,
        due=due,
        in_force=terms.of(inquiry),
        now=now,
    )


def _keep(
    inquiry: Inquiry,
    outcome: PromiseOutcome,
    *,
    start: datetime,
    now: datetime,
    how: PromiseOutcome.How,
) -> None:
    end = max(now, start)
    in_force = terms.of(inquiry)
    outcome.inquiry, outcome.terms_id = inquiry, in_force.pk
    outcome.started_at, outcome.ended_at, outcome.how = start, end, how
    whole, open_hours = both(start, end, in_force)
    outcome.calendar_seconds, outcome.service_seconds = whole, open_hours
    if outcome.kind == ClockKind.ANSWER:
        rows = list(inquiry.pauses.all())
        pauses = [Pause(row.started_at, row.ended_at) for row in rows]
        running, running_open = both(start, end, in_force, pauses)
        outcome.paused_calendar_seconds = whole - running
        outcome.paused_service_seconds = open_hours - running_open
    values = {
        field.attname: getattr(outcome, field.attname)
        for field in PromiseOutcome._meta.concrete_fields
        if field.name not in ("id", *_KEY)
    }
    # A closing that was taken back leaves the promise running: its last end counts.
    PromiseOutcome.objects.update_or_create(
        **{name: getattr(outcome, name) for name in _KEY}, defaults=values
    )


def both(
    start: datetime, end: datetime, in_force: Terms, pauses: list[Pause] | None = None
) -> tuple[int, int]:
    """Return the seconds between two instants in calendar hours and in service hours."""
    everything = clock.elapsed(start, end, pauses=pauses or [])
    open_hours = clock.elapsed(start, end, service=in_force.office, pauses=pauses or [])
    return int(everything.total_seconds()), int(open_hours.total_seconds())


def take_back(inquiries: Sequence[int], *, sent_at: datetime) -> None:
    """Forget what a reply sent at this instant ended and promised: it never left the house.

    That a promise was missed by then stays.
    """
    PromiseOutcome.objects.filter(inquiry__in=inquiries, ended_at=sent_at).delete()
    AnswerTarget.objects.filter(inquiry__in=inquiries, set_at=sent_at, reason="").delete()
    ended = PauseRecord.objects.filter(inquiry__in=inquiries, ended_how=PauseRecord.End.REPLY)
    ended.filter(ended_at=sent_at).update(ended_at=None, ended_how="")


# --- The day of the answer -----------------------------------------------------------------------


def latest_target(inquiry: Inquiry) -> AnswerTarget | None:
    return inquiry.targets.order_by("-set_at", "-pk").first()


def set_target(inquiry: Inquiry, *, due_at: datetime, actor: User, now: datetime) -> None:
    """Keep the day of the answer that an interim reply has just named."""
    AnswerTarget.objects.create(inquiry=inquiry, due_at=due_at, set_at=now, set_by=actor)


@transaction.atomic
def extend_target(
    inquiry: Inquiry, *, due_at: datetime, reason: str, actor: User, now: datetime
) -> None:
    """Put the promised answer off. The old day stays visible and counts in the figures.

    due_at: aware, later than now and than the present target. Raises RuleError.
    """
    if not reason.strip():
        raise RuleError(_("Bitte sagen Sie, warum sich die Antwort verschiebt."))
    if inquiry.answer_due_at is None or inquiry.waiting_since or inquiry.answered_at:
        raise RuleError(
            _("Hier ist kein Termin für eine Antwort offen. Nennen Sie ihn im Zwischenstand.")
        )
    if inquiry.paused_since:
        raise RuleError(_("Die Frist ist angehalten. Lassen Sie sie zuerst weiterlaufen."))
    if due_at <= now or due_at <= inquiry.answer_due_at:
        raise RuleError(_("Der neue Termin muss später sein als der bisherige."))
    before, in_force = inquiry.answer_due_at, terms.of(inquiry)
    late = copy(inquiry)
    changed = Inquiry.objects.filter(
        pk=inquiry.pk,
        answer_due_at=before,
        waiting_since=None,
        answered_at=None,
        closed_at=None,
        paused_since=None,
    ).update(answer_due_at=due_at, warn_at=warning_at(STEPS[0], now, due_at, in_force))
    if not changed:
        raise RuleError(_("Die Anfrage hat sich geändert. Bitte laden Sie die Seite neu."))
    log_missed_answer(late, now=now)
    AnswerTarget.objects.create(
        inquiry=inquiry,
        due_at=due_at,
        set_at=now,
        set_by=actor,
        reason=reason.strip()[:MAX_REASON],
    )
    inquiry.refresh_from_db()
    detail = _("%(before)s auf %(after)s: %(reason)s") % {
        "before": german.datetime_de(before, now),
        "after": german.datetime_de(due_at, now),
        "reason": reason.strip(),
    }
    journal.record(inquiry, Event.What.TARGET_MOVED, detail=detail, actor=actor, now=now)


# --- Terms ---------------------------------------------------------------------------------------


def check_terms(record: PromiseTerms, *, now: datetime) -> Terms:
    """Return unsaved terms as they would work. Raises RuleError in words for the lead."""
    if record.valid_from < now + terms.LEAD:
        raise RuleError(_("Neue Regeln gelten frühestens in fünf Minuten. Bitte später ansetzen."))
    for day, text in zip(german.WEEKDAYS, record.weekly, strict=True):
        try:
            weekly.blocks(text)
        except weekly.Unreadable as error:
            raise RuleError(
                _("%(day)s: „%(part)s“ ist nicht lesbar. Schreiben Sie zum Beispiel 8-12, 13-16.")
                % {"day": day, "part": error.part}
            ) from None
    try:
        found = terms.read(record)
    except weekly.Unreadable as error:
        raise RuleError(
            _(
                "„%s“ ist nicht lesbar. Schreiben Sie je Zeile zum Beispiel "
                "24.12.2026 12-24 Heiligabend oder 27.12.2026 - 31.12.2026 Betriebsferien."
            )
            % error.part
        ) from None
    if record.measure == MeasureKind.SERVICE:
        _check_office(found, record.valid_from)
    return found


def _check_office(found: Terms, start: datetime) -> None:
    if not any(found.office.weekly):
        raise RuleError(_("Ohne Dienstzeiten läuft keine Frist. Tragen Sie mindestens einen ein."))
    try:
        found.due_at(start)
    except NeverOpen:
        raise RuleError(_("In diesen Dienstzeiten wird nie eine Frist fällig.")) from None


@transaction.atomic
def set_terms(record: PromiseTerms, *, actor: User, now: datetime) -> PromiseTerms:
    """Let new terms hold from ``record.valid_from`` on; what was promised before stays promised.

    record: unsaved. Raises RuleError, also if other terms begin at or after that instant.
    """
    check_terms(record, now=now)
    if PromiseTerms.objects.filter(valid_from__gte=record.valid_from).exists():
        raise RuleError(
            _("Ab diesem Zeitpunkt gilt schon eine spätere Regel. Bitte später ansetzen.")
        )
    record.created_at, record.created_by = now, actor
    with transaction.atomic():
        record.save(force_insert=True)
        audit.record(
            actions.TERMS_SET,
            actor_id=actor.pk,
            subject=f"terms:{record.pk}",
            after={
                "ab": record.valid_from.isoformat(),
                "maß": record.measure,
                "stunden": record.hours,
                "wochenplan": record.weekly,
                "feiertage": record.land,
                "geschlossen": record.closed,
                "geöffnet": record.opened,
            },
            now=now,
        )
    terms.forget()
    return record

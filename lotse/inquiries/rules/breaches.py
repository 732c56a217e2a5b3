"""Missed promises: written down once, completed later, never changed (decision 0044)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import clock, journal
from lotse.inquiries.models import (
    Breach,
    BreachCause,
    BreachEnd,
    ClockKind,
    Event,
    Inquiry,
    PromiseOutcome,
)
from lotse.inquiries.terms import Terms
from lotse.lib import german
from lotse.lib.errors import RuleError

BATCH = 100
SETTLED = timedelta(minutes=15)
"""So long after it was sent a reply is certain to stay sent."""


def record(
    inquiry: Inquiry,
    *,
    kind: ClockKind,
    start: datetime,
    due: datetime,
    in_force: Terms,
    now: datetime,
) -> Breach:
    """Log that a promise was missed at ``due``, however late this is found. Twice is once."""
    length = clock.elapsed(start, due, service=in_force.service)
    breach, is_new = Breach.objects.get_or_create(
        inquiry=inquiry,
        kind=kind,
        started_at=start,
        due_at=due,
        defaults={
            "measure": in_force.measure.value,
            "hours": length.total_seconds() / 3600,
            "found_at": now,
        },
    )
    if is_new:
        detail = _("%(kind)s war zugesagt bis %(due)s") % {
            "kind": kind.label,
            "due": german.datetime_de(due, now),
        }
        journal.record(inquiry, Event.What.BREACHED, detail=detail, now=now)
    return breach


def record_ends(now: datetime) -> int:
    """Log when missed promises came to their end after all; return how many. now: aware.

    Not at once: a reply can be taken back for a moment, and what is logged here stays.
    """
    before = now - SETTLED
    missing = Breach.objects.filter(end=None).select_related("inquiry")
    outcome = PromiseOutcome.objects.filter(
        inquiry=OuterRef("inquiry"), kind=ClockKind.REACTION, started_at=OuterRef("started_at")
    )
    reactions = missing.filter(kind=ClockKind.REACTION).annotate(
        done_at=Subquery(outcome.values("ended_at")[:1]), how=Subquery(outcome.values("how")[:1])
    )
    rows = [
        BreachEnd(breach=breach, ended_at=breach.done_at, how=breach.how)
        for breach in reactions.filter(done_at__lte=before)[:BATCH]
    ]
    answered = Q(inquiry__answered_at__lte=before, inquiry__answered_at__gte=F("due_at"))
    over = Q(inquiry__closed_at__lte=before)
    answers = missing.filter(answered | over, kind=ClockKind.ANSWER)
    how = PromiseOutcome.How
    for breach in answers[:BATCH]:
        replied_at, closed_at = breach.inquiry.answered_at, breach.inquiry.closed_at
        ended_at, ended_how = (replied_at, how.REPLY) if replied_at else (closed_at, how.CLOSED)
        if ended_at is not None:
            rows.append(BreachEnd(breach=breach, ended_at=ended_at, how=ended_how))
    for row in rows:
        # Of two workers one writes it; the database lets nothing be written over it.
        BreachEnd.objects.get_or_create(
            breach=row.breach, defaults={"ended_at": row.ended_at, "how": row.how}
        )
    return len(rows)


@transaction.atomic
def give_cause(
    breach: Breach, *, cause: str, detail: str = "", actor: User, now: datetime
) -> BreachCause:
    """Say why a promise was missed; a further cause is added, none is replaced.

    detail: needed for ``OTHER``. Raises RuleError.
    """
    chosen = BreachCause.Cause(cause)
    if chosen == BreachCause.Cause.OTHER and not detail.strip():
        raise RuleError(_("Bitte sagen Sie kurz, was die Ursache war."))
    given = BreachCause.objects.create(
        breach=breach, cause=chosen, detail=detail.strip()[:500], given_by=actor, given_at=now
    )
    journal.record(
        breach.inquiry, Event.What.CAUSE_GIVEN, detail=str(chosen.label), actor=actor, now=now
    )
    return given


def without_cause() -> QuerySet[Breach]:
    """Missed promises nobody has explained yet."""
    return Breach.objects.filter(causes=None)

"""Where an inquiry stands, derived from its facts. ``queries.in_state`` says the same in SQL."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.inquiries import clock, terms
from lotse.inquiries.models import Inquiry


class State(models.TextChoices):
    """The life cycle. Overdue hides the state it happened in, because it matters most."""

    NEW = "new", _("neu")
    ASSIGNED = "assigned", _("zugewiesen")
    REACTED = "reacted", _("Zwischenstand gegeben")
    IN_WORK = "inWork", _("in Arbeit")
    WAITING = "waiting", _("Frist angehalten")
    ANSWERED = "answered", _("beantwortet")
    CLOSED = "closed", _("abgeschlossen")
    OVERDUE = "overdue", _("überfällig")


def of(inquiry: Inquiry, now: datetime) -> State:
    """Return the state of an inquiry. now: aware."""
    if inquiry.closed_at is not None:
        return State.CLOSED
    due = next_due_at(inquiry)
    if due is not None and clock.is_overdue(due, now):
        return State.OVERDUE
    if inquiry.answered_at is not None:
        return State.ANSWERED
    if inquiry.paused_since is not None:
        return State.WAITING
    if inquiry.reacted_at is None:
        return State.NEW if inquiry.owner_id is None else State.ASSIGNED
    began = (inquiry.work_started_at, inquiry.waiting_since, inquiry.first_answered_at)
    return State.REACTED if began == (None, None, None) else State.IN_WORK


def next_due_at(inquiry: Inquiry) -> datetime | None:
    """Return when the desk must act next. The same as the column, also before it is reloaded."""
    if inquiry.closed_at is not None:
        return None
    if inquiry.due_at is not None:
        return inquiry.due_at
    return None if inquiry.answered_at is not None else inquiry.answer_due_at


@dataclass(frozen=True)
class Deadline:
    """The clock of an inquiry as the desk shows it."""

    level: clock.Level
    due_at: datetime | None
    """None: nothing is owed."""
    remaining: timedelta | None
    """Negative when overdue."""
    share_used: float
    """0 to 1, for the bar; 1 when overdue."""
    is_for_answer: bool
    """The promise is kept; this is the team's own target for the answer."""


def deadline(inquiry: Inquiry, now: datetime) -> Deadline:
    """Return the deadline that counts now. now: aware."""
    due = next_due_at(inquiry)
    if due is None:
        return Deadline(clock.Level.SUCCESS, None, None, 0.0, is_for_answer=False)
    start = inquiry.waiting_since or inquiry.reacted_at or inquiry.received_at
    service = terms.of(inquiry).service
    return Deadline(
        level=clock.level(due, now),
        due_at=due,
        remaining=clock.remaining(due, now),
        share_used=min(clock.share_used(start, due, now, service=service), 1.0),
        is_for_answer=inquiry.waiting_since is None,
    )

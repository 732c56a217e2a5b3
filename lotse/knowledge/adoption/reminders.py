"""Asking after 3 and 6 months what came of an adoption, once each and by mail."""

import calendar
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from lotse.knowledge.adoption import mails
from lotse.knowledge.models import Adoption, AdoptionResult
from lotse.mail import outbox

MONTHS = (3, 6)
BATCH = 50


def ask(now: datetime) -> int:
    """Ask the municipalities whose time has come; return how many. now: aware.

    Who is so late that the next question is due as well is asked that one only.
    """
    asked = 0
    for position, months in enumerate(MONTHS):
        later = MONTHS[position + 1] if position + 1 < len(MONTHS) else None
        for adoption in _due(months, later, now)[: BATCH - asked]:
            asked += _ask(adoption, months, now)
    return asked


def months_before(now: datetime, months: int) -> datetime:
    """Return the same day and time so many months ago; at the end of a month its last day."""
    local = timezone.localtime(now)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return local.replace(year=year, month=month + 1, day=min(local.day, last))


def _due(months: int, later: int | None, now: datetime) -> QuerySet[Adoption]:
    answered = AdoptionResult.objects.filter(adoption=OuterRef("pk"), months=months)
    due = Adoption.objects.filter(
        declared_at__lte=months_before(now, months), withdrawn_at=None, unreminded_at=None
    ).exclude(Exists(answered))
    if later is not None:
        due = due.filter(declared_at__gt=months_before(now, later))
    else:
        # After an outage old questions come late, but not years late.
        due = due.filter(declared_at__gt=months_before(now, 2 * months))
    return (
        due.exclude(state=Adoption.State.DROPPED)
        .select_related("example", "municipality", "declared_by")
        .order_by("declared_at", "pk")
    )


def _ask(adoption: Adoption, months: int, now: datetime) -> int:
    """Ask one municipality; 1 if this worker did it. Without an address it counts as asked."""
    try:
        with transaction.atomic():
            # The unique pair decides between two workers; the row and its mail are one fact.
            AdoptionResult.objects.create(adoption=adoption, months=months, asked_at=now)
            if address := _address(adoption):
                mails.ask_result(adoption, months=months, recipient=address, now=now)
    except IntegrityError:
        return 0
    return 1


def _address(adoption: Adoption) -> str:
    """Who declared it, else the contact; never an account that was closed."""
    person = adoption.declared_by
    belongs = person and person.is_active and person.municipality_id == adoption.municipality_id
    if person and belongs:
        return person.email
    email = adoption.contact_email
    return email if email and outbox.is_usable(email) else ""

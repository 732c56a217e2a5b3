"""Who gets a new inquiry by rule, and when it goes back to all.

Done by the worker a few seconds after receipt, so that a mail is taken in without it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import clock, journal, terms
from lotse.inquiries.models import (
    AssignmentRule,
    AutoAssignment,
    Draft,
    Event,
    Inquiry,
    Message,
)
from lotse.lib.errors import RuleError
from lotse.team import queries as team
from lotse.team.models import ProgrammeArea
from lotse.team.queries import Presence

BATCH = 100
_BY_HAND = (Event.What.ASSIGNED, Event.What.UNASSIGNED)


@transaction.atomic
def set_rule(
    area: ProgrammeArea,
    *,
    to: str,
    people: Sequence[User],
    return_percent: int | None,
    now: datetime,
) -> AssignmentRule:
    """Say to whom new inquiries of an area go; those that are there already stay as they are."""
    chosen = AssignmentRule.To(to)
    if chosen == AssignmentRule.To.LEAST_LOADED and not people:
        raise RuleError(_("Wählen Sie, unter wem reihum verteilt wird."))
    if any(not (person.is_active and person.is_desk) for person in people):
        raise RuleError(_("Verteilt wird nur an Personen, die an Anfragen arbeiten."))
    if return_percent is not None and not 10 <= return_percent <= 90:
        raise RuleError(_("Zurückgegeben wird nach 10 bis 90 Prozent der Frist."))
    rule, _is_new = AssignmentRule.objects.update_or_create(
        area=area, defaults={"to": chosen, "return_percent": return_percent, "valid_from": now}
    )
    rule.people.set(people)
    return rule


def assign_new(now: datetime) -> int:
    """Give new inquiries to people by the rules of their areas; return how many."""
    rules = {
        rule.area_id: rule
        for rule in AssignmentRule.objects.exclude(to=AssignmentRule.To.NOBODY)
        .select_related("area__responsible", "area__deputy")
        .prefetch_related("people")
    }
    if not rules:
        return 0
    by_hand = Event.objects.filter(inquiry=OuterRef("pk"), what__in=_BY_HAND, actor__isnull=False)
    given = AutoAssignment.objects.filter(inquiry=OuterRef("pk"), returned_at=None)
    conditions = Q()
    for rule in rules.values():
        conditions |= Q(area=rule.area_id, received_at__gte=rule.valid_from)
    waiting = (
        Inquiry.objects.filter(
            conditions, ~Exists(by_hand), ~Exists(given), closed_at=None, owner=None
        )
        .filter(waiting_since__isnull=False)
        .prefetch_related("auto_assignments")
        .order_by("next_due_at", "pk")
    )
    presence = team.presence(now)
    assigned = 0
    for inquiry in waiting[:BATCH]:
        person = _choose(rules[inquiry.area_id or 0], inquiry, presence)
        assigned += person is not None and _assign(inquiry, person, now)
    return assigned


def _choose(rule: AssignmentRule, inquiry: Inquiry, presence: Presence) -> User | None:
    """Return who is there, works at the desk and did not let this inquiry lie before."""
    before = {given.person_id for given in inquiry.auto_assignments.all()}

    def can_take(person: User | None) -> bool:
        return (
            person is not None
            and person.is_active
            and person.is_desk
            and person.pk not in before
            and not presence.is_absent(person.pk)
        )

    if rule.to == AssignmentRule.To.RESPONSIBLE:
        chain = (rule.area.responsible, rule.area.deputy)
        return next((person for person in chain if can_take(person)), None)
    there = [person for person in rule.people.all() if can_take(person)]
    if not there:
        return None
    load = dict(
        User.objects.filter(pk__in=[person.pk for person in there])
        .annotate(
            load=Count(
                "owned_inquiries",
                filter=Q(owned_inquiries__closed_at=None, owned_inquiries__answered_at=None),
            )
        )
        .values_list("pk", "load")
    )
    return min(there, key=lambda person: (load[person.pk], person.pk))


@transaction.atomic
def _assign(inquiry: Inquiry, person: User, now: datetime) -> bool:
    won = Inquiry.objects.filter(pk=inquiry.pk, owner=None, closed_at=None).update(owner=person)
    if not won:
        return False
    AutoAssignment.objects.create(inquiry=inquiry, person=person, assigned_at=now)
    detail = _("%s, nach der Regel des Bereichs") % person.name
    journal.record(inquiry, Event.What.ASSIGNED, detail=detail, now=now)
    return True


def return_idle(now: datetime) -> int:
    """Free inquiries whose owner has not touched them for too long; return how many.

    Too long: since it was given to the owner, the area's part of the promise has passed. A draft,
    a note, a reply or any other deed of the owner at the inquiry starts this time again.
    """
    rules = AssignmentRule.objects.exclude(return_percent=None)
    limits = {rule.area_id: rule.return_percent or 100 for rule in rules}
    if not limits:
        return 0
    candidates = Inquiry.objects.filter(
        area__in=list(limits), owner__isnull=False, waiting_since__isnull=False, closed_at=None
    ).order_by("next_due_at", "pk")
    returned = 0
    for inquiry in candidates.iterator(chunk_size=200):
        limit = limits[inquiry.area_id or 0]
        if _idle_percent(inquiry, now) >= limit:
            returned += _return(inquiry, now)
    return returned


def _idle_percent(inquiry: Inquiry, now: datetime) -> float:
    assert inquiry.waiting_since is not None
    assert inquiry.due_at is not None
    since = max(inquiry.waiting_since, last_touch(inquiry) or inquiry.waiting_since)
    service = terms.of(inquiry).service
    whole = clock.elapsed(inquiry.waiting_since, inquiry.due_at, service=service)
    idle = clock.elapsed(since, now, service=service)
    return idle / whole * 100 if whole else 100.0


def last_touch(inquiry: Inquiry) -> datetime | None:
    """Return when the owner got the inquiry or last did something at it."""
    owner = inquiry.owner_id
    own = Event.objects.filter(inquiry=inquiry).filter(
        Q(actor=owner) | Q(what__in=(Event.What.ASSIGNED, Event.What.HANDED_OVER))
    )
    instants = [
        *own.order_by("-happened_at").values_list("happened_at", flat=True)[:1],
        *Draft.objects.filter(inquiry=inquiry, author=owner).values_list("saved_at", flat=True),
        *Message.objects.filter(inquiry=inquiry, author=owner)
        .order_by("-created_at")
        .values_list("created_at", flat=True)[:1],
    ]
    return max(instants, default=None)


@transaction.atomic
def _return(inquiry: Inquiry, now: datetime) -> bool:
    owner = inquiry.owner
    won = Inquiry.objects.filter(
        pk=inquiry.pk, owner=owner, turn=inquiry.turn, closed_at=None
    ).update(owner=None)
    if not won or owner is None:
        return False
    AutoAssignment.objects.update_or_create(
        inquiry=inquiry,
        person=owner,
        defaults={"returned_at": now},
        create_defaults={"assigned_at": now, "returned_at": now},
    )
    detail = _("von %s nicht angefasst") % owner.name
    journal.record(inquiry, Event.What.BACK_TO_ALL, detail=detail, now=now)
    return True

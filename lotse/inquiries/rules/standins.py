"""Who looks after the inquiries of somebody who is away, and gives them back afterwards."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import journal
from lotse.inquiries.models import Event, Handover, Inquiry
from lotse.lib import german
from lotse.lib.errors import RuleError
from lotse.team import queries as team
from lotse.team.models import Absence
from lotse.team.queries import Presence

BATCH = 100


def hand_over(now: datetime) -> int:
    """Give open inquiries of people who are away to their stand-ins; return how many.

    Stands in: the deputy, the deputy's deputy and so on; else whoever answers for the area; else
    nobody, so that the inquiry is free for all and climbs the escalation. Once for each absence:
    whoever takes an own inquiry back meanwhile keeps it.
    """
    today = german.local(now).date()
    presence = team.presence(now)
    absences = {
        absence.person_id: absence for absence in team.absences_on(now).filter(starts_on__lte=today)
    }
    # For this owner: what somebody looks after for another goes on when they are away themselves.
    handed = Handover.objects.filter(
        inquiry=OuterRef("pk"),
        absence__in=[absence.pk for absence in absences.values()],
        absence__person=OuterRef("owner"),
    )
    open_still = (
        Inquiry.objects.filter(~Exists(handed), closed_at=None, owner__in=list(absences))
        .select_related("owner", "area__responsible", "area__deputy")
        .order_by("pk")
    )
    found = list(open_still[:BATCH])
    return sum(_hand(inquiry, absences[inquiry.owner_id or 0], presence, now) for inquiry in found)


@transaction.atomic
def _hand(inquiry: Inquiry, absence: Absence, presence: Presence, now: datetime) -> bool:
    to = _stand_in(inquiry, presence)
    won = Inquiry.objects.filter(pk=inquiry.pk, owner=absence.person_id, closed_at=None).update(
        owner=to
    )
    if not won:
        return False
    Handover.objects.create(inquiry=inquiry, absence=absence, to=to, handed_at=now)
    names = {"absent": inquiry.owner, "to": to or _("niemand, frei für alle")}
    detail = _("%(to)s für %(absent)s") % names
    journal.record(inquiry, Event.What.HANDED_OVER, detail=detail, now=now)
    return True


def _stand_in(inquiry: Inquiry, presence: Presence) -> User | None:
    area = inquiry.area
    candidates = [inquiry.owner, *([area.responsible, area.deputy] if area else [])]
    for candidate in candidates:
        found = presence.stand_in(candidate)
        if found is not None and found.is_desk:
            return found
    return None


def hand_back(now: datetime) -> int:
    """Give inquiries back to people who are there again; return how many handovers ended.

    What the stand-in keeps, somebody else has taken or is closed, stays where it is.
    """
    today = german.local(now).date()
    pending = Handover.objects.filter(ended_at=None).select_related("absence__person", "inquiry")
    over = pending.filter(absence__ends_on__lt=today) | pending.filter(
        absence__cancelled_at__isnull=False
    )
    presence = team.presence(now)
    return sum(_back(handover, presence, now) for handover in over[:BATCH])


@transaction.atomic
def _back(handover: Handover, presence: Presence, now: datetime) -> bool:
    if not Handover.objects.filter(pk=handover.pk, ended_at=None).update(ended_at=now):
        return False
    person = handover.absence.person
    can_take = person.is_active and person.is_desk and not presence.is_absent(person.pk)
    if handover.kept_at is not None or not can_take:
        return True
    further = _handed_on(handover)
    holder = further[-1].to_id if further else handover.to_id
    won = Inquiry.objects.filter(pk=handover.inquiry_id, owner=holder, closed_at=None).update(
        owner=person
    )
    if won:
        Handover.objects.filter(pk__in=[one.pk for one in further]).update(ended_at=now)
        detail = person.name
        journal.record(handover.inquiry, Event.What.HANDED_BACK, detail=detail, now=now)
    return True


def _handed_on(handover: Handover) -> list[Handover]:
    """Return how the inquiry went on while the stand-in was away too, up to who keeps it."""
    pending = {
        one.absence.person_id: one
        for one in Handover.objects.filter(
            inquiry=handover.inquiry_id, ended_at=None, kept_at=None
        ).select_related("absence")
    }
    chain: list[Handover] = []
    holder = handover.to_id
    # Taken out as they are followed: two who stand in for each other end somewhere.
    while holder is not None and holder in pending:
        chain.append(pending.pop(holder))
        holder = chain[-1].to_id
    return chain


@transaction.atomic
def keep(handover: Handover, *, actor: User, now: datetime) -> None:
    """Keep an inquiry one looks after for somebody. Raises RuleError if one does not."""
    changed = Handover.objects.filter(
        pk=handover.pk, to=actor, kept_at=None, ended_at=None, inquiry__owner=actor
    ).update(kept_at=now)
    if not changed:
        raise RuleError(_("Behalten kann eine Anfrage nur, wer sie gerade in Vertretung hat."))
    journal.record(handover.inquiry, Event.What.KEPT, actor=actor, now=now)

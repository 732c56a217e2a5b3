"""Absences of people of the team."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.accounts.roles import TEAM_ROLES, Role
from lotse.lib import german
from lotse.lib.errors import RuleError
from lotse.team.models import Absence

ABSENCE_MONTHS = 12
"""So long after its last day an absence is kept."""
_MONTH = timedelta(days=365.25 / 12)


def forget_absences(now: datetime) -> int:
    """Delete absences that are long over; return how many. now: aware."""
    last = german.local(now - ABSENCE_MONTHS * _MONTH).date()
    return Absence.objects.filter(ends_on__lt=last).delete()[0]


@transaction.atomic
def enter_absence(
    person: User,
    *,
    starts_on: date,
    ends_on: date,
    deputy: User | None,
    actor: User,
    now: datetime,
) -> Absence:
    """Note that a person is away from the first to the last day, both included.

    People enter their own absences, the lead everybody's. deputy: may be away too for some days;
    then their own deputy stands in, see ``queries.Presence``. Raises RuleError.
    """
    if actor != person and not actor.has_role(Role.LEAD):
        raise RuleError(_("Abwesenheiten anderer trägt die Leitung ein."))
    if ends_on < starts_on:
        raise RuleError(_("Der letzte Tag liegt vor dem ersten."))
    if ends_on < german.local(now).date():
        raise RuleError(_("Diese Tage sind schon vorbei."))
    if deputy == person:
        raise RuleError(_("Die Vertretung ist eine andere Person."))
    if deputy is not None and not (deputy.is_active and deputy.has_role(*TEAM_ROLES)):
        raise RuleError(_("%s gehört nicht zum Kompetenzteam.") % deputy)
    # Held until the end, so that two entries at the same moment see each other.
    User.objects.select_for_update().get(pk=person.pk)
    overlapping = Absence.objects.filter(
        person=person, cancelled_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on
    ).first()
    if overlapping:
        raise RuleError(
            _("Vom %(first)s bis %(last)s ist schon eine Abwesenheit eingetragen.")
            % {
                "first": german.date_de(overlapping.starts_on),
                "last": german.date_de(overlapping.ends_on),
            }
        )
    return Absence.objects.create(
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy=deputy,
        entered_by=actor,
        entered_at=now,
    )


def cancel_absence(absence: Absence, *, actor: User, now: datetime) -> None:
    """Take an absence back, also one that has begun: the person is there again at once."""
    if actor.pk != absence.person_id and not actor.has_role(Role.LEAD):
        raise RuleError(_("Abwesenheiten anderer ändert die Leitung."))
    if not Absence.objects.filter(pk=absence.pk, cancelled_at=None).update(cancelled_at=now):
        raise RuleError(_("Diese Abwesenheit ist schon gelöscht."))

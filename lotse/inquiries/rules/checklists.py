"""Checklists of an inquiry: from a template, ticked off by name and time."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import journal
from lotse.inquiries.models import Checklist, ChecklistItem, ChecklistTemplate, Event, Inquiry
from lotse.lib.errors import RuleError

MAX_STEPS = 40
MAX_LENGTH = 200


@dataclass(frozen=True)
class Step:
    text: str
    is_mandatory: bool


def steps(text: str) -> list[Step]:
    """Return the steps of a template, one a line. Raises RuleError for none or too many."""
    lines = [line.strip() for line in text.splitlines() if line.strip(" \t!")]
    if not lines:
        raise RuleError(_("Schreiben Sie mindestens einen Schritt."))
    if len(lines) > MAX_STEPS:
        raise RuleError(_("Höchstens %s Schritte: Teilen Sie die Liste.") % MAX_STEPS)
    found = [Step(line.lstrip("! \t"), line.startswith("!")) for line in lines]
    long = next((step for step in found if len(step.text) > MAX_LENGTH), None)
    if long:
        raise RuleError(_("Kürzen Sie den Schritt „%s …“.") % long.text[:40])
    return found


@transaction.atomic
def add(inquiry: Inquiry, *, template: ChecklistTemplate, actor: User, now: datetime) -> Checklist:
    """Add the steps of a template to an inquiry; later changes of the template change nothing."""
    if inquiry.closed_at:
        raise RuleError(_("Die Anfrage ist abgeschlossen."))
    if template.retired_at:
        raise RuleError(_("Diese Vorlage wird nicht mehr angeboten."))
    try:
        with transaction.atomic():
            checklist = Checklist.objects.create(
                inquiry=inquiry,
                template=template,
                title=template.title,
                added_by=actor,
                added_at=now,
            )
    except IntegrityError:
        raise RuleError(_("Diese Checkliste liegt der Anfrage schon bei.")) from None
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            checklist=checklist, position=place, text=step.text, is_mandatory=step.is_mandatory
        )
        for place, step in enumerate(steps(template.steps), start=1)
    )
    detail = template.title
    journal.record(inquiry, Event.What.CHECKLIST_ADDED, detail=detail, actor=actor, now=now)
    return checklist


@transaction.atomic
def remove(checklist: Checklist, *, actor: User, now: datetime) -> None:
    """Take a checklist away again. Raises RuleError if somebody has begun it."""
    if checklist.items.exclude(state=ChecklistItem.State.OPEN).exists():
        raise RuleError(_("Die Checkliste ist begonnen. Setzen Sie Schritte auf „nicht nötig“."))
    journal.record(
        checklist.inquiry,
        Event.What.CHECKLIST_REMOVED,
        detail=checklist.title,
        actor=actor,
        now=now,
    )
    checklist.delete()


@transaction.atomic
def set_state(item: ChecklistItem, *, state: str, actor: User, now: datetime) -> None:
    """Settle a step, or open it again. Changing nothing writes nothing."""
    wanted = ChecklistItem.State(state)
    changed = (
        ChecklistItem.objects.filter(pk=item.pk)
        .exclude(state=wanted)
        .update(state=wanted, changed_by=actor, changed_at=now)
    )
    if changed:
        detail = f"{item.text}: {wanted.label}"
        inquiry = item.checklist.inquiry
        journal.record(inquiry, Event.What.STEP_SET, detail=detail, actor=actor, now=now)


def refuse_open(inquiry: Inquiry) -> None:
    """Raise RuleError while a mandatory step of the inquiry is open."""
    item = (
        ChecklistItem.objects.filter(
            checklist__inquiry=inquiry, is_mandatory=True, state=ChecklistItem.State.OPEN
        )
        .select_related("checklist")
        .first()
    )
    if item:
        raise RuleError(
            _("Die Checkliste „%(list)s“ ist noch nicht fertig: %(step)s.")
            % {"list": item.checklist.title, "step": item.text}
        )

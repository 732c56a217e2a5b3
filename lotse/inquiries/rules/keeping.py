"""Putting away what the desk keeps ready, and getting it back; templates of checklists."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries.models import ChecklistTemplate, Macro, TextModule
from lotse.inquiries.rules import checklists
from lotse.lib.errors import RuleError
from lotse.team.models import ProgrammeArea

Kept = TextModule | Macro | ChecklistTemplate


def retire(kept: Kept, *, now: datetime) -> None:
    """Offer it no longer; it can be put back."""
    type(kept)._default_manager.filter(pk=kept.pk, retired_at=None).update(retired_at=now)


def put_back(kept: Kept) -> None:
    """Offer it again. Raises RuleError if its title is taken meanwhile."""
    try:
        with transaction.atomic():
            type(kept)._default_manager.filter(pk=kept.pk).update(retired_at=None)
    except IntegrityError:
        raise RuleError(
            _("Es gibt inzwischen etwas anderes mit dem Titel „%s“.") % kept.title
        ) from None


def save_template(
    template: ChecklistTemplate | None,
    *,
    title: str,
    steps: str,
    area: ProgrammeArea | None = None,
    actor: User,
    now: datetime,
) -> ChecklistTemplate:
    """Write a template, a new one for None. Lists made from it before stay as they are.

    Raises RuleError without sensible steps, or if the title is taken.
    """
    checklists.steps(steps)
    template = template or ChecklistTemplate()
    template.title, template.steps, template.area = title.strip(), steps.strip(), area
    template.changed_by, template.changed_at = actor, now
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:
        raise RuleError(
            _("Es gibt schon eine Checkliste „%s“. Wählen Sie einen anderen Titel.") % title.strip()
        ) from None
    return template

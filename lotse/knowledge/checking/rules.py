"""Rules of the four eyes: a second person confirms, whoever forgets is reminded, then the lead."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.knowledge import columns
from lotse.knowledge.checking import mails, queries
from lotse.knowledge.checking.queries import Waiting
from lotse.knowledge.models import Check, CheckReminder
from lotse.knowledge.models.checks import due_after
from lotse.knowledge.reviews.kinds import KINDS
from lotse.lib.errors import RuleError

SOON = timedelta(hours=4)
"""So long before a check is due the editors are told for the first time."""
BATCH = 100


class OwnWork(RuleError):
    message = _("Das haben Sie selbst veröffentlicht. Prüfen muss eine zweite Person.")


class Overtaken(RuleError):
    message = _("Das hat sich inzwischen geändert: geprüft, neu veröffentlicht oder zurückgezogen.")


@transaction.atomic
def confirm(check: Check, *, revision_id: int, person: User, now: datetime) -> None:
    """Note that a second person looked at the published version; the mark disappears.

    revision_id: the version this person saw. Raises OwnWork for who published it, Overtaken if it
    is settled or another version is published.
    """
    kind = KINDS[check.record_kind]
    record = kind.model.objects.select_for_update().filter(pk=check.record_id, live=True).first()
    if record is None or record.live_revision_id != revision_id:
        raise Overtaken
    if person.pk in (check.published_by_id, record.live_revision.user_id):
        raise OwnWork
    # Conditional update: of two who check at once only one is written down.
    waiting = Check.objects.filter(
        pk=check.pk, revision_id=revision_id, checked_at=None, dropped_at=None
    )
    if not waiting.update(checked_by=person, checked_at=now):
        raise Overtaken
    looked = kind.second_look(record, str(person), timezone.localdate(now))
    columns.write(record, {"check_due_at": None, **looked})
    kind.write(record.pk, now)
    log(record, "lotse.check.confirm", user=person)


@transaction.atomic
def remind(now: datetime) -> int:
    """Tell editors what is due soon and what is overdue, then the lead; return how many mails.

    Each check is told once in each stage, by one mail for a person and run.
    """
    to_tell: dict[User, list[tuple[Waiting, str]]] = {}
    editors, leads = queries.people(Role.EDITOR), queries.people(Role.LEAD)
    for one in queries.due_by(now + SOON, BATCH):
        stage = _stage(one, now)
        # Whoever comes second waits for the row of the first and then tells nobody.
        _row, is_new = CheckReminder.objects.get_or_create(
            waiting=one.source, waiting_id=one.pk, stage=stage, defaults={"sent_at": now}
        )
        if is_new:
            for person in _recipients(one, stage, editors, leads):
                to_tell.setdefault(person, []).append((one, stage))
    for person, found in to_tell.items():
        mails.remind(person, found, now=now)
    return len(to_tell)


def _stage(one: Waiting, now: datetime) -> str:
    if now < one.due_at:
        return CheckReminder.Stage.SOON
    is_for_lead = due_after(one.due_at) <= now
    return CheckReminder.Stage.LEAD if is_for_lead else CheckReminder.Stage.DUE


def _recipients(
    one: Waiting, stage: str, editors: Sequence[User], leads: Sequence[User]
) -> Sequence[User]:
    """Whoever can check it; the lead also hears of the own work, because nobody else acts."""
    if stage == CheckReminder.Stage.LEAD:
        return leads or [person for person in editors if one.may_be_checked_by(person)]
    others = [person for person in editors if one.may_be_checked_by(person)]
    return others or leads

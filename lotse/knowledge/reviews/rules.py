"""Rules of reviews: confirm that a record holds, remind its owner, say that it does not hold."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lotse.accounts.models import User
from lotse.knowledge import columns, commissioning
from lotse.knowledge.commissioning import Target
from lotse.knowledge.models import Commission, ReviewConfirmation, ReviewReminder
from lotse.knowledge.reviews import mails, queries
from lotse.knowledge.reviews.kinds import Kind, Record
from lotse.knowledge.reviews.queries import SOON, Due
from lotse.lib.errors import RuleError

OVERDUE = timedelta(days=14)
"""So long after it was due an owner is told a third and last time."""
PERIODS = {3: 91, 6: 182, 12: 365}
"""Months that may pass until the next review, in days."""


class NotDue(RuleError):
    """The day has moved since the link was sent: confirmed or edited meanwhile."""


@transaction.atomic
def confirm(
    kind: Kind,
    record_id: int,
    *,
    due_on: date | None,
    months: int,
    person: User,
    channel: str,
    now: datetime,
) -> ReviewConfirmation:
    """Note that a record still holds and when to look again.

    due_on: the day the person was asked about. months: one of ``PERIODS``. Raises NotDue if the
    day has moved since or the record is not published any more.
    """
    record = kind.model.objects.select_for_update().filter(pk=record_id, live=True).first()
    if record is None or record.review_due_on != due_on:
        raise NotDue(_("Das ist schon erledigt: Der Eintrag wurde inzwischen geprüft."))
    today = timezone.localdate(now)
    next_due_on = today + timedelta(days=PERIODS[months])
    changes = {**kind.checked(record, str(person), today), "review_due_on": next_due_on}
    columns.write(record, changes)
    kind.write(record_id, now)
    log(record, "lotse.review.confirm", user=person)
    return ReviewConfirmation.objects.create(
        record_kind=kind.name,
        record_id=record_id,
        record_title=str(record)[:300],
        due_on=due_on,
        next_due_on=next_due_on,
        channel=channel,
        confirmed_by=person,
        confirmed_at=now,
    )


def remind(now: datetime) -> int:
    """Mail each owner what is due and was not named in this stage before; return how many mails."""
    today = timezone.localdate(now)
    return sum(_remind(person, today, now) for person in queries.owners_of_due(today + SOON))


@transaction.atomic
def _remind(person: User, today: date, now: datetime) -> int:
    # One mail at a time for a person, so that two workers do not name the same records.
    User.objects.select_for_update().get(pk=person.pk)
    due = queries.due(today + SOON, owner=person)
    told = set(
        ReviewReminder.objects.filter(record_id__in=[one.record_id for one in due]).values_list(
            "record_kind", "record_id", "due_on", "stage"
        )
    )
    new = [one for one in due if (*_key(one), _stage(one, today)) not in told]
    if not new:
        return 0
    ReviewReminder.objects.bulk_create(
        ReviewReminder(
            record_kind=one.kind.name,
            record_id=one.record_id,
            due_on=one.due_on,
            stage=_stage(one, today),
            person=person,
            sent_at=now,
        )
        for one in new
    )
    mails.remind(person, new, today=today, now=now)
    return 1


def _key(one: Due) -> tuple[str, int, date]:
    return one.kind.name, one.record_id, one.due_on


def _stage(one: Due, today: date) -> str:
    if one.due_on > today:
        return ReviewReminder.Stage.SOON
    is_over = one.due_on + OVERDUE <= today
    return ReviewReminder.Stage.OVERDUE if is_over else ReviewReminder.Stage.DUE


def report(
    kind: Kind, record: Record, *, text: str, person: User | None, now: datetime
) -> Commission:
    """Ask the editors to look at a record that is not right any more.

    person: who says so, None without sign-in. Raises RuleError without a text.
    """
    if not text.strip():
        raise RuleError(_("Sagen Sie in einem Satz, was nicht mehr stimmt."))
    return commissioning.ask(
        kind=Commission.Kind.CHANGE,
        title=_("Stimmt nicht mehr: %s") % str(record),
        why=text,
        target=Target(kind.name, record.pk, str(record), record.get_absolute_url()),
        origin_label=_("Hinweis von der Seite"),
        asked_by=person,
        now=now,
    )

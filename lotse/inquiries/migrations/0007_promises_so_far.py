"""What was promised and kept before promises had records of their own."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from lotse.inquiries.clock import Block, ServiceHours

PAUSE_DAYS = 14
_WORKDAY = (Block(8 * 60, 16 * 60),)
# The hours that are measured where nobody has set any.
SERVICE = ServiceHours(weekly=(*[_WORKDAY] * 5, (), ()), land="DE")


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    inquiries = apps.get_model("inquiries", "Inquiry")._default_manager
    is_over = (
        Q(waiting_since__isnull=False) | Q(answered_at__isnull=False) | Q(closed_at__isnull=False)
    )
    inquiries.filter(is_over, paused_since__isnull=False).update(paused_since=None)
    inquiries.filter(paused_since__isnull=False).update(pause_reason="asker")
    inquiries.filter(closed_at=None, next_due_at__isnull=False).update(
        # The worker looks at these at once and finds out what comes next.
        warn_at=Coalesce("waiting_since", "reacted_at", "received_at")
    )
    events = apps.get_model("inquiries", "Event")._default_manager
    events.filter(what="awaitsAsker").update(what="paused")
    _pauses(apps)
    _targets(apps)
    _outcomes(apps)


def _pauses(apps: StateApps) -> None:
    pauses = apps.get_model("inquiries", "Pause")
    paused = apps.get_model("inquiries", "Inquiry")._default_manager.filter(
        paused_since__isnull=False
    )
    rows = [
        pauses(
            inquiry_id=inquiry.pk,
            number=1,
            reason="asker",
            detail="",
            started_at=inquiry.paused_since,
            days=PAUSE_DAYS,
            until_at=inquiry.paused_since + timedelta(days=PAUSE_DAYS),
            target_at=(
                inquiry.answer_due_at
                if inquiry.answer_due_at and inquiry.answer_due_at >= inquiry.paused_since
                else None
            ),
        )
        for inquiry in paused.iterator(chunk_size=1000)
    ]
    pauses._default_manager.bulk_create(rows, batch_size=500)


def _targets(apps: StateApps) -> None:
    targets = apps.get_model("inquiries", "AnswerTarget")
    promised = apps.get_model("inquiries", "Inquiry")._default_manager.filter(
        answer_due_at__gt=F("reacted_at")
    )
    rows = (
        targets(inquiry_id=pk, due_at=due, set_at=reacted)
        for pk, due, reacted in promised.values_list("pk", "answer_due_at", "reacted_at").iterator(
            chunk_size=1000
        )
    )
    _in_batches(targets, rows)


def _outcomes(apps: StateApps) -> None:
    outcomes = apps.get_model("inquiries", "PromiseOutcome")

    def outcome(inquiry: Any, kind: str, due: Any, ended: Any, how: str) -> Any:
        passed = max(ended - inquiry.received_at, timedelta())
        return outcomes(
            inquiry_id=inquiry.pk,
            kind=kind,
            is_first=True,
            started_at=inquiry.received_at,
            due_at=due,
            plain_due_at=due,
            ended_at=ended,
            how=how,
            calendar_seconds=int(passed.total_seconds()),
            service_seconds=int(
                SERVICE.open_between(inquiry.received_at, ended).total_seconds()
            ),
        )

    def rows() -> Any:
        found = apps.get_model("inquiries", "Inquiry")._default_manager.all()
        for inquiry in found.iterator(chunk_size=1000):
            due = inquiry.reaction_due_at
            if inquiry.reacted_at:
                yield outcome(inquiry, "reaction", due, inquiry.reacted_at, "reply")
            elif inquiry.closed_at:
                yield outcome(inquiry, "reaction", due, inquiry.closed_at, "closed")
            if inquiry.first_answered_at:
                target = inquiry.answer_due_at
                yield outcome(inquiry, "answer", target, inquiry.first_answered_at, "reply")

    _in_batches(outcomes, rows())


def _in_batches(model: Any, rows: Any) -> None:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == 500:
            model._default_manager.bulk_create(batch)
            batch = []
    model._default_manager.bulk_create(batch)


def empty(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The tables go with the migration before this one."""


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0006_promises")]

    operations = [migrations.RunPython(fill, empty)]

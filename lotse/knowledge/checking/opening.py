"""What publishing a record means for its check. Called by ``Example.publish`` and its neighbours.

Imports only the models of checks, because the models of the records import it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.models import Revision, TaskState

from lotse.knowledge import columns
from lotse.knowledge.models.checks import Check, due_after

SecondLook = Callable[[Any, str, date], Mapping[str, Any]]
"""From record, name of a person and day to the columns that say that a second person looked."""


def note_publication(
    kind: str,
    record: Any,
    revision: Revision,
    *,
    publisher: Any,
    second_look: SecondLook,
    now: datetime,
) -> None:
    """Open, renew or settle the check of a record, in the transaction that publishes it.

    record: as it is published now. publisher: None for what the clock or an import publishes. A
    version that somebody else approved is checked; everything else one person published alone.
    """
    approval = _approval_by_another(revision)
    author = publisher or revision.user
    if approval is not None:
        _settle(kind, record, approval.finished_by, now)
        looked = second_look(record, str(approval.finished_by), timezone.localdate(now))
        columns.write(record, {"check_due_at": None, **looked})
    elif author is not None:
        check = _open(kind, record, revision, author, now)
        columns.write(record, {"check_due_at": check.due_at})
    else:
        # An import is nobody's work; what waited goes on waiting.
        due_at = opened(kind, record.pk).values_list("due_at", flat=True).first()
        columns.write(record, {"check_due_at": due_at})


def note_withdrawal(kind: str, record_id: int, *, now: datetime) -> None:
    """Nobody has to check what nobody can read any more."""
    opened(kind, record_id).update(dropped_at=now)


def opened(kind: str, record_id: int) -> QuerySet[Check]:
    """Return the open check of a record, one or none."""
    return Check.objects.filter(
        record_kind=kind, record_id=record_id, checked_at=None, dropped_at=None
    )


def _approval_by_another(revision: Revision) -> TaskState | None:
    # Who approves from the form saves it first: what appears is then that person's own version.
    saved_with_it = Q(
        revision__content_type=revision.content_type,
        revision__object_id=revision.object_id,
        finished_by=revision.user_id,
        finished_at__gte=revision.created_at,
    )
    approved = TaskState.objects.filter(
        Q(revision=revision) | saved_with_it,
        status=TaskState.STATUS_APPROVED,
        finished_by__isnull=False,
    )
    others = approved.exclude(finished_by=F("workflow_state__requested_by"))
    found: TaskState | None = others.select_related("finished_by").order_by("-finished_at").first()
    return found


def _settle(kind: str, record: Any, person: Any, now: datetime) -> None:
    opened(kind, record.pk).update(checked_by=person, checked_at=now)


def _open(kind: str, record: Any, revision: Revision, author: Any, now: datetime) -> Check:
    """A second publication does not move the deadline of the first."""
    check, _is_new = Check.objects.update_or_create(
        record_kind=kind,
        record_id=record.pk,
        checked_at=None,
        dropped_at=None,
        defaults={
            "record_title": str(record)[:300],
            "revision_id": revision.pk,
            "published_by": author,
        },
        create_defaults={
            "record_title": str(record)[:300],
            "revision_id": revision.pk,
            "published_by": author,
            "opened_at": now,
            "due_at": due_after(now),
        },
    )
    return check

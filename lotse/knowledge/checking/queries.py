"""Reads of what waits for a second person: published at once, or handed in before publishing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.knowledge.models import Check, CheckReminder, FourEyesState
from lotse.knowledge.reviews.kinds import KINDS, Kind


@dataclass(frozen=True)
class Waiting:
    """One record that waits for a second person."""

    source: str
    """A value of ``CheckReminder.Waiting``."""
    pk: int
    title: str
    kind: Kind
    record_id: int
    due_at: datetime
    author: User | None
    """Who published or handed in; somebody else has to look."""
    revision_id: int = 0

    @property
    def edit_url(self) -> str:
        return self.kind.edit_url(self.record_id)

    def may_be_checked_by(self, person: User) -> bool:
        return self.author is None or self.author.pk != person.pk


def open_checks() -> QuerySet[Check]:
    """Return what was published at once and nobody else has looked at, the most urgent first."""
    waiting = Check.objects.filter(checked_at=None, dropped_at=None, record_kind__in=KINDS)
    return waiting.select_related("published_by").order_by("due_at", "pk")


def open_tasks() -> QuerySet[FourEyesState]:
    """Return drafts that were handed in for the check, the most urgent first."""
    waiting: QuerySet[FourEyesState] = (
        FourEyesState.objects.filter(
            status=FourEyesState.STATUS_IN_PROGRESS,
            due_at__isnull=False,
            workflow_state__base_content_type__in=_types(),
        )
        .select_related("workflow_state__requested_by", "revision")
        .order_by("due_at", "pk")
    )
    return waiting


def checks(rows: Collection[Check]) -> list[Waiting]:
    """Return open checks as plain values; no query."""
    return [
        Waiting(
            CheckReminder.Waiting.CHECK.value,
            row.pk,
            row.record_title,
            KINDS[row.record_kind],
            row.record_id,
            row.due_at,
            row.published_by,
            row.revision_id,
        )
        for row in rows
    ]


def tasks(rows: Collection[FourEyesState]) -> list[Waiting]:
    """Return drafts in the workflow as plain values; no query beyond the types of content."""
    by_model: dict[Any, Kind] = {kind.model: kind for kind in KINDS.values()}
    return [
        Waiting(
            CheckReminder.Waiting.TASK.value,
            row.pk,
            row.revision.object_str,
            by_model[row.revision.base_content_type.model_class()],
            int(row.revision.object_id),
            row.due_at,
            row.workflow_state.requested_by,
            row.revision_id,
        )
        for row in rows
        if row.due_at is not None
    ]


def due_by(instant: datetime, limit: int) -> list[Waiting]:
    """Return what is due by an instant, the most urgent first. Two queries."""
    return [
        *checks(open_checks().filter(due_at__lte=instant)[:limit]),
        *tasks(open_tasks().filter(due_at__lte=instant)[:limit]),
    ]


def people(*roles: Role) -> list[User]:
    """Return who has one of the roles and may sign in."""
    found = User.objects.filter(groups__name__in=roles, is_active=True)
    return list(found.distinct().order_by("pk"))


def _types() -> list[ContentType]:
    return list(
        ContentType.objects.get_for_models(*(kind.model for kind in KINDS.values())).values()
    )

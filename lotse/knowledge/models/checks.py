"""What one person published alone and a second one must look at, and who was reminded of it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState, WorkflowState

from lotse.lib import workdays


def due_after(start: datetime) -> datetime:
    """Return until when a second person must have looked at what began at an instant."""
    return workdays.after(start, settings.CHECK_WORKING_DAYS)


class Check(models.Model):
    """A record that one person published at once. Open until a second person has looked at it."""

    record_kind = models.CharField(max_length=20)
    """Search provider of the record, for example ``example``."""
    record_id = models.BigIntegerField()
    record_title = models.CharField(max_length=300)
    revision_id = models.BigIntegerField()
    """The version that is published; who checks has seen this one."""
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="published_alone",
    )
    """Who published last; this person cannot check it."""
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="checks",
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    """It was taken away from readers before anybody looked."""

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_kind", "record_id"],
                condition=Q(checked_at=None, dropped_at=None),
                name="one_open_check_per_record",
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None) | Q(dropped_at=None), name="check_settled_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(checked_at=None, dropped_at=None),
                name="check_open",
            )
        ]

    def __str__(self) -> str:
        return self.record_title


class CheckReminder(models.Model):
    """People were told that a check is due. One row for each check and stage, so nobody twice."""

    class Waiting(models.TextChoices):
        CHECK = "check", _("Prüfung nach dem Veröffentlichen")
        TASK = "task", _("Prüfung vor dem Veröffentlichen")

    class Stage(models.TextChoices):
        SOON = "soon", _("bald fällig")
        DUE = "due", _("überfällig, an die Redaktion")
        LEAD = "lead", _("überfällig, an die Leitung")

    waiting = models.CharField(max_length=5, choices=Waiting)
    waiting_id = models.BigIntegerField()
    stage = models.CharField(max_length=4, choices=Stage)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["waiting", "waiting_id", "stage"], name="one_reminder_per_check_and_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.waiting} {self.waiting_id}, {self.stage}"


class FourEyesState(TaskState):
    """A draft that waits for a second person, with the instant until which it should not."""

    due_at = models.DateTimeField(null=True)


class FourEyesTask(AbstractGroupApprovalTask):
    """Approval by somebody of the groups, but never by the person who handed the draft in.

    Wagtail's own task lets everybody of the group approve, also the author.
    """

    task_state_class = FourEyesState

    class Meta:
        verbose_name = _("Prüfung durch eine zweite Person")
        verbose_name_plural = _("Prüfungen durch eine zweite Person")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        state: FourEyesState = super().start(workflow_state, user=user)
        state.due_at = due_after(state.started_at)
        state.save(update_fields=["due_at"])
        return state

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        state = obj.current_workflow_state
        if state is not None and state.requested_by_id == user.pk:
            return []
        return list(super().get_actions(obj, user))

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        found: QuerySet[TaskState] = super().get_task_states_user_can_moderate(user, **kwargs)
        return found.exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls) -> Any:
        return _("Eine zweite Person aus den gewählten Gruppen gibt frei. Nie die einreichende.")

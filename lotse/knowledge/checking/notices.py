"""Lets Wagtail tell the editors about a draft handed in; it does so for its own tasks only."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.models import TaskState
from wagtail.signals import task_submitted

from lotse.knowledge.models import FourEyesState


class _Notifier(GroupApprovalTaskStateSubmissionEmailNotifier):
    def get_recipient_users(self, task_state: TaskState, **options: Any) -> QuerySet[Any]:
        """Everybody of the roles once, also who has two of them, but not who handed it in."""
        found: QuerySet[Any] = super().get_recipient_users(task_state, **options)
        return found.filter(is_active=True).distinct()

    def get_template_base_prefix(self, instance: TaskState, **options: Any) -> str:
        """Wagtail's own words; it would look for some under the name of our class."""
        return "task_state_"


_notifier = _Notifier()
task_submitted.connect(_notifier, sender=FourEyesState, dispatch_uid="four_eyes_submitted")

"""What the roles may do with examples, vocabulary and memberships in the editorial admin."""

from datetime import datetime

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Task, Workflow, WorkflowContentType, WorkflowTask
from wagtail.snippets.models import create_extra_permissions

from lotse.accounts import grants
from lotse.accounts.roles import Role
from lotse.knowledge import rules
from lotse.knowledge.facts import bootstrap as facts
from lotse.knowledge.models import (
    Answer,
    Example,
    FacetSet,
    Fact,
    FactKey,
    FourEyesTask,
    GlossaryTerm,
)
from lotse.knowledge.terms import bootstrap as terms
from lotse.municipalities.models import Membership
from lotse.topics.models import Concept

WORKFLOW = "Vier Augen"
TASK = "Prüfung durch eine zweite Person"


@transaction.atomic
def load(now: datetime) -> str:
    """Grant the roles their permissions and set up the four-eyes workflow. Twice is fine."""
    # An update may bring a new kind of record without a migration, which would create these.
    create_extra_permissions(apps.get_app_config("knowledge"))
    for role in (Role.EDITOR, Role.LEAD):
        for record in (Example, Answer, Fact):
            grants.allow(
                role, record, "add", "change", "delete", "view", "publish", "lock", "unlock"
            )
        grants.allow(role, Concept, "add", "change", "view")
        grants.allow(role, FactKey, "add", "change", "view")
        grants.allow(role, GlossaryTerm, "add", "change", "delete", "view")
    grants.allow(Role.PRESS, Example, "view")
    grants.allow(Role.PRESS, Answer, "view")
    grants.allow(Role.PRESS, Fact, "view")
    grants.allow(Role.LEAD, Membership, "add", "change", "delete", "view")
    _four_eyes()
    _list_setbacks(now)
    facts.load(now)
    terms.load(now)
    return (
        "Rechte der Redaktion und Vier-Augen-Prüfung eingerichtet, "
        f"{Fact.objects.count()} Zahlen und Regeln, {GlossaryTerm.objects.count()} Begriffe."
    )


def _four_eyes() -> None:
    """Offer a check by a second person. Editors may also publish at once (the flash path)."""
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    if is_new:
        WorkflowTask.objects.create(workflow=workflow, task=_second_person(), sort_order=0)
        _assign(workflow, Example)
    # An older installation has a task that lets the author approve. What is in check already
    # goes on as it began.
    old = Task.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="groupapprovaltask", name=TASK
    )
    for step in WorkflowTask.objects.filter(workflow=workflow, task__in=old):
        step.task = _second_person()
        step.save()
    # Came later than the workflow: an installation that has one lacks this.
    _assign(workflow, Answer)
    _assign(workflow, Fact)


def _second_person() -> FourEyesTask:
    task: FourEyesTask = FourEyesTask.objects.create(name=TASK)
    task.groups.add(grants.group(Role.EDITOR), grants.group(Role.LEAD))
    return task


def _list_setbacks(now: datetime) -> None:
    """List failed attempts under their filter, which came later than the first of them."""
    failed = Example.objects.filter(live=True, status=Example.Status.FAILED)
    if failed.exists() and not FacetSet.objects.filter(facet="setback").exists():
        rules.rebuild_lists(timezone.localdate(now))


def _assign(workflow: Workflow, record: type[Model]) -> None:
    WorkflowContentType.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(record), defaults={"workflow": workflow}
    )

"""Finds what the knowledge base itself puts on the editors' board. ``parts`` names them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import WorkflowState

from lotse.knowledge import commissioning, fields
from lotse.knowledge.board import words
from lotse.knowledge.board.sections import Act, Entry, Found, Scope
from lotse.knowledge.checking import queries as checking
from lotse.knowledge.checking.queries import Waiting
from lotse.knowledge.facts import queries as facts
from lotse.knowledge.models import Commission, PageFeedback, Submission
from lotse.knowledge.remarks import queries as said
from lotse.knowledge.reviews import queries as due_reviews
from lotse.knowledge.reviews.kinds import KINDS
from lotse.knowledge.submissions import queries as sent_in
from lotse.knowledge.submissions import states
from lotse.knowledge.submissions.content import headline
from lotse.knowledge.submissions.states import State
from lotse.lib import german

REVIEW_AHEAD = timedelta(days=14)


def flash(scope: Scope) -> Found:
    rows = checking.open_checks().filter(fields.condition(scope.field))
    if scope.is_own:
        rows = rows.filter(published_by=scope.person)
    found = checking.checks(rows[: scope.limit])
    return Found(rows.count(), [_check_entry(one, scope) for one in found])


def _check_entry(one: Waiting, scope: Scope) -> Entry:
    confirm = Act(
        gettext_lazy("Geprüft"),
        reverse("knowledge:confirm_check", args=[one.pk]),
        [("fassung", str(one.revision_id))],
    )
    may_check = one.may_be_checked_by(scope.person)
    return Entry(
        one.title,
        reverse("knowledge:read", args=[one.kind.name, one.record_id]),
        [one.kind.label, *words.by(one.author)],
        due_at=one.due_at,
        is_over=one.due_at <= scope.now,
        acts=[confirm] if may_check else [],
        note="" if may_check else _("Von Ihnen veröffentlicht: Prüfen muss eine zweite Person."),
    )


def tasks(scope: Scope) -> Found:
    rows = checking.open_tasks()
    if scope.is_own:
        rows = rows.filter(workflow_state__requested_by=scope.person)
    if scope.field:
        rows = rows.filter(_workflow_of(scope.field))
    found = checking.tasks(rows[: scope.limit])
    return Found(
        rows.count(),
        [
            Entry(
                one.title,
                one.edit_url,
                [one.kind.label, *words.by(one.author)],
                due_at=one.due_at,
                is_over=one.due_at <= scope.now,
                note=""
                if one.may_be_checked_by(scope.person)
                else _("Von Ihnen eingereicht: Freigeben muss eine zweite Person."),
            )
            for one in found
        ],
    )


def _workflow_of(field: str) -> Q:
    found = Q(pk__in=[])
    for kind in KINDS.values():
        # Wagtail keeps the record of a workflow by its id as text.
        ids = (
            fields.records(kind.name, field)
            .annotate(as_text=Cast("pk", CharField()))
            .values("as_text")
        )
        content_type = ContentType.objects.get_for_model(kind.model)
        found |= Q(
            workflow_state__base_content_type=content_type, workflow_state__object_id__in=ids
        )
    return found


def submissions(*wanted: State) -> Any:
    def find(scope: Scope) -> Found:
        rows = sent_in.for_board(*wanted)
        if scope.is_own:
            rows = rows.filter(owner=scope.person)
        if scope.field:
            about = Q(concepts=scope.field) | Q(concepts__broader=scope.field)
            rows = rows.filter(pk__in=Submission.objects.filter(about).values("pk"))
        entries = [_submission_entry(one, scope) for one in rows[: scope.limit]]
        return Found(rows.count(), entries)

    return find


def _submission_entry(one: Submission, scope: Scope) -> Entry:
    place = one.municipality.short_name if one.municipality else _("Kommune unbekannt")
    received = german.datetime_de(one.received_at, scope.now) if one.received_at else ""
    number = one.number or ""
    meta = [str(states.of(one).label), place, number, received, *words.at(one.owner)]
    return Entry(headline(one) or number, one.get_absolute_url(), meta)


def drafts(scope: Scope) -> Found:
    """Drafts and changes nobody sees yet, apart from those that are in check."""
    count, found = 0, []
    for kind in KINDS.values():
        rows = _drafts_of(kind.model, scope)
        if scope.field:
            rows = rows.filter(pk__in=fields.records(kind.name, scope.field).values("pk"))
        count += rows.count()
        found += [(kind, row) for row in rows[: scope.limit]]
    found.sort(key=lambda pair: pair[1].latest_revision.created_at, reverse=True)
    return Found(
        count,
        [
            Entry(
                row.latest_revision.object_str,
                kind.edit_url(row.pk),
                [
                    kind.label,
                    _("Änderung an Veröffentlichtem") if row.live else _("Entwurf"),
                    german.datetime_de(row.latest_revision.created_at, scope.now),
                    *words.at(row.latest_revision.user),
                ],
            )
            for kind, row in found[: scope.limit]
        ],
    )


def _drafts_of(model: Any, scope: Scope) -> QuerySet[Any]:
    running = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(model),
        object_id=Cast(OuterRef("pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    rows: QuerySet[Any] = (
        model.objects.filter(latest_revision__isnull=False)
        .filter(Q(live=False, first_published_at=None) | Q(has_unpublished_changes=True, live=True))
        .filter(~Exists(running))
        .select_related("latest_revision__user")
        .defer("latest_revision__content")
        .order_by("-latest_revision__created_at")
    )
    return rows.filter(latest_revision__user=scope.person) if scope.is_own else rows


def reviews(scope: Scope) -> Found:
    on = scope.today + REVIEW_AHEAD
    whose, field = scope.owner, scope.field
    owned = due_reviews.OWNED
    found = due_reviews.due(on, owner=whose, field=field, narrowed=owned, limit=scope.limit)
    count = due_reviews.count_due(on, owner=whose, field=field, narrowed=owned)
    return Found(count, _review_entries(found, scope))


def ownerless(scope: Scope) -> Found:
    if scope.is_own:
        return Found(0, [])
    found = due_reviews.without_owner(scope.today, field=scope.field, limit=scope.limit)
    count = due_reviews.count_due(scope.today, field=scope.field, narrowed=due_reviews.OWNERLESS)
    return Found(count, _review_entries(found, scope))


def _review_entries(found: Iterable[due_reviews.Due], scope: Scope) -> Sequence[Entry]:
    return [
        Entry(
            one.title,
            reverse("knowledge:confirm", args=[one.kind.name, one.record_id]),
            [one.kind.label, *words.at(one.owner)],
            due_at=one.due_on,
            is_over=one.due_on <= scope.today,
        )
        for one in found
    ]


def feedback(scope: Scope) -> Found:
    rows = PageFeedback.objects.filter(read_at=None).filter(fields.condition(scope.field))
    if scope.is_own:
        rows = rows.filter(owner=scope.person)
    rows = rows.select_related("owner").order_by("-given_at", "-pk")
    return Found(
        rows.count(),
        [
            Entry(
                one.record_title,
                reverse("knowledge:feedback_entry", args=[one.pk]),
                [
                    one.get_verdict_display(),
                    german.datetime_de(one.given_at, scope.now),
                    *words.at(one.owner),
                ],
                note=words.shortened(one.text),
            )
            for one in rows[: scope.limit]
        ],
    )


def corrections(scope: Scope) -> Found:
    if scope.is_own:
        return Found(0, [])
    rows = facts.corrections(is_settled=False).filter(fields.condition(scope.field))
    return Found(
        rows.count(),
        [
            Entry(
                one.record_title,
                reverse("knowledge:corrections"),
                [one.fact_title, one.get_why_display()],
            )
            for one in rows[: scope.limit]
        ],
    )


def commissions(scope: Scope) -> Found:
    waiting = commissioning.in_state(Commission.State.OPEN)
    taken = commissioning.in_state(Commission.State.TAKEN)
    rows = Commission.objects.filter(
        taken & Q(taken_by=scope.person) if scope.is_own else waiting | taken
    )
    rows = rows.filter(fields.condition(scope.field)).select_related("taken_by")
    return Found(
        rows.count(),
        [
            Entry(
                one.title,
                reverse("knowledge:commissions") + f"?stand={one.state.value}#auftrag-{one.pk}",
                [
                    one.get_kind_display(),
                    one.origin_label,
                    german.datetime_de(one.created_at, scope.now),
                    *words.at(one.taken_by),
                ],
            )
            for one in rows[: scope.limit]
        ],
    )


def remarks(scope: Scope) -> Found:
    rows = said.waiting().filter(fields.condition(scope.field))
    if scope.is_own:
        rows = rows.filter(author=scope.person)
    return Found(
        rows.count(),
        [
            Entry(
                one.record_title,
                reverse("knowledge:read", args=[one.record_kind, one.record_id]),
                [
                    _("Änderungsvorschlag") if one.proposal else _("Kommentar"),
                    german.datetime_de(one.created_at, scope.now),
                    *words.by(one.author),
                ],
                note=words.shortened(one.text or one.proposal),
            )
            for one in rows[: scope.limit]
        ],
    )

"""Lists, views and permissions of examples and answers in Wagtail's admin."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    SnippetViewSet,
    UnpublishView,
)

from lotse.knowledge.editing.panels import (
    answer_edit_handler,
    edit_handler,
    fact_edit_handler,
    fact_key_edit_handler,
)
from lotse.knowledge.models import Answer, Example, Fact, FactKey, GlossaryTerm
from lotse.knowledge.remarks.views import compare_url
from lotse.knowledge.reviews.kinds import KINDS
from lotse.topics import queries as topics


class RecordPolicy(ModelPermissionPolicy):
    """Django's permissions, except that what was once public is never deleted.

    It can be taken away from readers instead; others may have cited it (domain record 4).
    """

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "delete" and instance.first_published_at is not None:
            return False
        return bool(super().user_has_permission_for_instance(user, action, instance))


class ExampleFilters(WagtailFilterSet):
    field = django_filters.ModelChoiceFilter(
        label=_("Themenfeld"), queryset=lambda request: topics.top_level(), method="by_field"
    )
    check = django_filters.ChoiceFilter(
        label=_("Prüfung"),
        choices=[
            ("open", _("offen")),
            ("checked", _("geprüft")),
            ("due", _("Wiedervorlage fällig")),
        ],
        method="by_check",
    )

    class Meta:
        model = Example
        fields = ["live", "audience", "status", "evidence"]

    def by_field(self, rows: QuerySet[Example], name: str, value: Any) -> QuerySet[Example]:
        return rows.filter(Q(concepts=value) | Q(concepts__broader=value)).distinct()

    def by_check(self, rows: QuerySet[Example], name: str, value: str) -> QuerySet[Example]:
        if value == "due":
            return rows.filter(review_due_on__lte=timezone.localdate())
        return rows.filter(checked_on__isnull=value == "open")


class Refusable:
    """Shows why something cannot be published where editors would otherwise meet an error page.

    Parts of a record are complete only when they are written, so the record itself has the last
    word (``Example.publish``).
    """

    def form_valid(self, form: Any) -> Any:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except ValidationError as refusal:
            for sentence in refusal.messages:
                form.add_error(None, sentence)
            # Wagtail sets these where its own validation says no, and reads them below.
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)  # type: ignore[misc]
        except ValidationError as refusal:
            # An approval in the workflow: no form was sent, so nothing gets lost.
            for sentence in refusal.messages:
                messages.error(request, sentence)
            return redirect(request.path)


class _EditView(Refusable, EditView):
    @property
    def header_buttons(self) -> list[Any]:
        """One click to what readers see now beside the draft, and to remarks on passages."""
        kind = next(kind for kind in KINDS.values() if kind.model is self.model)
        reading = reverse("knowledge:read", args=[kind.name, self.object.pk])
        buttons = [
            *super().header_buttons,
            HeaderButton(_("Durchsicht"), reading, icon_name="comment"),
        ]
        if address := compare_url(self.object):
            label = _("Mit veröffentlichter Fassung vergleichen")
            buttons.append(HeaderButton(label, address, icon_name="resubmit"))
        return buttons


class RecordCreateView(Refusable, CreateView):
    pass


class RecordUnpublishView(UnpublishView):
    def unpublish(self) -> Any:
        """As Wagtail's, but through the record, which also tells lists and search."""
        if answer := self.run_hook("before_unpublish", self.request, self.object):
            return answer
        self.object.unpublish(user=self.request.user)
        return self.run_hook("after_unpublish", self.request, self.object)


class _DeleteView(DeleteView):
    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        record = super().get_object(queryset)
        # Wagtail asks for the kind of record only, not for this one.
        if not self.user_has_permission_for_instance("delete", record):
            raise PermissionDenied
        return record


class ExampleViewSet(SnippetViewSet):
    model = Example
    icon = "clipboard-list"
    menu_label = _("Gute Beispiele")
    menu_order = 200
    add_to_admin_menu = True
    edit_handler = edit_handler
    add_view_class = RecordCreateView
    edit_view_class = _EditView
    unpublish_view_class = RecordUnpublishView
    delete_view_class = _DeleteView
    filterset_class = ExampleFilters
    list_display = ["title", "audience", "checked_on", "review_due_on", UpdatedAtColumn()]
    list_per_page = 30
    search_fields = ["title", "what", "code", "slug", "municipalities__municipality__name"]
    ordering = ["-latest_revision__created_at", "-pk"]
    copy_view_enabled = False
    inspect_view_enabled = False


class AnswerFilters(WagtailFilterSet):
    field = django_filters.ModelChoiceFilter(
        label=_("Themenfeld"), queryset=lambda request: topics.top_level(), method="by_field"
    )
    is_due = django_filters.BooleanFilter(label=_("Wiedervorlage fällig"), method="by_review")

    class Meta:
        model = Answer
        fields = ["live", "audience", "certainty", "scope", "owner"]

    def by_field(self, rows: QuerySet[Answer], name: str, value: Any) -> QuerySet[Answer]:
        return rows.filter(Q(concepts=value) | Q(concepts__broader=value)).distinct()

    def by_review(self, rows: QuerySet[Answer], name: str, value: bool) -> QuerySet[Answer]:
        due = Q(review_due_on__lte=timezone.localdate())
        return rows.filter(due) if value else rows.exclude(due)


class AnswerViewSet(SnippetViewSet):
    model = Answer
    icon = "help"
    menu_label = _("Beantwortete Fragen")
    menu_order = 210
    add_to_admin_menu = True
    edit_handler = answer_edit_handler
    add_view_class = RecordCreateView
    edit_view_class = _EditView
    unpublish_view_class = RecordUnpublishView
    delete_view_class = _DeleteView
    filterset_class = AnswerFilters
    list_display = ["question", "audience", "certainty", "review_due_on", UpdatedAtColumn()]
    list_per_page = 30
    search_fields = ["question", "short_answer", "slug"]
    ordering = ["-latest_revision__created_at", "-pk"]
    copy_view_enabled = False
    inspect_view_enabled = False


class FactFilters(WagtailFilterSet):
    field = django_filters.ModelChoiceFilter(
        label=_("Themenfeld"), queryset=lambda request: topics.top_level(), method="by_field"
    )
    is_due = django_filters.BooleanFilter(label=_("Wiedervorlage fällig"), method="by_review")
    is_unconfirmed = django_filters.BooleanFilter(
        label=_("mit unbestätigter Fassung"), method="by_verification"
    )

    class Meta:
        model = Fact
        fields = ["live", "kind", "scope", "lands", "owner"]

    def by_field(self, rows: QuerySet[Fact], name: str, value: Any) -> QuerySet[Fact]:
        about = Q(key__concepts=value) | Q(key__concepts__broader=value)
        return rows.filter(about).distinct()

    def by_review(self, rows: QuerySet[Fact], name: str, value: bool) -> QuerySet[Fact]:
        due = Q(review_due_on__lte=timezone.localdate())
        return rows.filter(due) if value else rows.exclude(due)

    def by_verification(self, rows: QuerySet[Fact], name: str, value: bool) -> QuerySet[Fact]:
        unconfirmed = rows.filter(versions__verification="unconfirmed").values("pk")
        return rows.filter(pk__in=unconfirmed) if value else rows.exclude(pk__in=unconfirmed)


class FactViewSet(SnippetViewSet):
    model = Fact
    icon = "table"
    menu_label = _("Zahlen und Regeln")
    menu_order = 212
    add_to_admin_menu = True
    edit_handler = fact_edit_handler
    add_view_class = RecordCreateView
    edit_view_class = _EditView
    unpublish_view_class = RecordUnpublishView
    delete_view_class = _DeleteView
    filterset_class = FactFilters
    list_display = ["code", "key", "kind", "review_due_on", UpdatedAtColumn()]
    list_per_page = 50
    search_fields = ["code", "key__name", "versions__statement", "versions__norm"]
    ordering = ["code"]
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[Fact]:
        facts: QuerySet[Fact] = Fact.objects.select_related("key")
        return facts


class FactKeyViewSet(SnippetViewSet):
    model = FactKey
    icon = "tag"
    menu_label = _("Gegenstände")
    menu_order = 213
    add_to_admin_menu = True
    edit_handler = fact_key_edit_handler
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    ordering = ["name"]
    copy_view_enabled = False
    inspect_view_enabled = False


class TermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Begriffe")
    menu_order = 214
    add_to_admin_menu = True
    panels = [
        TitleFieldPanel("term"),
        FieldPanel("slug"),
        FieldPanel("meaning"),
        FieldPanel("forms"),
        FieldPanel("is_linked"),
    ]
    list_display = ["term", "is_linked"]
    list_filter = ["is_linked"]
    search_fields = ["term", "forms", "meaning"]
    ordering = ["term"]
    copy_view_enabled = False
    inspect_view_enabled = False

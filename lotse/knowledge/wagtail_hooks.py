"""Registers examples and answers in the admin, and the rules that follow what editors do."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.action_menu import PublishMenuItem
from wagtail.snippets.models import register_snippet

from lotse.knowledge import access, rules
from lotse.knowledge.editing.viewsets import (
    AnswerViewSet,
    ExampleViewSet,
    FactKeyViewSet,
    FactViewSet,
    RecordPolicy,
    TermViewSet,
)
from lotse.knowledge.facts import rules as fact_rules
from lotse.knowledge.language import rules as language
from lotse.knowledge.models import Answer, Example, Fact, FactKey, GlossaryTerm
from lotse.knowledge.reviews.kinds import KINDS
from lotse.topics.models import Concept
from lotse.ui import page_cache

CHECKED = (Example, Answer, Fact)
"""What a second person looks at."""


class PublishAtOnce(PublishMenuItem):
    label = _("Sofort veröffentlichen, Prüfung folgt")
    template_name = "knowledge/editing/_publish.html"


register_permission_policy(Example, RecordPolicy(Example))
register_permission_policy(Answer, RecordPolicy(Answer))
register_snippet(ExampleViewSet)
register_snippet(AnswerViewSet)
register_permission_policy(Fact, RecordPolicy(Fact))
register_snippet(FactViewSet)
register_snippet(FactKeyViewSet)
register_snippet(TermViewSet)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def board_in_the_menu() -> MenuItem:
    return MenuItem(
        _("Redaktion heute"), "/redaktion-heute/", icon_name="calendar-check", order=100
    )


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def commissions_in_the_menu() -> MenuItem:
    return MenuItem(_("Aufträge"), "/auftraege/", icon_name="tasks", order=220)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def imports_in_the_menu() -> MenuItem:
    return MenuItem(_("Tabelle einlesen"), "/einlesen/", icon_name="upload", order=225)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def mirrors_in_the_menu() -> MenuItem:
    return MenuItem(_("Übernommenes"), "/uebernommen/", icon_name="download", order=226)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def feedback_in_the_menu() -> MenuItem:
    return MenuItem(_("Rückmeldungen"), "/rueckmeldungen/", icon_name="comment", order=230)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def corrections_in_the_menu() -> MenuItem:
    return MenuItem(_("Nacharbeit"), "/nacharbeit/", icon_name="rotate", order=221)


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]
def confirmations_in_the_history(actions: Any) -> None:
    actions.register_action("lotse.review.confirm", _("Bestätigt"), _("Als noch richtig bestätigt"))
    actions.register_action("lotse.check.confirm", _("Geprüft"), _("Als zweite Person geprüft"))
    actions.register_action(
        "lotse.remark.accept", _("Vorschlag übernommen"), _("Vorgeschlagenen Wortlaut übernommen")
    )


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def submissions_in_the_menu() -> MenuItem:
    return MenuItem(_("Einsendungen"), "/einsendungen/", icon_name="mail", order=190)


@hooks.register("construct_snippet_action_menu")  # type: ignore[untyped-decorator]
def four_eyes_first(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer the check by a second person as the usual way, and say what publishing at once means.

    Saving a draft stays the first button, because it is pressed most.
    """
    order = {"action-save": 0, "action-submit": 1, "approve": 1, "reject": 2, "action-publish": 3}
    items.sort(key=lambda item: order.get(item.name, 9))
    for position, item in enumerate(items):
        if isinstance(item, PublishMenuItem) and issubclass(context["model"], CHECKED):
            items[position] = PublishAtOnce(order=item.order)


@hooks.register("before_serve_document")  # type: ignore[untyped-decorator]
def only_for_its_audience(document: Any, request: HttpRequest) -> None:
    access.check_document(request.user, document)


@hooks.register("after_edit_snippet")  # type: ignore[untyped-decorator]
@hooks.register("after_create_snippet")  # type: ignore[untyped-decorator]
def say_what_is_hard_to_read(request: HttpRequest, instance: Any) -> None:
    is_done = "action-publish" in request.POST or "action-submit" in request.POST
    if is_done and isinstance(instance, Example | Answer):
        kind = next(kind.name for kind in KINDS.values() if kind.model is type(instance))
        draft = instance.get_latest_revision_as_object()
        for sentence in language.advice(language.measure(kind, draft)):
            messages.warning(request, sentence)


@hooks.register("after_edit_snippet")  # type: ignore[untyped-decorator]
@hooks.register("after_create_snippet")  # type: ignore[untyped-decorator]
def follow_vocabulary(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, Concept):
        rules.follow_vocabulary(instance)
    elif isinstance(instance, FactKey):
        fact_rules.follow_key(instance)


@hooks.register("after_edit_snippet")  # type: ignore[untyped-decorator]
@hooks.register("after_create_snippet")  # type: ignore[untyped-decorator]
@hooks.register("after_delete_snippet")  # type: ignore[untyped-decorator]
def show_terms_anew(request: HttpRequest, instance: Any) -> None:
    # After a deletion Wagtail hands over a list.
    changed = instance if isinstance(instance, list) else [instance]
    if any(isinstance(one, GlossaryTerm) for one in changed):
        page_cache.content_changed()

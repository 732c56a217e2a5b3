"""Programme areas in the editorial admin."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from lotse.team.models import ProgrammeArea
from lotse.ui.page_cache import content_changed


class ProgrammeAreaViewSet(SnippetViewSet):
    model = ProgrammeArea
    icon = "group"
    menu_label = _("Programmbereiche")
    add_to_admin_menu = True
    menu_order = 300
    list_display = ["name", "email", "phone", "responsible", "deputy", "is_public"]
    search_fields = ["name", "description"]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("initials"), FieldPanel("slug")]),
                FieldPanel("department"),
                FieldPanel("description"),
            ],
            heading=_("Bereich"),
        ),
        MultiFieldPanel(
            [FieldPanel("email"), FieldPanel("phone"), FieldPanel("hours")],
            heading=_("Erreichbar"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
                FieldPanel("responsible"),
                FieldPanel("deputy"),
                FieldPanel("has_named_people"),
            ],
            heading=_("Zuständig"),
        ),
        MultiFieldPanel(
            [FieldPanel("is_public"), FieldPanel("is_press"), FieldPanel("position")],
            heading=_("Auf der Seite Kompetenzteam"),
        ),
    ]


register_snippet(ProgrammeAreaViewSet)


@hooks.register("after_create_snippet")  # type: ignore[untyped-decorator]
@hooks.register("after_edit_snippet")  # type: ignore[untyped-decorator]
def show_changed_area(request: HttpRequest, area: object) -> None:
    """Let the public pages that name contacts be rendered afresh."""
    if isinstance(area, ProgrammeArea):
        content_changed()


@hooks.register("after_delete_snippet")  # type: ignore[untyped-decorator]
def hide_deleted_areas(request: HttpRequest, areas: list[Any]) -> None:
    for area in areas:
        show_changed_area(request, area)

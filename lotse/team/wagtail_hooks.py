"""Programme areas in the editorial admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from lotse.team.models import ProgrammeArea


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

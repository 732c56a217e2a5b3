"""The vocabulary in Wagtail's admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from lotse.topics.models import Concept


class _EditView(EditView):
    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        # Examples, inquiries and addresses point at these; they never change.
        for name in ("code", "kind", "slug"):
            form.fields[name].disabled = True
        return form


class ConceptViewSet(SnippetViewSet):
    model = Concept
    icon = "tag"
    menu_label = _("Themen")
    menu_order = 205
    add_to_admin_menu = True
    list_display = ["name", "code", "kind", "broader"]
    list_filter = ["kind", "broader"]
    search_fields = ["name", "code", "labels__text"]
    ordering = ["position", "code"]
    list_per_page = 50
    copy_view_enabled = False
    edit_view_class = _EditView
    panels = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        InlinePanel("labels", heading=_("Synonyme"), label=_("Synonym")),
        FieldPanel("lead_question"),
        MultiFieldPanel(
            [
                FieldPanel("code"),
                FieldPanel("kind"),
                FieldPanel("broader"),
                FieldPanel("slug"),
                FieldPanel("position"),
                FieldPanel("icon"),
            ],
            heading=_("Einordnung"),
            classname="collapsed",
        ),
    ]

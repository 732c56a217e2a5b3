"""Aids in the editorial admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from lotse.aids import kinds, requirements
from lotse.aids.models import Aid
from lotse.knowledge.editing.forms import ConceptField
from lotse.knowledge.editing.viewsets import RecordCreateView, RecordUnpublishView, Refusable
from lotse.topics.models import Concept


class AidForm(WagtailAdminModelForm):
    """Puts the text in order (a checklist gets its keys), and says what cannot be read."""

    concepts = ConceptField(
        queryset=Concept.objects.all(),
        label=_("Themen"),
        help_text=_("Ein bis sechs Themen. Das Themenfeld ergibt sich daraus."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if (kind := cleaned.get("kind")) and (text := cleaned.get("text") or "").strip():
            cleaned["text"] = kinds.conduct(kind).stored(text)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        # A draft may be incomplete; Wagtail says so by deferring what is required.
        if self.is_deferred_validation:
            return
        for name, sentence in requirements.gaps(self.instance).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)


_TEXT_HELP = _(
    "Checkliste: „# Abschnitt“, „- Punkt (Amt)“, darunter eingerückt Hinweis, „Nur wenn:“, "
    "„Frist:“ und „Quelle:“. Leitfaden und Mustertext: Leerzeilen trennen Absätze, „# Titel“ ist "
    "eine Überschrift, „1.“ und „-“ beginnen Listen. Zahlen kommen aus Fakten: [F-U-20]. "
    "Entscheidungsbaum: „Frage kürzel: …“ mit „- Antwort -> kürzel“, „Ergebnis kürzel: …“ mit Text "
    "und „Beruht auf: F-U-32“, jeweils eingerückt darunter."
)
_TEXT = [
    TitleFieldPanel("title", required_on_save=True),
    FieldPanel("kind"),
    FieldPanel("summary"),
    FieldPanel("text", help_text=_TEXT_HELP),
    FieldPanel("definition"),
    FieldRowPanel([FieldPanel("stage"), FieldPanel("change_note")]),
    FieldPanel("who_for"),
    FieldPanel("limits"),
    InlinePanel("sources", heading=_("Quellen"), label=_("Quelle")),
    PublishingPanel(),
]
_CARE = [
    MultiFieldPanel(
        [FieldPanel("scope"), FieldPanel("lands"), FieldPanel("law_as_of")], heading=_("Geltung")
    ),
    FieldRowPanel([FieldPanel("checked_on"), FieldPanel("review_due_on")]),
    FieldPanel("audience"),
    FieldPanel("owner"),
    FieldPanel("examples"),
    FieldPanel("slug"),
    FieldPanel("internal_note"),
]
edit_handler = TabbedInterface(
    [
        ObjectList(_TEXT, heading=_("Hilfestellung")),
        ObjectList([FieldPanel("concepts", required_on_save=False)], heading=_("Themen")),
        ObjectList(_CARE, heading=_("Pflege")),
    ],
    base_form_class=AidForm,
)


class _EditView(Refusable, EditView):
    pass


class AidViewSet(SnippetViewSet):
    model = Aid
    icon = "list-ul"
    menu_label = _("Hilfestellungen")
    menu_order = 205
    add_to_admin_menu = True
    edit_handler = edit_handler
    add_view_class = RecordCreateView
    edit_view_class = _EditView
    unpublish_view_class = RecordUnpublishView
    list_display = ["title", "kind", "stage", "review_due_on", UpdatedAtColumn()]
    list_filter = ["live", "kind", "stage", "audience"]
    list_per_page = 30
    search_fields = ["title", "summary", "slug"]
    ordering = ["-latest_revision__created_at", "-pk"]
    copy_view_enabled = False
    inspect_view_enabled = False

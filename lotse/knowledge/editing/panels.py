"""What editors fill in, in tabs: the short form first, what follows later behind it."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from lotse.knowledge import documents
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.editing.forms import AnswerForm, ExampleForm, FactForm, FactKeyForm
from lotse.knowledge.language import rules as language
from lotse.knowledge.language import score

_SHORT = [
    TitleFieldPanel("title", required_on_save=True),
    InlinePanel(
        "municipalities",
        heading=_("Kommunen"),
        label=_("Kommune"),
        min_num=1,
        help_text=_("Die federführende zuerst. Land, Größe und Lage kommen aus dem Register."),
        panels=[FieldPanel("municipality")],
    ),
    FieldPanel("what"),
    InlinePanel(
        "sources",
        heading=_("Quellen"),
        label=_("Quelle"),
        min_num=1,
        help_text=_("Woher die Angaben stammen. Auch ein Telefonvermerk kann eine Adresse haben."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("audience"),
            FieldRowPanel([FieldPanel("review_due_on"), FieldPanel("owner")]),
            FieldPanel("slug"),
        ],
        heading=_("Veröffentlichen"),
    ),
]
_CONTENT = [
    FieldPanel("problem"),
    FieldPanel("solution"),
    InlinePanel("steps", heading=_("Schritte"), label=_("Schritt")),
    FieldPanel("partners"),
    MultiFieldPanel(
        [
            FieldPanel("status"),
            FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
            FieldRowPanel([FieldPanel("year"), FieldPanel("year_basis")]),
            FieldPanel("content_as_of"),
        ],
        heading=_("Zeit"),
    ),
    FieldPanel("note"),
    FieldPanel("internal_note"),
]
_EFFORT = [
    FieldRowPanel([FieldPanel("lead_time_days"), FieldPanel("capacity")]),
    MultiFieldPanel(
        [
            FieldPanel("effort_fte"),
            FieldRowPanel([FieldPanel("one_off_cost_euro"), FieldPanel("running_cost_euro")]),
            FieldRowPanel([FieldPanel("cost_basis"), FieldPanel("cost_year")]),
        ],
        heading=_("Personal und Kosten"),
        help_text=_("Zahlen erscheinen nur mit Grundlage und Jahr."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("evidence"),
            FieldPanel("evidence_text"),
            FieldRowPanel([FieldPanel("evidence_on"), FieldPanel("evidence_by")]),
        ],
        heading=_("Wirkung und Beleg"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("limits"),
            FieldPanel("lessons"),
            FieldPanel("would_do_differently"),
            FieldPanel("would_not_repeat"),
        ],
        heading=_("Grenzen und Erkenntnisse"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("suits_size_classes"),
            FieldPanel("suitable_if"),
            FieldPanel("unsuitable_if"),
            FieldPanel("adapted_from"),
        ],
        heading=_("Übertragbarkeit"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("legal_basis"),
            FieldRowPanel([FieldPanel("legal_jurisdiction"), FieldPanel("legal_checked_on")]),
        ],
        heading=_("Recht"),
    ),
    InlinePanel("attachments", heading=_("Anlagen"), label=_("Anlage")),
    InlinePanel(
        "pictures",
        heading=_("Bilder"),
        label=_("Bild"),
        help_text=_("Den Bildausschnitt bestimmt der Fokuspunkt, den Sie am Bild selbst setzen."),
    ),
]
_CHECK = [
    MultiFieldPanel(
        [
            FieldPanel("contact_office"),
            FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            FieldPanel("contact_hours"),
            FieldPanel("contact_consent_until"),
        ],
        heading=_("Ansprechstelle"),
        help_text=_("Sichtbar nur für Mitglieder und nur bis zum Ende der Einwilligung."),
    ),
    MultiFieldPanel([FieldPanel("checked_on"), FieldPanel("checked_by")], heading=_("Prüfung")),
]


class LanguagePanel(Panel):
    """How hard the text is to read, as it was when the page was loaded, and what to change."""

    def __init__(self, kind: str, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "kind": self.kind}

    class BoundPanel(Panel.BoundPanel):
        template_name = "knowledge/editing/_language.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            found = language.measure(self.panel.kind, self.instance)
            return context | {
                "found": found,
                "limit": settings.LIX_LIMIT,
                "is_hard": language.is_hard(found),
                "is_refused": settings.HARD_LANGUAGE == "refuse",
                "few_words": score.FEW_WORDS,
            }


edit_handler = TabbedInterface(
    [
        ObjectList([*_SHORT, PublishingPanel()], heading=_("Kurzform")),
        ObjectList([FieldPanel("concepts", required_on_save=False)], heading=_("Themen")),
        ObjectList(_CONTENT, heading=_("Inhalt")),
        ObjectList(_EFFORT, heading=_("Aufwand, Wirkung, Grenzen")),
        ObjectList(_CHECK, heading=_("Ansprechstelle und Prüfung")),
        ObjectList([LanguagePanel(documents.KIND)], heading=_("Sprache")),
    ],
    base_form_class=ExampleForm,
)

_ANSWER = [
    TitleFieldPanel("question", required_on_save=True),
    FieldPanel("short_answer"),
    FieldPanel("long_answer"),
    InlinePanel(
        "sources",
        heading=_("Quellen"),
        label=_("Quelle"),
        min_num=1,
        help_text=_(
            "In der Reihenfolge von [1], [2]. Je Quelle ein Beispiel, eine beantwortete Frage oder "
            "eine Adresse."
        ),
    ),
    MultiFieldPanel(
        [
            FieldPanel("certainty"),
            FieldPanel("scope"),
            FieldPanel("lands"),
            FieldRowPanel([FieldPanel("as_of"), FieldPanel("law_as_of")]),
            FieldPanel("checked_on"),
        ],
        heading=_("Geltung und Stand"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("audience"),
            FieldPanel("review_due_on"),
            FieldPanel("owner"),
            FieldPanel("slug"),
        ],
        heading=_("Veröffentlichen"),
    ),
]

answer_edit_handler = TabbedInterface(
    [
        ObjectList([*_ANSWER, PublishingPanel()], heading=_("Frage und Antwort")),
        ObjectList([FieldPanel("concepts", required_on_save=False)], heading=_("Themen")),
        ObjectList([FieldPanel("internal_note")], heading=_("Notiz")),
        ObjectList([LanguagePanel(answer_documents.KIND)], heading=_("Sprache")),
    ],
    base_form_class=AnswerForm,
)

fact_key_edit_handler = ObjectList(
    [FieldPanel("name"), FieldPanel("slug"), FieldPanel("concepts")], base_form_class=FactKeyForm
)

_VERSION = [
    FieldPanel("statement"),
    FieldRowPanel([FieldPanel("value"), FieldPanel("value_max"), FieldPanel("unit")]),
    FieldRowPanel([FieldPanel("bindingness"), FieldPanel("norm")]),
    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    FieldRowPanel([FieldPanel("as_of"), FieldPanel("law_as_of")]),
    FieldRowPanel([FieldPanel("source_title"), FieldPanel("source_url")]),
    FieldRowPanel([FieldPanel("accessed_on"), FieldPanel("further_sources")]),
    FieldRowPanel([FieldPanel("verification"), FieldPanel("checked_on"), FieldPanel("checked_by")]),
    FieldPanel("caveat"),
]
fact_edit_handler = TabbedInterface(
    [
        ObjectList(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("key")]),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("scope")]),
                FieldPanel("lands"),
                InlinePanel(
                    "versions",
                    heading=_("Fassungen"),
                    label=_("Fassung"),
                    min_num=1,
                    help_text=_(
                        "Ändert sich die Regel, beenden Sie die alte Fassung mit „gilt bis“ und "
                        "legen eine neue an. Gezeigte Fassungen bleiben als Geschichte stehen."
                    ),
                    panels=_VERSION,
                ),
                PublishingPanel(),
            ],
            heading=_("Angabe"),
        ),
        ObjectList(
            [
                FieldPanel("audience"),
                FieldPanel("review_due_on"),
                FieldPanel("owner"),
                FieldPanel("replaced_by"),
                FieldPanel("internal_note"),
            ],
            heading=_("Pflege"),
        ),
    ],
    base_form_class=FactForm,
)

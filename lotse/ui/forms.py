"""Forms in KERN markup: templates say ``{{ form }}`` and nothing more."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _


class KernRenderer(TemplatesSetting):
    """Render forms, form sets and single fields with the templates in ``ui/templates/ui/forms``.

    Widgets keep Django's own templates, because Wagtail's admin uses them as well; the field
    template adds KERN's classes (``ui.templatetags.fields``, decision 0011).
    """

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        if template_name in _INPUTS:
            return _input(context["widget"])
        drawn: SafeString = super().render(template_name, context, request)  # type: ignore[assignment]
        return drawn


_INPUTS = frozenset(
    f"django/forms/widgets/{kind}.html"
    for kind in ("text", "hidden", "email", "number", "url", "password", "date", "time", "input")
)
"""All these are one line, drawn by Django with three templates; a page has a dozen of them."""


def _input(widget: dict[str, Any]) -> SafeString:
    """Draw an input as Django's template does. widget: the context of Django's widgets."""
    attributes = {"type": widget["type"], "name": widget["name"]}
    if widget["value"] is not None:
        attributes["value"] = widget["value"]
    drawn = [
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
        for name, value in (attributes | widget["attrs"]).items()
        if value is not False
    ]
    return format_html("<input{}>", mark_safe("".join(drawn)))  # noqa: S308  # escaped above


class SpecimenForm(forms.Form):
    """Every kind of field once, for the pattern page."""

    question = forms.CharField(
        label=_("Wie lautet Ihre Frage?"),
        help_text=_("Ein Satz genügt."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schreiben Sie Ihre Frage in das Feld. Ein Satz genügt.")},
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Am besten ein Sammelpostfach."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Geben Sie an, wohin wir antworten sollen.")},
    )
    office = forms.CharField(label=_("Amt oder Sachgebiet"), required=False)
    field = forms.ChoiceField(
        label=_("Themenfeld"),
        choices=[("", _("Bitte wählen")), ("u", _("Unterbringung und Winter"))],
        error_messages={"required": _("Wählen Sie ein Themenfeld.")},
    )
    needed_on = forms.DateField(
        label=_("Bis wann brauchen Sie die Antwort?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    publication = forms.ChoiceField(
        label=_("Dürfen andere Frage und Antwort lesen?"),
        help_text=_("Wir streichen Namen und Orte."),
        choices=[("yes", _("Ja, ohne Nennung unserer Kommune")), ("no", _("Nein, nur für uns"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie eine der beiden Möglichkeiten.")},
    )
    topics = forms.MultipleChoiceField(
        label=_("Worum geht es noch?"),
        choices=[("q1", _("Sprache")), ("q2", _("Gesundheit")), ("q3", _("Finanzierung"))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    attachment = forms.FileField(
        label=_("Anhang"), required=False, help_text=_("Bitte keine Daten geflüchteter Menschen.")
    )
    has_no_names = forms.BooleanField(
        label=_("Der Text enthält keine Namen geflüchteter Menschen."),
        error_messages={"required": _("Bestätigen Sie, dass der Text keine Namen enthält.")},
    )

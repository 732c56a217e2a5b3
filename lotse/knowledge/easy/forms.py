"""The form of an easy text."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.models import EasyVersion


class EasyForm(forms.Form):
    level = forms.ChoiceField(
        label=_("Sprache"),
        choices=EasyVersion.Level.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wählen Sie Leichte oder Einfache Sprache."),
            "invalid_choice": _("Wählen Sie Leichte oder Einfache Sprache."),
        },
    )
    title = forms.CharField(
        label=_("Titel"),
        max_length=120,
        error_messages={"required": _("Schreiben Sie einen Titel.")},
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "Ein Satz je Zeile. Eine leere Zeile beginnt einen neuen Absatz, „## “ am Anfang einer "
            "Zeile eine Überschrift, „- “ einen Punkt einer Liste."
        ),
        error_messages={"required": _("Schreiben Sie einen Text.")},
    )
    as_of = forms.DateField(
        label=_("Stand"),
        initial=timezone.localdate,
        help_text=_("Zum Beispiel 24.12.2026."),
        error_messages={
            "required": _("Von wann ist der Text?"),
            "invalid": _("Schreiben Sie das Datum so: 24.12.2026."),
        },
    )
    checked_by = forms.CharField(
        label=_("Geprüft von"),
        max_length=120,
        required=False,
        help_text=_("Eine Prüfgruppe für Leichte Sprache, keine einzelne Person."),
    )

"""Shapes of what people enter about data protection."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.audit import actions
from lotse.protection.models import Hold

_DAY = {"type": "date"}


class LogFilter(forms.Form):
    marks_optional = False

    aktion = forms.ChoiceField(label=_("Was"), required=False)
    person = forms.CharField(label=_("Wer (Mailadresse)"), max_length=254, required=False)
    von = forms.DateField(label=_("Von"), required=False, widget=forms.DateInput(attrs=_DAY))
    bis = forms.DateField(label=_("Bis"), required=False, widget=forms.DateInput(attrs=_DAY))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action = self.fields["aktion"]
        assert isinstance(action, forms.ChoiceField)
        labels = sorted(actions.LABELS.items(), key=lambda pair: str(pair[1]))
        action.choices = [("", _("alles")), *labels]


class HoldForm(forms.Form):
    kind = forms.ChoiceField(label=_("Was anhalten"), choices=Hold.Kind.choices)
    key = forms.CharField(
        label=_("Aktenzeichen oder Mailadresse"),
        max_length=320,
        help_text=_("Zum Beispiel L-2026-0001 oder name@stadt.example."),
    )
    reason = forms.CharField(label=_("Grund"), max_length=300)
    until = forms.DateField(label=_("Bis"), widget=forms.DateInput(attrs=_DAY))


class ExportForm(forms.Form):
    address = forms.EmailField(label=_("Mailadresse der Person"), max_length=254)
    identity_note = forms.CharField(
        label=_("Woran Sie die Person erkannt haben"),
        max_length=300,
        help_text=_("Zum Beispiel: Rückruf über die Zentrale der Stadt. Keine Ausweiskopie."),
    )


class ErasureForm(forms.Form):
    address = forms.EmailField(label=_("Mailadresse der Person"), max_length=254)
    reason = forms.CharField(
        label=_("Grund, und woran Sie die Person erkannt haben"),
        max_length=300,
        required=False,
        help_text=_("Zum Löschen nötig, zum Ansehen nicht."),
    )

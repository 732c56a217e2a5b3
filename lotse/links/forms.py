"""Forms around addresses. They check shape; the rules check sense."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WordFilter(forms.Form):
    q = forms.CharField(
        label=_("Adressen, die enthalten"),
        max_length=200,
        required=False,
        help_text=_("Zum Beispiel bamf.de oder 030 1234."),
    )


class IgnoreForm(forms.Form):
    reason = forms.CharField(
        label=_("Warum stellen Sie die Adresse zurück?"),
        help_text=_("Zum Beispiel: geht nur im Landesnetz."),
        max_length=300,
        error_messages={"required": _("Nennen Sie den Grund.")},
    )


class ReplaceForm(forms.Form):
    new = forms.CharField(
        label=_("Neue Adresse"),
        max_length=500,
        error_messages={"required": _("Geben Sie die neue Adresse an.")},
    )

"""Form of the web door. It checks shape; the rules check sense."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Adresse des Beispiels"),
        max_length=400,
        help_text=_("Die Seite eines Beispiels in einem anderen Lotsen, mit …/beispiele/…"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={
            "required": _("Geben Sie die Adresse eines Beispiels an."),
            "max_length": _("Die Adresse ist zu lang."),
        },
    )

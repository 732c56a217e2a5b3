from django import forms
from django.utils.translation import gettext_lazy as _


class LookupForm(forms.Form):
    q = forms.CharField(
        label=_("Name, Teil des Namens, Schlüssel oder Postleitzahl"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

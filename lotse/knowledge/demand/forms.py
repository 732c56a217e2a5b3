"""Forms of the demand page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.models import Commission


class WordFilter(forms.Form):
    q = forms.CharField(label=_("Fragen, die enthalten"), max_length=100, required=False)


class CommissionForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Was soll entstehen?"),
        choices=[
            choice for choice in Commission.Kind.choices if choice[0] != Commission.Kind.CHANGE
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, was entstehen soll.")},
    )
    title = forms.CharField(
        label=_("Titel"),
        max_length=200,
        error_messages={"required": _("Sagen Sie, was entstehen soll.")},
    )
    why = forms.CharField(
        label=_("Warum?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Sagen Sie, warum das gebraucht wird.")},
    )

"""What a person tells the check: where they are, how much time is left, what holds there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.transfer.conditions import DAYS
from lotse.knowledge.transfer.fit import Conditions, Said
from lotse.municipalities.widgets import MunicipalityInput

_CHOICES = [
    (Said.YES.value, _("trifft zu")),
    (Said.NO.value, _("trifft nicht zu")),
    (Said.UNKNOWN.value, _("weiß ich noch nicht")),
]


class TransferForm(forms.Form):
    """Nothing is required and nothing is stored: the answers stand in the address."""

    kommune = forms.CharField(
        label=_("Ihre Kommune"),
        help_text=_("Name, Schlüssel oder Postleitzahl."),
        max_length=160,
        required=False,
        widget=MunicipalityInput,
    )
    tage = forms.IntegerField(
        label=_("Wie viele Tage haben Sie Zeit?"),
        min_value=0,
        max_value=3650,
        required=False,
        error_messages={"invalid": _("Geben Sie eine ganze Zahl von Tagen an, zum Beispiel 30.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, conditions: Conditions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if conditions.lead_time_days is None:
            # Nothing to compare it with.
            del self.fields[DAYS]
        for question in conditions.questions:
            lead = (
                _("Passt weniger, wenn: %s") if question.is_obstacle else _("Passt gut, wenn: %s")
            )
            self.fields[question.key] = forms.ChoiceField(
                label=lead % question.text,
                choices=_CHOICES,
                required=False,
                widget=forms.RadioSelect,
            )

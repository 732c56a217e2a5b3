"""Shapes of what people enter about webhooks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.webhooks import events

STATES = [
    ("", _("alle")),
    ("waiting", _("wartet")),
    ("delivered", _("zugestellt")),
    ("failed", _("aufgegeben")),
]


class WebhookForm(forms.Form):
    name = forms.CharField(label=_("Wofür"), max_length=80)
    url = forms.CharField(
        label=_("Adresse"),
        max_length=500,
        help_text=_("Beginnt mit https:// und führt nach draußen."),
    )
    chosen = forms.MultipleChoiceField(
        label=_("Worüber benachrichtigen"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = list(events.labels.items())


class DeliveryFilter(forms.Form):
    marks_optional = False

    zustand = forms.ChoiceField(label=_("Zustand"), choices=STATES, required=False)

"""Shapes of what people decide about due times."""

from datetime import datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.inquiries.models import BreachCause, PauseReason
from lotse.inquiries.models.promise import MAX_PAUSE_DAYS
from lotse.lib import german


class PauseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Worauf warten wir?"),
        choices=PauseReason.choices,
        initial=PauseReason.ASKER,
        widget=forms.RadioSelect,
    )
    detail = forms.CharField(
        label=_("Was fehlt?"),
        help_text=_("Zum Beispiel: Zahl der Stellen und beteiligte Ämter."),
        max_length=300,
        error_messages={"required": _("Schreiben Sie, worauf wir warten.")},
    )
    days = forms.IntegerField(
        label=_("Höchstens so viele Tage"),
        help_text=_(
            "Die Pause endet von selbst: wenn die Kommune schreibt, wenn Sie antworten oder nach "
            "dieser Zeit. Die Zusage der ersten Antwort lässt sich nicht anhalten."
        ),
        initial=7,
        min_value=1,
        max_value=MAX_PAUSE_DAYS,
    )


class ExtendForm(forms.Form):
    due_on = forms.DateField(
        label=_("Neuer Termin (Tag)"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Nennen Sie den neuen Tag.")},
    )
    due_time = forms.TimeField(
        label=_("Neuer Termin (Uhrzeit)"),
        initial=time(16),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Nennen Sie die Uhrzeit.")},
    )
    reason = forms.CharField(
        label=_("Warum verschiebt sich die Antwort?"),
        max_length=300,
        error_messages={"required": _("Sagen Sie, warum sich die Antwort verschiebt.")},
    )

    @property
    def due_at(self) -> datetime:
        """The new instant; only after validation."""
        day, hour = self.cleaned_data["due_on"], self.cleaned_data["due_time"]
        return datetime.combine(day, hour, german.BERLIN)


class CauseForm(forms.Form):
    cause = forms.ChoiceField(
        label=_("Was war die Ursache?"),
        choices=BreachCause.Cause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie eine Ursache.")},
    )
    detail = forms.CharField(
        label=_("In eigenen Worten"),
        help_text=_("Bleibt für immer stehen. Nennen Sie keine Namen."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

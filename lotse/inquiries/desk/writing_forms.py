"""Shapes of what people type around a reply: when it leaves, who reads it first, who is asked."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models import TimeEntry
from lotse.lib import german


def _day(label: Any, missing: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": missing},
    )


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        initial=time(8),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Nennen Sie die Uhrzeit.")},
    )


class ScheduleForm(forms.Form):
    """When an answer is to leave."""

    day = _day(_("Senden am"), _("Nennen Sie den Tag, an dem die Antwort hinausgeht."))
    hour = _hour(_("Uhrzeit"))
    late = forms.BooleanField(
        label=_("Die Antwort darf nach Ablauf der Frist hinausgehen"), required=False
    )
    turn = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    letzte = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    @property
    def send_at(self) -> datetime:
        """The chosen instant; only after validation."""
        data = self.cleaned_data
        return datetime.combine(data["day"], data["hour"], german.BERLIN)


class MoveForm(ScheduleForm):
    """Another time for an answer that is scheduled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["turn"], self.fields["letzte"]


class ShareForm(forms.Form):
    reader = forms.ModelChoiceField(
        label=_("Wer soll gegenlesen?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("wer Zeit hat"),
    )
    needs_release = forms.BooleanField(
        label=_("Erst nach Freigabe senden"),
        required=False,
        help_text=_("Auch Sie können dann nicht senden, bevor jemand freigegeben hat."),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reader"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class ReadForm(forms.Form):
    """What a second reader says."""

    text = forms.CharField(
        label=_("Anmerkung oder Grund"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ColleagueForm(forms.Form):
    """A question to a colleague."""

    asked = forms.ModelChoiceField(
        label=_("Wen fragen Sie?"),
        queryset=User.objects.none(),
        error_messages={"required": _("Wählen Sie, wen Sie fragen.")},
    )
    text = forms.CharField(
        label=_("Ihre Frage"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Schreiben Sie, was Sie wissen möchten.")},
    )
    day = _day(_("Rückmeldung bis (Tag)"), _("Nennen Sie den Tag."))
    hour = _hour(_("Rückmeldung bis (Uhrzeit)"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["asked"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people

    @property
    def due_at(self) -> datetime:
        data = self.cleaned_data
        return datetime.combine(data["day"], data["hour"], german.BERLIN)


class ReplyToColleagueForm(forms.Form):
    text = forms.CharField(
        label=_("Ihre Antwort"),
        required=False,
        max_length=5000,
        help_text=_("Sie wird eine interne Notiz. Ohne Text gilt die Rückfrage als erledigt."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class TimeForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("Minuten"),
        min_value=1,
        max_value=1440,
        error_messages={"required": _("Wie viele Minuten waren es?")},
    )
    kind = forms.ChoiceField(label=_("Wofür"), choices=TimeEntry.Kind.choices)
    day = _day(_("Tag"), _("Nennen Sie den Tag."))

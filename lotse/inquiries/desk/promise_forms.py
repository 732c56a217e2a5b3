"""Shapes of what people decide about due times."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.models import AssignmentRule, BreachCause, PauseReason, PromiseTerms
from lotse.inquiries.models.promise import MAX_PAUSE_DAYS, MeasureKind
from lotse.inquiries.report import MAX_DAYS
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


class TermsForm(forms.Form):
    """The terms of the promise; ``clock.weekly`` reads the times, so people just type them."""

    measure = forms.ChoiceField(
        label=_("Welche Stunden zählt die Zusage?"),
        choices=MeasureKind.choices,
        widget=forms.RadioSelect,
    )
    hours = forms.IntegerField(
        label=_("Wie viele Dienststunden?"),
        help_text=_(
            "Nur bei Dienststunden. Rund um die Uhr bleibt es bei der Zahl der Stunden, "
            "die der Betrieb eingestellt hat."
        ),
        min_value=1,
        max_value=240,
    )
    land = forms.ChoiceField(label=_("Feiertage"), required=False)
    closed = forms.CharField(
        label=_("Außerdem geschlossen"),
        help_text=_(
            "Eine Zeile je Zeit, zum Beispiel: 24.12.2026 12-24 Heiligabend oder "
            "28.12.2026 - 30.12.2026 Betriebsferien. Auch Feiertage einzelner Städte."
        ),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    opened = forms.CharField(
        label=_("Ausnahmsweise geöffnet"),
        help_text=_("Zum Beispiel: 05.12.2026 9-13. Gilt auch an Feiertagen."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    from_on = forms.DateField(
        label=_("Gilt ab (Tag)"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Nennen Sie den Tag, ab dem die Regel gilt.")},
    )
    from_at = forms.TimeField(
        label=_("Gilt ab (Uhrzeit)"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Nennen Sie die Uhrzeit, ab der die Regel gilt.")},
    )

    def __init__(self, *args: Any, lands: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        land = self.fields["land"]
        assert isinstance(land, forms.ChoiceField)
        land.choices = [("DE", _("nur bundesweite")), ("", _("keine")), *lands]
        for number, day in enumerate(german.WEEKDAYS):
            self.fields[f"day_{number}"] = forms.CharField(
                label=day,
                required=False,
                max_length=80,
                widget=forms.TextInput(attrs={"placeholder": _("geschlossen")}),
            )
        days = [f"day_{number}" for number in range(7)]
        self.order_fields(["measure", "hours", *days, "land", "closed", "opened"])

    @property
    def record(self) -> PromiseTerms:
        """The unsaved terms; only after validation."""
        data = self.cleaned_data
        is_service = data["measure"] == MeasureKind.SERVICE
        return PromiseTerms(
            valid_from=datetime.combine(data["from_on"], data["from_at"], german.BERLIN),
            measure=data["measure"],
            hours=data["hours"] if is_service else settings.PROMISE_HOURS,
            weekly=[data[f"day_{number}"].strip() for number in range(7)],
            land=data["land"],
            closed=data["closed"],
            opened=data["opened"],
        )


class AbsenceForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Wer"), queryset=User.objects.none())
    starts_on = forms.DateField(
        label=_("Erster Tag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Nennen Sie den ersten Tag.")},
    )
    ends_on = forms.DateField(
        label=_("Letzter Tag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Nennen Sie den letzten Tag.")},
    )
    deputy = forms.ModelChoiceField(
        label=_("Vertretung"),
        help_text=_("Bekommt in dieser Zeit offene Anfragen und Erinnerungen."),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("wer für den Programmbereich zuständig ist"),
    )

    def __init__(
        self, *args: Any, people: QuerySet[User], others: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("person", people), ("deputy", others)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = choices
        if len(people) == 1:
            self.fields["person"].widget = forms.HiddenInput()
            self.fields["person"].initial = people[0].pk


class AssignmentForm(forms.Form):
    to = forms.ChoiceField(
        label=_("Neue Anfragen gehen an"),
        choices=AssignmentRule.To.choices,
        widget=forms.RadioSelect,
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Reihum unter"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    return_percent = forms.IntegerField(
        label=_("Unberührt zurück an alle nach so viel Prozent der Frist"),
        help_text=_("10 bis 90; leer: nie. Ein Entwurf, eine Notiz oder eine Antwort zählt."),
        required=False,
        min_value=10,
        max_value=90,
    )

    def __init__(self, *args: Any, everybody: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = everybody


class PeriodForm(forms.Form):
    von = forms.DateField(
        label=_("Eingang von"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    bis = forms.DateField(
        label=_("bis"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("von"), data.get("bis")
        if first and last and not first <= last <= first + timedelta(days=MAX_DAYS):
            raise forms.ValidationError(_("Wählen Sie einen Zeitraum von höchstens fünf Jahren."))
        return data

"""What somebody wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.municipalities.models import Land
from lotse.subscriptions import queries
from lotse.subscriptions.models import Subscription
from lotse.topics.models import Concept


class SubscribeForm(forms.Form):
    marks_optional = False

    thema = forms.ModelChoiceField(
        label=_("Thema"),
        queryset=Concept.objects.none(),
        required=False,
        empty_label=_("alle Themen"),
    )
    land = forms.ModelChoiceField(
        label=_("Land"),
        queryset=Land.objects.none(),
        required=False,
        empty_label=_("alle Länder"),
    )
    art = forms.ChoiceField(label=_("Art"), required=False)
    suche = forms.CharField(
        label=_("Nur was zu dieser Suche passt"),
        help_text=_("Zum Beispiel: Dolmetscherpool ländlicher Raum. Darf leer bleiben."),
        required=False,
        max_length=200,
    )
    rhythmus = forms.ChoiceField(
        label=_("Wie oft"),
        choices=Subscription.Rhythm.choices,
        initial=Subscription.Rhythm.WEEKLY,
        widget=forms.RadioSelect,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        topics = Concept.objects.order_by("broader__position", "position", "code")
        self.fields["thema"].queryset = topics  # type: ignore[attr-defined]
        self.fields["land"].queryset = Land.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["art"].choices = [("", _("alles Neue")), *queries.kinds()]  # type: ignore[attr-defined]

    def wish(self) -> dict[str, Any]:
        """Return what ``rules.subscribe`` takes."""
        data = self.cleaned_data
        return {
            "topic": data["thema"],
            "land": data["land"],
            "kind": data["art"],
            "words": data["suche"],
            "rhythm": data["rhythmus"],
        }


class SubscribeByMailForm(SubscribeForm):
    """The same for somebody without an account."""

    adresse = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        help_text=_("Sie bekommen zuerst eine Mail, in der Sie das Abonnement bestätigen."),
        max_length=254,
        error_messages={"required": _("Geben Sie die Adresse an, an die wir schreiben sollen.")},
    )
    field_order = ("adresse",)


class RhythmForm(forms.Form):
    rhythmus = forms.ChoiceField(choices=Subscription.Rhythm.choices)

"""Forms of editors about one submission."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.models import ConsentRequest, Example


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Warum nehmen wir es nicht auf?"),
        help_text=_("Die Kommune liest diesen Grund."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nennen Sie den Grund. Die Kommune liest ihn.")},
    )


class DuplicateForm(forms.Form):
    example = forms.CharField(
        label=_("Welches Beispiel sagt es schon?"),
        help_text=_("Adresse des Beispiels oder ihr letzter Teil."),
        max_length=300,
        error_messages={"required": _("Nennen Sie das Beispiel.")},
    )

    def clean_example(self) -> Example:
        written = self.cleaned_data["example"].strip().rstrip("/").rpartition("/")[2]
        found: Example | None = Example.objects.filter(slug=written).first()
        if found is None:
            raise forms.ValidationError(
                _("Dieses Beispiel gibt es nicht. Kopieren Sie die Adresse seiner Seite.")
            )
        return found


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Was möchten Sie wissen?"),
        help_text=_("Geht als Mail an die Kommune. Die Antwort landet hier."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Schreiben Sie, was Sie wissen möchten.")},
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Notiz"),
        help_text=_("Sieht nur das Kompetenzteam."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Die Notiz ist leer.")},
    )


class AskConsentForm(forms.Form):
    recipient = forms.EmailField(
        label=_("An wen?"),
        max_length=254,
        error_messages={
            "required": _("Geben Sie eine Adresse der Kommune an."),
            "invalid": _("Bitte prüfen Sie die Adresse."),
        },
    )
    publishes_at_once = forms.BooleanField(
        label=_("Sagt die Kommune ja, erscheint der Text sofort."),
        required=False,
    )


class RecordConsentForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Was hat die Kommune gesagt?"),
        choices=ConsentRequest.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie eine der drei Möglichkeiten.")},
    )
    name = forms.CharField(
        label=_("Wer hat entschieden, und wie?"),
        help_text=_("Zum Beispiel: Frau Muster, Sozialamt, am Telefon."),
        max_length=200,
        error_messages={"required": _("Nennen Sie, wer entschieden hat: Name und Amt.")},
    )
    text = forms.CharField(
        label=_("Was soll sich ändern?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublicFactsForm(forms.Form):
    is_confirmed = forms.BooleanField(
        label=_("Jede Angabe im Entwurf steht in einer der genannten öffentlichen Quellen."),
        error_messages={"required": _("Bestätigen Sie, dass jede Angabe öffentlich ist.")},
    )


def all_forms(**given: forms.Form) -> dict[str, Any]:
    """Return the forms of the page, each empty unless it is given. Keys: names in the template."""
    empty = {
        "reason_form": ReasonForm,
        "duplicate_form": DuplicateForm,
        "question_form": QuestionForm,
        "note_form": NoteForm,
        "ask_consent_form": AskConsentForm,
        "record_consent_form": RecordConsentForm,
        "public_facts_form": PublicFactsForm,
    }
    return {name: given.get(name) or form(prefix=_prefix(name)) for name, form in empty.items()}


def _prefix(name: str) -> str:
    return name.removesuffix("_form")


def bound(form: type[forms.Form], name: str, data: Any) -> forms.Form:
    """Return a form with what was sent, under the prefix the page gave it."""
    return form(data, prefix=_prefix(name))

"""What a municipality fills in. The forms check shape; what may be is in ``rules``."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.adoption import queries
from lotse.knowledge.adoption.rules import Contact, Details
from lotse.knowledge.models import Adoption, AdoptionResult, Example
from lotse.municipalities.models import Municipality


class _ByName(forms.ModelChoiceField[Adoption]):
    def label_from_instance(self, adoption: Adoption) -> str:
        return adoption.municipality.short_name


class AdoptionForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Wie weit sind Sie?"), choices=Adoption.State.choices, widget=forms.RadioSelect
    )
    changes = forms.CharField(
        label=_("Was passen Sie an?"),
        help_text=_("Lesen alle Mitglieder. Bitte keine Namen."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    learned_from = _ByName(
        label=_("Von wem haben Sie es gelernt?"),
        queryset=Adoption.objects.none(),
        empty_label=_("direkt aus dem Beispiel"),
        required=False,
    )
    is_named = forms.BooleanField(
        label=_("Unsere Kommune darf öffentlich genannt werden"),
        help_text=_("Sonst steht öffentlich nur Art und Land. Mitglieder sehen immer den Namen."),
        required=False,
    )
    shares_contact = forms.BooleanField(
        label=_("Mitglieder dürfen unsere Ansprechstelle sehen"),
        help_text=_("Ohne diese Einwilligung speichern wir keine."),
        required=False,
    )
    contact_office = forms.CharField(label=_("Ansprechstelle"), max_length=120, required=False)
    contact_email = forms.EmailField(
        label=_("Postfach"), help_text=_("Möglichst ein Funktionspostfach."), required=False
    )
    contact_phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    contact_until = forms.DateField(
        label=_("Sichtbar bis"),
        help_text=_("Danach verschwindet die Ansprechstelle von selbst."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("Notiz für Ihre Kommune"),
        help_text=_("Sehen nur Ihre Kolleginnen und Kollegen und das Kompetenzteam."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, example: Example, municipality: Municipality, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        source = self.fields["learned_from"]
        assert isinstance(source, forms.ModelChoiceField)
        source.queryset = queries.others(example, municipality)

    def details(self) -> Details:
        """Return what was filled in; a contact only with consent. Only if the form is valid."""
        filled = self.cleaned_data
        contact = Contact(
            office=filled["contact_office"],
            email=filled["contact_email"],
            phone=filled["contact_phone"],
            until=filled["contact_until"],
        )
        return Details(
            state=filled["state"],
            changes=filled["changes"],
            note=filled["note"],
            learned_from=filled["learned_from"],
            is_named=filled["is_named"],
            contact=contact if filled["shares_contact"] else Contact(),
        )

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        if filled.get("shares_contact"):
            if not filled.get("contact_office"):
                self.add_error("contact_office", _("Wie heißt die Stelle?"))
            if not (filled.get("contact_email") or filled.get("contact_phone")):
                self.add_error("contact_email", _("Nennen Sie Postfach oder Telefon."))
            if not filled.get("contact_until") and "contact_until" not in self.errors:
                self.add_error("contact_until", _("Bis wann dürfen Mitglieder sie sehen?"))
        return filled


def initial(adoption: Adoption | None) -> dict[str, Any]:
    """Return what the form starts with."""
    if adoption is None:
        return {"state": Adoption.State.PLANNED}
    names = (
        *("state", "changes", "note", "is_named", "contact_office", "contact_email"),
        *("contact_phone", "contact_until"),
    )
    values = {name: getattr(adoption, name) for name in names}
    source = {"learned_from": adoption.learned_from_id}
    return {**values, **source, "shares_contact": adoption.contact_until is not None}


class ResultForm(forms.Form):
    ergebnis = forms.ChoiceField(
        label=_("Was wurde daraus?"),
        choices=AdoptionResult.Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, was daraus wurde.")},
    )
    text = forms.CharField(
        label=_("In Ihren Worten"),
        help_text=_("Was sollten andere wissen? Lesen alle Mitglieder. Bitte keine Namen."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

"""Forms for people who ask. They check shape; the rules check sense."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.inquiries.models import Inquiry
from lotse.municipalities import queries as municipalities
from lotse.municipalities.forms import PlaceForm
from lotse.ui.uploads import HoneypotMixin, checked_files_field


class QuestionForm(HoneypotMixin):
    question = forms.CharField(
        label=_("Wie lautet Ihre Frage?"),
        help_text=_(
            "Ein oder zwei Sätze genügen. Hilfreich: Was ist der Anlass? Bis wann brauchen Sie "
            "eine Lösung?"
        ),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 7, "class": "lt-tall"}),
        error_messages={"required": _("Schreiben Sie Ihre Frage in das Feld. Ein Satz genügt.")},
    )
    attachments = checked_files_field(_("Datei anhängen"))


class ContactForm(PlaceForm):
    """Where the answer goes and for whom."""

    field_order = (
        "name",
        "email",
        "municipality",
        "place",
        "urgency",
        "phone",
        "publication",
    )
    place_help = _("Name oder Postleitzahl. Dann finden wir Beispiele aus ähnlichen Kommunen.")
    unknown_place = _(
        "Diese Kommune finden wir nicht. Prüfen Sie die Schreibweise oder lassen Sie das Feld leer."
    )

    name = forms.CharField(
        label=_("Ihr Name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Am besten ein Sammelpostfach, dann geht nichts verloren."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Geben Sie an, wohin wir antworten sollen."),
            "invalid": _("Bitte prüfen Sie die Adresse, zum Beispiel sozialamt@stadt.example."),
        },
    )
    urgency = forms.ChoiceField(
        label=_("Bis wann brauchen Sie die Antwort?"),
        choices=[
            (Inquiry.Urgency.NORMAL, _("24 Stunden genügen")),
            (Inquiry.Urgency.URGENT, _("Heute noch. Bitte rufen Sie an")),
        ],
        initial=Inquiry.Urgency.NORMAL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie eine der beiden Möglichkeiten.")},
    )
    phone = forms.CharField(
        label=_("Telefon"),
        required=False,
        max_length=40,
        help_text=_("Nötig, wenn Sie noch heute eine Antwort brauchen."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    publication = forms.ChoiceField(
        label=_("Dürfen andere Frage und Antwort lesen?"),
        help_text=_("So hilft Ihre Frage auch anderen. Wir streichen Namen und Orte."),
        choices=[("yes", _("Ja, ohne Nennung unserer Kommune")), ("no", _("Nein, nur für uns"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie eine der beiden Möglichkeiten.")},
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("urgency") == Inquiry.Urgency.URGENT and not cleaned.get("phone"):
            self.add_error(
                "phone", _("Geben Sie eine Telefonnummer an, damit wir heute anrufen können.")
            )
        if not self.found and not cleaned.get("municipality"):
            # Asked once, known everywhere: the address of a member says where it belongs.
            self.found = municipalities.by_mail_address(cleaned.get("email", ""))
        return cleaned


class FollowUpForm(HoneypotMixin):
    text = forms.CharField(
        label=_("Ihre Nachricht"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Schreiben Sie, was Sie ergänzen möchten.")},
    )
    attachments = checked_files_field(_("Datei anhängen"))


class LinkForm(HoneypotMixin):
    """Asks for a fresh link to the status page."""

    number = forms.RegexField(
        label=_("Vorgangsnummer"),
        regex=r"^\s*[Ll]-\d{4}-\d{4,9}\s*$",
        help_text=_("Sie steht im Betreff unserer E-Mails, zum Beispiel L-2026-0413."),
        error_messages={
            "required": _("Geben Sie die Vorgangsnummer an."),
            "invalid": _("Eine Vorgangsnummer sieht so aus: L-2026-0413."),
        },
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Die Adresse, von der Ihre Frage kam."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Geben Sie die Adresse an, von der Ihre Frage kam."),
            "invalid": _("Bitte prüfen Sie die Adresse, zum Beispiel sozialamt@stadt.example."),
        },
    )

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

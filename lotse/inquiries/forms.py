"""Forms for people who ask. They check shape; the rules check sense."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from lotse.inquiries.models import Inquiry
from lotse.lib import german
from lotse.municipalities import queries as municipalities
from lotse.municipalities.models import Municipality
from lotse.municipalities.widgets import MunicipalityInput

MAX_FILES = 5
MAX_FILE_BYTES = 10_000_000
FILE_ENDINGS = ".pdf,.odt,.ods,.odp,.docx,.xlsx,.pptx,.txt,.csv,.png,.jpg,.jpeg"
MAX_PLACES = 8


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; gives a list of uploaded files."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> Any:
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        if len(chosen) > MAX_FILES:
            raise forms.ValidationError(
                _("Sie können höchstens %(count)s Dateien auf einmal anhängen."),
                params={"count": MAX_FILES},
            )
        return [self._checked(file) for file in chosen]

    def _checked(self, file: File[bytes]) -> File[bytes]:
        if (file.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(
                _("„%(name)s“ ist mit %(size)s zu groß. Möglich sind %(limit)s je Datei."),
                params={
                    "name": file.name,
                    "size": german.size_de(file.size or 0),
                    "limit": german.size_de(MAX_FILE_BYTES),
                },
            )
        cleaned: File[bytes] = super().clean(file)
        return cleaned


def _files_field(label: Any) -> FilesField:
    return FilesField(
        label=label,
        required=False,
        help_text=_(
            "PDF, Office-Dateien oder Bilder, höchstens 10 MB je Datei. Bitte keine Daten "
            "geflüchteter Menschen."
        ),
        widget=_Files(attrs={"accept": FILE_ENDINGS}),
        error_messages={"empty": _("Diese Datei ist leer. Bitte prüfen Sie sie.")},
    )


class HoneypotMixin(forms.Form):
    """A field no person sees. Robots fill it in; nothing is lost if a browser does by mistake."""

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("Ein verstecktes Feld war ausgefüllt. Bitte senden Sie noch einmal.")
            )
        return ""


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
    attachments = _files_field(_("Datei anhängen"))


class ContactForm(forms.Form):
    """Where the answer goes and for whom."""

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
    municipality = forms.CharField(
        label=_("Ihre Kommune"),
        required=False,
        max_length=200,
        help_text=_("Name oder Postleitzahl. Dann finden wir Beispiele aus ähnlichen Kommunen."),
        widget=MunicipalityInput,
    )
    place = forms.ChoiceField(
        label=_("Welche Kommune meinen Sie?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wählen Sie aus, welche Kommune Sie meinen."),
            "invalid_choice": _("Wählen Sie aus, welche Kommune Sie meinen."),
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

    def __init__(
        self, *args: Any, known: Municipality | None = None, words: str = "", **kwargs: Any
    ) -> None:
        """known: the municipality we already know about; its name needs no second choice.

        words: what stands in the field while somebody types, before anything is sent.
        """
        super().__init__(*args, **kwargs)
        self.found: Municipality | None = None
        self._known = known
        self._candidates = self._look_up(
            words or str(self.data.get(self.add_prefix("municipality"), ""))
        )
        choices = [(place.key, place_label(place)) for place in self._candidates]
        self._place_field.choices = choices
        # A choice that is offered must be made; the widget says so by leaving "freiwillig" away.
        self._place_field.required = len(choices) > 1
        if len(choices) < 2:
            del self.fields["place"]

    @property
    def only_candidate(self) -> str:
        """What the words in the field mean if they can mean one municipality only."""
        return place_label(self._candidates[0]) if len(self._candidates) == 1 else ""

    @property
    def _place_field(self) -> forms.ChoiceField:
        place_field = self.fields["place"]
        assert isinstance(place_field, forms.ChoiceField)
        return place_field

    def _look_up(self, words: str) -> list[Municipality]:
        """Return what the words in the field may mean; nothing if they mean the known one."""
        words = words.strip()
        if not words or (self._known and words == place_label(self._known)):
            return []
        found = municipalities.find(words, limit=MAX_PLACES)
        exact = [place for place in found if place_label(place) == words]
        return exact or found

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("urgency") == Inquiry.Urgency.URGENT and not cleaned.get("phone"):
            self.add_error(
                "phone", _("Geben Sie eine Telefonnummer an, damit wir heute anrufen können.")
            )
        words = cleaned.get("municipality", "")
        if self._known and words == place_label(self._known):
            self.found = self._known
        elif words and not self._candidates:
            self.add_error(
                "municipality",
                _(
                    "Diese Kommune finden wir nicht. Prüfen Sie die Schreibweise oder lassen Sie "
                    "das Feld leer."
                ),
            )
        elif len(self._candidates) == 1:
            self.found = self._candidates[0]
        elif words:
            chosen = cleaned.get("place")
            self.found = next((p for p in self._candidates if p.key == chosen), None)
        else:
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
    attachments = _files_field(_("Datei anhängen"))


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


def place_label(place: Municipality) -> str:
    """Name a municipality so that it cannot be mistaken: "35390 Gießen, Stadt (Hessen)"."""
    name = (
        place.short_name if place.type in place.short_name else f"{place.short_name}, {place.type}"
    )
    return f"{place.postcode} {name} ({place.land.name})".strip()

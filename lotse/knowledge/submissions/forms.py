"""Forms of authors. They check shape; the rules check sense."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.models import ConsentRequest, Submission, SubmissionFile
from lotse.knowledge.rights import Licence, PeopleShown
from lotse.knowledge.submissions import content
from lotse.lib.audience import Audience
from lotse.municipalities.forms import PlaceForm, place_label
from lotse.topics import queries as topics
from lotse.topics.models import Concept
from lotse.ui.uploads import HoneypotMixin, checked_files_field

MAX_TEXT = 10_000
CONTACT_DAYS = 730


class StoryForm(HoneypotMixin):
    raw_text = forms.CharField(
        label=_("Was haben Sie gemacht?"),
        help_text=_("Zwei, drei Sätze oder Stichpunkte."),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Schreiben Sie in einem Satz, was Sie gemacht haben.")},
    )
    benefit = forms.CharField(
        label=_("Was hat es gebracht?"),
        help_text=_("Zahlen, wenn Sie welche haben."),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    avoid = forms.CharField(
        label=_("Was sollten andere vermeiden?"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def values(self) -> dict[str, str]:
        """Return the columns, also of a form that is not valid yet."""
        names = ("raw_text", "benefit", "avoid")
        return {name: str(self.data.get(name, ""))[:MAX_TEXT].replace("\x00", "") for name in names}


class AboutForm(PlaceForm):
    """Which municipality, about what, and where more can be read."""

    place_help = _("Name oder Postleitzahl.")

    concepts = forms.ModelMultipleChoiceField(
        queryset=Concept.objects.none(),
        label=_("Themenfeld"),
        help_text=_("Aus Ihrem Text erkannt. Bitte prüfen."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    links = forms.CharField(
        label=_("Links"),
        help_text=_("Wo steht mehr darüber? Eine Adresse in jeder Zeile."),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "url"}),
    )
    field_order = ("municipality", "place", "concepts", "links")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["concepts"]
        assert isinstance(choice, forms.ModelMultipleChoiceField)
        choice.queryset = topics.fields()
        self.fields["municipality"].required = True
        self.fields["municipality"].error_messages["required"] = _("Nennen Sie Ihre Kommune.")

    def clean_links(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > content.MAX_LINKS:
            raise ValidationError(
                _("Bitte höchstens %(count)s Links."), params={"count": content.MAX_LINKS}
            )
        return [_address(line) for line in lines]


def _address(line: str) -> str:
    """Return a web address; "ulm.de/asyl" becomes "https://ulm.de/asyl"."""
    address = line if "://" in line else f"https://{line}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        raise ValidationError(
            _("„%(line)s“ ist keine Adresse im Netz. Beispiel: www.stadt.example/asyl"),
            params={"line": line[:80]},
        ) from None
    if len(address) > content.MAX_LINK:
        raise ValidationError(_("Eine Adresse ist zu lang."))
    return address


class UploadForm(forms.Form):
    attachments = checked_files_field(_("Unterlagen"))


class FileForm(forms.Form):
    """Licence and rights of one file; for a picture also what it shows."""

    licence = forms.ChoiceField(
        label=_("Lizenz"),
        help_text=_("Unter welchen Bedingungen dürfen andere die Datei nutzen?"),
        choices=[("", _("Bitte wählen")), *Licence.choices],
        error_messages={"required": _("Wählen Sie eine Lizenz.")},
    )
    credit = forms.CharField(
        label=_("Wer hat es gemacht?"),
        help_text=_("Zum Beispiel: Stadt Musterstadt, Foto: Erika Muster."),
        required=False,
        max_length=200,
    )
    alt_text = forms.CharField(
        label=_("Was ist auf dem Bild zu sehen?"),
        help_text=_("Ein Satz für alle, die es nicht sehen."),
        max_length=250,
        error_messages={"required": _("Beschreiben Sie das Bild in einem Satz.")},
    )
    people_shown = forms.ChoiceField(
        label=_("Sind Menschen zu erkennen?"),
        choices=PeopleShown.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Sagen Sie, ob Menschen zu erkennen sind.")},
    )
    has_rights = forms.BooleanField(
        label=_("Wir dürfen die Datei unter dieser Lizenz weitergeben. Sie enthält keine Namen."),
        error_messages={"required": _("Bestätigen Sie, dass Sie die Datei weitergeben dürfen.")},
    )

    def __init__(self, data: Any = None, *, file: SubmissionFile) -> None:
        initial = {
            "licence": file.licence,
            "credit": file.credit,
            "alt_text": file.alt_text,
            "people_shown": file.people_shown,
            "has_rights": file.rights_confirmed_at is not None,
        }
        super().__init__(data, prefix=f"datei-{file.pk}", initial=initial)
        self.file = file
        if not file.is_picture:
            del self.fields["alt_text"], self.fields["people_shown"]


class _ConsentFields(forms.Form):
    """What an author decides: who sees it, and who may write or call."""

    audience = forms.TypedChoiceField(
        label=_("Wer darf Ihre Kommune sehen?"),
        coerce=int,
        choices=[
            (Audience.MEMBERS.value, _("Nur angemeldete Mitglieder")),
            (Audience.PUBLIC.value, _("Alle. Der Name der Kommune ist öffentlich")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, wer Ihre Kommune sehen darf.")},
    )
    has_publish_consent = forms.BooleanField(
        label=_(
            "Die Redaktion darf daraus ein gutes Beispiel machen. Es erscheint erst, wenn wir den "
            "Text freigegeben haben."
        ),
        error_messages={"required": _("Ohne Ihr Einverständnis können wir nichts daraus machen.")},
    )
    has_contact_consent = forms.BooleanField(
        label=_("Mitglieder dürfen bei uns nachfragen und sehen dafür Amt, E-Mail und Telefon."),
        help_text=_("Gilt zwei Jahre. Sie können das jederzeit zurücknehmen."),
        required=False,
    )
    has_flash_consent = forms.BooleanField(
        label=_(
            "Wenn es eilt, darf eine Kurzform sofort erscheinen: Titel, Kommune, ein Satz und der "
            "Link, mit dem Vermerk „Prüfung offen“."
        ),
        required=False,
    )

    def contact_until(self) -> Any:
        """Return until when the contact may be seen, None if not."""
        if not self.cleaned_data["has_contact_consent"]:
            return None
        return timezone.localdate() + timedelta(days=CONTACT_DAYS)


class SenderForm(_ConsentFields):
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Am besten ein Sammelpostfach. Dorthin schicken wir den Text zur Freigabe."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Geben Sie an, wohin wir den Text schicken sollen."),
            "invalid": _("Bitte prüfen Sie die Adresse, zum Beispiel sozialamt@stadt.example."),
        },
    )
    name = forms.CharField(
        label=_("Ihr Name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    office = forms.CharField(
        label=_("Amt oder Funktion"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    phone = forms.CharField(
        label=_("Telefon"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    field_order = (
        "email",
        "name",
        "office",
        "phone",
        "audience",
        "has_publish_consent",
        "has_contact_consent",
        "has_flash_consent",
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class CompletionForm(PlaceForm, _ConsentFields):
    """What a plain mail left open, and what may be decided anew."""

    field_order = (
        "municipality",
        "place",
        "audience",
        "has_publish_consent",
        "has_contact_consent",
        "has_flash_consent",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].required = True
        self.fields["municipality"].error_messages["required"] = _("Nennen Sie Ihre Kommune.")


class LaterForm(HoneypotMixin):
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Dorthin schicken wir den Link, mit dem Sie weiterschreiben."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Geben Sie an, wohin wir den Link schicken sollen."),
            "invalid": _("Bitte prüfen Sie die Adresse, zum Beispiel sozialamt@stadt.example."),
        },
    )


class ReplyForm(HoneypotMixin):
    text = forms.CharField(
        label=_("Ihre Nachricht"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Schreiben Sie, was Sie ergänzen möchten.")},
    )
    attachments = checked_files_field(_("Datei anhängen"))


class LinkForm(HoneypotMixin):
    """Asks for a fresh link to the status page."""

    number = forms.RegexField(
        label=_("Nummer der Einsendung"),
        regex=r"^\s*[Ee]-\d{4}-\d{4,9}\s*$",
        help_text=_("Sie steht im Betreff unserer E-Mails, zum Beispiel E-2026-0007."),
        error_messages={
            "required": _("Geben Sie die Nummer an."),
            "invalid": _("Eine Nummer sieht so aus: E-2026-0007."),
        },
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Die Adresse, von der Ihr Beispiel kam."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Geben Sie die Adresse an, von der Ihr Beispiel kam.")},
    )

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class DecisionForm(HoneypotMixin):
    """A municipality releases a text, wants changes or says no."""

    answer = forms.ChoiceField(
        label=_("Dürfen wir den Text so veröffentlichen?"),
        choices=ConsentRequest.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie eine der drei Möglichkeiten.")},
    )
    text = forms.CharField(
        label=_("Was sollen wir ändern, oder warum nicht?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(
        label=_("Ihr Name und Amt"),
        help_text=_("Wir halten fest, wer entschieden hat."),
        max_length=200,
        error_messages={"required": _("Nennen Sie Ihren Namen und Ihr Amt.")},
    )


def about_initial(submission: Submission) -> dict[str, Any]:
    """Return what the form about the municipality starts with; topics from the text, if new."""
    chosen = list(submission.concepts.all())
    if not chosen:
        words = content.paragraphs([submission.raw_text, submission.benefit, submission.avoid])
        chosen = [concept.top for concept in topics.match(words)]
    place = submission.municipality
    return {
        "municipality": place_label(place) if place else "",
        "concepts": list({concept.pk: concept.pk for concept in chosen}.values()),
        "links": "\n".join(submission.links),
    }


def consent_initial(submission: Submission) -> dict[str, Any]:
    return {
        "audience": submission.audience,
        "has_publish_consent": submission.publish_consent_at is not None,
        "has_contact_consent": submission.contact_consent_at is not None,
        "has_flash_consent": submission.flash_consent_at is not None,
    }

"""Shapes of what people choose when they connect, sort and gather inquiries."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries.desk.forms import MAX_TEXT, NumberForm
from lotse.inquiries.models import BulkRun, Inquiry, Link, Message
from lotse.inquiries.rules import sorting
from lotse.inquiries.rules.bulk import Order
from lotse.inquiries.rules.calls import Call
from lotse.inquiries.rules.splitting import Part
from lotse.municipalities import queries as municipalities
from lotse.municipalities.forms import place_label
from lotse.municipalities.models import Municipality
from lotse.municipalities.widgets import MunicipalityInput
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept


class MergeForm(NumberForm):
    """Into which inquiry this one goes."""

    consent = forms.BooleanField(
        label=_("Ja, beide Personen sollen jede Antwort bekommen, jede in einer eigenen Mail."),
        required=False,
    )


class FindForm(forms.Form):
    q = forms.CharField(
        label=_("Andere Anfrage suchen"),
        help_text=_("Nummer, Absender, Kommune oder Stichwort. Gesucht wird in offenen Anfragen."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class LinkForm(NumberForm):
    kind = forms.ChoiceField(
        label=_("Was verbindet die beiden?"),
        choices=Link.Kind.choices,
        initial=Link.Kind.RELATED,
        widget=forms.RadioSelect,
    )

    field_order = ("kind", "number")


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Art der Anfrage"),
        choices=[(kind.value, kind.label) for kind in sorting.CHOICES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie die Art der Anfrage.")},
    )


class DetailsForm(forms.Form):
    asker_deadline_on = forms.DateField(
        label=_("Die Kommune braucht die Antwort bis"),
        help_text=_("Steht in der Liste und lässt sich danach sortieren. Unsere Frist bleibt."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    is_confidential = forms.BooleanField(
        label=_("Vertraulich: nichts davon ohne Rückfrage weitergeben oder veröffentlichen"),
        required=False,
    )


class PartForm(forms.Form):
    """One of the inquiries that come out of another one."""

    subject = forms.CharField(label=_("Betreff"), required=False, max_length=300)
    text = forms.CharField(
        label=_("Frage im Wortlaut"),
        help_text=_("Kopieren Sie den Abschnitt aus der Nachricht, oder wählen Sie sie ganz aus."),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    messages = forms.MultipleChoiceField(
        label=_("Ganze Nachrichten"), required=False, widget=forms.CheckboxSelectMultiple
    )
    attachments = forms.MultipleChoiceField(
        label=_("Anlagen"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, sources: list[Message], **kwargs: Any) -> None:
        """sources: messages of the asker with their attachments."""
        super().__init__(*args, **kwargs)
        self._offer("messages", [(m.pk, _shown(m)) for m in sources])
        files = [file for message in sources for file in message.attachments.all()]
        self._offer("attachments", [(file.pk, file.name) for file in files])

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        if not choices:
            del self.fields[name]

    @property
    def part(self) -> Part | None:
        """What is to become an inquiry; None if nothing was filled in. After validation."""
        data = self.cleaned_data
        ids = [int(pk) for pk in data.get("messages", [])]
        files = [int(pk) for pk in data.get("attachments", [])]
        if not (data["text"].strip() or ids or data["subject"].strip() or files):
            return None
        return Part(data["subject"], data["text"], ids, files)


def _shown(message: Message) -> str:
    words = " ".join(message.text.split())
    return f"{message.created_at:%d.%m.%Y}: {words[:90]}"


class PhoneForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=32)
    question = forms.CharField(
        label=_("Worum geht es?"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
        error_messages={"required": _("Schreiben Sie die Frage auf. Ein Satz genügt.")},
    )
    name = forms.CharField(label=_("Wer ruft an?"), required=False, max_length=120)
    phone = forms.CharField(
        label=_("Rückrufnummer"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    municipality = forms.CharField(
        label=_("Kommune"),
        required=False,
        max_length=200,
        help_text=_("Name oder Postleitzahl"),
        widget=MunicipalityInput,
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        required=False,
        max_length=254,
        help_text=_("Nur mit Adresse geht eine Bestätigung hinaus."),
        error_messages={"invalid": _("Bitte prüfen Sie die Adresse.")},
    )
    asker_deadline_on = forms.DateField(
        label=_("Gebraucht bis"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    answer = forms.CharField(
        label=_("Gleich am Telefon beantwortet?"),
        help_text=_("Schreiben Sie kurz, was Sie gesagt haben. Dann ist die Frist eingehalten."),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": get_random_string(32)})
        super().__init__(*args, **kwargs)

    def clean_municipality(self) -> Municipality | None:
        words = str(self.cleaned_data["municipality"]).strip()
        if not words:
            return None
        found = municipalities.find(words, limit=6)
        exact = [place for place in found if place_label(place) == words]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise forms.ValidationError(
                _("Diese Kommune finden wir nicht. Prüfen Sie die Schreibweise.")
            )
        names = ", ".join(place_label(place) for place in found)
        raise forms.ValidationError(
            _("Das können mehrere sein: %(names)s. Tragen Sie die Postleitzahl ein."),
            params={"names": names},
        )

    @property
    def call(self) -> Call:
        """What was heard; only after validation."""
        return Call(**{**self.cleaned_data, "email": self.cleaned_data["email"].lower()})


class BulkForm(forms.Form):
    """What is to be done with the chosen inquiries."""

    action = forms.ChoiceField(
        label=_("Was soll mit den gewählten Anfragen geschehen?"),
        choices=BulkRun.Action.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, was geschehen soll.")},
    )


class _OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=_("Zuständig"), queryset=User.objects.none(), required=False, empty_label=_("niemand")
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class _AreaForm(forms.Form):
    area = forms.ModelChoiceField(
        label=_("Programmbereich"),
        queryset=ProgrammeArea.objects.all(),
        required=False,
        empty_label=_("keiner"),
    )


class _TopicsForm(forms.Form):
    topics = forms.ModelMultipleChoiceField(
        label=_("Themen, die dazukommen"),
        queryset=Concept.objects.exclude(kind=Concept.Kind.CONCEPT),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Wählen Sie mindestens ein Thema.")},
    )


class _UrgencyForm(forms.Form):
    urgency = forms.ChoiceField(label=_("Dringlichkeit"), choices=Inquiry.Urgency.choices)


class _CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("Warum wird nichts daraus für andere?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schreiben Sie kurz, warum nichts daraus wird.")},
    )


class _TargetForm(NumberForm):
    """The chosen inquiries all go to one."""

    number = forms.CharField(
        label=_("Nummer der Anfrage, zu der alle anderen kommen"),
        max_length=16,
        error_messages={"required": _("Geben Sie die Nummer der Anfrage ein.")},
    )


class _LinkForm(_TargetForm):
    kind = forms.ChoiceField(
        label=_("Was verbindet sie?"), choices=Link.Kind.choices, initial=Link.Kind.RELATED
    )


class _MergeForm(_TargetForm):
    writes_to_both = forms.BooleanField(
        label=_("Haben verschiedene Personen gefragt, bekommt jede jede Antwort in eigener Mail."),
        required=False,
    )


_FORMS: dict[str, type[forms.Form]] = {
    BulkRun.Action.ASSIGN: _OwnerForm,
    BulkRun.Action.ROUTE: _AreaForm,
    BulkRun.Action.TOPICS: _TopicsForm,
    BulkRun.Action.URGENCY: _UrgencyForm,
    BulkRun.Action.CLOSE: _CloseForm,
    BulkRun.Action.LINK: _LinkForm,
    BulkRun.Action.MERGE: _MergeForm,
}


def choices_of(action: str, data: Any, people: QuerySet[User]) -> forms.Form:
    """Return the form for the choices an action needs."""
    if action == BulkRun.Action.ASSIGN:
        return _OwnerForm(data, people=people)
    return _FORMS[action](data)


def order_of(action: str, data: dict[str, Any], target: Inquiry | None) -> Order:
    """Return what was chosen. data: cleaned."""
    rest = {name: value for name, value in data.items() if name != "number"}
    return Order(action=action, target=target, **rest)


class SavedViewForm(forms.Form):
    name = forms.CharField(
        label=_("Name der Ansicht"),
        max_length=60,
        error_messages={"required": _("Geben Sie der Ansicht einen Namen.")},
    )
    sharing = forms.ChoiceField(label=_("Wer sieht sie?"))

    OWN, DESK = "", "desk"

    def __init__(self, *args: Any, areas: list[ProgrammeArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sharing"]
        assert isinstance(field, forms.ChoiceField)
        field.required = False
        self._areas = {str(area.pk): area for area in areas}
        field.choices = [
            (self.OWN, _("nur ich")),
            (self.DESK, _("alle, die an Anfragen arbeiten")),
            *((key, area.name) for key, area in self._areas.items()),
        ]

    @property
    def choices(self) -> dict[str, Any]:
        """Name, sharing and area for the rule; only after validation."""
        sharing = self.cleaned_data["sharing"]
        return {
            "name": self.cleaned_data["name"],
            "is_shared": sharing != self.OWN,
            "area": self._areas.get(sharing),
        }

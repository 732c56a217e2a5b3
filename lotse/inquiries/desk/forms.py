"""Shapes of what people type at the desk; sense is checked by the rules."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries import rules
from lotse.inquiries.desk.filters import ORDERS
from lotse.inquiries.desk.law import jurisdictions
from lotse.inquiries.models import Certainty, Inquiry
from lotse.lib import german
from lotse.municipalities.models import Municipality
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept
from lotse.ui.uploads import files_field

MAX_TEXT = 50_000
Choice = tuple[Any, Any]
"""Value and label of an option."""


class QuickSelect(forms.Select):
    """A select drawn without a template for each option: the queue shows forty of them."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            [
                (key, mark_safe(" selected") if str(key) == chosen else "", label)
                for key, label in self.choices
            ],
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, options)


class FilterForm(forms.Form):
    """The choices above the queue. Read by ``QueueFilter``; this form only draws them."""

    bereich = forms.ChoiceField(label=_("Programmbereich"), widget=QuickSelect)
    thema = forms.ChoiceField(label=_("Themenfeld"), widget=QuickSelect)
    land = forms.ChoiceField(label=_("Land"), widget=QuickSelect)
    kanal = forms.ChoiceField(label=_("Eingang"), widget=QuickSelect)
    art = forms.ChoiceField(label=_("Art"), widget=QuickSelect)
    sortierung = forms.ChoiceField(label=_("Sortiert nach"), widget=QuickSelect)

    def __init__(
        self,
        *args: Any,
        areas: Iterable[Choice],
        topics: Iterable[Choice],
        lands: Iterable[Choice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("bereich", _("alle Bereiche"), areas)
        self._offer("thema", _("alle Themen"), topics)
        self._offer("land", _("alle Länder"), lands)
        self._offer("kanal", _("alle Wege"), Inquiry.Channel.choices)
        self._offer("art", _("alle Arten"), Inquiry.Kind.choices)
        by_due, *others = ORDERS.items()
        self._offer("sortierung", by_due[1], others)

    def _offer(self, name: str, everything: Promise | str, choices: Iterable[Choice]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", everything), *choices]


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Anfragen durchsuchen"),
        required=False,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "class": "lt-input-s",
                "placeholder": _("Nummer, Absender, Stichwort"),
                "data-key-search": "",
                "maxlength": 100,
            }
        ),
    )


class SourceForm(forms.Form):
    """Words to look for something to cite."""

    quelle = forms.CharField(
        label=_("Andere Quelle suchen"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "data-key-search": "", "maxlength": 300}),
    )


class DraftForm(forms.Form):
    """The text of the composer as it stands, complete or not."""

    text = forms.CharField(
        label=_("Antworttext"),
        required=False,
        strip=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 15}),
    )
    turn = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    """What the author has seen of the conversation, see ``Inquiry.turn``."""
    letzte = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    """Id of the last message they have seen that counts in it."""
    certainty = forms.ChoiceField(
        label=_("Wie sicher ist die Antwort?"),
        choices=Certainty.choices,
        required=False,
        widget=QuickSelect(attrs={"class": "lt-input-s"}),
    )
    law_as_of = forms.DateField(
        label=_("Rechtsstand"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "lt-input-s"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Geben Sie den Rechtsstand als Tag an, zum Beispiel 1.11.2026.")
        },
    )
    jurisdiction = forms.CharField(
        label=_("Recht"),
        required=False,
        max_length=2,
        widget=QuickSelect(attrs={"class": "lt-input-s"}),
    )
    """DE for the federation, else the letters of a Land; empty for the municipality's Land."""

    def offer_law(self) -> None:
        """Fill in the choices of jurisdiction; only for a form that will be drawn."""
        widget = self.fields["jurisdiction"].widget
        assert isinstance(widget, QuickSelect)
        widget.choices = jurisdictions()

    @property
    def details(self) -> rules.Details:
        """What the reply states besides its text; only after validation."""
        data = self.cleaned_data
        return rules.Details(
            certainty=data.get("certainty") or Certainty.SECURE,
            law_as_of=data.get("law_as_of"),
            jurisdiction=data.get("jurisdiction", ""),
        )

    def clean_text(self) -> str:
        # Browsers send CR LF; mail and comparison want one kind of line end.
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class AnswerForm(DraftForm):
    """A text that is ready to be sent."""

    ohne_quelle = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = _(
            "Schreiben Sie eine Antwort. Ein Satz genügt."
        )

    def clean_text(self) -> str:
        text = super().clean_text()
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text


class InterimForm(AnswerForm):
    """A sign of life: who is on it, what happens next and when the answer comes."""

    summary = forms.CharField(
        label=_("So verstehen wir die Frage"),
        help_text=_("Ein Satz. Er steht in der Mail über Ihrem Text."),
        max_length=500,
        error_messages={"required": _("Schreiben Sie in einem Satz, wie Sie die Frage verstehen.")},
    )
    next_step = forms.CharField(
        label=_("Nächster Schritt"),
        help_text=_("Zum Beispiel: Wir fragen drei Landkreise, die das schon geregelt haben."),
        max_length=300,
        error_messages={"required": _("Schreiben Sie, was Sie als Nächstes tun.")},
    )
    expected_on = forms.DateField(
        label=_("Antwort bis (Tag)"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Nennen Sie den Tag, bis zu dem Sie antworten.")},
    )
    expected_at = forms.TimeField(
        label=_("Antwort bis (Uhrzeit)"),
        initial=time(16),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Nennen Sie die Uhrzeit, bis zu der Sie antworten.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Text des Zwischenstands")

        # Those belong to an answer.
        for name in ("certainty", "law_as_of", "jurisdiction"):
            del self.fields[name]

    field_order = ("summary", "text", "next_step", "expected_on", "expected_at")

    @property
    def details(self) -> rules.Details:
        data = self.cleaned_data
        return rules.Details(summary=data["summary"], next_step=data["next_step"])

    @property
    def answer_due_at(self) -> datetime:
        """The promised instant; only after validation."""
        day, hour = self.cleaned_data["expected_on"], self.cleaned_data["expected_at"]
        return datetime.combine(day, hour, german.BERLIN)


class EnclosureForm(forms.Form):
    """Files chosen to go with a reply; ``rules.enclosing`` looks into them."""

    anlagen = files_field(_("Datei anhängen"))


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Notiz"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Schreiben Sie eine Notiz. Ein Satz genügt.")},
    )


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=_("Zuständig"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("niemand"),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class RouteForm(forms.Form):
    area = forms.ModelChoiceField(
        label=_("Programmbereich"),
        queryset=ProgrammeArea.objects.all(),
        required=False,
        empty_label=_("keiner"),
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Themen"),
        queryset=Concept.objects.exclude(kind=Concept.Kind.CONCEPT),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    urgency = forms.ChoiceField(
        label=_("Dringlichkeit"),
        help_text=_("Die Zusage von 24 Stunden gilt für alle."),
        choices=Inquiry.Urgency.choices,
    )


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name, Teil des Namens, Schlüssel oder Postleitzahl"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 120, "autocomplete": "off"}),
    )


class MunicipalityForm(forms.Form):
    municipality = forms.ModelChoiceField(
        label=_("Kommune"),
        queryset=Municipality.objects.all(),
        to_field_name="key",
        widget=forms.HiddenInput,
        required=False,
    )


class CloseForm(forms.Form):
    harvest = forms.ChoiceField(
        label=_("Was wird daraus für andere?"),
        choices=Inquiry.Harvest.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, was aus der Anfrage wird.")},
    )
    reason = forms.CharField(
        label=_("Begründung oder Hinweis für die Redaktion"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """Why a mail is thrown away."""

    reason = forms.CharField(
        label=_("Grund"),
        max_length=150,
        error_messages={"required": _("Nennen Sie einen Grund, zum Beispiel „Werbung“.")},
    )


class NumberForm(forms.Form):
    """To which inquiry a mail belongs."""

    number = forms.CharField(
        label=_("Nummer der Anfrage"),
        max_length=16,
        help_text=_("Zum Beispiel L-2026-0413"),
        error_messages={"required": _("Geben Sie die Nummer der Anfrage ein.")},
    )

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper()

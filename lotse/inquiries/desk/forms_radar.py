"""Shapes of what people type at radar, group replies and recall."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lotse.inquiries.desk.forms import MAX_TEXT
from lotse.inquiries.models import GroupReply, Recall
from lotse.inquiries.rules.groups import Choice


class RadarFilter(forms.Form):
    """Which clusters the radar shows. fields: pairs of code and name."""

    marks_optional = False

    thema = forms.ChoiceField(label=_("Themenfeld"), required=False)
    tage = forms.ChoiceField(label=_("Zeitraum"), required=False)
    ansicht = forms.ChoiceField(
        label=_("Ansicht"),
        required=False,
        choices=[("", _("offen")), ("verworfen", _("verworfen"))],
    )

    def __init__(
        self, *args: Any, fields: Sequence[tuple[str, str]], periods: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "thema": [("", _("alle")), *fields],
            "tage": [(str(days), _("%s Tage") % days) for days in periods],
        }
        for name, pairs in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = pairs


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name der Häufung"), required=False, max_length=120)


class DismissForm(forms.Form):
    grund = forms.CharField(
        label=_("Warum verwerfen?"),
        max_length=300,
        error_messages={"required": _("Schreiben Sie, warum. Ein Satz genügt.")},
    )


class DecideForm(forms.Form):
    entscheidung = forms.ChoiceField(
        label=_("Entscheidung ohne Nachricht"),
        choices=[
            (Recall.Decision.STANDS, _("Die Antworten stimmen weiter")),
            (Recall.Decision.UNNEEDED, _("Keine Nachricht nötig")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Entscheidung.")},
    )
    grund = forms.CharField(
        label=_("Warum?"),
        max_length=300,
        error_messages={"required": _("Schreiben Sie, warum. Ein Satz genügt.")},
    )


class GroupForm(forms.Form):
    text = forms.CharField(
        label=_("Gemeinsamer Text"),
        required=False,
        strip=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Ohne Anrede und Gruß: Die bekommt jede Person eigens."),
    )


def choices(request: HttpRequest, group: GroupReply) -> dict[int, Choice]:
    """Return what was said about each recipient whose line was on the page."""
    found: dict[int, Choice] = {}
    for pk in group.recipients.values_list("pk", flat=True):
        turn = request.POST.get(f"turn-{pk}", "")
        if turn.isdecimal() and len(turn) < 10:
            found[pk] = Choice(
                turn=int(turn),
                addition=_clean(request.POST.get(f"zusatz-{pk}", "")),
                is_excluded=f"dabei-{pk}" not in request.POST,
            )
    return found


def _clean(text: Any) -> str:
    return str(text).replace("\r\n", "\n").replace("\x00", "")[:MAX_TEXT]

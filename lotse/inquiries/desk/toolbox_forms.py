"""Shapes of what the desk keeps ready: text modules, macros, checklists, the four-eyes rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries import placeholders
from lotse.inquiries.models import FourEyes, Macro
from lotse.inquiries.rules import mentioning, text_modules
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept


def _title() -> forms.CharField:
    return forms.CharField(
        label=_("Titel"),
        max_length=120,
        error_messages={"required": _("Geben Sie einen Titel ein.")},
    )


def _area() -> "forms.ModelChoiceField[ProgrammeArea]":
    return forms.ModelChoiceField(
        label=_("Programmbereich"),
        queryset=ProgrammeArea.objects.all(),
        required=False,
        empty_label=_("alle"),
    )


class TextModuleForm(forms.Form):
    title = _title()
    keywords = forms.CharField(
        label=_("Stichwörter"),
        required=False,
        max_length=200,
        help_text=_("Weitere Wörter, unter denen Sie den Baustein suchen."),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Platzhalter: %s.")
        % ", ".join(f"{{{{{name}}}}}" for name in placeholders.MEANINGS),
        error_messages={"required": _("Schreiben Sie den Text des Bausteins.")},
    )
    area = _area()
    is_shared = forms.BooleanField(label=_("Für das ganze Team"), required=False, initial=True)


class ChecklistTemplateForm(forms.Form):
    title = _title()
    area = _area()
    steps = forms.CharField(
        label=_("Schritte"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Ein Schritt je Zeile. Ein ! davor: vor dem Abschließen nötig."),
        error_messages={"required": _("Schreiben Sie mindestens einen Schritt.")},
    )


class MacroForm(forms.ModelForm[Macro]):
    is_shared = forms.BooleanField(label=_("Für das ganze Team"), required=False, initial=True)
    topics = forms.ModelMultipleChoiceField(
        label=_("Themen hinzufügen"),
        queryset=Concept.objects.exclude(kind=Concept.Kind.CONCEPT),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Macro
        fields = (
            *("title", "takes_over", "assignee", "area", "topics", "urgency", "checklist", "note"),
            *("sends", "text_module", "interim_days", "awaits", "harvest", "harvest_reason"),
        )
        labels = {
            "title": _("Titel"),
            "takes_over": _("Wer es ausführt, wird zuständig"),
            "assignee": _("Zuweisen an"),
            "area": _("Programmbereich"),
            "urgency": _("Dringlichkeit"),
            "checklist": _("Checkliste hinzufügen"),
            "note": _("Interne Notiz"),
            "sends": _("Text"),
            "text_module": _("Textbaustein"),
            "interim_days": _("Zwischenstand: Antwort in so vielen Tagen"),
            "awaits": _("Auf die Kommune warten: was fehlt"),
            "harvest": _("Abschließen: was wird daraus"),
            "harvest_reason": _("Begründung zum Abschluss"),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limit("assignee", mentioning.desk_people())
        self._limit("text_module", text_modules.offered(user))
        self.fields["urgency"].required = False
        if self.instance.pk:
            self.initial["is_shared"] = self.instance.owner_id is None

    def _limit(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def _post_clean(self) -> None:
        """Set the fields; whether they make sense is for the rule to say, in its own words."""
        values = {name: self.cleaned_data[name] for name in self.cleaned_data if name in _FIELDS}
        for name, value in values.items():
            setattr(self.instance, name, value)


_FIELDS = frozenset(MacroForm.Meta.fields) - {"topics"}


class FourEyesForm(forms.Form):
    areas = forms.ModelMultipleChoiceField(
        label=_("Programmbereiche"),
        queryset=ProgrammeArea.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Themen"),
        queryset=Concept.objects.exclude(kind=Concept.Kind.CONCEPT),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @staticmethod
    def present() -> dict[str, list[Any]]:
        """Return what is chosen now."""
        rows = list(FourEyes.objects.values_list("area", "topic"))
        return {
            "areas": [area for area, _topic in rows if area],
            "topics": [topic for _area, topic in rows if topic],
        }

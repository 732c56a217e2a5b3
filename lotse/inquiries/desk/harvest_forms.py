"""Shapes of what people type when they make something for everybody out of an inquiry."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.inquiries.material import Mark
from lotse.inquiries.models import Attachment, RedactionDecision
from lotse.inquiries.rules.harvesting import Chosen

ANSWER, EXAMPLE, AID, CHANGE, EXISTING = "answer", "example", "aid", "change", "existing"
ACTS = (ANSWER, EXAMPLE, AID, CHANGE, EXISTING)


class TargetField(forms.CharField):
    """A record as "example:12"."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Chosen | None:  # type: ignore[override]
        kind, _colon, number = str(value or "").partition(":")
        if not number.isdecimal() or len(number) > 18:
            return None
        return Chosen(kind, int(number))

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise forms.ValidationError(_("Wählen Sie einen Eintrag."))

    def run_validators(self, value: Any) -> None:
        """Length and the like say nothing about a record."""


class FileField(forms.ModelMultipleChoiceField[Attachment]):
    def label_from_instance(self, obj: Attachment) -> str:
        return obj.name


class ExampleDraftForm(forms.Form):
    attachments = FileField(
        label=_("Anlagen übernehmen"),
        help_text=_("Bilder verlieren dabei Ort, Zeit und Kamera."),
        queryset=Attachment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_checked = forms.BooleanField(
        label=_("Ich habe die gewählten Anlagen geprüft: Sie nennen keine Menschen."),
        required=False,
    )

    def __init__(self, *args: Any, files: Sequence[Attachment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not files:
            del self.fields["attachments"], self.fields["is_checked"]
            return
        field = self.fields["attachments"]
        assert isinstance(field, FileField)
        field.queryset = Attachment.objects.filter(pk__in=[file.pk for file in files])


class AidForm(forms.Form):
    title = forms.CharField(
        label=_("Was soll entstehen?"),
        max_length=200,
        help_text=_("Zum Beispiel: Prüfblatt für die Schneelast an Zelthallen"),
        error_messages={"required": _("Sagen Sie, was entstehen soll.")},
    )
    why = forms.CharField(
        label=_("Warum?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Sagen Sie, warum das gebraucht wird.")},
    )


class ChangeForm(forms.Form):
    target = TargetField()
    why = forms.CharField(
        label=_("Was soll sich ändern?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Sagen Sie, was sich ändern soll.")},
    )


class ExistingForm(forms.Form):
    target = TargetField()


class MarkForm(forms.Form):
    """The decision about one mark. Left empty it stays undecided."""

    kind = forms.CharField(widget=forms.HiddenInput)
    value = forms.CharField(widget=forms.HiddenInput, max_length=300)
    action = forms.ChoiceField(
        label=_("Was geschieht damit?"),
        choices=RedactionDecision.Action.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    replacement = forms.CharField(
        label=_("Ersatz"),
        help_text=_("Nur beim Ersetzen. Zum Beispiel: eine Mitarbeiterin"),
        max_length=120,
        required=False,
    )
    reason = forms.CharField(
        label=_("Grund"),
        help_text=_("Nur beim Behalten. Zum Beispiel: öffentliche Funktionsadresse"),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, mark: Mark, **kwargs: Any) -> None:
        self.mark = mark
        decided = mark.decision
        kwargs["initial"] = {
            "kind": mark.kind.value,
            "value": mark.value,
            "action": decided.action if decided else "",
            "replacement": decided.replacement if decided else "",
            "reason": decided.reason if decided else "",
        }
        super().__init__(*args, **kwargs)

    @property
    def is_decided(self) -> bool:
        return bool(self.cleaned_data.get("action"))

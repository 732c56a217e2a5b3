"""Forms of the web door."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.importing.fields import FIELDS
from lotse.knowledge.importing.sheets import MAX_BYTES
from lotse.knowledge.models import SheetImport
from lotse.lib import german


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Tabelle"),
        help_text=_(
            "XLSX, CSV oder JSON Lines, höchstens 10 MB und 5.000 Zeilen. Die erste Zeile enthält "
            "die Überschriften."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.jsonl"}),
        error_messages={
            "required": _("Wählen Sie eine Tabelle."),
            "empty": _("Diese Datei ist leer. Bitte prüfen Sie sie."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("Die Datei ist mit %(size)s zu groß. Möglich sind %(limit)s."),
                params={"size": german.size_de(file.size), "limit": german.size_de(MAX_BYTES)},
            )
        return file


class ColumnsForm(forms.Form):
    """One choice for each column of the table."""

    def __init__(self, data: Any = None, *, sheet: SheetImport) -> None:
        super().__init__(data)
        first = sheet.rows.first()
        samples = first.cells if first else []
        choices = [("", _("nicht übernehmen")), *((f.name, f.label) for f in FIELDS.values())]
        self._names = [f"spalte-{number}" for number in range(len(sheet.header))]
        for number, name in enumerate(self._names):
            sample = samples[number][:80] if number < len(samples) else ""
            self.fields[name] = forms.ChoiceField(
                label=sheet.header[number][:80] or _("ohne Überschrift"),
                help_text=_("Zum Beispiel: %s") % sample if sample else "",
                choices=choices,
                required=False,
                initial=sheet.mapping[number],
            )

    def mapping(self) -> list[str]:
        return [self.cleaned_data[name] for name in self._names]

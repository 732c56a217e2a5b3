"""Files in a form, and the field that robots fill in."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from lotse.lib import german, uploadcheck

Refuse = Callable[[str, bytes], str]
MAX_FILES = 5
MAX_FILE_BYTES = 10_000_000
FILE_ENDINGS = ".pdf,.odt,.ods,.odp,.docx,.xlsx,.pptx,.txt,.csv,.png,.jpg,.jpeg"


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; gives a list of uploaded files."""

    widget = _Files

    def __init__(self, *, refuse: Refuse | None = None, **options: Any) -> None:
        """refuse: from name and content to a German sentence, empty if the file may come in."""
        self._refuse = refuse
        super().__init__(**options)

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
        if self._refuse is not None:
            sentence = self._refuse(cleaned.name or "", cleaned.read())
            cleaned.seek(0)
            if sentence:
                raise forms.ValidationError(sentence)
        return cleaned


def checked_files_field(label: Any) -> FilesField:
    """Return a field for files of people we may not know."""
    return files_field(label, refuse=uploadcheck.refusal)


def files_field(label: Any, *, refuse: Refuse | None = None) -> FilesField:
    """Return a field for files as town halls have them. refuse: as in ``FilesField``."""
    return FilesField(
        refuse=refuse,
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

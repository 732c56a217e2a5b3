"""Files editors upload in the admin: looked at as those of readers are."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from lotse.lib import uploadcheck


def _checked(file: Any) -> Any:
    """Return an uploaded file. Raises ValidationError with what is wrong with it."""
    if file and hasattr(file, "content_type"):
        file.seek(0)
        sentence = uploadcheck.refusal(file.name, file.read())
        file.seek(0)
        if sentence:
            raise ValidationError(sentence)
    return file


class DocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        return _checked(self.cleaned_data["file"])


class _ImageField(WagtailImageField):
    def to_python(self, data: Any) -> Any:
        # Before anything draws it: what is no picture would end in an error page.
        return super().to_python(_checked(data))


class ImageForm(BaseImageForm):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if field := self.fields.get("file"):
            self.fields["file"] = _ImageField(
                label=field.label,
                help_text=field.help_text,
                required=field.required,
                widget=field.widget,
            )

"""The editor's form. It checks shape; what must be known is in ``requirements``."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from lotse.knowledge import requirements, slugs
from lotse.municipalities.models import SIZE_CLASSES
from lotse.topics.models import Concept


class _ByField(ModelChoiceIterator[Concept]):
    """The concepts below their field or cross-cutting topic."""

    def __iter__(self) -> Iterator[Any]:
        groups: dict[str, list[tuple[ModelChoiceIteratorValue, str]]] = {}
        for concept in self.queryset.select_related("broader"):
            groups.setdefault(concept.top.name, []).append(self.choice(concept))
        yield from groups.items()


class ConceptField(forms.ModelMultipleChoiceField[Concept]):
    iterator = _ByField
    widget = forms.CheckboxSelectMultiple


class ExampleForm(WagtailAdminModelForm):
    concepts = ConceptField(
        queryset=Concept.objects.all(),
        label=_("Themen"),
        help_text=_("Ein bis sechs Themen. Das Themenfeld ergibt sich daraus."),
    )
    suits_size_classes = forms.MultipleChoiceField(
        choices=[*SIZE_CLASSES.items()],
        label=_("geeignet für Einwohnerzahlen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("title") and not cleaned.get("slug"):
            cleaned["slug"] = slugs.free(cleaned["title"])
            self.errors.pop("slug", None)
        first_published = self.instance.first_published_at
        if first_published and cleaned.get("slug") != self.initial.get("slug"):
            self.add_error("slug", _("Die Adresse ist schon bekannt und bleibt, wie sie ist."))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        # A draft may be incomplete; Wagtail says so by deferring what is required.
        if self.is_deferred_validation:
            return
        found = requirements.gaps(self.instance, today=timezone.localdate())
        found |= requirements.concept_gaps(len(self.cleaned_data.get("concepts") or ()))
        for name, sentence in found.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)

"""The editors' forms. They check shape; what must be known is in ``requirements``."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from lotse.accounts.models import User
from lotse.accounts.roles import TEAM_ROLES
from lotse.knowledge import addressing, documents, origins, requirements, slugs
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.answers import requirements as answer_requirements
from lotse.knowledge.facts import requirements as fact_requirements
from lotse.knowledge.models import FactVersion
from lotse.municipalities.models import SIZE_CLASSES, Land
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


class _RecordForm(WagtailAdminModelForm):
    """What examples and answered questions have in common: topics, address, completeness."""

    concepts = ConceptField(
        queryset=Concept.objects.all(),
        label=_("Themen"),
        help_text=_("Ein bis sechs Themen. Das Themenfeld ergibt sich daraus."),
    )
    title_field = "title"
    kind = ""
    """Name of the search provider, under which origins know the record."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get(self.title_field) and not cleaned.get("slug"):
            cleaned["slug"] = slugs.free(cleaned[self.title_field], type(self.instance))
            self.errors.pop("slug", None)
        slug = cleaned.get("slug") or ""
        if sentence := addressing.objection(self.kind, slug, self.instance.pk):
            self.add_error("slug", sentence)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        # A draft may be incomplete; Wagtail says so by deferring what is required.
        if self.is_deferred_validation:
            return
        found = self.gaps()
        found |= requirements.concept_gaps(len(self.cleaned_data.get("concepts") or ()))
        for name, sentence in found.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)
        for sentence in origins.gaps(self.kind, self.instance):
            self.add_error(None, sentence)

    def gaps(self) -> dict[str, str]:
        """Return what is missing or contradictory, by field, as German sentences."""
        raise NotImplementedError


def _owner(help_text: Any) -> forms.ModelChoiceField[User]:
    return forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("zuständig"), required=False, help_text=help_text
    )


class _OwnedForm(WagtailAdminModelForm):
    """A record has an owner in the team."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        team = User.objects.filter(groups__name__in=list(TEAM_ROLES), is_active=True)
        owner.queryset = team.distinct().order_by("name", "pk")


class ExampleForm(_OwnedForm, _RecordForm):
    kind = documents.KIND
    owner = _owner(_("Wer das Beispiel aktuell hält. Bekommt vor der Wiedervorlage eine Mail."))
    suits_size_classes = forms.MultipleChoiceField(
        choices=[*SIZE_CLASSES.items()],
        label=_("geeignet für Einwohnerzahlen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def gaps(self) -> dict[str, str]:
        return requirements.gaps(self.instance, today=timezone.localdate())


class AnswerForm(_OwnedForm, _RecordForm):
    kind = answer_documents.KIND
    title_field = "question"
    lands = forms.ModelMultipleChoiceField(
        queryset=Land.objects.all(),
        label=_("Länder"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    owner = _owner(_("Wer die Antwort aktuell hält. Bekommt vor der Wiedervorlage eine Mail."))

    def gaps(self) -> dict[str, str]:
        found = answer_requirements.gaps(self.instance, today=timezone.localdate())
        lands = len(self.cleaned_data.get("lands") or ())
        return found | answer_requirements.land_gaps(self.instance.scope, lands)


class FactKeyForm(WagtailAdminModelForm):
    concepts = ConceptField(
        queryset=Concept.objects.all(), label=_("Themen"), help_text=_("Ein bis sechs.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        found = requirements.concept_gaps(len(cleaned.get("concepts") or ()))
        for name, sentence in found.items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return cleaned


class FactForm(_OwnedForm):
    """Versions that readers have seen stay as they are; the form says so before publishing does."""

    lands = forms.ModelMultipleChoiceField(
        queryset=Land.objects.all(),
        label=_("Länder"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    owner = _owner(_("Wer die Angabe aktuell hält. Bekommt vor der Wiedervorlage eine Mail."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.first_published_at:
            # Texts and addresses name it.
            self.fields["code"].disabled = True

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation:
            return
        found = fact_requirements.gaps(self.instance)
        lands = len(self.cleaned_data.get("lands") or ())
        found |= fact_requirements.land_gaps(self.instance.scope, lands)
        for name, sentence in found.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)

    def is_valid(self) -> bool:
        """Look at the versions too, once each of them is readable."""
        if not super().is_valid() or self.is_deferred_validation:
            return bool(super().is_valid())
        sentences = self._version_gaps()
        for sentence in sentences:
            self.add_error(None, sentence)
        return not sentences

    def _version_gaps(self) -> list[str]:
        formset = self.formsets["versions"]
        kept = [one for one in formset.forms if one not in formset.deleted_forms]
        versions = [one.instance for one in kept if one.instance.pk or one.has_changed()]
        shown = FactVersion.objects.filter(fact=self.instance.pk) if self.instance.pk else []
        today = timezone.localdate()
        return [
            *fact_requirements.version_gaps(versions, today=today),
            *fact_requirements.changed(shown, versions),
        ]

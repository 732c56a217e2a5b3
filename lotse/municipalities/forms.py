"""Forms that name a municipality."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.municipalities import queries
from lotse.municipalities.models import Municipality
from lotse.municipalities.widgets import MunicipalityInput

MAX_PLACES = 8


class LookupForm(forms.Form):
    q = forms.CharField(
        label=_("Name, Teil des Namens, Schlüssel oder Postleitzahl"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class PlaceForm(forms.Form):
    """Names a municipality by words; asks which one is meant where they fit several.

    After validation ``found`` is the municipality, None without words.
    """

    place_help: Any = _("Name oder Postleitzahl.")
    unknown_place: Any = _("Diese Kommune finden wir nicht. Prüfen Sie die Schreibweise.")

    municipality = forms.CharField(
        label=_("Ihre Kommune"),
        required=False,
        max_length=200,
        widget=MunicipalityInput,
    )
    place = forms.ChoiceField(
        label=_("Welche Kommune meinen Sie?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wählen Sie aus, welche Kommune Sie meinen."),
            "invalid_choice": _("Wählen Sie aus, welche Kommune Sie meinen."),
        },
    )

    def __init__(
        self, *args: Any, known: Municipality | None = None, words: str = "", **kwargs: Any
    ) -> None:
        """known: the municipality we already know about; its name needs no second choice.

        words: what stands in the field while somebody types, before anything is sent.
        """
        super().__init__(*args, **kwargs)
        self.fields["municipality"].help_text = self.place_help
        self.found: Municipality | None = None
        self._known = known
        self._candidates = self._look_up(
            words or str(self.data.get(self.add_prefix("municipality"), ""))
        )
        choices = [(place.key, place_label(place)) for place in self._candidates]
        self._place_field.choices = choices
        # A choice that is offered must be made; the widget says so by leaving "freiwillig" away.
        self._place_field.required = len(choices) > 1
        if len(choices) < 2:
            del self.fields["place"]

    @property
    def only_candidate(self) -> str:
        """What the words in the field mean if they can mean one municipality only."""
        return place_label(self._candidates[0]) if len(self._candidates) == 1 else ""

    @property
    def _place_field(self) -> forms.ChoiceField:
        place_field = self.fields["place"]
        assert isinstance(place_field, forms.ChoiceField)
        return place_field

    def _look_up(self, words: str) -> list[Municipality]:
        """Return what the words in the field may mean; nothing if they mean the known one."""
        words = words.strip()
        if not words or (self._known and words == place_label(self._known)):
            return []
        found = queries.find(words, limit=MAX_PLACES)
        exact = [place for place in found if place_label(place) == words]
        return exact or found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        words = cleaned.get("municipality", "")
        if self._known and words == place_label(self._known):
            self.found = self._known
        elif words and not self._candidates:
            self.add_error("municipality", self.unknown_place)
        elif len(self._candidates) == 1:
            self.found = self._candidates[0]
        elif words:
            chosen = cleaned.get("place")
            self.found = next((p for p in self._candidates if p.key == chosen), None)
        return cleaned


def place_label(place: Municipality) -> str:
    """Name a municipality so that it cannot be mistaken: "35390 Gießen, Stadt (Hessen)"."""
    name = (
        place.short_name if place.type in place.short_name else f"{place.short_name}, {place.type}"
    )
    return f"{place.postcode} {name} ({place.land.name})".strip()

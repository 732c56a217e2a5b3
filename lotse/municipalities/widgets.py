"""Form widgets for naming a municipality."""

from typing import Any

from django import forms
from django.urls import reverse_lazy


class MunicipalityInput(forms.TextInput):
    """A text field that offers municipalities while typing.

    What is chosen ends in the key, so ``queries.find`` returns exactly this one. Without script it
    is a plain text field.
    """

    template_name = "municipalities/_municipality_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        list_id = f"{own.get('id', f'id_{name}')}_orte"
        own.setdefault("autocomplete", "off")
        own |= {
            "list": list_id,
            "hx-get": f"{reverse_lazy('municipalities:lookup')}?feld={name}",
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{list_id}",
            "hx-sync": "this:replace",
        }
        context["list_id"] = list_id
        return context

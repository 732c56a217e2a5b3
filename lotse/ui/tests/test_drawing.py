"""What is drawn from memory looks as if it were drawn anew."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.safestring import mark_safe

from lotse.ui.forms import KernRenderer

ODD = """O'Neil & <b>"Söhne"</b>"""


def render(source: str, **values: Any) -> str:
    return Template(source).render(Context(values))


class Counter:
    """Says how often it was drawn."""

    def __init__(self) -> None:
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return str(self.times)


def test_what_differs_by_nothing_is_drawn_once() -> None:
    counter = Counter()
    template = Template("{% once %}{{ counter }}{% endonce %}")
    drawn = [template.render(Context({"counter": counter})) for _time in range(3)]
    assert drawn == ["1", "1", "1"]


def test_each_value_and_each_language_is_drawn_for_itself() -> None:
    template = Template("{% once value %}{{ value }} {{ counter }}{% endonce %}")
    counter = Counter()

    def drawn(value: object) -> str:
        return template.render(Context({"value": value, "counter": counter}))

    assert [drawn("a"), drawn("b"), drawn("a")] == ["a 1", "b 2", "a 1"]
    with translation.override("en"):
        assert drawn("a") == "a 3"


def test_text_is_never_taken_for_markup_drawn_before() -> None:
    template = Template("{% once value %}{{ value }}{% endonce %}")
    assert template.render(Context({"value": mark_safe("<i>")})) == "<i>"
    assert template.render(Context({"value": "<i>"})) == "&lt;i&gt;"


def test_a_text_follows_the_language_of_the_reader() -> None:
    template = Template("{% load i18n %}{% translate 'Yes' %}{% translate 'No' as no %} {{ no }}")
    found = []
    for language in ("de", "en", "de"):
        with translation.override(language):
            found.append(template.render(Context()))
    assert found == ["Ja Nein", "Yes No", "Ja Nein"]


def test_a_text_from_a_variable_is_translated_each_time() -> None:
    template = Template("{% load i18n %}{% translate word %}")
    with translation.override("de"):
        assert [template.render(Context({"word": word})) for word in ("Yes", "No")] == [
            "Ja",
            "Nein",
        ]


@pytest.mark.parametrize("number", ["L-2026-0001", "L-2026-0002", "ä b"])
def test_an_address_is_the_one_of_the_view(number: str) -> None:
    address = reverse("inquiries:desk:inquiry", args=[number])
    source = "{% url 'inquiries:desk:inquiry' number %}"
    assert [render(source, number=number) for _time in range(2)] == [address, address]
    assert render("{% url 'inquiries:desk:inquiry' number as there %}[{{ there }}]", number=number)


def test_equal_values_that_are_written_differently_have_addresses_of_their_own() -> None:
    source = "{% url 'inquiries:desk:inquiry' value %}"
    assert [render(source, value=value) for value in ("1", True, 1)] == [
        f"/arbeitsplatz/anfragen/{written}/" for written in ("1", "True", "1")
    ]


def test_a_view_that_does_not_exist_is_an_error_unless_it_is_only_asked_for() -> None:
    assert render("{% url 'gibt:es:nicht' as there %}[{{ there }}]") == "[]"
    with pytest.raises(NoReverseMatch):
        render("{% url 'gibt:es:nicht' %}")


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(attrs={"class": "a", "data-x": ODD, "hidden": True, "open": False}), ODD),
        (forms.TextInput(attrs={"type": "search", "maxlength": 100}), None),
        (forms.TextInput(attrs={"data-text": mark_safe("&amp;")}), mark_safe("<")),
        (forms.HiddenInput(), 1234),
        (forms.NumberInput(attrs={"min": 0}), 1234.5),
        (forms.EmailInput(), ""),
        (forms.URLInput(), "https://verband.example/?a=1&b=2"),
        (forms.PasswordInput(), "geheim"),
        (forms.DateInput(format="%Y-%m-%d"), None),
        (forms.TimeInput(), "08:00"),
    ],
)
def test_an_input_is_drawn_as_django_draws_it(widget: forms.Widget, value: object) -> None:
    ours = widget.render("feld", value, {"id": "id_feld"}, renderer=KernRenderer())
    assert ours == widget.render("feld", value, {"id": "id_feld"}, renderer=TemplatesSetting())

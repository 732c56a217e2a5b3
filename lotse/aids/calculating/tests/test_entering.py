"""What people type is read the German way, or gets a sentence beside its field."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.aids.calculating import take
from lotse.aids.calculating.tests.calculators import ENTERED, FACTS, calculator
from lotse.aids.formula import Day, Quantity, Text, Truth, Value, quantity, units

M2 = units.parse("m²")


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("flaeche", "420", quantity(420, "m²")),
        ("flaeche", " 1.234,5 m²", quantity("1234.5", "m²")),
        ("flaeche", "1.234", quantity(1234, "m²")),
        ("flaeche", "7.5", quantity("7.5", "m²")),
        ("flaeche", "1\u202f234,5", quantity("1234.5", "m²")),
        ("duschen", "-3", quantity(-3, "Dusche")),
        ("start", "1.2.2026", Day(date(2026, 2, 1))),
        ("start", "2026-02-01", Day(date(2026, 2, 1))),
        ("eigen", "Nein", Truth(False)),
        ("form", "halle", Text("halle")),
        ("land", "BW", Text("BW")),
        ("je_platz", "8", quantity(8, "m²/Platz")),
    ],
)
def test_what_people_type_is_understood(key: str, text: str, value: Value) -> None:
    taken = take(calculator(), {key: text}, FACTS)
    assert (taken.values[key], taken.problems) == (value, {})


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("flaeche", "viel", "Bitte geben Sie eine Zahl ein, zum Beispiel 1.234,5."),
        ("flaeche", "1,234.5", "Bitte geben Sie eine Zahl ein, zum Beispiel 1.234,5."),
        ("flaeche", "1" * 40, "Bitte geben Sie eine Zahl ein, zum Beispiel 1.234,5."),
        ("flaeche", "-1", "Mindestens 0\u00a0m²."),
        ("flaeche", "5001", "Höchstens 5.000\u00a0m²."),
        ("duschen", "1,5", "Hier gehört eine ganze Zahl hin."),
        ("start", "31.2.2026", "Bitte geben Sie einen Tag ein, zum Beispiel 31.12.2026."),
        ("eigen", "vielleicht", "Bitte antworten Sie mit ja oder nein."),
        ("form", "zelt", "Bitte wählen Sie eine der Möglichkeiten."),
        ("land", "XX", "Bitte wählen Sie ein Land."),
    ],
)
def test_what_is_not_understood_gets_a_sentence(key: str, text: str, sentence: str) -> None:
    taken = take(calculator(), {key: text}, FACTS)
    assert taken.problems == {key: sentence}
    assert key not in taken.values


def test_fields_that_were_not_sent_have_their_default_and_empty_ones_nothing() -> None:
    assert take(calculator(), {}, FACTS).values == {
        "zugang": quantity(10, "Person/Woche"),
        "wochen": quantity(6, "Woche"),
        "eigen": Truth(True),
    }
    assert take(calculator(), {"zugang": " ", "wochen": "", "eigen": ""}, FACTS).values == {}


@given(st.decimals(0, 5000, places=3))
def test_every_number_is_read_as_it_is_written_in_german(number: Decimal) -> None:
    text = f"{number:,}".translate(str.maketrans(",.", ".,"))
    assert take(calculator(), {"flaeche": text}, FACTS).values["flaeche"] == Quantity(number, M2)


@given(st.dictionaries(st.sampled_from([*ENTERED, "eigen", "wochen"]), st.text(max_size=20)))
def test_any_text_is_taken_or_refused(entered: dict[str, str]) -> None:
    taken = take(calculator(), entered, FACTS)
    assert not taken.values.keys() & taken.problems.keys()

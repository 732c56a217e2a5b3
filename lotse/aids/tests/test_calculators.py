"""Calculators on their page: facts, limits, influences, variants, cases, changed facts."""

import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from lotse.accounts.tests.factories import UserFactory
from lotse.aids.models import Aid
from lotse.aids.tests.factories import published
from lotse.knowledge.facts import rules
from lotse.knowledge.models import Correction
from lotse.knowledge.tests.factories import fact, version
from lotse.municipalities.tests.factories import LandFactory

pytestmark = pytest.mark.django_db
DEFINITION: dict[str, Any] = {
    "inputs": [
        {"key": "flaeche", "label": "Fläche", "kind": "number", "unit": "m²", "minimum": 0},
        {"key": "duschen", "label": "Duschen", "kind": "whole", "unit": "Dusche", "minimum": 0},
        {
            "key": "je_dusche",
            "label": "Plätze je Dusche",
            "kind": "number",
            "unit": "Platz/Dusche",
            "default": 10,
        },
        {"key": "land", "label": "Land", "kind": "land"},
    ],
    "constants": [
        {
            "key": "je_platz",
            "label": "Fläche je Platz",
            "unit": "m²/Platz",
            "fact": {"code": "F-U-20", "value": "value", "unit": "m²"},
        }
    ],
    "formulas": [
        {
            "key": "plaetze",
            "label": "Plätze",
            "expression": "min(Fläche: abrunden(flaeche / je_platz); Duschen: duschen * je_dusche)",
            "unit": "Platz",
        }
    ],
    "outputs": [{"key": "plaetze"}],
    "cases": [
        {
            "label": "Fläche begrenzt",
            "values": {"flaeche": 70, "duschen": 2, "je_platz": 7},
            "expected": {"plaetze": 10},
        }
    ],
}


def calculator(**changes: Any) -> Aid:
    return published(
        kind="calculator", text="", definition={**copy.deepcopy(DEFINITION), **changes}
    )


def standard() -> Any:
    return fact(
        code="F-U-20",
        lands=[LandFactory.create(code="BW", name="Baden-Württemberg")],
    )


def page(aid: Aid, query: str = "") -> str:
    return Client().get(f"{aid.get_absolute_url()}?{query}").content.decode().replace("\xa0", " ")


def test_number_of_the_land_is_used_with_its_source_and_the_limit_is_named() -> None:
    standard()
    aid = calculator()
    shown = page(aid, "e-flaeche=210&e-duschen=2&e-land=BW")
    assert "20 Plätze" in shown
    assert "Es begrenzt: <strong>Duschen" in shown
    assert "/zahlen-und-regeln/" in shown
    assert "Was am meisten ausmacht" in shown


def test_without_a_number_for_the_land_one_enters_it() -> None:
    standard()
    aid = calculator()
    shown = page(aid, "e-flaeche=210&e-duschen=5&e-land=HE")
    assert "Tragen Sie Ihre ein" in shown
    assert "35 Plätze" in page(aid, "e-flaeche=210&e-duschen=5&e-land=HE&e-je_platz=6")


def test_bad_input_gets_a_sentence_and_is_kept() -> None:
    shown = page(calculator(), "e-flaeche=viel&e-duschen=-1")
    assert "Bitte geben Sie eine Zahl ein" in shown
    assert "Mindestens 0" in shown
    assert 'value="viel"' in shown


def test_two_variants_stand_side_by_side() -> None:
    aid = calculator()
    shown = page(
        aid,
        "e-flaeche=140&e-duschen=9&e-je_platz=7&vergleich=e-flaeche%3D70%26e-duschen%3D9"
        "%26e-je_platz%3D7",
    )
    assert "Variante A" in shown
    assert "10 Plätze" in shown
    assert "20 Plätze" in shown


def test_case_that_comes_out_otherwise_stops_the_publication() -> None:
    wrong = copy.deepcopy(DEFINITION["cases"])
    wrong[0]["expected"] = {"plaetze": 11}
    with pytest.raises(ValidationError, match="Fall „Fläche begrenzt“"):
        calculator(cases=wrong)


def test_release_needs_five_cases_two_of_them_at_limits() -> None:
    with pytest.raises(ValidationError, match="mindestens 5 Fälle"):
        published(kind="calculator", text="", definition=DEFINITION, stage="released")


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("flaeche + duschen * je_dusche * je_platz * je_platz", "m²"),
        ("__import__('os')", "Zeichen"),
        ("plaetze + flaeche / je_platz + duschen * je_dusche", "Plätze"),
        ("flaeche /", "bricht ab"),
    ],
)
def test_hostile_and_broken_formulas_are_refused(expression: str, sentence: str) -> None:
    formulas = copy.deepcopy(DEFINITION["formulas"])
    formulas[0]["expression"] = expression
    with pytest.raises(ValidationError) as refused:
        calculator(formulas=formulas, cases=[])
    assert sentence in str(refused.value)


def test_changed_fact_flags_the_calculator_until_somebody_has_looked() -> None:
    number = standard()
    aid = calculator()
    number = type(number).objects.get(pk=number.pk)
    earlier = number.versions.get()
    earlier.valid_to = date(2026, 10, 31)
    number.versions.set([earlier, version(value=Decimal(8), valid_from=date(2026, 11, 1))])
    number.save_revision().publish()

    assert Correction.objects.get(settled_at=None).record_id == aid.pk
    assert "Eine Zahl hat sich geändert" in page(aid)
    rules.settle(
        Correction.objects.get(), outcome="done", person=UserFactory.create(), now=timezone.now()
    )
    assert "Eine Zahl hat sich geändert" not in page(aid)


def test_earlier_version_shows_its_formulas() -> None:
    standard()
    aid = calculator()
    shown = Client().get(f"{aid.get_absolute_url()}fassungen/0.1/").content.decode()
    assert "Duschen" in shown
    assert "<strong>Plätze</strong> = " in shown


def test_working_days_are_counted_with_the_holidays_of_the_land_and_say_which() -> None:
    for code, name in (("BY", "Bayern"), ("NW", "Nordrhein-Westfalen")):
        LandFactory.create(code=code, name=name)
    aid = calculator(
        inputs=[
            {"key": "start", "label": "Beginn", "kind": "date"},
            {"key": "land", "label": "Land", "kind": "land"},
        ],
        constants=[],
        formulas=[{"key": "bis", "label": "Frist", "expression": "werktage(start; 2)"}],
        outputs=[{"key": "bis"}],
        cases=[
            {
                "label": "In Bayern",
                "values": {"start": "2027-01-05", "land": "BY"},
                "expected": {"bis": "2027-01-08"},
            }
        ],
    )
    assert "07.01.2027" in page(aid, "e-start=05.01.2027&e-land=NW")
    assert "Heilige Drei Könige" not in page(aid, "e-start=05.01.2027&e-land=NW")
    shown = page(aid, "e-start=05.01.2027&e-land=BY")
    assert "08.01.2027" in shown
    assert "06.01.2027: Heilige Drei Könige" in shown
    assert "Feiertage sind in jedem andere" in page(aid, "e-start=05.01.2027")

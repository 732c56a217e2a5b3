"""A calculator is run: results, limits, lights, series, what is missing, what matters most."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lotse.aids.calculating import (
    FactValue,
    Light,
    Outcome,
    check_cases,
    run,
    sensitivity,
    take,
)
from lotse.aids.calculating.tests.calculators import ENTERED, FACTS, calculator, definition


def outcome(entered: dict[str, str], data: dict[str, Any] | None = None) -> Outcome:
    found = calculator(data)
    return run(found, take(found, entered, FACTS).values, FACTS)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_results_have_units_words_and_intermediate_values() -> None:
    found = outcome(ENTERED)

    assert found.is_complete
    assert [(one.line.label, plain(one.text)) for one in found.outputs] == [
        ("Plätze", "48 Plätze"),
        ("Wochen ohne Engpass", "5 Wochen"),
        ("Fertig am", "08.02.2026"),
        ("Aufsicht", "eine Person"),
    ]
    assert plain(found.line("auslastung").text) == "80,0 %"
    area = found.line("nach_flaeche")
    assert area.symbols == "abrunden(Fläche ÷ Fläche je Platz)"
    assert area.words == "(„Fläche“ geteilt durch „Fläche je Platz“), abgerundet auf ganze Zahlen"
    assert [step.text for step in area.steps] == ["Fläche ÷ Fläche je Platz", area.symbols]


def test_the_limit_that_decides_is_followed_into_its_own_line() -> None:
    assert outcome(ENTERED).line("plaetze").limiting == (("Bad", "Duschen"),)
    tie = outcome({**ENTERED, "duschen": "5"}).line("plaetze")
    assert tie.limiting == (("Fläche",), ("Bad", "Duschen"))


def test_lights_come_from_the_first_condition_that_fits() -> None:
    signals = [outcome({**ENTERED, "flaeche": area}).outputs[0].signal for area in ("69", "70", "")]
    assert [signal and (signal.light, signal.label) for signal in signals] == [
        (Light.RED, "zu klein"),
        (Light.GREEN, "lohnt sich"),
        None,
    ]


def test_a_series_has_a_row_for_every_step() -> None:
    [rows] = outcome({**ENTERED, "wochen": "5"}).series

    assert [[plain(cell.text) for cell in row] for row in rows.rows] == [
        ["48 Plätze", "0 Personen"],
        ["38 Plätze", "10 Personen"],
        ["28 Plätze", "20 Personen"],
        ["18 Plätze", "30 Personen"],
        ["8 Plätze", "40 Personen"],
        ["−2 Plätze", "50 Personen"],
    ]
    assert [row[0].signal and row[0].signal.light for row in rows.rows] == [
        None,
        None,
        None,
        None,
        None,
        Light.RED,
    ]


@pytest.mark.parametrize("weeks", ["0", "104"])
def test_a_series_has_up_to_two_years_of_weeks(weeks: str) -> None:
    [rows] = outcome({**ENTERED, "wochen": weeks}).series
    assert len(rows.rows) == int(weeks) + 1


def test_a_longer_series_is_refused_and_takes_what_needs_it_along() -> None:
    found = outcome({**ENTERED, "wochen": "105"})

    assert found.series[0].rows == ()
    assert found.series[0].error == "Eine Reihe hat 0 bis 104 ganze Schritte."
    assert found.line("ruhe").error == ("Dafür fehlt „Prognose“, das sich nicht berechnen lässt.")
    assert plain(found.line("plaetze").text) == "48 Plätze"


def test_missing_inputs_are_named_and_the_rest_is_computed() -> None:
    found = outcome({**ENTERED, "duschen": "", "start": ""})

    assert found.missing == ("duschen", "start")
    assert plain(found.line("nach_flaeche").text) == "60 Plätze"
    assert [(one.text, one.missing) for one in found.outputs] == [
        ("fehlt", ("duschen",)),
        ("fehlt", ("duschen",)),
        ("fehlt", ("start",)),
        ("fehlt", ("duschen",)),
    ]
    [rows] = found.series
    assert rows.missing == ("duschen",)
    assert [cell.text for cell in rows.rows[1]] == ["fehlt", "10\u00a0Personen"]


def test_nothing_entered_is_no_error() -> None:
    found = outcome({})

    assert not found.is_complete
    assert found.missing == ("flaeche", "duschen", "je_dusche", "start", "form")


def test_what_goes_wrong_is_said_where_it_happens() -> None:
    found = outcome({**ENTERED, "flaeche": "0"})

    assert found.line("auslastung").error == "Hier würde durch null geteilt."
    assert plain(found.line("plaetze").text) == "0 Plätze"


def test_a_row_that_goes_wrong_is_named() -> None:
    data = definition()
    data["series"][0]["columns"][0]["expression"] = (
        "plaetze / (3 - nummer) - bestand * 1 [Platz/Person]"
    )
    assert outcome(ENTERED, data).series[0].error == (
        "Woche 3: „Frei“: Hier würde durch null geteilt."
    )


def test_constants_are_shown_with_their_fact() -> None:
    [constant] = outcome(ENTERED).constants

    assert plain(constant.text) == "7 m² je Platz"
    assert constant.fact is not None
    assert constant.fact.source == "FlüAG BW § 8"


@pytest.mark.parametrize("facts", [{}, {"je_platz": FactValue(Decimal(700), "dm²")}])
def test_a_constant_without_a_usable_fact_is_an_input_without_default(
    facts: dict[str, FactValue],
) -> None:
    found = calculator()
    result = run(found, take(found, ENTERED, facts).values, facts)

    assert [one.key for one in found.inputs_with(FACTS)][-1] == "form"
    [*_others, last] = found.inputs_with(facts)
    assert (last.key, last.default) == ("je_platz", None)
    assert result.missing == ("je_platz",)
    assert result.constants[0].fact is None


def test_an_own_number_takes_the_place_of_the_fact() -> None:
    found = outcome({**ENTERED, "je_platz": "10"})

    assert plain(found.line("nach_flaeche").text) == "42 Plätze"
    assert found.constants[0].fact is None


def test_effort_has_a_bound_and_is_no_crash() -> None:
    data = definition()
    long = " + ".join(["zugang * 1 [Woche] * 0"] * 30)
    data["series"][0]["columns"] += [
        {"key": f"s{index}", "label": f"S{index}", "unit": "Person", "expression": long}
        for index in range(10)
    ]
    found = outcome({**ENTERED, "wochen": "104"}, data)

    assert found.series[0].error.endswith(
        "Die Rechnung ist zu aufwendig. Bitte vereinfachen Sie sie."
    )


def test_the_strongest_input_comes_first() -> None:
    found = calculator()
    values = take(found, ENTERED, FACTS).values
    influences = sensitivity(found, values, FACTS, "plaetze")

    assert [
        (one.input.key, plain(one.low), plain(one.high), plain(one.at_low), plain(one.at_high))
        for one in influences
    ] == [
        ("duschen", "3 Duschen", "5 Duschen", "36 Plätze", "60 Plätze"),
        (
            "je_dusche",
            "10,8 Plätze je Dusche",
            "13,2 Plätze je Dusche",
            "43,2 Plätze",
            "52,8 Plätze",
        ),
        ("flaeche", "378,45 m²", "462,55 m²", "48 Plätze", "48 Plätze"),
        ("zugang", "9 Personen je Woche", "11 Personen je Woche", "48 Plätze", "48 Plätze"),
        ("wochen", "5 Wochen", "7 Wochen", "48 Plätze", "48 Plätze"),
    ]


def test_a_text_has_no_strongest_input() -> None:
    found = calculator()
    assert sensitivity(found, take(found, ENTERED, FACTS).values, FACTS, "wer") == []


def test_cases_are_run_with_the_facts_of_their_land_and_day() -> None:
    asked: list[tuple[str, date | None]] = []

    def facts_at(land: str, on: date | None) -> dict[str, FactValue]:
        asked.append((land, on))
        return FACTS

    [result] = check_cases(calculator(), facts_at)

    assert result.is_passed
    assert asked == [("BW", None)]


def test_a_case_that_comes_out_otherwise_says_how() -> None:
    data = definition()
    data["cases"][0]["expected"] = {"plaetze": 47, "fertig": "2026-01-01", "wer": "eine Person"}
    data["cases"][0]["limiting"] = {"plaetze": ["Fläche"]}
    data["cases"][0]["lights"] = {"plaetze": "red"}
    [result] = check_cases(calculator(data), lambda _land, _on: FACTS)

    assert [plain(one) for one in result.differences] == [
        "Plätze: 48 Plätze, erwartet 47 Plätze.",
        "Fertig am: nicht zu berechnen, es fehlt Beginn, Form.",
        "Plätze: maßgeblich ist Duschen, erwartet Fläche.",
        "Plätze: die Ampel zeigt green, erwartet red.",
    ]


def test_a_changed_fact_makes_a_case_fail() -> None:
    facts = {"je_platz": FactValue(Decimal(9), "m²")}
    [result] = check_cases(calculator(), lambda _land, _on: facts)

    assert not result.is_passed
    assert plain(result.differences[0]) == "Plätze: 46 Plätze, erwartet 48 Plätze."


def test_a_case_may_be_a_little_off() -> None:
    data = definition()
    data["cases"][0] |= {"expected": {"plaetze": "47,5"}, "tolerance": "0.5"}
    [result] = check_cases(calculator(data), lambda _land, _on: FACTS)

    assert result.is_passed

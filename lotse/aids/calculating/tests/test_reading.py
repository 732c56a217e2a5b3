"""A definition is read whole, or everything that is wrong with it is said."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.aids.calculating import Kind, gaps, read
from lotse.aids.calculating.tests.calculators import DEFINITION, calculator, definition


def problems_of(data: object) -> list[str]:
    found, problems = read(data)
    assert (found is None) == bool(problems)
    return problems


def test_a_whole_definition_has_no_problems() -> None:
    found = calculator()

    assert [one.key for one in found.inputs if one.kind is Kind.WHOLE] == ["duschen", "wochen"]
    assert found.order == (
        "nach_flaeche",
        "nach_bad",
        "plaetze",
        "auslastung",
        "fertig",
        "wer",
        "prognose",
        "ruhe",
    )
    assert found.land_input is not None
    assert found.labels["bestand"] == "Bestand"


@pytest.mark.parametrize("data", [None, [], "Text", 7])
def test_anything_but_an_object_is_refused(data: object) -> None:
    assert problems_of(data) == ["Hier gehört ein Objekt mit Namen und Werten hin."]


def test_every_slip_of_the_pen_is_found_at_once() -> None:
    data = {
        "inputs": [
            {"key": "a", "label": "", "minimum": 3, "maximum": "zwei"},
            {"key": "b", "label": "B", "kind": "farbe", "unit": "m²/", "helf": "x"},
            {"key": "c", "label": "C", "kind": "choice", "options": [{"key": "x", "label": "X"}]},
            {"key": "d", "label": "D", "minimum": 5, "maximum": 1, "default": 7},
            "kein Objekt",
        ],
        "constants": [{"key": "k", "label": "K", "fact": {"value": "mitte"}}],
        "formulas": [{"key": "f", "label": "F", "expression": "1 +"}, {"key": "g", "label": "G"}],
        "outputs": {"key": "f"},
        "farben": 1,
    }

    assert problems_of(data) == [
        "Eingabe 1 („a“): „label“ fehlt.",
        "Eingabe 1 („a“): „maximum“ ist keine Zahl, mit der wir rechnen können.",
        "Eingabe 2 („b“): „kind“ ist eins von: number, whole, date, choice, yes_no, land.",
        "Eingabe 2 („b“): „m²/“ lesen wir nicht als Einheit. Schreiben Sie zum Beispiel m²/Person.",
        "Eingabe 2 („b“): „helf“ kennen wir hier nicht.",
        "Eingabe 3 („c“): Eine Auswahl braucht mindestens zwei Möglichkeiten.",
        "Eingabe 4 („d“): Das Minimum ist größer als das Maximum.",
        "Eingabe 4 („d“): Die Vorgabe passt nicht. Höchstens 1.",
        "Eingabe 5: Hier gehört ein Objekt mit Namen und Werten hin.",
        "Eingabe 5: „key“ fehlt.",
        "Eingabe 5: „label“ fehlt.",
        "Konstante 1 („k“): Zahl oder Regel („fact“): „code“ fehlt.",
        "Konstante 1 („k“): Zahl oder Regel („fact“): „value“ ist eins von: value, value_max.",
        "Formel 1 („f“): Die Formel bricht ab. Hier fehlt eine Zahl, ein Name oder eine Klammer.",
        "Formel 2 („g“): „expression“ fehlt: eine Formel.",
        "„outputs“ ist keine Liste.",
        "„farben“ kennen wir hier nicht.",
    ]


def test_numbers_too_large_to_write_down_are_refused() -> None:
    data = {"inputs": [{"key": "a", "label": "A", "minimum": 10**5000, "maximum": math.inf}]}

    assert problems_of(data) == [
        "Eingabe 1 („a“): „minimum“ ist keine Zahl, mit der wir rechnen können.",
        "Eingabe 1 („a“): „maximum“ ist keine Zahl, mit der wir rechnen können.",
    ]


def changed(part: str, index: int, **values: Any) -> list[str]:
    data = definition()
    data[part][index] |= values
    return problems_of(data)


def test_names_and_references_are_checked() -> None:
    assert changed("inputs", 1, key="min") == [
        (
            "„min“ taugt nicht als Name in Formeln: Buchstaben, Ziffern und _, "
            "kein Wort der Formelsprache."
        ),
        "„Plätze nach Fläche“: Die Angabe „flaeche“ gibt es nicht.",
        "„Fläche“ kommt in keiner Formel vor.",
    ]
    assert changed("formulas", 0, key="nach_bad")[0] == "Den Namen „nach_bad“ gibt es mehrmals."
    assert changed("inputs", 1, key="nummer")[0] == "Den Namen „nummer“ gibt es mehrmals."
    assert changed("outputs", 1, key="weg") == ["Das Ergebnis „weg“ ist keine Formel."]
    assert changed("formulas", 5, expression="tabelle(preise; form)") == [
        "„Aufsicht“: Die Tabelle „preise“ gibt es nicht."
    ]
    assert changed("formulas", 5, expression='"x" = vorher(flaeche)') == [
        "„Aufsicht“: „flaeche“ ist keine Spalte dieser Reihe."
    ]
    assert changed("formulas", 5, expression="nummer") == [
        "„Aufsicht“: Die Angabe „nummer“ gibt es nicht."
    ]
    assert changed("inputs", 6, kind="land") == [
        "Es gibt mehr als eine Eingabe für das Land.",
    ]


def test_units_are_checked_everywhere() -> None:
    assert changed("formulas", 0, expression="flaeche + je_platz") == [
        "„Plätze nach Fläche“: m² und m²/Platz lassen sich nicht addieren."
    ]
    assert changed("formulas", 6, unit="Person") == [
        "„Wochen ohne Engpass“: Heraus kommt Woche, angegeben ist Person."
    ]
    assert changed("formulas", 4, unit="Tag") == [
        "„Fertig am“: Heraus kommt ein Datum, angegeben ist Tag."
    ]
    assert changed("series", 0, steps="wochen") == [
        "„Prognose: Zahl der Schritte“: Heraus kommt Woche, angegeben ist eine Zahl ohne Einheit."
    ]
    column = DEFINITION["series"][0]["columns"]
    assert changed("series", 0, columns=[column[0], column[1] | {"start": "0"}]) == [
        "„Bestand: Anfang“: Heraus kommt eine Zahl ohne Einheit, angegeben ist Person."
    ]
    assert changed("series", 0, columns=[column[0] | {"expression": "ja"}, column[1]]) == [
        "„Frei“: Hier muss eine Zahl herauskommen."
    ]
    assert changed("outputs", 0, bands=[{"light": "red", "label": "R", "when": "plaetze"}]) == [
        "„plaetze: R“: Die Bedingung einer Ampel ergibt ja oder nein."
    ]


def test_circles_are_refused_with_their_names() -> None:
    assert changed("formulas", 0, expression="plaetze + 0 * flaeche / je_platz") == [
        (
            "Diese Formeln brauchen einander im Kreis: "
            "Plätze nach Fläche → Plätze → Plätze nach Fläche."
        )
    ]
    assert changed("formulas", 0, expression="letzter(frei) + 0 * flaeche / je_platz") == [
        (
            "Diese Formeln brauchen einander im Kreis: "
            "Plätze nach Fläche → Prognose → Plätze → Plätze nach Fläche."
        )
    ]
    columns = [
        {"key": "frei", "label": "Frei", "unit": "Platz", "expression": "bestand"},
        {"key": "bestand", "label": "Bestand", "unit": "Platz", "expression": "frei + plaetze"},
    ]
    assert "Diese Formeln brauchen einander im Kreis: Frei → Bestand → Frei." in changed(
        "series", 0, columns=[*columns, {"key": "z", "label": "Z", "expression": "zugang / zugang"}]
    )


def test_a_series_that_looks_back_needs_a_start() -> None:
    column = DEFINITION["series"][0]["columns"]
    without = {key: value for key, value in column[1].items() if key != "start"}
    assert changed("series", 0, columns=[column[0], without]) == [
        (
            "Reihe 1 („prognose“), Spalte 2 („bestand“): Wer auf den Schritt davor zurückgreift, "
            "braucht einen Anfang („start“)."
        )
    ]
    assert changed("series", 0, columns=[]) == [
        "Reihe 1 („prognose“): Eine Reihe braucht mindestens eine Spalte."
    ]


def test_tables_are_checked() -> None:
    rows = [{"key": "haus", "cells": [1]}, {"key": "haus", "cells": ["x"]}, {"cells": []}]
    assert changed("tables", 0, rows=rows) == [
        "Tabelle 1 („dauer“), Zeile 2 („haus“): Der Eintrag in der Spalte „Tage“ passt nicht.",
        "Tabelle 1 („dauer“), Zeile 3: „cells“ braucht 1 Einträge, einen je Spalte.",
        "Tabelle 1 („dauer“), Zeile 3: „key“ fehlt.",
        "Tabelle 1 („dauer“): Zwei Zeilen heißen gleich.",
    ]
    rows = [{"below": 60, "cells": ["a"]}, {"from": 50, "below": 40, "cells": ["b"]}]
    assert changed("tables", 1, rows=rows) == [
        "Tabelle 2 („aufsicht“), Zeile 2: „from“ muss kleiner als „below“ sein.",
        "Tabelle 2 („aufsicht“): Die Bereiche überschneiden sich oder stehen nicht aufsteigend.",
    ]


def test_cases_are_checked() -> None:
    case = {
        "label": "Fall",
        "values": {"flaeche": 5001, "form": "zelt", "weg": 1},
        "expected": {"plaetze": "viele", "fertig": "31.12.2026"},
        "limiting": {"plaetze": "Bad"},
        "lights": {"plaetze": "blau", "nach_bad": "red"},
        "land": "XX",
        "on": "morgen",
        "tolerance": -1,
    }
    assert changed("cases", 0, **case) == [
        "Fall 1: „values“, Fläche: Höchstens 5.000\u00a0m².",
        "Fall 1: „values“, Form: Bitte wählen Sie eine der Möglichkeiten.",
        "Fall 1: „values“ nennt „weg“, das gibt es hier nicht.",
        "Fall 1: „expected“, Plätze: Hier gehört eine Zahl hin.",
        "Fall 1: „limiting“ nennt je Formel eine Liste von Namen.",
        "Fall 1: „lights“ kennt: green, yellow, red.",
        "Fall 1: „lights“ nennt „nach_bad“, das ist kein Ergebnis.",
        (
            "Fall 1: „land“ ist eins von: BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, "
            "SN, ST, TH."
        ),
        "Fall 1: „on“ ist kein Tag wie 2026-12-31.",
        "Fall 1: „tolerance“ ist nicht negativ.",
    ]


def test_a_release_needs_five_cases_two_of_them_at_a_limit() -> None:
    data = definition()
    assert gaps(calculator(data)) == [
        "Es braucht mindestens 5 Fälle, da sind 1.",
        "Mindestens 2 Fälle liegen an einer Grenze, da sind 1.",
    ]
    data["cases"] *= 5
    assert gaps(calculator(data)) == []


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**400),
    st.floats(),
    st.just(math.nan),
    st.text(max_size=8),
    st.sampled_from(["number", "choice", "a", "b", "m²", "a + b", "vorher(a)", "1 / 0", "red"]),
)
names = st.sampled_from(
    [
        *("inputs", "constants", "tables", "formulas", "series", "outputs", "cases"),
        *("key", "label", "kind", "unit", "default", "options", "minimum", "columns", "rows"),
        *("cells", "expression", "start", "steps", "bands", "when", "light", "fact", "code"),
        *("values", "expected", "a", "b"),
    ]
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=6),
    max_leaves=30,
)


@given(anything)
def test_any_json_is_a_calculator_or_refused(data: object) -> None:
    problems_of(data)


@given(st.data())
def test_a_definition_with_anything_in_one_place_is_a_calculator_or_refused(
    data: st.DataObject,
) -> None:
    changed = definition()
    place: Any = changed
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        inner = place[key]
        if not inner or not isinstance(inner, dict | list) or data.draw(st.booleans()):
            place[key] = data.draw(anything)
            break
        place = inner

    problems_of(changed)

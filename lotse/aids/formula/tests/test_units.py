"""Units are read, written, multiplied, and brought together."""

from decimal import Decimal

import pytest

from lotse.aids.formula import FormulaError, units


@pytest.mark.parametrize(
    ("text", "written", "said"),
    [
        ("", "", ""),
        ("Personen", "Person", "Personen"),
        ("qm je Platz", "m²/Platz", "m² je Platz"),
        ("m^2/Person", "m²/Person", "m² je Person"),
        ("Person·m²/m²", "Person", "Personen"),
        ("Minuten im Jahr", "Minute/Jahr", "Minuten je Jahr"),
        ("Minute/(Stelle·Jahr)", "Minute/(Jahr·Stelle)", "Minuten je (Jahr·Stelle)"),
        ("Euro je Person/Monat", "€/(Monat·Person)", "€ je (Monat·Person)"),
        ("1/Woche", "1/Woche", "1 je Woche"),
        ("Waschbecken", "Waschbecken", "Waschbecken"),
        ("%", "%", "%"),
    ],
)
def test_a_unit_is_read_written_and_said(text: str, written: str, said: str) -> None:
    unit = units.parse(text)

    assert (str(unit), units.say(unit, Decimal(3))) == (written, said)
    assert units.parse(str(unit)) == unit


def test_one_of_something_is_said_in_the_singular() -> None:
    assert units.say(units.parse("Personen"), Decimal(1)) == "Person"


@pytest.mark.parametrize("text", ["m²/", "/m", "m m", "(m)", "m/(s", "7", "m²/Person·Tag", "a-b"])
def test_odd_units_are_refused(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        units.parse(text)
    assert caught.value.message == (
        f"„{text}“ lesen wir nicht als Einheit. Schreiben Sie zum Beispiel m²/Person."
    )


@pytest.mark.parametrize("text", ["a·b·c·d·e·f·g", "m^7", "m^9"])
def test_units_have_a_bound(text: str) -> None:
    with pytest.raises(FormulaError, match="zu verschachtelt"):
        units.parse(text)


@pytest.mark.parametrize(
    ("left", "sign", "right", "unit", "factor"),
    [
        ("m²", -1, "m²/Person", "Person", "1"),
        ("%", 1, "Person", "Person", "0.01"),
        ("Person/Woche", 1, "Woche", "Person", "1"),
        ("Person/Tag", 1, "Woche", "Person", "7"),
        ("Stunde", -1, "Minute", "", "60"),
        ("", 1, "%", "%", "1"),
        ("", -1, "Tag", "1/Tag", "1"),
        ("ha", -1, "m", "m", "10000"),
    ],
)
def test_units_are_multiplied_and_only_converted_where_they_meet(
    left: str, sign: int, right: str, unit: str, factor: str
) -> None:
    found, by = units.product(units.parse(left), units.parse(right), sign)

    assert (str(found), by) == (unit, Decimal(factor))


@pytest.mark.parametrize(
    ("left", "right", "common"),
    [
        ("Woche", "Tag", "Tag"),
        ("%", "", "%"),
        ("Jahr", "Monat", "Monat"),
        ("ha", "m²", "m²"),
        ("Person/Tag", "Person/Woche", "Person/Woche"),
        ("m²", "Person", None),
        ("Platz", "Person", None),
        ("Tag", "Monat", None),
    ],
)
def test_the_finer_of_two_units_is_the_common_one(
    left: str, right: str, common: str | None
) -> None:
    found = units.common(units.parse(left), units.parse(right))

    assert (found and str(found)) == common

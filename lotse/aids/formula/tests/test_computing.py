"""Formulas are computed: numbers with units, dates, conditions, tables; or refused with reason."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from lotse.aids.formula import (
    Budget,
    Column,
    Day,
    FormulaError,
    Quantity,
    Row,
    Scope,
    Series,
    Table,
    Text,
    Truth,
    Value,
    check,
    evaluate,
    parse,
    quantity,
    shown,
    units,
)

KEYS = Table(
    "Schlüssel",
    (Column("anteil", "Anteil", quantity("0", "%")), Column("regel", "Regel", Text(None))),
    (
        Row((quantity("12.5", "%"), Text("Einwohner")), text="BW"),
        Row((Quantity(None, units.parse("%")), Text("Fläche")), text="NW"),
    ),
)
SIZES = Table(
    "Größen",
    (Column("stellen", "Stellen", quantity("0", "Stelle")),),
    (
        Row((quantity("1", "Stelle"),), high=Decimal(50)),
        Row((quantity("2", "Stelle"),), low=Decimal(50), high=Decimal(100)),
    ),
    unit=units.parse("Person"),
)
KNOWN: dict[str, Value] = {
    "fläche": quantity("420", "m²"),
    "personen": quantity("60", "Person"),
    "anteil": quantity("50", "%"),
    "land": Text("BW"),
    "anderes_land": Text("NW"),
    "halle": Truth(True),
    "start": Day(date(2026, 1, 31)),
    "frei": Series((Decimal(5), Decimal(0), Decimal(-2), Decimal(7)), units.parse("Platz")),
    "offen": Quantity(None, units.parse("Person")),
    "offene_frage": Truth(None),
    "null": quantity(0, "Person"),
}
SCOPE = Scope(
    KNOWN,
    tables={"schlüssel": KEYS, "größen": SIZES},
    previous={"personen": quantity("59", "Person")},
    workdays=lambda day, count, _saturdays: day + timedelta(days=count),
)


def found(text: str) -> str:
    return shown(evaluate(parse(text), SCOPE).value).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", "7"),
        ("-2 ^ 2", "−4"),
        ("2 ^ 3 ^ 2", "512"),
        ("2 ^ -1", "0,5"),
        ("0 * -1", "0"),
        ("10 ^ 14 + 1", "100.000.000.000.001"),
        # A seventh is not lost on the way.
        ("60 / 7 * 7 = 60", "ja"),
        ("abrunden(60 / 7 * 7)", "60"),
        ("fläche / (7 [m²/Person])", "60 Personen"),
        ("fläche / personen", "7 m² je Person"),
        ("anteil * personen", "30 Personen"),
        ("anteil + 0.1", "60 %"),
        ("3 [Woche] + 2 [Tag]", "23 Tage"),
        ("3 [Person/Woche] * 14 [Tag]", "6 Personen"),
        ("(3 [m]) ^ 2", "9 m²"),
        ("runde(2.5)", "3"),
        ("runde(-2.5)", "−3"),
        ("abrunden(-2.5)", "−2"),
        ("aufrunden(2.001; 2)", "2,01"),
        ("runde(1234; -2)", "1.200"),
        ("betrag(-3 [m])", "3 m"),
        ("min(3 [Woche]; 20 [Tag])", "20 Tage"),
        ("max(1; 2; 3)", "3"),
        ("summe(1 [Platz]; 2 [Platz])", "3 Plätze"),
        ("wenn(personen > 50 [Person]; 1; 2)", "1"),
        ("halle und nicht (1 > 2) oder nein", "ja"),
        ('land = "BW" und anderes_land ≠ "BW"', "ja"),
        ("start + 1 [Monat]", "28.02.2026"),
        ("start + 25 [Monat]", "29.02.2028"),
        ("start - 2 [Woche]", "17.01.2026"),
        ("start + 1 [Jahr] - 1 [Tag]", "30.01.2027"),
        ("01.03.2028 - 01.02.2028", "29 Tage"),
        ("max(start; 01.02.2026)", "01.02.2026"),
        ("arbeitstage(start; 7)", "07.02.2026"),
        ("werktage(start; 7 [Werktag])", "07.02.2026"),
        ("arbeitstage(start; 7 [Arbeitstag])", "07.02.2026"),
        ("tabelle(schlüssel; land; anteil)", "12,5 %"),
        ("tabelle(schlüssel; land; regel)", "Einwohner"),
        ("tabelle(größen; 49.99 [Person])", "1 Stelle"),
        ("tabelle(größen; 50 [Person])", "2 Stellen"),
        ("min(frei)", "−2 Plätze"),
        ("summe(frei)", "10 Plätze"),
        ("letzter(frei)", "7 Plätze"),
        ("solange(frei; 0 [Platz])", "2"),
        ("solange(frei; -9 [Platz])", "4"),
        ("personen - vorher(personen)", "1 Person"),
        ("offen + 1 [Person]", "fehlt"),
        # What is not needed may be missing, or not be computable.
        ("wenn(halle; 1 [Person]; offen)", "1 Person"),
        ("wenn(null = 0 [Person]; 0; personen / null)", "0"),
        ("wenn(offene_frage; personen / null; 0)", "fehlt"),
        ("nein und offene_frage", "nein"),
        ("ja oder offene_frage", "ja"),
        ("offene_frage und personen / null > 1", "fehlt"),
    ],
)
def test_a_formula_has_this_result(text: str, result: str) -> None:
    assert found(text) == result


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("fläche + personen", "m² und Person lassen sich nicht addieren."),
        ("fläche - 1", "m² und eine Zahl ohne Einheit lassen sich nicht voneinander abziehen."),
        ("fläche < personen", "m² und Person lassen sich nicht mit < vergleichen."),
        ("start < 1", "Ein Datum und eine Zahl ohne Einheit lassen sich nicht mit < vergleichen."),
        ("land < land", "Ein Text und ein Text lassen sich nicht mit < vergleichen."),
        ("land * 2", "Ein Text und eine Zahl ohne Einheit lassen sich nicht multiplizieren."),
        ("min(fläche; personen)", "m² und Person passen nicht zusammen."),
        ("summe(halle)", "„summe“ rechnet mit Zahlen, hier steht: ein Ja oder Nein."),
        ("wenn(1; 2; 3)", "„wenn“ braucht ein Ja oder Nein, hier steht: eine Zahl ohne Einheit."),
        ("nicht land", "„nicht“ braucht ein Ja oder Nein, hier steht: ein Text."),
        ("-land", "Ein Minus steht nur vor Zahlen, nicht vor: ein Text."),
        ("personen / null", "Hier würde durch null geteilt."),
        ("offen / null", "Hier würde durch null geteilt."),
        ("0 ^ -1", "Hier würde durch null geteilt."),
        ("9 ^ 9 ^ 9", "Die Hochzahl darf höchstens 200 sein."),
        ("9 ^ 99", "Die Zahl wird zu groß, um damit zu rechnen."),
        ("999999999999999 * 999999999999999", "Die Zahl wird zu groß, um damit zu rechnen."),
        ("2 ^ 0.5", "Die Hochzahl ist eine ganze Zahl, hier steht: 0,5."),
        ("2 ^ personen", "Die Hochzahl ist eine Zahl ohne Einheit, hier steht: Person."),
        ("(1 [m]) ^ 99", "Die Einheit des Ergebnisses ist zu verschachtelt."),
        (
            "start + personen",
            "Zu einem Datum passen Tage, Wochen, Monate oder Jahre, nicht: Person.",
        ),
        (
            "start + 0.5 [Tag]",
            "Ein Datum rückt um ganze Tage oder Monate weiter, nicht um 0,5\u00a0Tage.",
        ),
        ("start + 99999 [Jahr]", "Das Datum läge außerhalb des Kalenders."),
        ("start - 99999 [Woche]", "Das Datum läge außerhalb des Kalenders."),
        ("arbeitstage(31.12.9999; 5)", "Das Datum läge außerhalb des Kalenders."),
        ("arbeitstage(start; 501)", "„arbeitstage“ zählt höchstens 500 Tage weit."),
        (
            "arbeitstage(1; 5)",
            "„arbeitstage“ beginnt mit einem Datum, hier steht: eine Zahl ohne Einheit.",
        ),
        ("runde(1; 7)", "„runde“ kennt höchstens 6 Stellen."),
        ("letzter(personen)", "„letzter“ braucht eine Reihe, hier steht: Person."),
        ("frei + 1 [Platz]", "Eine Reihe in Platz und Platz lassen sich nicht addieren."),
        ("solange(frei; 0)", "Eine Zahl ohne Einheit und Platz passen nicht zusammen."),
        ("unbekannt * 2", "Die Angabe „unbekannt“ fehlt."),
        ("vorher(fläche)", "Die Angabe „fläche“ fehlt."),
        ("tabelle(preise; land)", "Die Tabelle „preise“ gibt es nicht."),
        (
            "tabelle(schlüssel; land)",
            "Welche Spalte der Tabelle „Schlüssel“? Es gibt: anteil, regel.",
        ),
        (
            'tabelle(schlüssel; "XX"; anteil)',
            "In der Tabelle „Schlüssel“ gibt es keine Zeile für XX.",
        ),
        (
            "tabelle(schlüssel; anderes_land; anteil)",
            "In der Tabelle „Schlüssel“ fehlt die Angabe für NW.",
        ),
        (
            "tabelle(schlüssel; 1; anteil)",
            "Die Tabelle „Schlüssel“ sucht nach einem Text, nicht nach: eine Zahl ohne Einheit.",
        ),
        (
            "tabelle(größen; 100 [Person])",
            "In der Tabelle „Größen“ gibt es keine Zeile für 100\u00a0Personen.",
        ),
    ],
)
def test_what_cannot_be_computed_gets_a_sentence_with_the_name(text: str, sentence: str) -> None:
    with pytest.raises(FormulaError) as caught:
        evaluate(parse(text, name="Bedarf"), SCOPE)

    assert caught.value.message == f"„Bedarf“: {sentence}"
    assert (caught.value.formula, caught.value.reason) == ("Bedarf", sentence)


def test_working_days_need_a_calendar() -> None:
    with pytest.raises(FormulaError, match="Wählen Sie das Land"):
        evaluate(parse("arbeitstage(01.01.2026; 3)"), Scope())


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1E+15", "-1E+400"])
def test_numbers_from_outside_are_looked_at(number: str) -> None:
    with pytest.raises(FormulaError, match="zu groß"):
        evaluate(parse("x > 1"), Scope({"x": Quantity(Decimal(number))}))


def test_missing_inputs_are_named_as_far_as_they_matter() -> None:
    text = "wenn(halle; offen; 1 [Person]) + wenn(halle; 1 [Person]; anders)"
    result = evaluate(
        parse(text), Scope({**KNOWN, "anders": Quantity(None, units.parse("Person"))})
    )

    assert result.value == Quantity(None, units.parse("Person"))
    assert result.missing == ("offen",)


def test_the_trace_tells_every_intermediate_value() -> None:
    scope = Scope(KNOWN, labels={"fläche": "Wohnfläche", "personen": "Bewohner"})
    result = evaluate(parse("abrunden(fläche / (9 [m²/Person])) - personen"), scope)

    assert [(step.text, shown(step.value).replace("\u00a0", " ")) for step in result.steps] == [
        ("Wohnfläche ÷ 9\u00a0m² je Person", "46,6667 Personen"),
        ("abrunden(Wohnfläche ÷ 9\u00a0m² je Person)", "46 Personen"),
        ("abrunden(Wohnfläche ÷ 9\u00a0m² je Person) − Bewohner", "−14 Personen"),
    ]


def test_units_are_checked_before_there_are_values() -> None:
    formula = parse("wenn(halle; fläche / personen; 7)", name="Fläche je Person")
    with pytest.raises(FormulaError) as caught:
        check(formula, SCOPE)

    assert caught.value.message == (
        "„Fläche je Person“: „wenn“ ergibt einmal m²/Person und einmal eine Zahl ohne Einheit; "
        "beides muss zusammenpassen."
    )
    # Only the branch that is taken counts for the computation itself.
    assert evaluate(formula, SCOPE).value == quantity(7, "m²/Person")


def test_a_checked_formula_has_a_kind_and_no_value() -> None:
    assert check(parse("fläche / personen"), SCOPE) == Quantity(None, units.parse("m²/Person"))
    assert check(parse("tabelle(schlüssel; land; regel)"), SCOPE) == Text(None)


def test_effort_is_counted_over_all_formulas_of_a_computation() -> None:
    # A sum of two numbers is three operations; a row of a table that is looked at is one more.
    budget, formula = Budget(10), parse("1 + 2", name="Summe")
    for _time in range(3):
        evaluate(formula, SCOPE, budget)
    with pytest.raises(FormulaError) as caught:
        evaluate(formula, SCOPE, budget)

    assert caught.value.message == (
        "„Summe“: Die Rechnung ist zu aufwendig. Bitte vereinfachen Sie sie."
    )


def test_looking_through_a_table_is_effort_too() -> None:
    formula = parse("tabelle(schlüssel; land; anteil)")
    evaluate(formula, SCOPE, Budget(4))
    with pytest.raises(FormulaError, match="zu aufwendig"):
        evaluate(formula, SCOPE, Budget(3))

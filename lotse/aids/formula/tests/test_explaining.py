"""What readers get besides the result: words, the part that decides, order, what matters most."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from lotse.aids.formula import (
    FormulaError,
    Lever,
    Quantity,
    Scope,
    explain,
    limiting,
    order,
    parse,
    quantity,
    sensitivity,
    shown,
)

LABELS = {
    "fläche": "Wohnfläche",
    "je_platz": "Fläche je Platz",
    "bad": "Plätze nach Bädern",
    "land": "Land",
    "bestand": "Bestand",
    "schlüssel": "Schlüssel",
    "anteil": "Anteil",
    "fehlen": "Plätze, die fehlen",
}


@pytest.mark.parametrize(
    ("text", "symbols", "words"),
    [
        (
            "abrunden(fläche / je_platz)",
            "abrunden(Wohnfläche ÷ Fläche je Platz)",
            "(„Wohnfläche“ geteilt durch „Fläche je Platz“), abgerundet auf ganze Zahlen",
        ),
        (
            "min(Fläche: fläche / je_platz; bad)",
            "min(Fläche: Wohnfläche ÷ Fläche je Platz; Plätze nach Bädern)",
            (
                "der kleinste Wert von Fläche („Wohnfläche“ geteilt durch „Fläche je Platz“) und "
                "„Plätze nach Bädern“"
            ),
        ),
        (
            'wenn(land = "BW" und fläche >= 100 [m²]; (1.5 + 2) * 3; -1)',
            "wenn(Land = „BW“ und Wohnfläche ≥ 100\u00a0m²; (1,5 + 2) × 3; −1)",
            (
                "wenn „Land“ ist gleich „BW“ und „Wohnfläche“ ist mindestens 100 m², "
                "dann ((1,5 plus 2) mal 3), sonst (minus 1)"
            ),
        ),
        (
            "bad + fehlen - (bad + bestand)",
            "Plätze nach Bädern + „Plätze, die fehlen“ − (Plätze nach Bädern + Bestand)",
            (
                "„Plätze nach Bädern“ plus „Plätze, die fehlen“ minus "
                "(„Plätze nach Bädern“ plus „Bestand“)"
            ),
        ),
        (
            "bestand ^ 2 - runde(bestand; 2)",
            "Bestand² − runde(Bestand; 2)",
            "(„Bestand“ hoch 2) minus („Bestand“, gerundet auf zwei Stellen nach dem Komma)",
        ),
        (
            "vorher(bestand) + tabelle(schlüssel; land; anteil)",
            "vorher(Bestand) + tabelle(Schlüssel; Land; Anteil)",
            (
                "(„Bestand“ im Schritt davor) plus "
                "(Spalte „Anteil“ aus der Tabelle „Schlüssel“ für „Land“)"
            ),
        ),
        (
            "arbeitstage(01.02.2026; 3) > 05.02.2026 oder nicht ja",
            "arbeitstage(01.02.2026; 3) > 05.02.2026 oder nicht ja",
            "(3 Arbeitstage nach 01.02.2026) ist größer als 05.02.2026 oder nicht: ja",
        ),
        (
            "solange(bestand; 0) * letzter(bestand) / betrag(summe(1; 2))",
            "solange(Bestand; 0) × letzter(Bestand) ÷ betrag(summe(1; 2))",
            (
                "((die Zahl der Schritte, in denen „Bestand“ von Anfang an mindestens 0 ist) mal "
                "(der letzte Wert von „Bestand“)) geteilt durch "
                "(der Betrag von (die Summe von 1 und 2))"
            ),
        ),
    ],
)
def test_a_formula_is_explained_in_signs_and_in_words(text: str, symbols: str, words: str) -> None:
    explanation = explain(parse(text), LABELS)

    assert explanation.symbols == symbols
    assert explanation.words == words


def decided(text: str, **numbers: int) -> tuple[str, ...] | None:
    scope = Scope({name: quantity(number) for name, number in numbers.items()}, labels=LABELS)
    decision = limiting(parse(text), scope)
    return decision.labels if decision else None


def test_the_part_that_decides_is_named() -> None:
    text = "min(Fläche: fläche; Bad: bad; Rettungsweg: weg)"

    assert decided(text, fläche=60, bad=48, weg=100) == ("Bad",)
    assert decided(text, fläche=48, bad=48, weg=100) == ("Fläche", "Bad")
    assert decided("max(fläche; bad)", fläche=60, bad=48) == ("Wohnfläche",)
    assert decided("abrunden(min(fläche; bad) ; 1)", fläche=60, bad=48) == ("Plätze nach Bädern",)
    assert decided("wenn(bad > 1; min(A: 1; B: 2); 7)", bad=48) == ("A",)
    assert decided("min(fläche; bad) + 1", fläche=60, bad=48) is None
    assert decided("fläche", fläche=60) is None


def test_a_third_of_sixty_three_times_ties_with_sixty() -> None:
    assert decided("min(A: fläche / 7 * 7; B: 60)", fläche=60) == ("A", "B")


def test_one_can_look_further_into_the_part_that_decides() -> None:
    text = "min(Fläche: fläche; Sanitär: min(Duschen: dusche; Toiletten: wc))"
    scope = Scope({"fläche": quantity(60), "dusche": quantity(50), "wc": quantity(40)})
    decision = limiting(parse(text), scope)

    assert decision is not None
    assert decision.labels == ("Sanitär",)
    assert [(part.label, shown(part.value)) for part in decision.parts] == [
        ("Fläche", "60"),
        ("Sanitär", "40"),
    ]
    [sanitary] = decision.deciding
    assert sanitary.within is not None
    assert sanitary.within.labels == ("Toiletten",)
    assert sanitary.within.deciding[0].name == "wc"


def test_nothing_decides_while_an_input_is_missing() -> None:
    scope = Scope({"a": Quantity(None), "b": quantity(1)})
    assert limiting(parse("min(a; b)"), scope) is None


def test_formulas_are_computed_after_those_they_need() -> None:
    formulas = {
        "c": parse("b + a"),
        "a": parse("eingabe * 2"),
        "b": parse("a + eingabe"),
    }
    assert order(formulas) == ["a", "b", "c"]


def test_a_circle_is_refused_with_the_names() -> None:
    formulas = {
        "a": parse("b + 1", name="Plätze"),
        "b": parse("c + 1", name="Betten"),
        "c": parse("a + 1", name="Räume"),
        "d": parse("1", name="Duschen"),
    }
    with pytest.raises(FormulaError) as caught:
        order(formulas)

    assert caught.value.message == (
        "Diese Formeln brauchen einander im Kreis: Plätze → Betten → Räume → Plätze."
    )


def test_a_formula_may_not_need_itself() -> None:
    with pytest.raises(FormulaError, match="im Kreis: a → a"):
        order({"a": parse("a + 1")})


def test_a_long_chain_of_formulas_is_no_problem() -> None:
    formulas = {f"f{index}": parse(f"f{index + 1} + 1") for index in range(3000)}
    assert order(formulas)[0] == "f2999"


def test_inputs_are_ordered_by_their_effect() -> None:
    def result(changed: Mapping[str, Decimal]) -> Decimal:
        inputs = {"fläche": Decimal(420), "personen": Decimal(4), "fest": Decimal(5), **changed}
        return inputs["fläche"] + 100 * inputs["personen"]

    effects = sensitivity(
        result,
        [
            Lever("fest", Decimal(5)),
            Lever("fläche", Decimal(420), maximum=Decimal(430)),
            Lever("personen", Decimal(4), minimum=Decimal(4), is_whole=True),
        ],
    )

    assert [(one.name, one.low, one.high, one.size) for one in effects] == [
        # A tenth of four persons is no person, so it is one; fewer than four are not allowed.
        ("personen", Decimal(4), Decimal(5), Decimal(100)),
        ("fläche", Decimal(378), Decimal(430), Decimal(42)),
        ("fest", Decimal("4.5"), Decimal("5.5"), Decimal(0)),
    ]
    assert (effects[0].result_at_low, effects[0].result_at_high) == (820, 920)


def test_an_input_without_result_on_one_side_is_judged_by_the_other() -> None:
    def result(changed: Mapping[str, Decimal]) -> Decimal | None:
        number = changed.get("x", Decimal(10))
        return None if number < 10 else number

    [effect] = sensitivity(result, [Lever("x", Decimal(10))])

    assert (effect.result_at_low, effect.result_at_high, effect.size) == (None, 11, 1)


def test_without_a_result_there_is_nothing_to_compare() -> None:
    assert sensitivity(lambda _changed: None, [Lever("x", Decimal(10))]) == []

"""From text to tree: what is a formula, and what is said about text that is none."""

import pytest

from lotse.aids.formula import FormulaError, parse, source


def form(text: str) -> str:
    return source(parse(text).tree)


def refused(text: str) -> str:
    with pytest.raises(FormulaError) as caught:
        parse(text, name="Plätze")
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("1+2×3", "1 + 2 * 3"),
        ("(1+2)*3", "(1 + 2) * 3"),
        ("a − (b − c)", "a - (b - c)"),
        ("a-b-c", "a - b - c"),
        ("-2^2", "-2 ^ 2"),
        ("(-2)^2", "(-2) ^ 2"),
        ("2^3^2", "2 ^ 3 ^ 2"),
        ("(2^3)^2", "(2 ^ 3) ^ 2"),
        ("nicht a und b oder c", "nicht a und b oder c"),
        ("nicht (a und b)", "nicht (a und b)"),
        ("a <= b", "a ≤ b"),
        ("a<>b", "a ≠ b"),
        ("WENN(a; 1, 2)", "wenn(a; 1; 2)"),
        ("min(Fläche: a; „Bad und WC“: b)", 'min(Fläche: a; "Bad und WC": b)'),
        ("7[m² je Person]", "7 [m²/Person]"),
        ("plätze_größe2 ÷ 1.50", "plätze_größe2 / 1.50"),
        ("1.3.2026 + 2 [Tage]", "01.03.2026 + 2 [Tag]"),
        ('form = "Halle"', 'form = "Halle"'),
        ("tabelle(schlüssel; land; anteil)", "tabelle(schlüssel; land; anteil)"),
    ],
)
def test_every_way_to_write_a_formula_has_one_fixed_form(text: str, fixed: str) -> None:
    assert form(text) == fixed
    assert form(fixed) == fixed


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Die Formel ist leer."),
        ("1 +", "Die Formel bricht ab. Hier fehlt eine Zahl, ein Name oder eine Klammer."),
        ("(1", "Die Formel bricht ab. Hier gehört ) hin."),
        ("1 2", "An Stelle 3 kommt „2“ unerwartet. Davor fehlt ein Rechenzeichen."),
        ("a < b < c", "Vergleiche verbindet „und“: a < b und b < c."),
        ("31.2.2026", "Den Tag 31.2.2026 gibt es nicht."),
        ('"offen', "Der Text ab Stelle 1 hat kein Anführungszeichen am Ende."),
        ("7 [m²", "Die Einheit ab Stelle 3 hat keine Klammer ] am Ende."),
        ("a; import os", "An Stelle 2 kommt „;“ unerwartet. Davor fehlt ein Rechenzeichen."),
        ("a.b", "Das Zeichen . an Stelle 2 gehört nicht in eine Formel."),
        (
            "a\u202eb",
            "An Stelle 2 steht ein unsichtbares Zeichen, das nicht in eine Formel gehört.",
        ),
        ("min", "„min“ ist eine Funktion; dahinter gehört eine Klammer."),
        ("wenn(a; 1)", "„wenn“ braucht 3 Angaben, hier sind es 2."),
        ("max()", "„max“ braucht mindestens 1 Angabe, hier sind es 0."),
        ("summe(a: 1)", "„summe“ hat keine benannten Angaben (a:)."),
        ("tabelle(1; 2)", "„tabelle“ braucht als 1. Angabe einen Namen."),
        (
            "7 [m²/]",
            "„m²/“ lesen wir nicht als Einheit. Schreiben Sie zum Beispiel m²/Person.",
        ),
        ("1234567890123456", "Die Zahl 1234567890123456… hat mehr als 15 Ziffern."),
        (
            "min(1,5)",
            (
                "Hinter 1 (Stelle 6) ist unklar, was das Komma heißt. Eine Zahl hat in Formeln "
                "einen Punkt (7.5), zwei Angaben trennt ein Strichpunkt."
            ),
        ),
    ],
)
def test_text_that_is_no_formula_gets_a_sentence_with_the_name(text: str, sentence: str) -> None:
    assert refused(text) == f"„Plätze“: {sentence}"


def test_unknown_function_is_answered_with_those_there_are() -> None:
    assert refused("__import__(1)") == (
        "„Plätze“: „__import__“ ist keine Funktion. Es gibt: abrunden, arbeitstage, aufrunden, "
        "betrag, letzter, max, min, runde, solange, summe, tabelle, vorher, wenn, "
        "werktage."
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1" * 2001, "Die Formel ist länger als 2000 Zeichen."),
        ("(" * 900 + "1" + ")" * 900, "Die Formel ist tiefer als 40 Ebenen verschachtelt."),
        ("-" * 1900 + "1", "Die Formel ist tiefer als 40 Ebenen verschachtelt."),
        ("nicht " * 300 + "ja", "Die Formel ist tiefer als 40 Ebenen verschachtelt."),
        ("min(" * 300 + "1" + ")" * 300, "Die Formel ist tiefer als 40 Ebenen verschachtelt."),
        ("^".join("2" * 900), "Die Formel ist tiefer als 40 Ebenen verschachtelt."),
        ("+".join("1" * 900), "Die Formel ist mehr als 40 Rechenschritte tief."),
        (f"min({'; '.join('1' * 41)})", "„min“ hat mehr als 40 Angaben."),
        (
            f"min({'; '.join(['min(' + '; '.join('1' * 40) + ')'] * 15)})",
            "Die Formel hat mehr als 400 Teile.",
        ),
        (f'"{"x" * 201}"', "Ein Text in der Formel ist länger als 200 Zeichen."),
    ],
)
def test_hostile_formulas_are_refused_before_anything_is_computed(text: str, sentence: str) -> None:
    assert refused(text) == f"„Plätze“: {sentence}"


def test_a_formula_knows_what_it_needs() -> None:
    formula = parse("tabelle(schlüssel; land; anteil) * vorher(bestand) + min(bestand; zugang)")

    assert formula.names == {"land", "bestand", "zugang"}
    assert formula.previous == {"bestand"}
    assert formula.tables == {"schlüssel"}

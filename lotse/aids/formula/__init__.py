"""A small language for formulas in calculators: numbers with units, dates, tables, conditions.

Pure: no Django, no ``eval``. Whatever text, values or tables come in, the only error that comes out
is FormulaError with a German sentence. Grammar, limits and examples: docs/develop/formula.md.

    formula = parse("abrunden(min(Fläche: flaeche / je_platz; Bad: bad))", name="Plätze")
    scope = Scope({"flaeche": quantity("420", "m²"), "je_platz": quantity("7", "m²/Platz"),
                   "bad": quantity("48", "Platz")})
    check(formula, scope)              # units go together: an unknown Quantity in Platz
    result = evaluate(formula, scope)
    shown(result.value)                # "48 Plätze"
    result.decision.labels             # ("Bad",)
    [(step.text, shown(step.value)) for step in result.steps]
    explain(formula, {"flaeche": "Fläche"})   # .symbols and .words

A value may be unknown, for example ``Quantity(None, unit)``: an input nobody has filled in. Then
the result is unknown too and ``result.missing`` names it, unless the formula does not need it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lotse.aids.formula import units
from lotse.aids.formula.errors import FormulaError
from lotse.aids.formula.evaluating import (
    Decision,
    Part,
    Result,
    Scope,
    Step,
    Workdays,
    check,
    evaluate,
    limiting,
)
from lotse.aids.formula.formatting import source, symbols
from lotse.aids.formula.functions import is_input_name
from lotse.aids.formula.limits import Budget
from lotse.aids.formula.ordering import arranged, order
from lotse.aids.formula.parsing import parse
from lotse.aids.formula.sensitivity import Effect, Lever, sensitivity
from lotse.aids.formula.tables import Column, Row, Table
from lotse.aids.formula.tree import Formula
from lotse.aids.formula.units import Unit
from lotse.aids.formula.values import (
    Day,
    Quantity,
    Series,
    Text,
    Truth,
    Value,
    is_known,
    kind_in_words,
    settled,
    shown,
)
from lotse.aids.formula.words import in_words


@dataclass(frozen=True)
class Explanation:
    symbols: str
    """Fläche ÷ Fläche je Platz"""
    words: str
    """„Fläche“ geteilt durch „Fläche je Platz“"""


def explain(formula: Formula, labels: Mapping[str, str] | None = None) -> Explanation:
    """Return a formula in signs and in German words. labels: what names are called on screen."""
    return Explanation(symbols(formula, labels), in_words(formula, labels))


def quantity(number: str | int | Decimal, unit: str = "") -> Quantity:
    """Return a number with its unit. number: with a dot. Raises FormulaError for an odd unit."""
    return Quantity(Decimal(number), units.parse(unit))


__all__ = [
    "Budget",
    "Column",
    "Day",
    "Decision",
    "Effect",
    "Explanation",
    "Formula",
    "FormulaError",
    "Lever",
    "Part",
    "Quantity",
    "Result",
    "Row",
    "Scope",
    "Series",
    "Step",
    "Table",
    "Text",
    "Truth",
    "Unit",
    "Value",
    "Workdays",
    "arranged",
    "check",
    "evaluate",
    "explain",
    "in_words",
    "is_input_name",
    "is_known",
    "kind_in_words",
    "limiting",
    "order",
    "parse",
    "quantity",
    "sensitivity",
    "settled",
    "shown",
    "source",
    "symbols",
]

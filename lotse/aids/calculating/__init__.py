"""Calculators: inputs, constants out of facts, formulas, series, and results with traffic lights.

Pure like ``lotse.aids.formula``: the caller brings the JSON object, the facts and a calendar.

    calculator, problems = read(data)            # None and every problem as a German sentence
    facts = {constant.key: FactValue(Decimal(7), "m²", source="FlüAG BW § 8", url="/…/")
             for constant in calculator.constants}   # left out: not confirmed, not valid that day
    calculator.inputs_with(facts)                # what people enter
    taken = take(calculator, {"flaeche": "420,5"}, facts)   # .values, .problems by key
    outcome = run(calculator, taken.values, facts, workdays=later)
    outcome.outputs[0].text                      # "48 Plätze"; .limiting, .signal, .steps, .missing
    sensitivity(calculator, taken.values, facts, "plaetze")     # strongest input first
    check_cases(calculator, lambda land, on: facts_of(land, on))  # each with .differences
    gaps(calculator)                             # what is missing for a release

The form of the JSON object: docs/develop/formula.md.
"""

from lotse.aids.calculating.casebook import gaps
from lotse.aids.calculating.definition import (
    Band,
    Calculator,
    Case,
    Column,
    Constant,
    FactValue,
    FactValues,
    Input,
    Kind,
    Light,
    Line,
    Option,
    Output,
    Progression,
)
from lotse.aids.calculating.entering import LANDS, Taken, take
from lotse.aids.calculating.influence import Influence, sensitivity
from lotse.aids.calculating.outcome import Cell, Computed, Outcome, Rows, Signal, Used
from lotse.aids.calculating.proving import CaseResult, FactsAt, check_cases, land_of
from lotse.aids.calculating.reading import read
from lotse.aids.calculating.running import run

__all__ = [
    "LANDS",
    "Band",
    "Calculator",
    "Case",
    "CaseResult",
    "Cell",
    "Column",
    "Computed",
    "Constant",
    "FactValue",
    "FactValues",
    "FactsAt",
    "Influence",
    "Input",
    "Kind",
    "Light",
    "Line",
    "Option",
    "Outcome",
    "Output",
    "Progression",
    "Rows",
    "Signal",
    "Taken",
    "Used",
    "check_cases",
    "gaps",
    "land_of",
    "read",
    "run",
    "sensitivity",
    "take",
]

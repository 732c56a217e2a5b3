"""Runs the published cases of a calculator."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lotse.aids.calculating.definition import Calculator, Case, FactValues
from lotse.aids.calculating.outcome import Computed, Outcome
from lotse.aids.calculating.running import run
from lotse.aids.formula import Budget, Quantity, Text, Value, Workdays, limits, shown

FactsAt = Callable[[str, date | None], FactValues]
"""The facts of a Land ("BW", or empty) on a day; None: today."""
WorkdaysOf = Callable[[str], Workdays | None]
"""The calendar of a Land; None if none was chosen."""


def _no_calendar(_land: str) -> None:
    return None


@dataclass(frozen=True)
class CaseResult:
    case: Case
    outcome: Outcome
    differences: tuple[str, ...]
    """What came out otherwise than expected, as German sentences."""

    @property
    def is_passed(self) -> bool:
        return not self.differences


def check_cases(
    calculator: Calculator, facts_at: FactsAt, *, workdays_of: WorkdaysOf = _no_calendar
) -> list[CaseResult]:
    """Run every published case with the facts of its Land and day.

    All share one bound on effort; cases beyond it fail and say so.
    """
    budget = Budget(10 * limits.STEPS)
    return [_checked(calculator, case, facts_at, workdays_of, budget) for case in calculator.cases]


def land_of(calculator: Calculator, values: Mapping[str, Value]) -> str:
    """Return the Land whose facts are used; empty if none was chosen."""
    one = calculator.land_input
    chosen = values.get(one.key) if one else None
    return (chosen.text or "") if isinstance(chosen, Text) else ""


def _checked(
    calculator: Calculator,
    case: Case,
    facts_at: FactsAt,
    workdays_of: WorkdaysOf,
    budget: Budget,
) -> CaseResult:
    land = land_of(calculator, case.values) or case.land
    # What a case does not say is as on an empty form.
    defaults = {one.key: one.default for one in calculator.inputs if one.default}
    values = {**defaults, **case.values}
    facts = facts_at(land, case.on)
    outcome = run(calculator, values, facts, workdays=workdays_of(land), budget=budget)
    outputs = {one.line.key: one for one in outcome.outputs}
    differences = []
    for key, expected in case.expected.items():
        found = outcome.line(key)
        if not _is_near(found.value, expected, case.tolerance):
            differences.append(_difference(found, shown(expected, found.line.decimals)))
    for key, names in case.limiting.items():
        deciding = tuple(path[-1] for path in outcome.line(key).limiting)
        if set(deciding) != set(names):
            differences.append(
                f"{calculator.labels[key]}: maßgeblich ist {_listed(deciding)}, "
                f"erwartet {_listed(names)}."
            )
    for key, light in case.lights.items():
        signal = outputs[key].signal
        if signal is None or signal.light is not light:
            shows = signal.light if signal else "nichts"
            differences.append(
                f"{calculator.labels[key]}: die Ampel zeigt {shows}, erwartet {light}."
            )
    return CaseResult(case, outcome, tuple(differences))


def _is_near(found: Value, expected: Value, tolerance: Decimal) -> bool:
    if isinstance(found, Quantity) and isinstance(expected, Quantity):
        if found.number is None or expected.number is None:
            return False
        return abs(found.number - expected.number) <= tolerance
    return found == expected


def _difference(found: Computed, expected: str) -> str:
    name = found.line.label
    if found.error:
        return f"{name}: {found.error}"
    if found.missing:
        missing = ", ".join(found.labels[key] for key in found.missing)
        return f"{name}: nicht zu berechnen, es fehlt {missing}."
    return f"{name}: {found.text}, erwartet {expected}."


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nichts"

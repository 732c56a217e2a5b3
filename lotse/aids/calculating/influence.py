"""Which input of a calculator matters most for one of its results."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lotse.aids.calculating.definition import Calculator, FactValues, Input, Kind
from lotse.aids.calculating.running import Values
from lotse.aids.calculating.running import result as result_of
from lotse.aids.formula import (
    Budget,
    Day,
    Effect,
    Lever,
    Quantity,
    Value,
    Workdays,
    limits,
    shown,
)
from lotse.aids.formula import sensitivity as effects


@dataclass(frozen=True)
class Influence:
    """What becomes of a result when one input is a tenth smaller or larger."""

    input: Input
    low: str
    high: str
    """What the input was set to: "378 m²"."""
    at_low: str
    at_high: str
    """The result then: "54 Plätze"; "fehlt" if there is none."""
    effect: Effect
    """The same in numbers; a date counts as its day."""


def sensitivity(
    calculator: Calculator,
    values: Values,
    facts: FactValues,
    output: str,
    *,
    workdays: Workdays | None = None,
) -> list[Influence]:
    """Return the numeric inputs with a value, the most influential one on a result first.

    output: key of a line whose result is a number or a date; else there is nothing to compare.
    Raises KeyError if there is no such line.
    """
    inputs = {
        one.key: one
        for one in calculator.inputs_with(facts)
        if isinstance(values.get(one.key), Quantity)
    }
    # A tenth up or down for sixty inputs may be too much of a large calculator: then it stops.
    budget = Budget(4 * limits.STEPS)

    def result(changed: Mapping[str, Decimal]) -> Decimal | None:
        moved = {key: Quantity(number, inputs[key].unit) for key, number in changed.items()}
        found = result_of(
            calculator, {**values, **moved}, facts, output, workdays=workdays, budget=budget
        )
        return _measured(found)

    found = effects(result, [_lever(one, values[key]) for key, one in inputs.items()])
    return [_influence(calculator, output, inputs[effect.name], effect) for effect in found]


def _lever(one: Input, value: Value) -> Lever:
    number = value.number if isinstance(value, Quantity) else None
    is_whole = one.kind is Kind.WHOLE
    return Lever(one.key, number or Decimal(0), one.minimum, one.maximum, is_whole)


def _influence(calculator: Calculator, output: str, one: Input, effect: Effect) -> Influence:
    line = calculator.line(output)
    decimals = line.decimals if line else None

    def said(number: Decimal | None) -> str:
        return shown(_restored(calculator.kinds[output], number), decimals)

    return Influence(
        input=one,
        low=shown(Quantity(effect.low, one.unit)),
        high=shown(Quantity(effect.high, one.unit)),
        at_low=said(effect.result_at_low),
        at_high=said(effect.result_at_high),
        effect=effect,
    )


def _measured(value: Value) -> Decimal | None:
    match value:
        case Quantity(number):
            return number
        case Day(day) if day is not None:
            return Decimal(day.toordinal())
    return None


def _restored(kind: Value, number: Decimal | None) -> Value:
    if isinstance(kind, Quantity):
        return Quantity(number, kind.unit)
    return Day(None if number is None else date.fromordinal(int(number)))

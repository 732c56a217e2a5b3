"""Plus, minus, comparisons and what else stands between two values. Unknown in, unknown out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from lotse.aids.formula import arithmetic, dates, units, values
from lotse.aids.formula.errors import FormulaError
from lotse.aids.formula.units import PLAIN, Unit
from lotse.aids.formula.values import Day, Quantity, Text, Truth, Value

_COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda left, right: left == right,
    "≠": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "≤": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "≥": lambda left, right: left >= right,
}
_VERBS = {"+": "addieren", "-": "voneinander abziehen", "*": "multiplizieren", "/": "teilen"}


def operation(sign: str, left: Value, right: Value) -> Value:
    """Return what an operator makes of two values. Raises FormulaError if they do not fit."""
    if sign in _COMPARED:
        return _compared(sign, left, right)
    if isinstance(left, Day) and sign in {"+", "-"}:
        return dates.moved(left, right, 1 if sign == "+" else -1)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        if sign in {"+", "-"}:
            return _added(sign, left, right)
        if sign in {"*", "/"}:
            return _multiplied(sign, left, right)
        return _raised(left, right)
    raise FormulaError(
        f"{_listed(left, right)} lassen sich nicht {_VERBS.get(sign, 'potenzieren')}."
    )


def negative(value: Value) -> Value:
    if not isinstance(value, Quantity):
        raise FormulaError(f"Ein Minus steht nur vor Zahlen, nicht vor: {_kind(value)}.")
    return value if value.number is None else replace(value, number=value.number.copy_negate())


def opposite(value: Value) -> Value:
    is_true = truth(value, "nicht").is_true
    return Truth(None if is_true is None else not is_true)


def truth(value: Value, word: str) -> Truth:
    """Return the value if it is a yes or no. word: what needs it, for the message."""
    if isinstance(value, Truth):
        return value
    raise FormulaError(f"„{word}“ braucht ein Ja oder Nein, hier steht: {_kind(value)}.")


def either(one: Value, other: Value) -> Value:
    """Return the kind two branches have in common, unknown. Raises FormulaError if none."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        unit = units.common(one.unit, other.unit)
        if unit is not None:
            return Quantity(None, unit)
    elif type(one) is type(other) and values.unknown(one) == values.unknown(other):
        return values.unknown(one)
    raise FormulaError(
        f"„wenn“ ergibt einmal {_kind(one)} und einmal {_kind(other)}; beides muss zusammenpassen."
    )


def together(*given: Quantity) -> tuple[Unit, list[Decimal | None]]:
    """Return the common unit of quantities and their numbers in it. Raises FormulaError if none."""
    unit = given[0].unit
    for one in given[1:]:
        common = units.common(unit, one.unit)
        if common is None:
            raise FormulaError(f"{_listed(given[0], one)} passen nicht zusammen.")
        unit = common
    return unit, [
        None if one.number is None else units.convert(one.number, one.unit, unit) for one in given
    ]


def plain(value: Value, what: str) -> Decimal | None:
    """Return a number without unit. what: "Die Hochzahl", for the message."""
    if isinstance(value, Quantity) and value.unit == PLAIN:
        return value.number
    raise FormulaError(f"{what} ist eine Zahl ohne Einheit, hier steht: {_kind(value)}.")


def whole(value: Value, what: str) -> int | None:
    """Return a whole number without unit."""
    number = plain(value, what)
    if number is None:
        return None
    number = arithmetic.settled(number)
    if number != number.to_integral_value():
        raise FormulaError(f"{what} ist eine ganze Zahl, hier steht: {values.shown(value)}.")
    return int(number)


def _added(sign: str, left: Quantity, right: Quantity) -> Value:
    if units.common(left.unit, right.unit) is None:
        raise FormulaError(f"{_listed(left, right)} lassen sich nicht {_VERBS[sign]}.")
    unit, (first, second) = together(left, right)
    if first is None or second is None:
        return Quantity(None, unit)
    combine = arithmetic.add if sign == "+" else arithmetic.subtract
    return Quantity(combine(first, second), unit)


def _multiplied(sign: str, left: Quantity, right: Quantity) -> Value:
    is_product = sign == "*"
    unit, factor = units.product(left.unit, right.unit, 1 if is_product else -1)
    if left.number is None or right.number is None:
        # Known without the other: a division by zero is an error whatever is divided.
        if not is_product and right.number is not None:
            arithmetic.divide(Decimal(1), right.number)
        return Quantity(None, unit)
    combine = arithmetic.multiply if is_product else arithmetic.divide
    return Quantity(arithmetic.multiply(combine(left.number, right.number), factor), unit)


def _raised(base: Quantity, exponent: Value) -> Value:
    times = whole(exponent, "Die Hochzahl")
    if base.unit == PLAIN:
        if base.number is None or times is None:
            return Quantity(None)
        return Quantity(arithmetic.power(base.number, times))
    if times is None:
        raise FormulaError(
            f"Die Hochzahl von {base.unit} muss in der Formel stehen, sonst fehlt die Einheit."
        )
    unit, factor = units.power(base.unit, times)
    if base.number is None:
        return Quantity(None, unit)
    return Quantity(arithmetic.multiply(arithmetic.power(base.number, times), factor), unit)


def _compared(sign: str, left: Value, right: Value) -> Value:
    match left, right:
        case Quantity(), Quantity() if units.common(left.unit, right.unit) is not None:
            _unit, (first, second) = together(left, right)
            return _ordered(sign, first, second)
        case Day(one), Day(other):
            return _ordered(sign, _ordinal(one), _ordinal(other))
        case (Text(text), Text(word)) if sign in {"=", "≠"}:
            if text is None or word is None:
                return Truth(None)
            return Truth((text == word) == (sign == "="))
        case (Truth(answer), Truth(other_answer)) if sign in {"=", "≠"}:
            if answer is None or other_answer is None:
                return Truth(None)
            return Truth((answer == other_answer) == (sign == "="))
    raise FormulaError(f"{_listed(left, right)} lassen sich nicht mit {sign} vergleichen.")


def _ordered(sign: str, left: Decimal | None, right: Decimal | None) -> Truth:
    if left is None or right is None:
        return Truth(None)
    return Truth(_COMPARED[sign](arithmetic.settled(left), arithmetic.settled(right)))


def _ordinal(day: date | None) -> Decimal | None:
    return None if day is None else Decimal(day.toordinal())


def _kind(value: Value) -> str:
    return values.kind_in_words(value)


def _listed(left: Value, right: Value) -> str:
    """ "m² und Person", "Ein Datum und ein Text" at the beginning of a sentence."""
    text = f"{_kind(left)} und {_kind(right)}"
    return text[0].upper() + text[1:] if text.startswith("ein") else text

"""What the functions of the language do with their values. Unknown in, unknown out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from lotse.aids.formula import arithmetic, dates, functions, limits, operators, units, values
from lotse.aids.formula.errors import FormulaError
from lotse.aids.formula.values import Day, Quantity, Series, Value


@dataclass(frozen=True)
class Choice:
    """What min or max chose, from what, and which of it decided."""

    value: Value
    given: tuple[Value, ...]
    deciding: tuple[int, ...]


def effort(given: Sequence[Value]) -> int:
    """Return how many numbers stand in series, because each of them costs an operation."""
    return sum(len(one.numbers or ()) for one in given if isinstance(one, Series))


def call(function: str, given: Sequence[Value]) -> Value | Choice:
    """Return the result of a function, a Choice for min and max of several values."""
    match function:
        case "min" | "max":
            return _extreme(function, given)
        case "summe":
            return _sum(given)
        case "runde" | "aufrunden" | "abrunden":
            return _rounded(function, *given)
        case "betrag":
            quantity = _quantity(function, given[0])
            number = quantity.number
            return quantity if number is None else replace(quantity, number=number.copy_abs())
        case "solange":
            return _lasting(*given)
        case "letzter":
            series = _series(function, given[0])
            return Quantity(series.numbers[-1] if series.numbers else None, series.unit)
    raise AssertionError(function)  # the parser knows no other


def workdays(
    function: str, later: Callable[[date, int, bool], date] | None, start: Value, days: Value
) -> Value:
    """Return the day so many working days later; ``later`` is the caller's and knows the Land."""
    if not isinstance(start, Day):
        raise FormulaError(
            f"„{function}“ beginnt mit einem Datum, hier steht: {values.kind_in_words(start)}."
        )
    if isinstance(days, Quantity) and days.unit in _DAYS:
        days = Quantity(days.number)
    count = operators.whole(days, "Die Zahl der Tage")
    if start.day is None or count is None:
        return Day(None)
    if later is None:
        raise FormulaError("Wählen Sie das Land: Feiertage sind in jedem andere.")
    if abs(count) > limits.WORKDAYS:
        raise FormulaError(f"„{function}“ zählt höchstens {limits.WORKDAYS} Tage weit.")
    try:
        return Day(later(start.day, count, functions.WORKDAYS[function]))
    except (OverflowError, ValueError):
        raise dates.beyond() from None


_DAYS = (units.parse("Arbeitstag"), units.parse("Werktag"))


def _extreme(function: str, given: Sequence[Value]) -> Value | Choice:
    choose = min if function == "min" else max
    if len(given) == 1 and isinstance(given[0], Series):
        series = given[0]
        return Quantity(choose(series.numbers) if series.numbers else None, series.unit)
    if all(isinstance(one, Day) for one in given):
        days = [one.day for one in given if isinstance(one, Day)]
        known = [day for day in days if day is not None]
        if len(known) < len(days):
            return Day(None)
        day = choose(known)
        return Choice(Day(day), tuple(given), _places(days, day))
    unit, numbers = operators.together(*(_quantity(function, one) for one in given))
    counted = [arithmetic.settled(number) for number in numbers if number is not None]
    if len(counted) < len(numbers):
        return Quantity(None, unit)
    number = choose(counted)
    return Choice(Quantity(number, unit), tuple(given), _places(counted, number))


def _places(found: Sequence[object], wanted: object) -> tuple[int, ...]:
    return tuple(index for index, one in enumerate(found) if one == wanted)


def _sum(given: Sequence[Value]) -> Value:
    if len(given) == 1 and isinstance(given[0], Series):
        series = given[0]
        if series.numbers is None:
            return Quantity(None, series.unit)
        return Quantity(_total(series.numbers), series.unit)
    unit, numbers = operators.together(*(_quantity("summe", one) for one in given))
    known = [number for number in numbers if number is not None]
    return Quantity(_total(known) if len(known) == len(numbers) else None, unit)


def _total(numbers: Sequence[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = arithmetic.add(total, number)
    return total


def _rounded(function: str, value: Value, places: Value = Quantity(Decimal(0))) -> Value:  # noqa: B008
    quantity = _quantity(function, value)
    decimals = operators.whole(places, "Die Zahl der Stellen")
    if decimals is not None and abs(decimals) > limits.UNIT_EXPONENT:
        raise FormulaError(f"„{function}“ kennt höchstens {limits.UNIT_EXPONENT} Stellen.")
    if quantity.number is None or decimals is None:
        return Quantity(None, quantity.unit)
    return replace(quantity, number=arithmetic.rounded(quantity.number, function, decimals))


def _lasting(value: Value, limit: Value) -> Value:
    series = _series("solange", value)
    least = _quantity("solange", limit)
    unit, (number, *_) = operators.together(least, Quantity(None, series.unit))
    if series.numbers is None or number is None:
        return Quantity(None)
    steps = 0
    for one in series.numbers:
        if arithmetic.settled(units.convert(one, series.unit, unit)) < arithmetic.settled(number):
            break
        steps += 1
    return Quantity(Decimal(steps))


def _quantity(function: str, value: Value) -> Quantity:
    if isinstance(value, Quantity):
        return value
    raise FormulaError(
        f"„{function}“ rechnet mit Zahlen, hier steht: {values.kind_in_words(value)}."
    )


def _series(function: str, value: Value) -> Series:
    if isinstance(value, Series):
        return value
    raise FormulaError(
        f"„{function}“ braucht eine Reihe, hier steht: {values.kind_in_words(value)}."
    )

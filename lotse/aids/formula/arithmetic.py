"""Decimal arithmetic with bounds: 34 digits, nothing beyond 10 to the 15th."""

from collections.abc import Callable
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

from lotse.aids.formula import limits
from lotse.aids.formula.errors import FormulaError

_CONTEXT = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-99,
    Emax=99,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
_LARGEST = Decimal(10) ** limits.DIGITS
_ONE = Decimal(1)
_SETTLED = Decimal(1).scaleb(-18)
ROUNDINGS = {"runde": ROUND_HALF_UP, "aufrunden": ROUND_UP, "abrunden": ROUND_DOWN}
"""As spreadsheets do: halves and "up" lead away from zero."""


def add(left: Decimal, right: Decimal) -> Decimal:
    return _bounded(_CONTEXT.add, left, right)


def subtract(left: Decimal, right: Decimal) -> Decimal:
    return _bounded(_CONTEXT.subtract, left, right)


def multiply(left: Decimal, right: Decimal) -> Decimal:
    return _bounded(_CONTEXT.multiply, left, right)


def divide(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise FormulaError("Hier würde durch null geteilt.")
    return _bounded(_CONTEXT.divide, left, right)


def power(base: Decimal, exponent: int) -> Decimal:
    if abs(exponent) > limits.EXPONENT:
        raise FormulaError(f"Die Hochzahl darf höchstens {limits.EXPONENT} sein.")
    if not base and exponent < 0:
        raise FormulaError("Hier würde durch null geteilt.")
    if exponent == 0:
        return Decimal(1)
    return _bounded(_CONTEXT.power, base, Decimal(exponent))


def settled(number: Decimal) -> Decimal:
    """Return a number without the dust of division: a third of 60, three times, is 60 again."""
    plain = number.quantize(_SETTLED, context=_CONTEXT).normalize(_CONTEXT)
    # 60 instead of 6E+1, and 0 instead of -0.
    if plain == plain.to_integral_value():
        return plain.quantize(_ONE, context=_CONTEXT) if plain else Decimal(0)
    return plain


def rounded(number: Decimal, rounding: str, decimals: int) -> Decimal:
    """rounding: a name in ``ROUNDINGS``. decimals: -6 to 6, negative for tens and hundreds."""
    step = Decimal(1).scaleb(-decimals)
    return settled(number).quantize(step, ROUNDINGS[rounding], _CONTEXT)


def bounded(number: Decimal) -> Decimal:
    """Return the number. Raises FormulaError if it is no number or too large."""
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise FormulaError("Die Zahl wird zu groß, um damit zu rechnen.")
    return number


def _bounded(
    operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal
) -> Decimal:
    try:
        return bounded(operation(left, right))
    except DecimalException:
        raise FormulaError("Die Zahl wird zu groß, um damit zu rechnen.") from None

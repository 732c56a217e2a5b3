"""What a formula reckons with. Each kind can be unknown: then it has a unit, but no number.

That way one evaluator does three things: it computes; it shows how far one gets with the inputs
that are there; and with everything unknown it checks the units of a formula.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from lotse.aids.formula import arithmetic, units
from lotse.aids.formula.units import PLAIN, Unit
from lotse.lib import german


@dataclass(frozen=True)
class Quantity:
    number: Decimal | None
    unit: Unit = PLAIN


@dataclass(frozen=True)
class Truth:
    is_true: bool | None


@dataclass(frozen=True)
class Text:
    text: str | None


@dataclass(frozen=True)
class Day:
    day: date | None


@dataclass(frozen=True)
class Series:
    """Quantities of one unit, the first at step 0."""

    numbers: tuple[Decimal, ...] | None
    unit: Unit = PLAIN


Value = Quantity | Truth | Text | Day | Series


def is_known(value: Value) -> bool:
    return bare(value) is not None


def bare(value: Value) -> Decimal | bool | str | date | tuple[Decimal, ...] | None:
    """Return the number, text, day or answer itself; None if unknown."""
    match value:
        case Quantity(number):
            return number
        case Truth(is_true):
            return is_true
        case Text(text):
            return text
        case Day(day):
            return day
        case Series(numbers):
            return numbers


def unknown(value: Value) -> Value:
    """Return the same kind without what it says."""
    match value:
        case Quantity():
            return replace(value, number=None)
        case Series():
            return replace(value, numbers=None)
        case Truth():
            return Truth(None)
        case Text():
            return Text(None)
        case Day():
            return Day(None)


def settled(value: Value) -> Value:
    """Return a quantity without the dust of division, see ``arithmetic.settled``."""
    if isinstance(value, Quantity) and value.number is not None:
        return replace(value, number=arithmetic.settled(value.number))
    return value


def kind_in_words(value: Value) -> str:
    """Return "m²/Person", "eine Zahl ohne Einheit", "ein Datum" for messages."""
    match value:
        case Quantity(unit=unit):
            return str(unit) or "eine Zahl ohne Einheit"
        case Series(unit=unit):
            return f"eine Reihe in {unit}" if unit.powers else "eine Reihe von Zahlen"
        case Truth():
            return "ein Ja oder Nein"
        case Text():
            return "ein Text"
        case Day():
            return "ein Datum"


def shown(value: Value, decimals: int | None = None) -> str:
    """Return "12 Personen", "7,5 m² je Person", "ja", "31.12.2026"; "fehlt" if unknown.

    decimals: exactly so many; None keeps up to four.
    """
    match value:
        case Quantity(number=Decimal() as number, unit=unit):
            return _with_unit(_number(number, decimals), units.say(unit, number))
        case Truth(is_true=bool() as answer):
            return "ja" if answer else "nein"
        case Text(text=str() as text):
            return text
        case Day(day=date() as day):
            return german.date_de(day)
        case Series(numbers=tuple() as numbers, unit=unit):
            listed = "; ".join(_number(one, decimals) for one in numbers)
            return _with_unit(listed, units.say(unit))
    return "fehlt"


def _number(number: Decimal, decimals: int | None) -> str:
    if decimals is None:
        number = arithmetic.rounded(number, "runde", 4).normalize()
    # Adding nothing makes 0 of -0.
    return german.number_de(number + 0, decimals).replace("-", "−")


def _with_unit(number: str, unit: str) -> str:
    return f"{number}{german.NO_BREAK}{unit}" if unit else number

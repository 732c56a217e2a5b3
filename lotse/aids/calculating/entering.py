"""From what people type, or what a JSON object says, to the values of inputs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lotse.aids.calculating.definition import Calculator, FactValues, Input, Kind
from lotse.aids.calculating.pieces import number_of
from lotse.aids.formula import Day, FormulaError, Quantity, Text, Truth, Value, shown

LANDS = (
    *("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV"),
    *("NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"),
)

_SPACES = re.compile(r"[\s\u00a0\u202f']")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_ANSWERS = {"ja": True, "nein": False, "true": True, "false": False, "on": True}


@dataclass(frozen=True)
class Taken:
    values: dict[str, Value]
    """What could be read, by key; what is missing or wrong is not in it."""
    problems: dict[str, str]
    """What is wrong, by key, as German sentences."""


def take(calculator: Calculator, entered: Mapping[str, str], facts: FactValues) -> Taken:
    """Read what people typed. Fields that were not sent have their default, empty ones nothing.

    entered: text by key, numbers the German way (1.234,5), days 31.12.2026 or 2026-12-31. A text
    for a constant takes the place of its fact.
    """
    taken = Taken({}, {})
    constants = [constant.as_input for constant in calculator.constants]
    for one in (*calculator.inputs, *constants):
        text = entered.get(one.key)
        if text is None and one.default is not None:
            taken.values[one.key] = one.default
        elif text and text.strip():
            try:
                taken.values[one.key] = of_text(one, text)
            except FormulaError as error:
                taken.problems[one.key] = error.reason
    return taken


def of_text(one: Input, text: str) -> Value:
    """Return the value of a typed text. Raises FormulaError with what to write instead."""
    text = text.strip()
    match one.kind:
        case Kind.NUMBER | Kind.WHOLE:
            number = _german(text.removesuffix(str(one.unit)))
            if number is None:
                raise FormulaError("Bitte geben Sie eine Zahl ein, zum Beispiel 1.234,5.")
            value: Value = Quantity(number, one.unit)
        case Kind.DATE:
            value = Day(_day(text))
        case Kind.YES_NO:
            if text.lower() not in _ANSWERS:
                raise FormulaError("Bitte antworten Sie mit ja oder nein.")
            value = Truth(_ANSWERS[text.lower()])
        case Kind.CHOICE | Kind.LAND | Kind.TEXT:
            value = Text(text)
    return checked(one, value)


def of_json(one: Input, raw: object) -> Value:
    """Return the value of a JSON value: 7.5, "2026-12-31", true, "BW". Raises FormulaError."""
    match one.kind:
        case Kind.NUMBER | Kind.WHOLE:
            number = number_of(raw)
            if number is None:
                raise FormulaError("Hier gehört eine Zahl hin.")
            value: Value = Quantity(number, one.unit)
        case Kind.DATE:
            value = Day(_day(raw) if isinstance(raw, str) else _no_day())
        case Kind.YES_NO:
            if not isinstance(raw, bool):
                raise FormulaError("Hier gehört true oder false hin.")
            value = Truth(raw)
        case Kind.CHOICE | Kind.LAND | Kind.TEXT:
            value = Text(raw if isinstance(raw, str) else "")
    return checked(one, value)


def checked(one: Input, value: Value) -> Value:
    """Return a value that keeps to the bounds of its input. Raises FormulaError."""
    match value:
        case Quantity(Decimal() as number):
            if one.kind is Kind.WHOLE and number != number.to_integral_value():
                raise FormulaError("Hier gehört eine ganze Zahl hin.")
            if one.minimum is not None and number < one.minimum:
                raise FormulaError(f"Mindestens {shown(Quantity(one.minimum, one.unit))}.")
            if one.maximum is not None and number > one.maximum:
                raise FormulaError(f"Höchstens {shown(Quantity(one.maximum, one.unit))}.")
        case Text(text) if one.kind is Kind.CHOICE:
            if text not in {option.key for option in one.options}:
                raise FormulaError("Bitte wählen Sie eine der Möglichkeiten.")
        case Text(text) if one.kind is Kind.LAND:
            if text not in LANDS:
                raise FormulaError("Bitte wählen Sie ein Land.")
    return value


def _german(text: str) -> Decimal | None:
    """1.234 is a thousand and more, 7.5 and 7,5 are seven and a half."""
    flat = _SPACES.sub("", text).replace("−", "-")
    if _THOUSANDS.fullmatch(flat):
        flat = flat.replace(".", "")
    elif not _PLAIN.fullmatch(flat):
        return None
    return number_of(flat.removeprefix("+"))


def _day(text: str) -> date:
    german = _GERMAN_DAY.fullmatch(text)
    try:
        if german:
            day, month, year = map(int, german.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return _no_day()


def _no_day() -> date:
    raise FormulaError("Bitte geben Sie einen Tag ein, zum Beispiel 31.12.2026.")

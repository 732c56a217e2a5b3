"""Dates in formulas: a date plus days, weeks, months or years, and the days between two dates."""

import calendar
from datetime import date, timedelta
from decimal import Decimal

from lotse.aids.formula import arithmetic, limits, units, values
from lotse.aids.formula.errors import FormulaError
from lotse.aids.formula.units import Unit
from lotse.aids.formula.values import Day, Quantity, Value

DAY, MONTH = Unit((("Tag", 1),)), Unit((("Monat", 1),))


def moved(start: Day, by: Value, sign: int) -> Value:
    """Return start ± a number of days or months, or the days between two dates.

    A month later is the same day of the month, or its last one: § 188 (3) BGB.
    """
    if isinstance(by, Day) and sign == -1:
        if start.day is None or by.day is None:
            return Quantity(None, DAY)
        return Quantity(Decimal((start.day - by.day).days), DAY)
    if isinstance(by, Quantity):
        if units.common(by.unit, DAY) is not None:
            return _later(start, by, DAY, sign)
        if units.common(by.unit, MONTH) is not None:
            return _later(start, by, MONTH, sign)
    raise FormulaError(
        f"Zu einem Datum passen Tage, Wochen, Monate oder Jahre, nicht: {values.kind_in_words(by)}."
    )


def _later(start: Day, by: Quantity, unit: Unit, sign: int) -> Day:
    if start.day is None or by.number is None:
        return Day(None)
    number = arithmetic.settled(units.convert(by.number, by.unit, unit))
    if number != number.to_integral_value():
        raise FormulaError(
            f"Ein Datum rückt um ganze Tage oder Monate weiter, nicht um {values.shown(by)}."
        )
    if abs(number) > limits.DAYS:
        raise beyond()
    try:
        if unit == DAY:
            return Day(start.day + timedelta(days=sign * int(number)))
        return Day(_months_later(start.day, sign * int(number)))
    except (OverflowError, ValueError):
        raise beyond() from None


def _months_later(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if not date.min.year <= year <= date.max.year:
        raise beyond()
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def beyond() -> FormulaError:
    """Return the error for a day before year 1 or after 9999."""
    return FormulaError("Das Datum läge außerhalb des Kalenders.")

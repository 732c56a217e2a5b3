"""Tables: a row is found by a text, or by the interval a number falls into."""

from dataclasses import dataclass
from decimal import Decimal

from lotse.aids.formula import units, values
from lotse.aids.formula.errors import FormulaError
from lotse.aids.formula.units import Unit
from lotse.aids.formula.values import Quantity, Text, Value


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    kind: Value
    """An unknown value of the kind its cells have, for example Quantity(None, unit)."""


@dataclass(frozen=True)
class Row:
    cells: tuple[Value, ...]
    """One for each column; unknown where the table says nothing."""
    text: str = ""
    """What this row is found by, in tables by text."""
    low: Decimal | None = None
    """In tables by interval: from this number on; None: however small."""
    high: Decimal | None = None
    """Below this number; None: however large."""


@dataclass(frozen=True)
class Table:
    label: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: Unit | None = None
    """Unit of the intervals; None: rows are found by text."""

    def find(self, key: Value, column: str) -> Value:
        """Return a cell. column: empty if there is only one. Raises FormulaError.

        An unknown key returns an unknown cell.
        """
        index = self._column(column)
        if not self._fits(key):
            raise FormulaError(
                f"Die Tabelle „{self.label}“ sucht nach {self._wanted()}, "
                f"nicht nach: {values.kind_in_words(key)}."
            )
        if not values.is_known(key):
            return self.columns[index].kind
        row = next((row for row in self.rows if self._holds(row, key)), None)
        if row is None:
            raise FormulaError(
                f"In der Tabelle „{self.label}“ gibt es keine Zeile für {values.shown(key)}."
            )
        if not values.is_known(row.cells[index]):
            raise FormulaError(
                f"In der Tabelle „{self.label}“ fehlt die Angabe für {values.shown(key)}."
            )
        return row.cells[index]

    def _column(self, key: str) -> int:
        keys = [column.key for column in self.columns]
        if key in keys:
            return keys.index(key)
        if not key and len(keys) == 1:
            return 0
        names = ", ".join(keys)
        raise FormulaError(f"Welche Spalte der Tabelle „{self.label}“? Es gibt: {names}.")

    def _fits(self, key: Value) -> bool:
        if self.unit is None:
            return isinstance(key, Text)
        return isinstance(key, Quantity) and units.common(key.unit, self.unit) is not None

    def _wanted(self) -> str:
        if self.unit is None:
            return "einem Text"
        return f"einer Zahl in {self.unit}" if self.unit.powers else "einer Zahl"

    def _holds(self, row: Row, key: Value) -> bool:
        if isinstance(key, Text):
            return row.text == key.text
        if not isinstance(key, Quantity) or key.number is None or self.unit is None:
            return False
        number = units.convert(key.number, key.unit, self.unit)
        return (row.low is None or row.low <= number) and (row.high is None or number < row.high)

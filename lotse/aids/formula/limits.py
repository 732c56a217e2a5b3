"""What a formula may cost. Far more than a calculator needs, far less than a machine notices."""

from dataclasses import dataclass

from lotse.aids.formula.errors import FormulaError

SOURCE = 2000
"""Characters of one formula."""
DEPTH = 40
"""Operations within operations; also the longest chain of a + b + c."""
NODES = 400
"""Numbers, names and operations of one formula."""
ARGUMENTS = 40
"""Arguments of one function."""
TEXT = 200
"""Characters of one text within a formula."""
STEPS = 100_000
"""Operations of one computation, all formulas and rows of a series together."""
DIGITS = 15
"""Digits of a number in a formula; no value may reach 10 to this power."""
EXPONENT = 200
UNIT_EXPONENT = 6
UNIT_SYMBOLS = 6
TABLE_ROWS = 500
TABLE_COLUMNS = 12
SERIES = 105
"""Values of one series: the start and 104 steps, two years in weeks."""
WORKDAYS = 500
"""How far working days are counted."""
DAYS = 200_000
"""How far a date may be moved, in days."""


@dataclass
class Budget:
    """Counts the operations of one computation, so that its effort has a bound."""

    left: int = STEPS

    def spend(self, amount: int = 1) -> None:
        """Raises FormulaError when nothing is left."""
        self.left -= amount
        if self.left < 0:
            raise FormulaError("Die Rechnung ist zu aufwendig. Bitte vereinfachen Sie sie.")

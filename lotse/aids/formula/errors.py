"""The one error of this package."""

from lotse.lib.errors import RuleError


class FormulaError(RuleError):
    """A formula cannot be read or computed. ``message``: a German sentence that names the formula.

    reason: the sentence without the name. formula: its name, empty if it has none.
    """

    def __init__(self, reason: str, *, formula: str = "") -> None:
        self.reason, self.formula = reason, formula
        super().__init__(f"„{formula}“: {reason}" if formula else reason)

    def within(self, formula: str) -> "FormulaError":
        """Return the same error with the name of its formula, unless it already has one."""
        return self if self.formula or not formula else FormulaError(self.reason, formula=formula)

"""The functions of the language: how many arguments each takes. ``evaluating`` computes them."""

from collections.abc import Sequence
from dataclasses import dataclass

from lotse.aids.formula import tokens
from lotse.aids.formula.errors import FormulaError
from lotse.aids.formula.tree import PREVIOUS, TABLE, Argument, Name


@dataclass(frozen=True)
class Signature:
    fewest: int
    most: int | None
    """None: as many as a function may have."""
    is_labelled: bool = False
    """Its arguments may have names, so that one can say which of them decides."""
    names: tuple[int, ...] = ()
    """The arguments that are names of a table or column."""

    def check(self, function: str, arguments: Sequence[Argument]) -> None:
        """Raises FormulaError if the arguments do not fit."""
        count = len(arguments)
        if count < self.fewest or (self.most is not None and count > self.most):
            raise FormulaError(f"„{function}“ braucht {self._wanted()}, hier sind es {count}.")
        for index in self.names:
            if index < count and not isinstance(arguments[index].node, Name):
                raise FormulaError(f"„{function}“ braucht als {index + 1}. Angabe einen Namen.")

    def _wanted(self) -> str:
        if self.most is None:
            return f"mindestens {self.fewest} Angabe{'n' if self.fewest > 1 else ''}"
        if self.most == self.fewest:
            return f"{self.fewest} Angabe{'n' if self.fewest > 1 else ''}"
        return f"{self.fewest} bis {self.most} Angaben"


WORKDAYS = {"arbeitstage": False, "werktage": True}
"""Those that count days of a calendar, and whether Saturdays count in them."""
SIGNATURES = {
    "wenn": Signature(3, 3),
    "min": Signature(1, None, is_labelled=True),
    "max": Signature(1, None, is_labelled=True),
    "summe": Signature(1, None),
    "runde": Signature(1, 2),
    "aufrunden": Signature(1, 2),
    "abrunden": Signature(1, 2),
    "betrag": Signature(1, 1),
    "arbeitstage": Signature(2, 2),
    "werktage": Signature(2, 2),
    "solange": Signature(2, 2),
    "letzter": Signature(1, 1),
    TABLE: Signature(2, 3, names=(0, 2)),
    PREVIOUS: Signature(1, 1, names=(0,)),
}


def is_input_name(text: str) -> bool:
    """Return whether an input or formula may be called so: a name that is no word of ours."""
    return tokens.is_name(text) and text.lower() not in SIGNATURES

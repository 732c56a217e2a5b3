"""A formula as text: its source in one fixed form, and in the symbols people read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lotse.aids.formula import tokens, tree, units
from lotse.aids.formula.functions import is_input_name
from lotse.aids.formula.tokens import PRECEDENCE
from lotse.aids.formula.tree import Argument, Formula, Node
from lotse.aids.formula.units import Unit
from lotse.lib import german

_ATOM = 9
_SYMBOLS = {"*": "×", "/": "÷", "-": "−"}
_SIGNS = re.compile(r"[,;:()+×÷−=<>≤≥]")
_RAISED = {Decimal(2): "²", Decimal(3): "³"}


def source(node: Node) -> str:
    """Return the formula in its one fixed form. ``parse`` reads the same tree from it."""
    style = _Style(signs={}, number=_source_number, name=str, text=_quoted, label=_label)
    return _Writer(style).of(node)


def symbols(formula: Formula | Node, labels: Mapping[str, str] | None = None) -> str:
    """Return a formula with typographic signs and the labels of its inputs: Fläche ÷ 7 m².

    labels: what names are called on screen; a name without one stays as it is.
    """
    node = formula.tree if isinstance(formula, Formula) else formula
    known = labels or {}
    style = _Style(
        signs=_SYMBOLS,
        number=_shown_number,
        name=lambda name: _called(known.get(name, name)),
        text=lambda text: f"„{text}“",
        label=str,
        is_typographic=True,
    )
    return _Writer(style).of(node)


@dataclass(frozen=True)
class _Style:
    signs: Mapping[str, str]
    number: Callable[[Decimal, Unit], str]
    name: Callable[[str], str]
    text: Callable[[str], str]
    label: Callable[[str], str]
    is_typographic: bool = False


class _Writer:
    def __init__(self, style: _Style) -> None:
        self._style = style

    def of(self, node: Node, least: int = 0) -> str:
        """least: what binds less strongly than this stands in brackets."""
        binding, text = self._plain(node)
        return f"({text})" if binding < least else text

    def _plain(self, node: Node) -> tuple[int, str]:
        style = self._style
        match node:
            case tree.Number(number, unit):
                return _ATOM, style.number(number, unit)
            case tree.Word(text):
                return _ATOM, style.text(text)
            case tree.Date(day):
                return _ATOM, f"{day:%d.%m.}{day.year:04}"
            case tree.Answer(is_true):
                return _ATOM, "ja" if is_true else "nein"
            case tree.Name(name):
                return _ATOM, style.name(name)
            case tree.Negative(operand):
                return tokens.MINUS, style.signs.get("-", "-") + self.of(operand, tokens.MINUS)
            case tree.Not(operand):
                return tokens.NOT, f"nicht {self.of(operand, tokens.NOT)}"
            case tree.Call(function, arguments):
                return _ATOM, f"{function}({'; '.join(self._argument(one) for one in arguments)})"
            case tree.Operation(sign, left, right):
                return PRECEDENCE[sign], self._operation(sign, left, right)

    def _argument(self, argument: Argument) -> str:
        text = self.of(argument.node)
        return f"{self._style.label(argument.label)}: {text}" if argument.label else text

    def _operation(self, sign: str, left: Node, right: Node) -> str:
        binding = PRECEDENCE[sign]
        if sign == "^":
            base = self.of(left, binding + 1)
            if self._style.is_typographic and isinstance(right, tree.Number):
                raised = _RAISED.get(right.number) if right.unit == units.PLAIN else None
                if raised:
                    return base + raised
            # A minus is read as part of the exponent, so it needs no brackets.
            return f"{base} ^ {self.of(right, tokens.MINUS)}"
        # Comparisons stand in no chain, and a - (b - c) keeps its brackets.
        first = self.of(left, binding + (binding == tokens.COMPARISON))
        return f"{first} {self._style.signs.get(sign, sign)} {self.of(right, binding + 1)}"


def _called(label: str) -> str:
    """A label with signs of its own stands in quotation marks: Plätze, die fehlen."""
    return f"„{label}“" if _SIGNS.search(label) else label


def _source_number(number: Decimal, unit: Unit) -> str:
    written = f"{number:f}"
    return f"{written} [{unit}]" if unit.powers else written


def _shown_number(number: Decimal, unit: Unit) -> str:
    written = german.number_de(number)
    return f"{written}{german.NO_BREAK}{units.say(unit, number)}" if unit.powers else written


def _quoted(text: str) -> str:
    return f'"{text}"'


def _label(label: str) -> str:
    return label if is_input_name(label) else _quoted(label)

"""A formula in German words, for readers who do not read formulas."""

from collections.abc import Mapping

from lotse.aids.formula import tree, units
from lotse.aids.formula.tree import Argument, Call, Formula, Node
from lotse.lib import german

_OPERATIONS = {
    "+": "{} plus {}",
    "-": "{} minus {}",
    "*": "{} mal {}",
    "/": "{} geteilt durch {}",
    "^": "{} hoch {}",
    "=": "{} ist gleich {}",
    "≠": "{} ist nicht gleich {}",
    "<": "{} ist kleiner als {}",
    "≤": "{} ist höchstens {}",
    ">": "{} ist größer als {}",
    "≥": "{} ist mindestens {}",
    "und": "{} und {}",
    "oder": "{} oder {}",
}
_CHAINS = ({"+"}, {"-"}, {"+", "-"}, {"*"})
_ROUNDED = {"runde": "gerundet", "aufrunden": "aufgerundet", "abrunden": "abgerundet"}
_PLACES = {1: "eine Stelle", 2: "zwei Stellen", 3: "drei Stellen"}
_EXTREMES = {"min": "der kleinste Wert von", "max": "der größte Wert von", "summe": "die Summe von"}


def in_words(formula: Formula | Node, labels: Mapping[str, str] | None = None) -> str:
    """Return a formula as a German phrase: „Fläche“ geteilt durch „Fläche je Platz“.

    labels: what names are called on screen; a name without one stays as it is.
    """
    node = formula.tree if isinstance(formula, Formula) else formula
    return _Speaker(labels or {}).of(node)


class _Speaker:
    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels

    def of(self, node: Node) -> str:
        match node:
            case tree.Number(number, unit):
                return " ".join(filter(None, [german.number_de(number), units.say(unit, number)]))
            case tree.Word(text):
                return f"„{text}“"
            case tree.Date(day):
                return german.date_de(day)
            case tree.Answer(is_true):
                return "ja" if is_true else "nein"
            case tree.Name(name):
                return self._name(name)
            case tree.Negative(operand):
                return f"minus {self._part(operand)}"
            case tree.Not(operand):
                return f"nicht: {self._part(operand)}"
            case tree.Operation(sign, left, right):
                return _OPERATIONS[sign].format(self._left(left, sign), self._side(right, sign))
            case Call():
                return self._call(node)

    def _name(self, name: str) -> str:
        """In quotation marks, because labels may have commas and verbs of their own."""
        return f"„{self._labels.get(name, name)}“"

    def _part(self, node: Node) -> str:
        """A part that consists of parts stands in brackets, or one could not tell where it ends."""
        text = self.of(node)
        is_whole = isinstance(node, tree.Number | tree.Word | tree.Date | tree.Answer | tree.Name)
        return text if is_whole else f"({text})"

    def _left(self, node: Node, sign: str) -> str:
        """What stands before an operator; a + b + c reads well without brackets."""
        is_chain = isinstance(node, tree.Operation) and {sign, node.sign} in _CHAINS
        return self.of(node) if is_chain else self._side(node, sign)

    def _side(self, node: Node, sign: str) -> str:
        """Comparisons joined by "und" read well without brackets."""
        if sign not in {"und", "oder"} or isinstance(node, Call):
            return self._part(node)
        is_other = isinstance(node, tree.Operation) and node.sign in {"und", "oder"} - {sign}
        return self._part(node) if is_other else self.of(node)

    def _call(self, call: Call) -> str:
        function, nodes = call.function, call.nodes
        match function:
            case "wenn":
                condition, then, otherwise = nodes
                return (
                    f"wenn {self.of(condition)}, dann {self._part(then)}, "
                    f"sonst {self._part(otherwise)}"
                )
            case "min" | "max" | "summe":
                return f"{_EXTREMES[function]} {self._listed(call.arguments)}"
            case "runde" | "aufrunden" | "abrunden":
                return f"{self._part(nodes[0])}, {_ROUNDED[function]} auf {self._places(nodes)}"
            case "betrag":
                return f"der Betrag von {self._part(nodes[0])}"
            case "arbeitstage" | "werktage":
                return f"{self._part(nodes[1])} {function.title()} nach {self._part(nodes[0])}"
            case "solange":
                return (
                    f"die Zahl der Schritte, in denen {self._part(nodes[0])} von Anfang an "
                    f"mindestens {self._part(nodes[1])} ist"
                )
            case "letzter":
                return f"der letzte Wert von {self._part(nodes[0])}"
            case tree.TABLE:
                wanted = f"Spalte {self._part(nodes[2])} " if len(nodes) > 2 else "der Wert "
                return f"{wanted}aus der Tabelle {self.of(nodes[0])} für {self._part(nodes[1])}"
            case tree.PREVIOUS:
                return f"{self.of(nodes[0])} im Schritt davor"
        raise AssertionError(function)  # the parser knows no other

    def _listed(self, arguments: tuple[Argument, ...]) -> str:
        parts = [self._labelled(one) for one in arguments]
        return f"{', '.join(parts[:-1])} und {parts[-1]}" if len(parts) > 1 else parts[0]

    def _labelled(self, argument: Argument) -> str:
        text = self.of(argument.node)
        if not argument.label or text == f"„{argument.label}“":
            return self._part(argument.node)
        return f"{argument.label} ({text})"

    def _places(self, nodes: tuple[Node, ...]) -> str:
        if len(nodes) == 1:
            return "ganze Zahlen"
        match nodes[1]:
            case tree.Number(number) if number in _PLACES:
                return f"{_PLACES[int(number)]} nach dem Komma"
        return f"{self._part(nodes[1])} Stellen nach dem Komma"

"""From the text of a formula to its tree: precedence climbing over the tokens."""

from datetime import date
from decimal import Decimal

from lotse.aids.formula import limits, tokens, tree, units
from lotse.aids.formula.errors import FormulaError
from lotse.aids.formula.functions import SIGNATURES, WORKDAYS
from lotse.aids.formula.tokens import PRECEDENCE, Token
from lotse.aids.formula.tree import Argument, Call, Formula, Name, Node


def parse(source: str, *, name: str = "") -> Formula:
    """Read a formula. Raises FormulaError, and nothing else, whatever the text is.

    name: what messages call it.
    """
    try:
        node = _Parser(source).formula()
        _check_size(node)
    except FormulaError as error:
        raise error.within(name) from None
    names, previous, tables = tree.needed(node)
    counts = any(isinstance(one, Call) and one.function in WORKDAYS for one, _ in tree.walk(node))
    return Formula(source, node, name, names, previous, tables, counts)


def _check_size(node: Node) -> None:
    for count, (_node, depth) in enumerate(tree.walk(node), start=1):
        if depth > limits.DEPTH:
            raise FormulaError(f"Die Formel ist mehr als {limits.DEPTH} Rechenschritte tief.")
        if count > limits.NODES:
            raise FormulaError(f"Die Formel hat mehr als {limits.NODES} Teile.")


class _Parser:
    def __init__(self, source: str) -> None:
        self._tokens = tokens.read(source)
        self._at = 0
        self._depth = 0

    def formula(self) -> Node:
        if self._next.kind == "end":
            raise FormulaError("Die Formel ist leer.")
        node = self._expression(0)
        if self._next.kind != "end":
            raise FormulaError(_unexpected(self._next, "Davor fehlt ein Rechenzeichen."))
        return node

    def _expression(self, least: int) -> Node:
        """Read as far as operators bind at least so strongly."""
        self._depth += 1
        if self._depth > limits.DEPTH:
            raise FormulaError(f"Die Formel ist tiefer als {limits.DEPTH} Ebenen verschachtelt.")
        left = self._operand()
        while (binding := PRECEDENCE.get(self._next.text, -1)) >= max(least, 1) and (
            self._next.kind in {"sign", "word"}
        ):
            sign = self._take().text
            # A power binds to the right: 2 ^ 3 ^ 2 is 2 ^ 9.
            right = self._expression(binding if binding == tokens.POWER else binding + 1)
            left = tree.Operation(sign, left, right)
            if binding == tokens.COMPARISON:
                self._refuse_chain()
        self._depth -= 1
        return left

    def _refuse_chain(self) -> None:
        if self._next.kind == "sign" and PRECEDENCE.get(self._next.text) == tokens.COMPARISON:
            raise FormulaError("Vergleiche verbindet „und“: a < b und b < c.")

    def _operand(self) -> Node:
        token = self._take()
        match token.kind, token.text:
            case "number", _:
                return self._number(token)
            case "text", _:
                return tree.Word(_short(token.text))
            case "day", _:
                return tree.Date(_day(token))
            case "word", "ja" | "nein":
                return tree.Answer(token.text == "ja")
            case "word", "nicht":
                return tree.Not(self._expression(tokens.NOT))
            case "sign", "-":
                return tree.Negative(self._expression(tokens.MINUS))
            case "sign", "(":
                node = self._expression(0)
                self._expect(")")
                return node
            case "name", name:
                return self._named(name)
        raise FormulaError(_unexpected(token, "Hier fehlt eine Zahl, ein Name oder eine Klammer."))

    def _number(self, token: Token) -> Node:
        if sum(map(str.isdigit, token.text)) > limits.DIGITS:
            raise FormulaError(f"Die Zahl {token.text[:20]}… hat mehr als {limits.DIGITS} Ziffern.")
        unit = units.parse(self._take().text) if self._next.kind == "unit" else units.PLAIN
        return tree.Number(Decimal(token.text), unit)

    def _named(self, name: str) -> Node:
        function = name.lower()
        if self._next.text == "(" and self._next.kind == "sign":
            if function not in SIGNATURES:
                known = ", ".join(sorted(SIGNATURES))
                raise FormulaError(f"„{name[:60]}“ ist keine Funktion. Es gibt: {known}.")
            return self._call(function)
        if function in SIGNATURES:
            raise FormulaError(f"„{name}“ ist eine Funktion; dahinter gehört eine Klammer.")
        if not tokens.is_name(name):
            raise FormulaError(f"Der Name „{name[:20]}…“ ist zu lang.")
        return Name(name)

    def _call(self, function: str) -> Node:
        self._expect("(")
        arguments: list[Argument] = []
        while not (self._next.text == ")" and self._next.kind == "sign"):
            if arguments:
                self._expect(";")
            arguments.append(self._argument(function))
            if len(arguments) > limits.ARGUMENTS:
                raise FormulaError(f"„{function}“ hat mehr als {limits.ARGUMENTS} Angaben.")
        self._expect(")")
        SIGNATURES[function].check(function, arguments)
        return Call(function, tuple(arguments))

    def _argument(self, function: str) -> Argument:
        label, sign = self._next, self._tokens[min(self._at + 1, len(self._tokens) - 1)]
        if label.kind not in {"name", "text"} or (sign.kind, sign.text) != ("sign", ":"):
            return Argument(self._expression(0))
        if not SIGNATURES[function].is_labelled:
            raise FormulaError(f"„{function}“ hat keine benannten Angaben ({label.text[:60]}:).")
        self._at += 2
        return Argument(self._expression(0), _short(label.text))

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._tokens[self._at]
        # The end stays, so that there is always a next token.
        self._at += token.kind != "end"
        return token

    def _expect(self, sign: str) -> None:
        if (self._next.kind, self._next.text) != ("sign", sign):
            raise FormulaError(_unexpected(self._next, f"Hier gehört {sign} hin."))
        self._at += 1


def _unexpected(token: Token, hint: str) -> str:
    if token.kind == "end":
        return f"Die Formel bricht ab. {hint}"
    return f"An Stelle {token.at} kommt „{token.text[:60]}“ unerwartet. {hint}"


def _short(text: str) -> str:
    if len(text) > limits.TEXT:
        raise FormulaError(f"Ein Text in der Formel ist länger als {limits.TEXT} Zeichen.")
    return text


def _day(token: Token) -> date:
    day, month, year = (int(part) for part in token.text.split("."))
    try:
        return date(year, month, day)
    except ValueError:
        raise FormulaError(f"Den Tag {token.text} gibt es nicht.") from None

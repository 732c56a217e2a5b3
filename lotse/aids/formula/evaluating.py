"""Computes a formula. Also with unknown inputs: then as far as one gets, see ``values``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from lotse.aids.formula import arithmetic, calls, functions, limits, operators, tree, values
from lotse.aids.formula.errors import FormulaError
from lotse.aids.formula.formatting import symbols
from lotse.aids.formula.limits import Budget
from lotse.aids.formula.tables import Table
from lotse.aids.formula.tree import Argument, Call, Formula, Name, Node
from lotse.aids.formula.values import Day, Quantity, Series, Text, Truth, Value

Workdays = Callable[[date, int, bool], date]
"""The day so many working days after another (negative: before it); whether Saturdays count."""


@dataclass(frozen=True)
class Scope:
    """What a formula may use."""

    values: Mapping[str, Value] = field(default_factory=dict)
    """By name. An unknown value is an input nobody has filled in yet; its kind is known."""
    tables: Mapping[str, Table] = field(default_factory=dict)
    previous: Mapping[str, Value] = field(default_factory=dict)
    """The row of a series one step earlier, for ``vorher``."""
    workdays: Workdays | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    """What names are called on screen, for messages and traces."""


@dataclass(frozen=True)
class Step:
    """An intermediate value."""

    node: Node
    value: Value
    labels: Mapping[str, str] = field(repr=False)

    @property
    def text(self) -> str:
        """Its part of the formula in symbols. Written when asked for: a series has thousands."""
        return symbols(self.node, self.labels)


@dataclass(frozen=True)
class Part:
    """One of the arguments among which min or max chose."""

    argument: Argument
    value: Value
    labels: Mapping[str, str] = field(repr=False)
    within: "Decision | None" = None
    """The part is a min or max itself."""

    @property
    def label(self) -> str:
        """Its name in the formula, else what it is called on screen, else the part in symbols."""
        given = self.argument.label or self.labels.get(self.name, self.name)
        return given or symbols(self.argument.node, self.labels)

    @property
    def name(self) -> str:
        """Set if the part is nothing but a name, so that one can look further there."""
        return self.argument.node.name if isinstance(self.argument.node, Name) else ""


@dataclass(frozen=True)
class Decision:
    """Which part of a min or max decides. Equal parts decide together."""

    function: str
    parts: tuple[Part, ...]
    deciding: tuple[Part, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(part.label for part in self.deciding)


@dataclass(frozen=True)
class Result:
    value: Value
    """Unknown if an input that it needs is."""
    steps: tuple[Step, ...]
    """Intermediate values in the order they were computed, the whole formula last."""
    missing: tuple[str, ...]
    """The unknown inputs that were needed, if the value is unknown."""
    decision: Decision | None
    """None if no min or max decides the result."""


def evaluate(formula: Formula, scope: Scope, budget: Budget | None = None) -> Result:
    """Compute a formula. Raises FormulaError, and nothing else, with the formula's name in it.

    budget: shared by the formulas of one computation.
    """
    run = _Run(scope, budget or Budget())
    try:
        value = values.settled(run.value(formula.tree))
        decision = run.decision(formula.tree)
    except FormulaError as error:
        raise error.within(formula.name) from None
    missing = () if values.is_known(value) else tuple(sorted(run.missing))
    return Result(value, tuple(run.steps), missing, decision)


def limiting(formula: Formula, scope: Scope) -> Decision | None:
    """Return which part of the formula's min or max decides; None if it has none."""
    return evaluate(formula, scope).decision


class _Run:
    def __init__(self, scope: Scope, budget: Budget) -> None:
        self._scope, self._budget = scope, budget
        self._blind = 0
        self.missing: set[str] = set()
        self.steps: list[Step] = []
        # By identity: equal parts of a formula may stand in it twice.
        self._chosen: dict[int, calls.Choice] = {}
        self._taken: dict[int, Node] = {}

    def value(self, node: Node) -> Value:
        self._budget.spend()
        match node:
            case tree.Number(number, unit):
                return Quantity(number, unit)
            case tree.Word(text):
                return Text(text)
            case tree.Date(day):
                return Day(day)
            case tree.Answer(is_true):
                return Truth(is_true)
            case Name(name):
                return self._named(name, self._scope.values)
            case _:
                found = self._composite(node)
        if not self._blind and values.is_known(found):
            self.steps.append(Step(node, found, self._scope.labels))
        return found

    def _composite(self, node: Node) -> Value:
        """Compute what consists of parts: an operation or a call."""
        match node:
            case tree.Negative(operand):
                return operators.negative(self.value(operand))
            case tree.Not(operand):
                return operators.opposite(self.value(operand))
            case tree.Operation("und" | "oder" as sign, left, right):
                return self._logical(sign, left, right)
            case tree.Operation(sign, left, right):
                return operators.operation(sign, self.value(left), self.value(right))
            case Call():
                return self._called(node)
        raise AssertionError(node)

    def _called(self, node: Call) -> Value:
        match node.function:
            case "wenn":
                return self._conditional(node)
            case tree.PREVIOUS:
                return self._named(_name(node.nodes[0]), self._scope.previous)
            case tree.TABLE:
                return self._looked_up(node)
        given = [self.value(argument) for argument in node.nodes]
        if node.function in functions.WORKDAYS:
            return calls.workdays(node.function, self._scope.workdays, *given)
        self._budget.spend(calls.effort(given))
        found = calls.call(node.function, given)
        if isinstance(found, calls.Choice):
            self._chosen[id(node)] = found
            return found.value
        return found

    def _named(self, name: str, known: Mapping[str, Value]) -> Value:
        if name not in known:
            label = self._scope.labels.get(name, name)
            raise FormulaError(f"Die Angabe „{label}“ fehlt.")
        value = _sound(known[name])
        if self._blind:
            return values.unknown(value)
        if not values.is_known(value):
            self.missing.add(name)
        return value

    def _unseen(self, node: Node) -> Value:
        """Return the kind of a part without its value.

        For what may not be needed: a ÷ b must not fail in "wenn b = 0, dann 0, sonst a ÷ b" while
        it is unknown whether b is 0.
        """
        self._blind += 1
        try:
            return values.unknown(self.value(node))
        finally:
            self._blind -= 1

    def _logical(self, sign: str, left: Node, right: Node) -> Value:
        first = operators.truth(self.value(left), sign)
        if first.is_true is None:
            operators.truth(self._unseen(right), sign)
            return first
        if first.is_true == (sign == "oder"):
            return first
        return operators.truth(self.value(right), sign)

    def _conditional(self, node: Call) -> Value:
        condition, then, otherwise = node.nodes
        found = operators.truth(self.value(condition), "wenn")
        if found.is_true is None:
            return operators.either(self._unseen(then), self._unseen(otherwise))
        taken = then if found.is_true else otherwise
        self._taken[id(node)] = taken
        return self.value(taken)

    def _looked_up(self, node: Call) -> Value:
        name, key, *column = node.nodes
        table = self._scope.tables.get(_name(name))
        if table is None:
            raise FormulaError(f"Die Tabelle „{_name(name)}“ gibt es nicht.")
        # Rows are looked at one after the other.
        self._budget.spend(len(table.rows))
        return _sound(table.find(self.value(key), _name(column[0]) if column else ""))

    def decision(self, node: Node) -> Decision | None:
        """Return what decides a part: its own min or max, or that under a rounding or "wenn"."""
        if isinstance(node, Call):
            if node.function in arithmetic.ROUNDINGS:
                return self.decision(node.nodes[0])
            if id(node) in self._taken:
                return self.decision(self._taken[id(node)])
            if choice := self._chosen.get(id(node)):
                return self._decided(node, choice)
        return None

    def _decided(self, node: Call, choice: calls.Choice) -> Decision:
        parts = tuple(
            Part(
                argument,
                values.settled(value),
                self._scope.labels,
                within=self.decision(argument.node),
            )
            for argument, value in zip(node.arguments, choice.given, strict=True)
        )
        return Decision(node.function, parts, tuple(parts[index] for index in choice.deciding))


def _sound(value: Value) -> Value:
    """Return a value from outside. Raises FormulaError for NaN, infinity and huge numbers."""
    if isinstance(value, Quantity) and value.number is not None:
        arithmetic.bounded(value.number)
    elif isinstance(value, Series):
        for number in value.numbers or ():
            arithmetic.bounded(number)
    return value


def _name(node: Node) -> str:
    assert isinstance(node, Name)  # the signature of the function asks for it
    return node.name


def check(formula: Formula, scope: Scope) -> Value:
    """Return the kind of a formula's result, unknown; whatever the inputs will be.

    Raises FormulaError if units do not go together, or a name or table does not exist. Looks into
    both branches of every "wenn".
    """
    blind = Scope(
        values={name: values.unknown(value) for name, value in scope.values.items()},
        tables=scope.tables,
        previous={name: values.unknown(value) for name, value in scope.previous.items()},
        workdays=scope.workdays,
        labels=scope.labels,
    )
    return values.unknown(evaluate(formula, blind, Budget(10 * limits.NODES)).value)

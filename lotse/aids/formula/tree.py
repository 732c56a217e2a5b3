"""What a formula consists of, and a formula itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lotse.aids.formula.units import PLAIN, Unit


@dataclass(frozen=True)
class Number:
    number: Decimal
    """Not negative."""
    unit: Unit = PLAIN


@dataclass(frozen=True)
class Word:
    text: str


@dataclass(frozen=True)
class Date:
    day: date


@dataclass(frozen=True)
class Answer:
    is_true: bool


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class Negative:
    operand: "Node"


@dataclass(frozen=True)
class Not:
    operand: "Node"


@dataclass(frozen=True)
class Operation:
    sign: str
    """One of ``tokens.PRECEDENCE``."""
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Argument:
    node: "Node"
    label: str = ""


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Argument, ...]

    @property
    def nodes(self) -> "tuple[Node, ...]":
        return tuple(argument.node for argument in self.arguments)


Node = Number | Word | Date | Answer | Name | Negative | Not | Operation | Call

TABLE, PREVIOUS = "tabelle", "vorher"
"""Functions whose arguments are names of something, not values."""


@dataclass(frozen=True)
class Formula:
    """A formula that has been read; ``parse`` makes it."""

    source: str
    tree: Node
    name: str = ""
    """What messages call it, for example "Plätze nach Fläche"."""
    names: frozenset[str] = field(default=frozenset(), repr=False)
    """The inputs and other formulas it needs."""
    previous: frozenset[str] = field(default=frozenset(), repr=False)
    """The columns of a series whose value one step earlier it needs."""
    tables: frozenset[str] = field(default=frozenset(), repr=False)
    counts_working_days: bool = field(default=False, repr=False)
    """Whether it needs a calendar."""


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case Negative(operand) | Not(operand):
            return (operand,)
        case Operation(_, left, right):
            return (left, right)
        case Call():
            return node.nodes
    return ()


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Yield every node with its depth, the root having 1. Needs no recursion, so never too deep."""
    waiting = [(node, 1)]
    while waiting:
        one, depth = waiting.pop()
        yield one, depth
        waiting.extend((child, depth + 1) for child in children(one))


def needed(node: Node) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the names a formula needs, those it needs from one step earlier, and its tables."""
    names: set[str] = set()
    previous: set[str] = set()
    tables: set[str] = set()
    waiting = [node]
    while waiting:
        match waiting.pop():
            case Name(name):
                names.add(name)
            case Call(function, arguments) if function == PREVIOUS:
                previous.update(one.node.name for one in arguments if isinstance(one.node, Name))
            case Call(function, arguments) if function == TABLE:
                first, key, *_column = (one.node for one in arguments)
                if isinstance(first, Name):
                    tables.add(first.name)
                waiting.append(key)
            case other:
                waiting.extend(children(other))
    return frozenset(names), frozenset(previous), frozenset(tables)

"""What a calculator consists of. ``reading.read`` makes one from a JSON object."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from lotse.aids.formula import (
    Day,
    Formula,
    Quantity,
    Table,
    Text,
    Truth,
    Unit,
    Value,
    units,
)

NUMBER_OF_STEP = "nummer"
"""In a series: the number of the row, 0 for the start."""


class Kind(StrEnum):
    """What may be entered."""

    NUMBER = "number"
    WHOLE = "whole"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    LAND = "land"
    TEXT = "text"
    """Only of results, in cases."""


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True)
class Option:
    key: str
    label: str


@dataclass(frozen=True)
class Input:
    key: str
    label: str
    kind: Kind = Kind.NUMBER
    unit: Unit = units.PLAIN
    help: str = ""
    group: str = ""
    """Heading under which it stands on the form."""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    default: Value | None = None
    example: str = ""
    """As one would type it; never used for computing."""
    options: tuple[Option, ...] = ()

    @property
    def blank(self) -> Value:
        """The input while nobody has filled it in."""
        match self.kind:
            case Kind.NUMBER | Kind.WHOLE:
                return Quantity(None, self.unit)
            case Kind.DATE:
                return Day(None)
            case Kind.YES_NO:
                return Truth(None)
            case Kind.CHOICE | Kind.LAND | Kind.TEXT:
                return Text(None)


@dataclass(frozen=True)
class Constant:
    """A number out of a fact. Where none holds, people enter it: an input without default."""

    key: str
    label: str
    unit: Unit
    code: str
    """Of the fact, for example F-U-20."""
    which: str = "value"
    """value, or value_max for the upper end of a range."""
    fact_unit: str = ""
    """The unit as the fact says it. If the fact says another one, its number is not used."""
    help: str = ""
    group: str = ""
    example: str = ""

    @property
    def as_input(self) -> Input:
        return Input(
            self.key,
            self.label,
            unit=self.unit,
            help=self.help,
            group=self.group,
            minimum=Decimal(0),
            example=self.example,
        )


@dataclass(frozen=True)
class FactValue:
    """What a fact says about a constant in a Land on a day; the caller looks it up."""

    number: Decimal
    unit: str
    source: str = ""
    """Norm, jurisdiction and date in one line."""
    url: str = ""
    valid_to: date | None = None


FactValues = Mapping[str, FactValue]
"""By key of the constant. A constant whose fact is not confirmed or does not hold is left out."""


@dataclass(frozen=True)
class Line:
    """A named formula."""

    key: str
    label: str
    formula: Formula
    unit: Unit = units.PLAIN
    """The result is shown in this unit."""
    note: str = ""
    decimals: int | None = None


@dataclass(frozen=True)
class Band:
    """A light, and when it is shown. The first of several that fits wins."""

    light: Light
    label: str
    when: Formula | None
    """None: always."""


@dataclass(frozen=True)
class Column:
    """One value of every row of a series."""

    key: str
    label: str
    unit: Unit
    formula: Formula
    start: Formula | None = None
    """In the first row, where there is no row before; None: the formula itself."""
    note: str = ""
    decimals: int | None = None
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Progression:
    """Rows one after the other, each computed from the one before: a series over weeks."""

    key: str
    label: str
    step: str
    """What a row is: Woche."""
    count: Formula
    """How many steps follow the start."""
    columns: tuple[Column, ...]
    """In the order in which they are shown."""
    note: str = ""
    computed: tuple[str, ...] = ()
    """Their keys in the order in which they are computed."""

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(column.key for column in self.columns)

    @property
    def in_order(self) -> "tuple[Column, ...]":
        """The columns, each after those of the same row it needs."""
        by_key = {column.key: column for column in self.columns}
        return tuple(by_key[key] for key in self.computed)


@dataclass(frozen=True)
class Output:
    key: str
    """Of a line."""
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Case:
    """An example with its expected result, published beside the calculator."""

    label: str
    values: Mapping[str, Value]
    expected: Mapping[str, Value]
    """By key of a line, in its unit."""
    tolerance: Decimal = Decimal(0)
    limiting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By key of a line: which named parts decide."""
    lights: Mapping[str, Light] = field(default_factory=dict)
    is_at_limit: bool = False
    land: str = ""
    on: date | None = None
    """The day whose facts are used; None: the day on which the case is run."""


@dataclass(frozen=True)
class Calculator:
    inputs: tuple[Input, ...]
    constants: tuple[Constant, ...]
    tables: Mapping[str, Table]
    lines: tuple[Line, ...]
    progressions: tuple[Progression, ...]
    outputs: tuple[Output, ...]
    cases: tuple[Case, ...]
    order: tuple[str, ...]
    """Keys of lines and progressions, each after those it needs."""
    labels: Mapping[str, str]
    """What every key is called on screen."""
    kinds: Mapping[str, Value] = field(default_factory=dict)
    """Every input, constant, line and column without its value: its unit."""

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.key == key), None)

    @property
    def counts_working_days(self) -> bool:
        """Whether a formula needs the calendar of a Land."""
        return any(line.formula.counts_working_days for line in self.lines)

    @property
    def land_input(self) -> Input | None:
        """The input that says whose facts are used."""
        return next((one for one in self.inputs if one.kind is Kind.LAND), None)

    def inputs_with(self, facts: FactValues) -> tuple[Input, ...]:
        """Return what people enter: the inputs, and the constants for which there is no fact."""
        open_constants = [
            constant.as_input for constant in self.constants if used(constant, facts) is None
        ]
        return (*self.inputs, *open_constants)


def used(constant: Constant, facts: FactValues) -> FactValue | None:
    """Return what a fact says, if it says it in the unit the calculator was written for."""
    fact = facts.get(constant.key)
    return fact if fact and fact.unit == constant.fact_unit else None

"""What comes out of a calculator."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lotse.aids.calculating.definition import Constant, FactValue, Light, Line, Progression
from lotse.aids.formula import Decision, Step, Value, in_words, is_known, shown, symbols


@dataclass(frozen=True)
class Signal:
    """A traffic light with what it says."""

    light: Light
    label: str


@dataclass(frozen=True)
class Computed:
    """A line with its result."""

    line: Line
    value: Value
    """Unknown if an input is missing or something went wrong."""
    labels: Mapping[str, str] = field(repr=False)
    steps: tuple[Step, ...] = field(default=(), repr=False)
    """Intermediate values."""
    missing: tuple[str, ...] = ()
    """Keys of the inputs it still needs, in the order of the form."""
    error: str = ""
    """Why it cannot be computed, if not for a missing input."""
    decision: Decision | None = field(default=None, repr=False)
    limiting: tuple[tuple[str, ...], ...] = ()
    """Which limits decide, each from the outer to the inner name: (("Sanitär", "Duschen"),)."""
    signal: Signal | None = None

    @property
    def is_known(self) -> bool:
        return is_known(self.value)

    @property
    def text(self) -> str:
        """48 Plätze; "fehlt" if unknown."""
        return shown(self.value, self.line.decimals)

    @property
    def symbols(self) -> str:
        """abrunden(Fläche ÷ Fläche je Platz)"""
        return symbols(self.line.formula, self.labels)

    @property
    def words(self) -> str:
        """(„Fläche“ geteilt durch „Fläche je Platz“), abgerundet auf ganze Zahlen"""
        return in_words(self.line.formula, self.labels)


@dataclass(frozen=True)
class Cell:
    value: Value
    decimals: int | None = None
    signal: Signal | None = None

    @property
    def text(self) -> str:
        return shown(self.value, self.decimals)


@dataclass(frozen=True)
class Rows:
    """A series with its rows."""

    progression: Progression
    rows: tuple[tuple[Cell, ...], ...] = ()
    """Row by row, the start first; cells in the order of the columns. Empty if not computed."""
    missing: tuple[str, ...] = ()
    """Keys of the inputs that some column still needs."""
    error: str = ""


@dataclass(frozen=True)
class Used:
    """A constant as it went into the computation."""

    constant: Constant
    value: Value
    """Unknown if there is neither a fact nor a number entered instead."""
    fact: FactValue | None
    """None: entered by hand, or missing."""

    @property
    def text(self) -> str:
        return shown(self.value)


@dataclass(frozen=True)
class Outcome:
    outputs: tuple[Computed, ...]
    lines: tuple[Computed, ...]
    """All lines in the order in which they were computed."""
    series: tuple[Rows, ...]
    constants: tuple[Used, ...]
    missing: tuple[str, ...]
    """Keys of the inputs that outputs and series still need, in the order of the form."""

    @property
    def is_complete(self) -> bool:
        return all(one.is_known for one in self.outputs)

    def line(self, key: str) -> Computed:
        """Return a line by its key. Raises KeyError."""
        for one in self.lines:
            if one.line.key == key:
                return one
        raise KeyError(key)

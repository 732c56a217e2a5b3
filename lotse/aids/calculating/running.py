"""Runs a calculator: as far as its inputs allow."""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from lotse.aids.calculating.checking import in_unit
from lotse.aids.calculating.definition import (
    NUMBER_OF_STEP,
    Band,
    Calculator,
    FactValues,
    Line,
    Progression,
    used,
)
from lotse.aids.calculating.outcome import Cell, Computed, Outcome, Rows, Signal, Used
from lotse.aids.formula import (
    Budget,
    Decision,
    Formula,
    FormulaError,
    Quantity,
    Result,
    Scope,
    Series,
    Truth,
    Value,
    Workdays,
    evaluate,
    is_known,
    limits,
    settled,
)

Values = Mapping[str, Value]
_DEEPEST, _MOST = 4, 12
"""How far and how widely a limit is followed into other lines."""


def run(
    calculator: Calculator,
    values: Values,
    facts: FactValues,
    *,
    workdays: Workdays | None = None,
    budget: Budget | None = None,
) -> Outcome:
    """Compute everything that the values allow. Raises nothing.

    values: by key, from ``entering.take``; one for a constant takes the place of its fact.
    workdays: the calendar for ``arbeitstage`` and ``werktage``. budget: shared by several runs.
    """
    work = _Work(calculator, values, facts, workdays, budget or Budget())
    work.compute_all()
    outputs = tuple(work.signalled(output.key, output.bands) for output in calculator.outputs)
    series = tuple(work.with_cells(one) for one in calculator.progressions)
    return Outcome(
        outputs=outputs,
        lines=tuple(work.lines.values()),
        series=series,
        constants=tuple(work.constants),
        missing=work.in_order([*_missing(outputs), *_missing(series)]),
    )


def result(
    calculator: Calculator,
    values: Values,
    facts: FactValues,
    key: str,
    *,
    workdays: Workdays | None,
    budget: Budget,
) -> Value:
    """Return the value of one line, without lights and tables: for computing it many times."""
    work = _Work(calculator, values, facts, workdays, budget)
    work.compute_all()
    return work.lines[key].value


def _missing(found: Iterable[Computed] | Iterable[Rows]) -> Iterator[str]:
    for one in found:
        yield from one.missing


class _Work:
    def __init__(
        self,
        calculator: Calculator,
        values: Values,
        facts: FactValues,
        workdays: Workdays | None,
        budget: Budget,
    ) -> None:
        self._calculator, self._budget = calculator, budget
        self.lines: dict[str, Computed] = {}
        self._series: dict[str, Rows] = {}
        self._rows: dict[str, list[dict[str, Value]]] = {}
        self.constants: list[Used] = []
        self._entered = [one.key for one in calculator.inputs]
        self._entered += [one.key for one in calculator.constants]
        self._missing: dict[str, frozenset[str]] = {}
        """Of lines and columns: the inputs they still need."""
        self._failed: dict[str, str] = {}
        """Of lines and columns that went wrong: their label."""
        self._values: dict[str, Value] = dict(calculator.kinds)
        self._values |= {key: values[key] for key in self._entered if key in values}
        for constant in calculator.constants:
            fact = None if constant.key in values else used(constant, facts)
            if fact:
                self._values[constant.key] = Quantity(fact.number, constant.unit)
            self.constants.append(Used(constant, self._values[constant.key], fact))
        self._scope = Scope(self._values, calculator.tables, {}, workdays, calculator.labels)

    def compute_all(self) -> None:
        """Compute lines and series, each after those it needs."""
        progressions = {one.key: one for one in self._calculator.progressions}
        lines = {line.key: line for line in self._calculator.lines}
        for key in self._calculator.order:
            if key in lines:
                self._compute(key, lines[key])
            else:
                self._progress(progressions[key])

    def _compute(self, key: str, line: Line) -> None:
        blank = self._calculator.kinds[key]
        try:
            result = evaluate(line.formula, self._scope, self._budget)
            value = settled(in_unit(result.value, line.unit))
        except FormulaError as error:
            self._failed[key] = line.label
            self.lines[key] = Computed(line, blank, self._scope.labels, error=error.reason)
            return
        self._values[key] = value
        self._missing[key] = self._inputs(result.missing)
        self.lines[key] = Computed(
            line,
            value,
            self._scope.labels,
            steps=result.steps,
            missing=self.in_order(self._missing[key]),
            error=self._inherited(key, result.missing),
            decision=result.decision,
            limiting=tuple(islice(self._paths(result.decision), _MOST)),
        )

    def _progress(self, one: Progression) -> None:
        """Compute the rows of a series one after the other."""
        try:
            result = evaluate(one.count, self._scope, self._budget)
            if not is_known(result.value):
                missing = self._inputs(result.missing)
                self._missing |= dict.fromkeys(one.keys, missing)
                self._series[one.key] = Rows(one, missing=self.in_order(missing))
                return
            rows = self._stepped(one, _steps(result))
        except FormulaError as error:
            self._failed |= dict.fromkeys(one.keys, one.label)
            self._series[one.key] = Rows(one, error=error.message)
            return
        self._rows[one.key] = rows
        for column in one.columns:
            numbers = tuple(_number(row[column.key]) for row in rows)
            known = tuple(number for number in numbers if number is not None)
            whole = known if len(known) == len(numbers) else None
            self._values[column.key] = Series(whole, column.unit)
        self._series[one.key] = Rows(
            one,
            missing=self.in_order(key for column in one.keys for key in self._missing[column]),
        )

    def _stepped(self, one: Progression, steps: int) -> list[dict[str, Value]]:
        rows: list[dict[str, Value]] = []
        self._missing |= dict.fromkeys(one.keys, frozenset())
        for number in range(steps + 1):
            row: dict[str, Value] = {NUMBER_OF_STEP: Quantity(Decimal(number))}
            scope = replace(
                self._scope,
                values=ChainMap(row, self._values),
                previous=rows[-1] if rows else {},
            )
            for column in one.in_order:
                formula = column.start if column.start and not rows else column.formula
                try:
                    result = evaluate(formula, scope, self._budget)
                    row[column.key] = settled(in_unit(result.value, column.unit))
                except FormulaError as error:
                    raise FormulaError(f"{one.step} {number}: {error.message}") from None
                self._missing[column.key] |= self._inputs(result.missing)
            rows.append(row)
        return rows

    def with_cells(self, one: Progression) -> Rows:
        """Return a series with its rows and their traffic lights."""
        rows = self._rows.get(one.key, [])
        return replace(self._series[one.key], rows=tuple(self._cells(one, row) for row in rows))

    def _cells(self, one: Progression, row: dict[str, Value]) -> tuple[Cell, ...]:
        scope = replace(self._scope, values=ChainMap(row, self._values))
        return tuple(
            Cell(row[column.key], column.decimals, self._signal(column.bands, scope))
            for column in one.columns
        )

    def signalled(self, key: str, bands: tuple[Band, ...]) -> Computed:
        """Return a line with its traffic light."""
        computed = self.lines[key]
        if not computed.is_known:
            return computed
        return replace(computed, signal=self._signal(bands, self._scope))

    def _signal(self, bands: tuple[Band, ...], scope: Scope) -> Signal | None:
        """Return the first light whose condition holds; None if that cannot be said yet."""
        for band in bands:
            fits = self._holds(band.when, scope) if band.when else True
            if fits is None:
                return None
            if fits:
                return Signal(band.light, band.label)
        return None

    def _holds(self, condition: Formula, scope: Scope) -> bool | None:
        try:
            found = evaluate(condition, scope, self._budget).value
        except FormulaError:
            return None
        return found.is_true if isinstance(found, Truth) else None

    def _inputs(self, names: Iterable[str]) -> frozenset[str]:
        """Return the inputs behind missing names, of which some are lines and columns."""
        inputs = frozenset(names) & frozenset(self._entered)
        return inputs.union(*(self._missing.get(name, frozenset()) for name in names))

    def _inherited(self, key: str, names: Iterable[str]) -> str:
        """Return that a line cannot be computed because another one went wrong."""
        for name in names:
            if name in self._failed:
                self._failed[key] = self._failed[name]
                return f"Dafür fehlt „{self._failed[name]}“, das sich nicht berechnen lässt."
        return ""

    def in_order(self, keys: Iterable[str]) -> tuple[str, ...]:
        wanted = set(keys)
        return tuple(key for key in self._entered if key in wanted)

    def _paths(self, decision: Decision | None, depth: int = 1) -> Iterator[tuple[str, ...]]:
        """Yield the names of deciding limits, followed into the lines they come from."""
        for part in decision.deciding if decision else ():
            line = self.lines.get(part.name)
            inner = part.within or (line.decision if line else None)
            if inner is None or depth == _DEEPEST:
                yield (part.label,)
            else:
                for path in self._paths(inner, depth + 1):
                    yield (part.label, *path)


def _steps(result: Result) -> int:
    number = _number(result.value)
    most = limits.SERIES - 1
    if number is None or number != number.to_integral_value() or not 0 <= number <= most:
        raise FormulaError(f"Eine Reihe hat 0 bis {most} ganze Schritte.")
    return int(number)


def _number(value: Value) -> Decimal | None:
    return value.number if isinstance(value, Quantity) else None

"""Whether the parts of a calculator fit together: names, units, order. Nothing is computed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from lotse.aids.calculating.definition import (
    NUMBER_OF_STEP,
    Band,
    Calculator,
    Column,
    Constant,
    Input,
    Kind,
    Line,
    Progression,
)
from lotse.aids.formula import (
    Formula,
    FormulaError,
    Quantity,
    Scope,
    Series,
    Truth,
    Unit,
    Value,
    arranged,
    check,
    is_input_name,
    kind_in_words,
    units,
)


def checked(calculator: Calculator) -> tuple[Calculator, list[str]]:
    """Return the calculator with labels and order filled in, and what is wrong with it."""
    labels = _labels(calculator)
    problems = [*_name_problems(calculator), *_reference_problems(calculator)]
    if calculator.counts_working_days and calculator.land_input is None:
        problems.append("Wer Arbeits- oder Werktage zählt, fragt nach dem Land (kind: land).")
    if problems:
        return calculator, problems
    try:
        calculator = replace(
            calculator, labels=labels, order=_order(calculator), progressions=_arranged(calculator)
        )
    except FormulaError as error:
        return calculator, [error.message]
    known = blanks(calculator)
    problems = _unit_problems(calculator, known)
    return replace(calculator, kinds=known), problems


def blanks(calculator: Calculator) -> dict[str, Value]:
    """Return inputs, constants and columns of series, all unknown."""
    return (
        {one.key: one.blank for one in calculator.inputs}
        | {one.key: one.as_input.blank for one in calculator.constants}
        | {column.key: Series(None, column.unit) for column in _columns(calculator)}
    )


def scope(calculator: Calculator, known: dict[str, Value]) -> Scope:
    # A calendar, so that formulas with working days can be checked; it is not asked for a day.
    return Scope(
        known,
        calculator.tables,
        workdays=lambda day, _count, _saturdays: day,
        labels=calculator.labels,
    )


def in_unit(value: Value, unit: Unit) -> Value:
    """Return a quantity in another unit. Raises FormulaError if it measures something else."""
    if not isinstance(value, Quantity):
        if unit != units.PLAIN:
            raise FormulaError(f"Heraus kommt {kind_in_words(value)}, angegeben ist {unit}.")
        return value
    if units.common(value.unit, unit) is None:
        wanted = kind_in_words(Quantity(None, unit))
        raise FormulaError(f"Heraus kommt {kind_in_words(value)}, angegeben ist {wanted}.")
    number = value.number
    return Quantity(None if number is None else units.convert(number, value.unit, unit), unit)


def _columns(calculator: Calculator) -> list[Column]:
    return [column for one in calculator.progressions for column in one.columns]


def _named(
    calculator: Calculator,
) -> tuple[Input | Constant | Line | Progression | Column, ...]:
    return (
        *calculator.inputs,
        *calculator.constants,
        *calculator.lines,
        *calculator.progressions,
        *_columns(calculator),
    )


def _labels(calculator: Calculator) -> dict[str, str]:
    labels = {one.key: one.label for one in _named(calculator)}
    for key, table in calculator.tables.items():
        labels.setdefault(key, table.label)
        for column in table.columns:
            labels.setdefault(column.key, column.label)
    return labels | {NUMBER_OF_STEP: "Nummer des Schritts"}


def _name_problems(calculator: Calculator) -> Iterable[str]:
    keys = [one.key for one in _named(calculator)]
    for key, count in Counter([*keys, NUMBER_OF_STEP]).items():
        if count > 1:
            yield f"Den Namen „{key[:60]}“ gibt es mehrmals."
    for key in [*keys, *calculator.tables]:
        if not is_input_name(key):
            yield (
                f"„{key[:60]}“ taugt nicht als Name in Formeln: Buchstaben, Ziffern und _, "
                f"kein Wort der Formelsprache."
            )
    if sum(one.kind is Kind.LAND for one in calculator.inputs) > 1:
        yield "Es gibt mehr als eine Eingabe für das Land."


def _reference_problems(calculator: Calculator) -> Iterable[str]:
    known = {*blanks(calculator), *(line.key for line in calculator.lines)}
    used: set[str] = set()
    for formula, own in _formulas(calculator):
        used |= formula.names
        for name in sorted(formula.names - known - own):
            yield f"„{formula.name}“: Die Angabe „{name}“ gibt es nicht."
        for name in sorted(formula.previous - own):
            yield f"„{formula.name}“: „{name}“ ist keine Spalte dieser Reihe."
        for name in sorted(formula.tables - calculator.tables.keys()):
            yield f"„{formula.name}“: Die Tabelle „{name}“ gibt es nicht."
    lines = {line.key for line in calculator.lines}
    for output in calculator.outputs:
        if output.key not in lines:
            yield f"Das Ergebnis „{output.key[:60]}“ ist keine Formel."
    if not calculator.outputs:
        yield "Ein Rechner braucht mindestens ein Ergebnis („outputs“)."
    # The Land chooses the facts, so it need not stand in a formula.
    entered = {one.key: one.label for one in calculator.inputs if one.kind is not Kind.LAND}
    entered |= {one.key: one.label for one in calculator.constants}
    for key, label in entered.items():
        if key not in used:
            yield f"„{label}“ kommt in keiner Formel vor."


def _formulas(calculator: Calculator) -> Iterable[tuple[Formula, frozenset[str]]]:
    """Yield every formula, and the columns it may take from the step before."""
    for line in calculator.lines:
        yield line.formula, frozenset()
    for output in calculator.outputs:
        for band in output.bands:
            if band.when:
                yield band.when, frozenset()
    for one in calculator.progressions:
        own = one.keys | {NUMBER_OF_STEP}
        yield one.count, frozenset()
        for column in one.columns:
            formulas = (column.start, column.formula, *(band.when for band in column.bands))
            for formula in formulas:
                if formula:
                    yield formula, own


def _order(calculator: Calculator) -> tuple[str, ...]:
    """Return lines and progressions so that each comes after those it needs."""
    home = {column: one.key for one in calculator.progressions for column in one.keys}
    needs = {line.key: line.formula.names for line in calculator.lines}
    for one in calculator.progressions:
        needs[one.key] = _outer_names(one)
    titles = {key: calculator.labels.get(key, key) for key in needs}
    titles |= {line.key: line.label for line in calculator.lines}
    titles |= {one.key: one.label for one in calculator.progressions}
    homely = {
        key: frozenset(home.get(name, name) for name in names) for key, names in needs.items()
    }
    return tuple(arranged(homely, titles))


def _outer_names(one: Progression) -> frozenset[str]:
    names = set(one.count.names)
    for column in one.columns:
        names |= column.formula.names | (column.start.names if column.start else frozenset())
        for band in column.bands:
            names |= band.when.names if band.when else frozenset()
    return frozenset(names - one.keys - {NUMBER_OF_STEP})


def _arranged(calculator: Calculator) -> tuple[Progression, ...]:
    """Return the progressions with their columns in the order in which they can be computed."""
    arranged_ones = []
    for one in calculator.progressions:
        columns = {column.key: column for column in one.columns}
        needs = {
            key: column.formula.names | (column.start.names if column.start else frozenset())
            for key, column in columns.items()
        }
        order = arranged(needs, {key: column.label for key, column in columns.items()})
        arranged_ones.append(replace(one, computed=tuple(order)))
    return tuple(arranged_ones)


def _unit_problems(calculator: Calculator, known: dict[str, Value]) -> list[str]:
    """Return what is wrong with units. known: gets the kind of every line."""
    problems: list[str] = []
    progressions = {one.key: one for one in calculator.progressions}
    for key in calculator.order:
        line = calculator.line(key)
        if line is None:
            problems += _progression_problems(calculator, progressions[key], known)
            continue
        try:
            known[key] = in_unit(check(line.formula, scope(calculator, known)), line.unit)
        except FormulaError as error:
            problems.append(error.within(line.label).message)
            known[key] = Quantity(None, line.unit)
    for output in calculator.outputs:
        problems += _band_problems(output.bands, scope(calculator, known))
    return problems


def _progression_problems(
    calculator: Calculator, one: Progression, known: dict[str, Value]
) -> Iterable[str]:
    """Within a series its columns are single quantities, outside they are series."""
    yield from _problem(one.count, scope(calculator, known), Quantity(None))
    row: dict[str, Value] = {column.key: Quantity(None, column.unit) for column in one.columns}
    inside = scope(calculator, known | row | {NUMBER_OF_STEP: Quantity(None)})
    for column in one.columns:
        wanted = Quantity(None, column.unit)
        if column.start:
            yield from _problem(column.start, inside, wanted)
        yield from _problem(column.formula, replace(inside, previous=inside.values), wanted)
        yield from _band_problems(column.bands, inside)


def _band_problems(bands: tuple[Band, ...], known: Scope) -> Iterable[str]:
    for band in bands:
        if band.when:
            yield from _problem(band.when, known, Truth(None))


def _problem(formula: Formula, known: Scope, wanted: Value) -> Iterable[str]:
    """Yield why a formula does not come out as wanted: in this unit, or as yes or no."""
    try:
        found = check(formula, known)
        if type(found) is not type(wanted):
            yield f"„{formula.name}“: {_WANTED[type(wanted)]}"
        elif isinstance(wanted, Quantity):
            in_unit(found, wanted.unit)
    except FormulaError as error:
        yield error.within(formula.name).message


_WANTED = {
    Quantity: "Hier muss eine Zahl herauskommen.",
    Truth: "Die Bedingung einer Ampel ergibt ja oder nein.",
}

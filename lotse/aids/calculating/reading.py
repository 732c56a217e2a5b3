"""From a JSON object to a calculator, or to everything that is wrong with it."""

from dataclasses import replace

from lotse.aids.calculating import casebook, checking
from lotse.aids.calculating.definition import (
    Band,
    Calculator,
    Column,
    Constant,
    Input,
    Kind,
    Light,
    Line,
    Option,
    Output,
    Progression,
)
from lotse.aids.calculating.entering import of_json
from lotse.aids.calculating.pieces import PARAGRAPH, Piece
from lotse.aids.calculating.tabulating import read_tables
from lotse.aids.formula import Formula, FormulaError, parse, units

INPUTS, CONSTANTS, LINES, PROGRESSIONS, COLUMNS, OPTIONS, BANDS = 60, 30, 80, 3, 12, 40, 6
_NOTHING = parse("0")


def read(data: object) -> tuple[Calculator | None, list[str]]:
    """Return a calculator and no problems, or None and all problems as German sentences.

    data: the JSON object of a definition. Raises nothing, whatever it is. Form and names: see
    docs/develop/formula.md.
    """
    problems: list[str] = []
    whole = Piece(data, "", problems)
    inputs = tuple(_input(one) for one in whole.rows("inputs", "Eingabe", most=INPUTS))
    constants = tuple(
        _constant(one) for one in whole.rows("constants", "Konstante", most=CONSTANTS)
    )
    tables = read_tables(whole)
    lines = tuple(_line(one) for one in whole.rows("formulas", "Formel", most=LINES))
    progressions = tuple(
        _progression(one) for one in whole.rows("series", "Reihe", most=PROGRESSIONS)
    )
    outputs = tuple(_output(one) for one in whole.rows("outputs", "Ergebnis", most=LINES))
    if problems:
        # Names and units are only worth checking where every part could be read.
        whole.raw("cases")
        whole.close()
        return None, problems
    calculator, found = checking.checked(
        Calculator(inputs, constants, tables, lines, progressions, outputs, (), (), {})
    )
    problems += found
    cases = casebook.read_cases(whole, calculator) if not found else ()
    whole.raw("cases")
    whole.close()
    return (None if problems else casebook.with_cases(calculator, cases)), problems


def _input(piece: Piece) -> Input:
    kinds = [kind for kind in Kind if kind is not Kind.TEXT]
    kind = Kind(piece.one_of("kind", kinds, Kind.NUMBER))
    is_number = kind in {Kind.NUMBER, Kind.WHOLE}
    one = Input(
        key=piece.text("key", is_needed=True),
        label=piece.label(),
        kind=kind,
        unit=piece.unit() if is_number else units.PLAIN,
        help=piece.note("help"),
        group=piece.text("group"),
        minimum=piece.number("minimum") if is_number else None,
        maximum=piece.number("maximum") if is_number else None,
        example=piece.text("example"),
        options=_options(piece) if kind is Kind.CHOICE else (),
    )
    if one.minimum is not None and one.maximum is not None and one.minimum > one.maximum:
        piece.problem("Das Minimum ist größer als das Maximum.")
    if piece.has("default"):
        one = _with_default(one, piece)
    piece.raw("default")
    piece.close()
    return one


def _with_default(one: Input, piece: Piece) -> Input:
    try:
        return replace(one, default=of_json(one, piece.raw("default")))
    except FormulaError as error:
        piece.problem(f"Die Vorgabe passt nicht. {error.reason}")
        return one


def _options(piece: Piece) -> tuple[Option, ...]:
    options = []
    for row in piece.rows("options", "Möglichkeit", most=OPTIONS):
        options.append(Option(row.text("key", is_needed=True), row.label()))
        row.close()
    if len({option.key for option in options}) < len(options):
        piece.problem("Zwei Möglichkeiten heißen gleich.")
    if len(options) < 2:
        piece.problem("Eine Auswahl braucht mindestens zwei Möglichkeiten.")
    return tuple(options)


def _constant(piece: Piece) -> Constant:
    fact = Piece(piece.raw("fact"), "", [])
    code = fact.text("code", is_needed=True)
    which = fact.one_of("value", ["value", "value_max"], "value")
    unit = fact.text("unit")
    fact.close()
    for sentence in fact.problems:
        piece.problem(f"Zahl oder Regel („fact“): {sentence}")
    constant = Constant(
        key=piece.text("key", is_needed=True),
        label=piece.label(),
        unit=piece.unit(),
        code=code,
        which=which,
        fact_unit=unit,
        help=piece.note("help"),
        group=piece.text("group"),
        example=piece.text("example"),
    )
    piece.close()
    return constant


def _line(piece: Piece) -> Line:
    label = piece.label()
    line = Line(
        key=piece.text("key", is_needed=True),
        label=label,
        formula=_formula(piece, "expression", label),
        unit=piece.unit(),
        note=piece.note(),
        decimals=piece.decimals(),
    )
    piece.close()
    return line


def _formula(piece: Piece, name: str, label: str) -> Formula:
    return piece.formula(name, title=label) or _NOTHING


def _progression(piece: Piece) -> Progression:
    label = piece.label()
    progression = Progression(
        key=piece.text("key", is_needed=True),
        label=label,
        step=piece.text("step") or "Schritt",
        count=_formula(piece, "steps", f"{label}: Zahl der Schritte"),
        columns=tuple(_column(one) for one in piece.rows("columns", "Spalte", most=COLUMNS)),
        note=piece.note(),
    )
    if not progression.columns:
        piece.problem("Eine Reihe braucht mindestens eine Spalte.")
    piece.close()
    return progression


def _column(piece: Piece) -> Column:
    label = piece.label()
    column = Column(
        key=piece.text("key", is_needed=True),
        label=label,
        unit=piece.unit(),
        formula=_formula(piece, "expression", label),
        start=piece.formula("start", title=f"{label}: Anfang", is_needed=False),
        note=piece.note(),
        decimals=piece.decimals(),
        bands=_bands(piece, label),
    )
    if column.formula.previous and column.start is None:
        piece.problem("Wer auf den Schritt davor zurückgreift, braucht einen Anfang („start“).")
    if column.start is not None and column.start.previous:
        piece.problem("Der Anfang einer Reihe hat keinen Schritt davor.")
    piece.close()
    return column


def _output(piece: Piece) -> Output:
    key = piece.text("key", is_needed=True)
    output = Output(key, _bands(piece, key))
    piece.close()
    return output


def _bands(piece: Piece, title: str) -> tuple[Band, ...]:
    bands = []
    for row in piece.rows("bands", "Ampel", most=BANDS):
        light = Light(row.one_of("light", list(Light), Light.RED))
        label = row.text("label", most=PARAGRAPH, is_needed=True)
        when = row.formula("when", title=f"{title}: {label}", is_needed=False)
        row.close()
        bands.append(Band(light, label, when))
    if any(band.when is None for band in bands[:-1]):
        piece.problem("Nur die letzte Ampel darf ohne Bedingung sein.")
    return tuple(bands)

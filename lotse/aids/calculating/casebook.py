"""Reads the published cases of a calculator."""

from dataclasses import replace
from decimal import Decimal

from lotse.aids.calculating.definition import Calculator, Case, Input, Kind, Light
from lotse.aids.calculating.entering import LANDS, of_json
from lotse.aids.calculating.pieces import Piece
from lotse.aids.formula import Day, FormulaError, Quantity, Series, Text, Truth, Value

CASES, LEAST, LEAST_AT_LIMITS = 50, 5, 2


def read_cases(whole: Piece, calculator: Calculator) -> tuple[Case, ...]:
    """Return the cases; what is wrong with them is noted. The calculator has been checked."""
    return tuple(_case(piece, calculator) for piece in whole.rows("cases", "Fall", most=CASES))


def with_cases(calculator: Calculator, cases: tuple[Case, ...]) -> Calculator:
    return replace(calculator, cases=cases)


def gaps(calculator: Calculator) -> list[str]:
    """Return what is missing before a calculator may be released, as German sentences."""
    found = []
    if len(calculator.cases) < LEAST:
        found.append(f"Es braucht mindestens {LEAST} Fälle, da sind {len(calculator.cases)}.")
    at_limits = sum(case.is_at_limit for case in calculator.cases)
    if at_limits < LEAST_AT_LIMITS:
        found.append(
            f"Mindestens {LEAST_AT_LIMITS} Fälle liegen an einer Grenze, da sind {at_limits}."
        )
    return found


def _case(piece: Piece, calculator: Calculator) -> Case:
    entered = {one.key: one for one in calculator.inputs}
    entered |= {one.key: one.as_input for one in calculator.constants}
    results = {line.key: _as_input(calculator, line.key) for line in calculator.lines}
    case = Case(
        label=piece.label(),
        values=_values(piece, "values", entered),
        expected=_values(piece, "expected", results),
        tolerance=piece.number("tolerance") or Decimal(0),
        limiting=_limiting(piece, calculator),
        lights=_lights(piece, calculator),
        is_at_limit=piece.flag("is_at_limit"),
        land=piece.one_of("land", LANDS, "") if piece.has("land") else "",
        on=piece.day("on"),
    )
    if not (case.expected or case.limiting or case.lights):
        piece.problem("Der Fall erwartet nichts („expected“).")
    if case.tolerance < 0:
        piece.problem("„tolerance“ ist nicht negativ.")
    piece.raw("land")
    piece.close()
    return case


def _values(piece: Piece, name: str, known: dict[str, Input]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key, raw in piece.mapping(name).items():
        if key not in known:
            piece.problem(f"„{name}“ nennt „{key[:60]}“, das gibt es hier nicht.")
            continue
        try:
            values[key] = of_json(known[key], raw)
        except FormulaError as error:
            piece.problem(f"„{name}“, {known[key].label}: {error.reason}")
    return values


def _as_input(calculator: Calculator, key: str) -> Input:
    """A result is written like an input of its kind."""
    label = calculator.labels[key]
    match calculator.kinds[key]:
        case Quantity(unit=unit) | Series(unit=unit):
            return Input(key, label, unit=unit)
        case Day():
            return Input(key, label, Kind.DATE)
        case Truth():
            return Input(key, label, Kind.YES_NO)
        case Text():
            return Input(key, label, Kind.TEXT)


def _limiting(piece: Piece, calculator: Calculator) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, names in piece.mapping("limiting").items():
        if calculator.line(key) is None:
            piece.problem(f"„limiting“ nennt „{key[:60]}“, das gibt es hier nicht.")
        elif not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            piece.problem("„limiting“ nennt je Formel eine Liste von Namen.")
        else:
            found[key] = tuple(names)
    return found


def _lights(piece: Piece, calculator: Calculator) -> dict[str, Light]:
    outputs = {output.key for output in calculator.outputs}
    found: dict[str, Light] = {}
    for key, light in piece.mapping("lights").items():
        if key not in outputs:
            piece.problem(f"„lights“ nennt „{key[:60]}“, das ist kein Ergebnis.")
        elif light not in list(Light):
            piece.problem(f"„lights“ kennt: {', '.join(Light)}.")
        else:
            found[key] = Light(str(light))
    return found

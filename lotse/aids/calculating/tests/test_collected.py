"""The calculators that come with Lotse: complete, proven by cases, every number with a fact."""

import csv
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import lotse
from lotse.aids.calculating import (
    Calculator,
    FactValue,
    Kind,
    check_cases,
    gaps,
    land_of,
    read,
    run,
    sensitivity,
)
from lotse.aids.formula import Quantity, Truth, Workdays, tree
from lotse.aids.formula.tree import Formula
from lotse.lib import workdays

PACKAGE = Path(lotse.__file__).parent
FILES = sorted((PACKAGE / "aids/collected").glob("*.json"))
LINES = (PACKAGE / "knowledge/facts/collected/facts.jsonl").read_text(encoding="utf-8").splitlines()
FACTS: dict[str, dict[str, Any]] = {row["code"]: row for row in map(json.loads, LINES)}
with (PACKAGE / "topics/taxonomy/concepts.csv").open(encoding="utf-8") as file:
    CONCEPTS = {row["code"] for row in csv.DictReader(file)}
TODAY = "2026-12-01"
MARK = re.compile(r"\[(F-[A-Z0-9]+-\d+[a-z]?)\]")
NAMES = {
    "slug",
    "kind",
    "title",
    "summary",
    "concepts",
    "who_for",
    "limits_note",
    "body",
    "sources",
}

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def loaded(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def calculator(path: Path) -> Calculator:
    found, problems = read(loaded(path)["body"])
    assert problems == []
    assert found is not None
    return found


def version(code: str, land: str, day: str) -> dict[str, Any] | None:
    """Return the confirmed version of a fact that holds in a Land on a day."""
    fact = FACTS[code]
    if fact["scope"] == "land" and land not in fact["lands"]:
        return None
    held = [
        one
        for one in fact["versions"]
        if one["verification"] != "unconfirmed"
        and (one.get("valid_from") or day) <= day <= (one.get("valid_to") or day)
    ]
    return held[-1] if held else None


def facts_at(found: Calculator, land: str, on: date | None) -> dict[str, FactValue]:
    values = {}
    for constant in found.constants:
        held = version(constant.code, land, on.isoformat() if on else TODAY)
        if held and constant.which in held:
            values[constant.key] = FactValue(Decimal(held[constant.which]), held["unit"])
    return values


def workdays_of(land: str) -> Workdays | None:
    if not land:
        return None
    return lambda day, count, with_saturdays: workdays.later(
        day, count, land=land, with_saturdays=with_saturdays
    )


def formulas(found: Calculator) -> list[Formula]:
    columns = [column for one in found.progressions for column in one.columns]
    bands = [band for one in found.outputs for band in one.bands]
    bands += [band for column in columns for band in column.bands]
    return [
        *(line.formula for line in found.lines),
        *(one.count for one in found.progressions),
        *(column.formula for column in columns),
        *(column.start for column in columns if column.start),
        *(band.when for band in bands if band.when),
    ]


def test_the_promised_calculators_are_there() -> None:
    assert {path.stem for path in FILES} >= {
        "belegungsrechner",
        "platzprognose",
        "quotenrechner",
        "fristen-unbegleitete-minderjaehrige",
        "stellenrechner",
        "vorlaufzeiten-personal",
    }


@every_file
def test_a_file_has_everything_an_aid_needs(path: Path) -> None:
    data = loaded(path)

    assert set(data) == NAMES
    assert (data["slug"], data["kind"]) == (path.stem, "calculator")
    assert all(data[name].strip() for name in ("title", "summary", "who_for", "limits_note"))
    assert set(data["concepts"]) <= CONCEPTS
    assert data["concepts"]
    assert all(source["title"] and source["url"].startswith("http") for source in data["sources"])
    assert gaps(calculator(path)) == []


@every_file
def test_every_published_case_comes_out_as_expected(path: Path) -> None:
    found = calculator(path)
    results = check_cases(
        found, lambda land, on: facts_at(found, land, on), workdays_of=workdays_of
    )

    assert {one.case.label: one.differences for one in results if not one.is_passed} == {}


@every_file
def test_every_constant_is_a_confirmed_fact_in_its_unit(path: Path) -> None:
    for constant in calculator(path).constants:
        lands = FACTS[constant.code]["lands"] or [""]
        held = version(constant.code, lands[0], TODAY)
        assert held, constant.code
        assert (constant.which in held, held["unit"]) == (True, constant.fact_unit)


@every_file
def test_every_fact_that_is_named_exists_and_is_confirmed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    codes = {*MARK.findall(text), *(source["fact"] for source in loaded(path)["sources"])}
    confirmed = {
        code
        for code, fact in FACTS.items()
        if any(one["verification"] != "unconfirmed" for one in fact["versions"])
    }
    assert codes - confirmed == set()


@every_file
def test_no_number_hides_in_a_default_or_a_formula(path: Path) -> None:
    found = calculator(path)
    defaults = [one.default for one in found.inputs if one.default]
    numbers = {
        node.number
        for formula in formulas(found)
        for node, _depth in tree.walk(formula.tree)
        if isinstance(node, tree.Number)
    }

    assert {one.number for one in defaults if isinstance(one, Quantity)} <= {Decimal(0)}
    assert all(isinstance(one, Quantity | Truth) for one in defaults)
    assert numbers <= {Decimal(0), Decimal(1)}
    assert found.tables == {}


@every_file
def test_without_facts_and_inputs_everything_missing_is_asked_for(path: Path) -> None:
    found = calculator(path)
    outcome = run(found, {}, {})
    known = {one.key for one in found.inputs_with({})}

    assert [one.error for one in outcome.lines if one.error] == []
    assert set(outcome.missing) <= known
    assert outcome.missing


@every_file
def test_an_input_that_matters_is_found_for_every_calculator(path: Path) -> None:
    found = calculator(path)
    case = found.cases[0]
    facts = facts_at(found, "BW", None)
    influences = [
        one
        for output in found.outputs
        for one in sensitivity(
            found,
            case.values,
            facts,
            output.key,
            workdays=workdays_of(land_of(found, case.values)),
        )
    ]

    has_numbers = any(one.kind in {Kind.NUMBER, Kind.WHOLE} for one in found.inputs)
    assert any(one.effect.size > 0 for one in influences) is has_numbers
    assert all(one.input.kind in {Kind.NUMBER, Kind.WHOLE} for one in influences)

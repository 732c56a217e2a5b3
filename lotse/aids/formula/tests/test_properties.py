"""Whatever comes in: the same tree comes back from its text, and no error but our own comes out."""

import contextlib
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lotse.aids.formula import (
    Budget,
    Column,
    Day,
    FormulaError,
    Quantity,
    Row,
    Scope,
    Series,
    Table,
    Text,
    Truth,
    check,
    evaluate,
    explain,
    limits,
    parse,
    quantity,
    shown,
    source,
    tree,
    units,
)
from lotse.aids.formula.functions import SIGNATURES
from lotse.aids.formula.tokens import PRECEDENCE
from lotse.aids.formula.tree import Argument, Call, Name, Node

PIECES = [
    *SIGNATURES, *PRECEDENCE, *"()[];,:\"„“.0123456789", "fläche", "offen", "land", "start", "frei",
    "nicht", "ja", "nein", "×", "÷", "−", "[m²]", "[%]", "[Person/Woche]", "1.5", "99999999999999",
    "31.12.2026", "größen", "wert", " ", "\x00", "\n", "é", "𝟙", "²", "if", "__class__",
]  # fmt: skip
NAMES = ["fläche", "offen", "land", "start", "frei", "halle", "größen", "wert", "nie_genannt"]
SCOPE = Scope(
    {
        "fläche": quantity("420", "m²"),
        "offen": Quantity(None, units.parse("Person")),
        "land": Text("BW"),
        "start": Day(date(2026, 1, 31)),
        "frei": Series((Decimal(5), Decimal(-2)), units.parse("Platz")),
        "halle": Truth(True),
        "wert": quantity("0.000000000000000001"),
    },
    tables={
        "größen": Table(
            "Größen",
            (Column("wert", "Wert", quantity(0)),),
            (Row((quantity(7),), low=Decimal(0), high=Decimal(50)),),
            unit=units.PLAIN,
        )
    },
    previous={"fläche": quantity("400", "m²")},
    workdays=lambda day, count, _saturdays: day + timedelta(days=count),
)

unit = st.sampled_from(["", "m²", "%", "Woche", "Person/Tag", "€/(Monat·Person)"]).map(units.parse)
numbers = st.decimals(0, 999_999_999, places=3).map(lambda number: number.copy_abs())
texts = st.text(st.characters(codec="utf-8", exclude_characters='"\n', exclude_categories=["C"]))
leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(tree.Number, numbers, unit),
    st.builds(tree.Word, st.sampled_from(["BW", "", "ein Text", "wenn("])),
    st.builds(tree.Date, st.dates()),
    st.builds(tree.Answer, st.booleans()),
    st.builds(Name, st.sampled_from(NAMES)),
)


def composite(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(tree.Negative, nodes),
        st.builds(tree.Not, nodes),
        st.builds(tree.Operation, st.sampled_from(list(PRECEDENCE)), nodes, nodes),
        st.sampled_from(list(SIGNATURES)).flatmap(lambda function: calls(function, nodes)),
    )


def calls(function: str, nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    signature = SIGNATURES[function]
    labels = ["", "Fläche", "Bad und WC", "min"] if signature.is_labelled else [""]
    arguments = [
        st.builds(
            Argument,
            st.builds(Name, st.sampled_from(NAMES)) if index in signature.names else nodes,
            st.sampled_from(labels),
        )
        for index in range(signature.most or 3)
    ]
    return st.integers(signature.fewest, len(arguments)).flatmap(
        lambda count: st.builds(Call, st.just(function), st.tuples(*arguments[:count]))
    )


trees = st.recursive(leaves, composite, max_leaves=12)


def compute(formula: tree.Formula) -> None:
    """Do everything that can be done with a formula; only FormulaError may come out."""
    explain(formula)
    budget = Budget()
    for work in (lambda: check(formula, SCOPE), lambda: evaluate(formula, SCOPE, budget)):
        with contextlib.suppress(FormulaError):
            work()
    with contextlib.suppress(FormulaError):
        result = evaluate(formula, SCOPE)
        shown(result.value)
        assert result == evaluate(formula, SCOPE)
        assert len(result.steps) <= limits.NODES
    assert limits.STEPS - budget.left <= 3 * limits.NODES


@given(st.text(max_size=80))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    with contextlib.suppress(FormulaError):
        compute(parse(text))


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_any_heap_of_our_own_words_is_a_formula_or_refused(text: str) -> None:
    with contextlib.suppress(FormulaError):
        compute(parse(text))


@given(trees)
def test_the_same_tree_comes_back_from_its_text(node: Node) -> None:
    assert parse(source(node)).tree == node


@given(trees)
def test_computing_any_formula_ends_in_a_value_or_our_own_error(node: Node) -> None:
    compute(parse(source(node)))


@given(texts.filter(lambda text: len(text) <= limits.TEXT))
def test_any_text_in_quotation_marks_survives(text: str) -> None:
    node = tree.Word(unicodedata.normalize("NFC", text))
    assert parse(source(node)).tree == node


@given(st.text(max_size=40))
def test_any_text_is_a_unit_or_refused(text: str) -> None:
    with contextlib.suppress(FormulaError):
        found = units.parse(text)
        assert units.parse(str(found)) == found

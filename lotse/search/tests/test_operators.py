"""Phrases in quotes and words with a minus, and what only looks like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.search.operators import MAX_LENGTH, Operators, read


@pytest.mark.parametrize(
    ("text", "phrases", "without"),
    [
        ('"Tag der offenen Tür"', ("Tag der offenen Tür",), ()),
        ("„offenen Tür“ Dachau", ("offenen Tür",), ()),
        ("»offenen Tür« «zweite»", ("offenen Tür", "zweite"), ()),
        ("Container -Holz", (), ("Holz",)),
        ('Container -"aus Holz" -Zelt', (), ("aus Holz", "Zelt")),
        ('"frei -Halle" Zelt', ("frei -Halle",), ()),
        ("Zelte bei -10 Grad", (), ()),
        ("Haupt- und Ehrenamt, E-Mail", (), ()),
        ("Zelte - wie heizen?", (), ()),
        ("-Holz", (), ()),
        ('-"aus Holz"', (), ()),
        ('"', (), ()),
        ('"" „“ -', (), ()),
        ("Liste:\n-Zelte\n-Hallen", (), ()),
        ('"Halle" ' + "Zelt " * MAX_LENGTH, (), ()),
    ],
)
def test_phrases_and_exclusions(
    text: str, phrases: tuple[str, ...], without: tuple[str, ...]
) -> None:
    found = read(text)
    assert (found.phrases, found.without) == (phrases, without)
    assert len(found.plain) == len(text)


def test_what_is_excluded_is_not_searched_and_all_else_keeps_its_place() -> None:
    assert read('Halle -"aus Holz" Zelt -Eis') == Operators(
        "Halle             Zelt     ", (), ("aus Holz", "Eis")
    )


@given(st.text(st.sampled_from('ab -"„“”»« \n1'), max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = read(text)
    assert len(found.plain) == len(text)
    assert all(char in (" ", old) for char, old in zip(found.plain, text, strict=True))

"""Names are reduced in the same way for the register and for what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.municipalities.folding import core, fold, fold_bare, without_title


@pytest.mark.parametrize(
    ("text", "folded", "bare"),
    [
        ("Köln", "koeln", "koln"),
        ("GROẞ-GERAU", "gross gerau", "gross gerau"),
        ("St. Peter-Ording", "sankt peter ording", "sankt peter ording"),
        ("St", "st", "st"),
        ("Pfaffenhofen a.d.Ilm", "pfaffenhofen ilm", "pfaffenhofen ilm"),
        ("Rothenburg ob der Tauber", "rothenburg tauber", "rothenburg tauber"),
        ("Au", "au", "au"),
        ("an der", "an der", "an der"),
        ("Cottbus/Chóśebuz", "cottbus chosebuz", "cottbus chosebuz"),
        ("…", "", ""),
    ],
)
def test_name_is_folded(text: str, folded: str, bare: str) -> None:
    assert (fold(text), fold_bare(text)) == (folded, bare)


def test_core_leaves_out_what_tells_namesakes_apart() -> None:
    names = ["Frankfurt am Main", "Frankfurt (Oder)", "Auerbach/Vogtl.", "Au i.d.Hallertau", "Kiel"]
    assert [core(name) for name in names] == ["frankfurt", "frankfurt", "auerbach", "au", "kiel"]


def test_titles_in_front_are_dropped_but_never_the_whole_name() -> None:
    assert [
        without_title(words) for words in ("stadt kiel", "freie und hansestadt luebeck", "stadt")
    ] == [
        "kiel",
        "luebeck",
        "stadt",
    ]


@given(st.text(max_size=60))
def test_folding_never_fails_and_twice_is_as_good_as_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_bare(fold_bare(text)) == fold_bare(text)

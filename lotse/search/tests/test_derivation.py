"""Which words are taken for relatives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotse.search.derivation import MAX_WORDS, related
from lotse.search.stemming import stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("versichert", "versicherung"),
        ("koordinieren", "koordination"),
        ("koordinator", "koordinierung"),
        ("moderation", "moderieren"),
        ("befristen", "befristung"),
        ("vermittelt", "vermittlung"),
        ("geräumt", "räumung"),
        ("räumung", "geräumt"),
        ("speichern", "speicherung"),
        ("gefährdet", "gefährdung"),
        ("männlich", "männer"),
        ("ehrenamtliche", "ehrenamt"),
        ("ehrenamt", "ehrenamtlich"),
        ("schriftlich", "schrift"),
        ("nachbarn", "nachbarschaft"),
        ("paten", "patenschaft"),
        ("zuständigkeit", "zuständig"),
        ("sprachmittler", "sprachmittlung"),
        ("bufdis", "bufdi"),
        ("aufnehmen", "aufnahme"),
        ("aufnahme", "aufnehmen"),
        ("umziehen", "umzug"),
        ("anerkannte", "anerkennung"),
        ("abschließen", "abschluss"),
    ],
)
def test_relatives(one: str, other: str) -> None:
    assert stem(other) in related(one)


@pytest.mark.parametrize(("one", "other"), [("halle", "haltung"), ("zelt", "zahlung")])
def test_strangers(one: str, other: str) -> None:
    assert stem(other) not in related(one)


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_word_has_few_relatives_and_is_none_of_its_own(word: str) -> None:
    found = related(word.lower())
    assert len(found) <= MAX_WORDS
    assert stem(word.lower()) not in found

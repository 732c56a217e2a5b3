import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.search.spelling import MAX_SOUND, distance, sound, tolerance

WORDS = st.text("abcdehnrstuzäöüß", max_size=12)


@pytest.mark.parametrize(
    ("word", "code"),
    [("müllerlüdenscheidt", "65752682"), ("breschnew", "17863"), ("wikipedia", "3412")],
)
def test_sounds_are_those_of_the_cologne_phonetics(word: str, code: str) -> None:
    assert sound(word) == code


def test_swapped_letters_are_one_error() -> None:
    assert distance("tunrhalle", "turnhalle", 2) == 1


@given(WORDS, WORDS)
def test_distance_is_symmetric_and_zero_only_for_equal_words(one: str, other: str) -> None:
    assert distance(one, other, 3) == distance(other, one, 3)
    assert (distance(one, other, 3) == 0) == (one == other)


@given(st.text(max_size=50))
def test_every_text_has_a_sound(text: str) -> None:
    assert len(sound(text)) <= MAX_SOUND


def test_two_errors_are_only_forgiven_in_long_words_or_if_they_sound_alike() -> None:
    assert tolerance("aufgesucht", "ausgebucht") == 1
    assert tolerance("tuhrnhale", "turnhalle") == 2
    assert tolerance("gemeinschaftsunterkunft", "x") == 2

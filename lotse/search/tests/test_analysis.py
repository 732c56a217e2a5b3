"""From German text to terms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotse.search.analysis import MAX_TERM, MAX_TEXT, Analyser, clean, words
from lotse.search.compounds import Vocabulary
from lotse.search.stemming import fold, stem

VOCABULARY = Vocabulary.of(
    {
        **dict.fromkeys(["gemeinschaft", "unterkunft", "unterkünfte", "sprache", "kurse"], 5),
        **dict.fromkeys(["integration", "turnhalle", "halle", "freigabe", "flüchtling"], 5),
        **dict.fromkeys(["sozial", "arbeiter", "ende", "beratung", "stelle", "innen"], 5),
    }
)
# Everything a hostile or broken client may send.
ANY_TEXT = st.text(
    st.characters() | st.sampled_from("\x00\ud800\udfff\u202e\u200f\u00ad\"'%_§*:ßÄ\u0301"),
    max_size=400,
)


def terms(text: str) -> list[str]:
    return Analyser(VOCABULARY).terms(text)


@pytest.mark.parametrize(
    "form",
    [
        *("Bürger*innen", "Bürger:innen", "Bürger_innen", "Bürger/innen", "Bürger/-innen"),
        *("BürgerInnen", "Bürger(innen)", "Bürgerinnen", "Bürgerin", "Bürger·innen"),
    ],
)
def test_every_gender_form_is_found_by_the_plain_word(form: str) -> None:
    assert terms(form) == terms("Bürger")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mitarbeitende", "Mitarbeiter"),
        ("Helfenden", "Helfer"),
        ("Dolmetschende", "Dolmetscherinnen"),
        ("Unterkünften", "Unterkunft"),
        ("Fluechtlinge", "Flüchtling"),
        ("Straße", "Strasse"),
        ("Flüchtlings\u00adhilfe", "Flüchtlingshilfe"),
        ("u\u0308ber Kita\u0308", "über Kitä"),
        ("1.200", "1200"),
    ],
)
def test_forms_of_one_word_meet(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wochenende", "Wochen"),
        ("Spenden", "Sperre"),
        ("gewinnen", "Gewinde"),
        ("Turnhalle", "Turnhose"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert set(terms(one)).isdisjoint(terms(other))


def test_compounds_are_found_by_their_parts_and_as_a_whole() -> None:
    assert terms("Gemeinschaftsunterkünfte") == [
        "gemeinschaftsunterkunft",
        "gemeinschaft",
        "unterkunft",
    ]


def test_inclusive_endings_are_no_parts_of_compounds() -> None:
    assert terms("Sozialarbeitende") == ["sozialarbeit", "sozial", "arbeit"]


def test_ellipsis_is_completed_from_the_second_word() -> None:
    assert terms("Integrations- und Sprachkurse") == [
        *("integration", "integrationskurs", "kurs"),
        *("sprachkurs", "sprach", "kurs"),
    ]


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("Unter- und Überbelegung", "unterbeleg"),
        ("Auf- und Abbau", "aufbau"),
        ("Ein- oder Auszug", "einzug"),
        ("Integrations– bzw. Sprachkurse", "integrationskurs"),
        ("Sprachkurse und -beratung", "sprachberat"),
    ],
)
def test_ellipsis_is_completed_from_either_side(text: str, left_out: str) -> None:
    assert left_out in [term[: len(left_out)] for term in terms(text)]


@pytest.mark.parametrize("text", ["Unter- und", "und -beratung", "Halle- und -kurs", "An- und Ab"])
def test_half_an_ellipsis_is_left_alone(text: str) -> None:
    assert "" not in terms(text)


def test_subdivisions_of_paragraphs_are_terms_of_their_own() -> None:
    assert terms("Abs. 12, Absatz 13a, Nr. 4") == [
        *("abs", "12", "abs12", "absatz", "13a", "abs13a", "nr", "4", "nr4"),
    ]


def test_paragraphs_are_one_term_besides_their_number() -> None:
    assert terms("§ 246 BauGB, §42a SGB VIII") == [
        *("246", "§246", "baugb", "42a", "§42a", "sgb", "viii"),
    ]


def test_words_joined_by_a_hyphen_are_found_written_together() -> None:
    assert "email" in terms("E-Mail")
    assert "kitaplatz" in terms("Kita-Platz")


def test_question_words_and_other_small_words_say_nothing() -> None:
    assert terms("Wie lange darf man in der Turnhalle bleiben?") == ["turnhall", "bleib"]


def test_positions_point_at_the_words_of_the_cleaned_text() -> None:
    text = clean("Die \u202eTurnhalle\u00ad der Bürger*innen")
    tokens = Analyser(VOCABULARY).tokens(text)
    assert [text[token.start : token.end] for token in tokens] == [
        *("Die", "Turnhalle", "der", "Bürger*innen"),
    ]


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_any_text_is_analysed_the_same_way_every_time(text: str) -> None:
    analyser = Analyser(VOCABULARY)
    cleaned = clean(text)
    cleaned.encode()
    found = analyser.tokens(cleaned)
    assert found == Analyser(VOCABULARY).tokens(cleaned)
    assert clean(cleaned) == cleaned
    assert all(0 <= token.start < token.end <= len(cleaned) for token in found)
    assert all(0 < len(term) <= MAX_TERM + 1 for token in found for term in token.terms)
    assert "\x00" not in cleaned


@given(ANY_TEXT, st.sets(st.sampled_from(["turnhall", "unterkunft", "§246", "1200"])))
@settings(deadline=None)
def test_places_are_the_tokens_with_a_wanted_term(text: str, wanted: set[str]) -> None:
    text = clean(f"{text} Turnhallen Gemeinschaftsunterkunft")
    analyser = Analyser(VOCABULARY)
    whole = {term for term in wanted if not term.startswith("§")}
    assert Analyser(VOCABULARY).places(text, whole) == [
        (token.start, token.end)
        for token in analyser.tokens(text)
        if not whole.isdisjoint(analyser.terms(token.word))
    ]


@given(st.text(st.characters(categories=["L"]), max_size=60))
@settings(deadline=None)
def test_stemming_never_raises_and_never_empties_a_word(word: str) -> None:
    lower = word.lower()
    assert bool(stem(lower)) == bool(lower.strip()) or not fold(lower)


@pytest.mark.parametrize("text", ["a" * MAX_TEXT * 2, "a\u0301\u0323" * MAX_TEXT, "§" * MAX_TEXT])
def test_very_long_input_is_cut(text: str) -> None:
    assert len(clean(text)) <= MAX_TEXT
    assert words(text) is not None


def test_vocabulary_survives_being_stored() -> None:
    assert Vocabulary.load(VOCABULARY.dump()).counts == VOCABULARY.counts

"""Plain language: measured, shown in the editor and on the board, refused where that is set."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from lotse.accounts import bootstrap as accounts
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import bootstrap, tasks
from lotse.knowledge.language import score
from lotse.knowledge.models import Example, LanguageScore
from lotse.knowledge.tests.factories import published
from lotse.knowledge.tests.test_editing import ADD, complete_form, edit_url

NOW = datetime.now(UTC)
EASY = (
    "Die Stadt hat ein Haus. Es ist groß und warm. Dort wohnen nun viele Menschen. "
    "Sie kochen in der Küche. Am Abend ist es still. Der Hof ist gut zum Spielen. Alle sind froh."
)
HARD = (
    "Hinsichtlich der Inanspruchnahme kommunaler Unterbringungskapazitäten obliegt die "
    "Entscheidung über Zuweisungsmodalitäten, Belegungsplanungen sowie Versorgungsleistungen "
    "seitens der Verwaltungsgemeinschaft eingerichteten Koordinierungsstellen, welche zwecks "
    "Vermeidung kurzfristiger Überlastungserscheinungen regelmäßige Abstimmungsbesprechungen "
    "mit sämtlichen beteiligten Fachbehörden durchzuführen haben, sofern keine anderweitigen "
    "Zuständigkeitsregelungen entgegenstehen."
)


# --- Measured --------------------------------------------------------------------------------


def test_lix_is_words_per_sentence_plus_share_of_long_words() -> None:
    # Two sentences, eight words, two of them with more than six letters.
    found = score.measure(["Die Gemeinde hat ein Haus. Dort wohnen Menschen."])
    assert (found.words, found.sentences, found.lix) == (8, 2, 4 + 25)


def test_hard_text_names_its_long_sentences_and_plainer_words() -> None:
    easy, hard = score.measure([EASY]), score.measure([HARD])
    assert (easy.lix < 40, hard.lix > 60) == (True, True)
    assert easy.school_year < hard.school_year
    assert (easy.long_sentences, hard.long_sentences) == ((), (HARD.removesuffix("."),))
    assert [word for word, _plain in hard.official] == [
        *("hinsichtlich", "Inanspruchnahme", "obliegt", "seitens", "zwecks", "sofern")
    ]


ODD = {
    "nothing": ("", 0, 0),
    "numbers only": ("12 345 § 7 %", 0, 0),
    "abbreviations end no sentence": ("Nach Abs. 2 gilt z. B. Nr. 4 bzw. Satz 1.", 8, 1),
    "list without full stops": ("Betten\nDuschen\nKüche", 3, 3),
    "marks and addresses are no words": ("Sieben [F-U-20] laut [1] https://a.example/b.c", 2, 1),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_measured(name: str) -> None:
    text, words, sentences = ODD[name]
    found = score.measure([text])
    assert (found.words, found.sentences) == (words, sentences)
    assert not found.is_judged


# --- Shown and refused -----------------------------------------------------------------------


@pytest.fixture
def anna(db: None) -> User:
    accounts.load(NOW)
    bootstrap.load(NOW)
    return UserFactory.create(roles=[Role.EDITOR], name="Anna Ahr")


def test_editor_sees_the_measure_and_what_to_change(client: Client, anna: User) -> None:
    example = published(solution=HARD)
    client.force_login(anna)
    page = client.get(edit_url(example)).content.decode()
    assert "Das ist schwer zu lesen." in page
    assert "Lange Sätze: bitte teilen" in page
    assert "Statt „seitens“ besser: von" in page
    reading = client.get(f"/durchsicht/example/{example.pk}/").content.decode()
    assert "Statt „hinsichtlich“ besser: zu, bei." in reading
    easy = published(what="Kurz.", solution=EASY)
    assert "Das ist schwer zu lesen." not in client.get(edit_url(easy)).content.decode()


def test_hard_text_is_published_with_a_warning_and_stands_on_the_board(
    client: Client, anna: User
) -> None:
    client.force_login(anna)
    data = complete_form(solution=HARD, **{"action-publish": "1"})
    page = client.post(ADD, data, follow=True).content.decode()
    assert "Schwer zu lesen: LIX" in page
    assert Example.objects.get().live
    board = client.get("/redaktion-heute/?bereich=sprache").content.decode()
    assert "Turnhalle freigezogen" in board
    Example.objects.get().unpublish()
    board = client.get("/redaktion-heute/?bereich=sprache").content.decode()
    assert "Turnhalle freigezogen" not in board


def test_easy_text_brings_no_warning(client: Client, anna: User) -> None:
    client.force_login(anna)
    data = complete_form(what="Kurz.", solution=EASY, **{"action-publish": "1"})
    assert "Schwer zu lesen" not in client.post(ADD, data, follow=True).content.decode()
    assert not LanguageScore.objects.filter(lix__gt=60).exists()


def test_hard_text_is_refused_where_the_operator_wants_that(
    client: Client, anna: User, settings: pytest.FixtureRequest
) -> None:
    settings.HARD_LANGUAGE = "refuse"  # type: ignore[attr-defined]
    client.force_login(anna)
    data = complete_form(solution=HARD, **{"action-publish": "1"})
    page = client.post(ADD, data, follow=True).content.decode()
    assert "Schwer zu lesen: LIX" in page
    assert "Unterbringungskapazitäten" in page
    assert not Example.objects.filter(live=True).exists()
    client.post(ADD, complete_form(what="Kurz.", solution=EASY, **{"action-publish": "1"}))
    assert Example.objects.filter(live=True).count() == 1


def test_what_was_published_before_is_measured_by_the_clock(anna: User) -> None:
    published(solution=HARD)
    LanguageScore.objects.all().delete()
    assert tasks.measure_language(NOW) == 1
    assert tasks.measure_language(NOW) == 0
    assert LanguageScore.objects.get().lix > 60

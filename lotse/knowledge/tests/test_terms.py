"""Explained words: once, only in running text, in every form, never inside an address."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from lotse.knowledge.facts.marks import Moment
from lotse.knowledge.models import GlossaryTerm
from lotse.knowledge.prose import Writer
from lotse.knowledge.terms import bootstrap, glossary
from lotse.knowledge.tests.factories import answered, published
from lotse.ui import page_cache

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _writer() -> Writer:
    GlossaryTerm.objects.create(
        term="Gemeinschaftsunterkunft",
        slug="gu",
        forms="GU\nGemeinschaftsunterkünfte",
        meaning="Gemeinsame <Unterkunft>.",
    )
    return Writer(Moment(date(2026, 11, 23)), {}, glossary.of_terms(GlossaryTerm.objects.all()))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Die GU öffnet.", "GU"),
        ("Zwei GUs öffnen.", "GUs"),
        ("In Gemeinschaftsunterkünften wohnen viele.", "Gemeinschaftsunterkünften"),
        ("Eine Gemeinschaftsunterkunft, neu.", "Gemeinschaftsunterkunft"),
    ],
)
def test_word_is_explained_in_each_of_its_forms(text: str, word: str) -> None:
    html = _writer().inline(text)
    assert f'popovertarget="begriff-gu">{word}</button>' in html
    assert "Gemeinsame &lt;Unterkunft&gt;." in html


@pytest.mark.parametrize(
    "text",
    [
        "Die GUTE Idee.",
        "Siehe https://ort.example/GU/plan und GU-Liste.",
        "Mail an GU@ort.example",
        "gu in kleinen Buchstaben",
    ],
)
def test_word_is_not_explained_inside_others_and_addresses(text: str) -> None:
    assert "<button" not in _writer().inline(text)


def test_word_is_explained_once_on_a_page_and_everything_else_is_escaped() -> None:
    writer = _writer()
    first = writer.paragraphs("Die GU & die GU.\n\n<b>Noch</b> eine GU.")
    assert first.count("<button") == 1
    assert "&amp; die GU.</p>" in first
    assert "<p>&lt;b&gt;Noch&lt;/b&gt; eine GU.</p>" in first
    assert "<button" not in writer.inline("Gemeinschaftsunterkünfte")


def test_pages_of_examples_and_answers_explain_words_but_not_in_headings(client: Client) -> None:
    _writer()
    page_cache.content_changed()
    example = published(title="GU geöffnet", problem="Die GU war voll.")
    answer = answered(question="Was ist eine GU?", long_answer="Eine GU ist voll.")
    for record in (example, answer):
        page = client.get(record.get_absolute_url()).content.decode()
        assert page.count('popovertarget="begriff-gu"') == 1
        assert "<h1>" in page
        assert "<button" not in page.split("<h1>")[1].split("</h1>")[0]


def test_words_nobody_wants_linked_stand_in_the_list_alone(client: Client) -> None:
    _writer()
    GlossaryTerm.objects.update(is_linked=False)
    page_cache.content_changed()
    example = published(problem="Die GU war voll.")
    assert 'popovertarget="begriff' not in client.get(example.get_absolute_url()).content.decode()
    assert 'id="gu"' in client.get("/begriffe/").content.decode()


def test_fifty_one_words_are_loaded_once_and_stay_as_editors_left_them() -> None:
    assert bootstrap.load(NOW) == "Begriffe: 51, davon 51 neu."
    GlossaryTerm.objects.filter(slug="werktag").update(meaning="Von uns.")
    assert bootstrap.load(NOW) == "Begriffe: 51, davon 0 neu."
    assert GlossaryTerm.objects.get(slug="werktag").meaning == "Von uns."

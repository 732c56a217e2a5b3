"""The vocabulary is complete, stays the editors' own, and recognises what a text is about."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotse.topics import bootstrap, queries
from lotse.topics.models import Concept, Label
from lotse.ui import page_cache

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary() -> None:
    bootstrap.load(NOW)


def test_vocabulary_has_116_concepts_on_two_levels_with_the_fields_in_front(
    vocabulary: None,
) -> None:
    assert Concept.objects.count() == 116
    assert [field.slug for field in queries.fields()] == [
        "unterbringung-winter",
        "prozesse-schnittstellen",
        "personal-gewinnen",
        "mitarbeitende-unterstuetzen",
        "ehrenamt",
        "kommunikation",
    ]
    assert [topic.code for topic in queries.cross_cutting()] == [f"Q{n}" for n in range(1, 8)]
    assert not Concept.objects.filter(broader__broader__isnull=False).exists()
    assert all(topic.lead_question and topic.icon for topic in queries.top_level())
    assert not Concept.objects.filter(name_en="").exists()


def test_words_we_do_not_use_ourselves_are_hidden(vocabulary: None) -> None:
    hidden = Label.objects.filter(is_hidden=True).values_list("concept_id", "text")
    assert sorted(hidden) == [
        ("K03", "Fake News"),
        ("K03", "Falschnachrichten"),
        ("K09", "Social Media"),
        ("M05", "Aggression"),
        ("M06", "Übersetzer"),
        ("P04", "Seiteneinsteiger"),
        ("P05", "Bufdi"),
        ("P13", "Migrationshintergrund"),
        ("Q105", "Gasteltern"),
        ("Q105", "Pflegeeltern"),
        ("Q401", "TBC"),
        ("Q401", "Tuberkulose"),
        ("Q503", "Ein-Euro-Job"),
        ("Q503", "gemeinnützige Arbeit"),
        ("S14", "Flüchtlingskrise"),
        ("S14", "Flüchtlingsstrom"),
        ("S14", "Flüchtlingswelle"),
        ("S14", "Zustrom"),
        ("U01", "Asylant"),
        ("U01", "Asylantenheim"),
        ("U01", "Asylbewerberheim"),
        ("U01", "Asylheim"),
        ("U01", "Flüchtlingsheim"),
        ("U02", "Turnhallenbelegung"),
        ("U06", "Containerdorf"),
        ("U09", "Bürohaus"),
        ("U09", "Umbau"),
        ("U10", "Hauseigentümer"),
        ("U10", "Vermietende"),
        ("U15", "Krätze"),
        ("U15", "Skabies"),
    ]


def test_label_of_two_concepts_is_offered_for_both(vocabulary: None) -> None:
    of_two = [
        entry.code for entry in queries.synonyms() if "Checkliste" in (*entry.labels, *entry.hidden)
    ]
    assert of_two == ["S11", "Q703"]


def test_loading_again_keeps_what_editors_changed(vocabulary: None) -> None:
    concept = Concept.objects.get(code="U11")
    concept.name = "Wintervorsorge"
    concept.save()
    concept.labels.all().delete()

    bootstrap.load(NOW)

    concept.refresh_from_db()
    assert (concept.name, concept.labels.count()) == ("Wintervorsorge", 0)


TEXTS = {
    "Wie machen wir Leichtbauhallen winterfest?": {"U07", "U11"},
    "Die GU ist voll, wir brauchen Container.": {"U01", "U06"},
    "Wer zahlt für UMA bei der Inobhutnahme?": {"Q1", "Q101"},
    "Asylantenheim: Brandschutz": {"U01", "U14"},
    "Viele Überlastungsanzeigen, gibt es Supervision?": {"M02", "M03"},
    "Brauchen Ehrenamtliche ein Führungszeugnis?": {"E", "E05"},
    "Was sagen wir der Presse, und wie gehen wir mit Gerüchten um?": {"K03", "K08"},
}


def test_text_is_recognised_by_the_words_of_the_vocabulary(vocabulary: None) -> None:
    found = {text: {topic.code for topic in queries.match(text)} for text in TEXTS}
    assert {text: TEXTS[text] - codes for text, codes in found.items()} == {
        text: set() for text in TEXTS
    }


def test_courtesy_and_names_route_nothing(vocabulary: None) -> None:
    letters = ["Vielen Dank und freundliche Grüße, Kim Lea Hall, Telefon 0541 123", "", "\x00 …"]
    assert [queries.match(text) for text in letters] == [[], [], []]


def test_match_gives_the_field_without_a_query_per_concept(vocabulary: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        topics = [topic.top.code for topic in queries.match("Container, Turnhalle, Brandschutz")]
    assert set(topics) == {"U"}
    assert len(asked) == 3
    with CaptureQueriesContext(connection) as asked_again:
        queries.match("Container, Turnhalle, Brandschutz")
    assert len(asked_again) == 1


def test_a_new_word_is_recognised_once_the_content_is_said_to_have_changed(
    vocabulary: None,
) -> None:
    assert queries.match("Wohin mit der Jurte?") == []
    concept = queries.match("Turnhalle")[0]
    Label.objects.create(concept=concept, text="Jurte")
    page_cache.content_changed()
    assert queries.match("Wohin mit der Jurte?") == [concept]

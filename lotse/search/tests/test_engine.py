"""From a question to the passages that answer it."""

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from lotse.lib.audience import Audience
from lotse.search import engine, index
from lotse.search.documents import Passage
from lotse.search.tests.factories import DocumentFactory, document
from lotse.topics.tests.factories import ConceptFactory, LabelFactory

pytestmark = pytest.mark.django_db
PUBLIC = Audience.PUBLIC


def titles(question: str, **options: Any) -> list[str]:
    return [r.title for r in engine.search(question, reach=PUBLIC, **options).results]


def concept(name: str, *labels: str, hidden: tuple[str, ...] = ()) -> None:
    made = ConceptFactory.create(name=name)
    for text in labels:
        LabelFactory.create(concept=made, text=text)
    for text in hidden:
        LabelFactory.create(concept=made, text=text, is_hidden=True)


def test_passage_that_answers_is_shown_with_its_words_marked() -> None:
    index.put(
        DocumentFactory.create(
            title="Freizug",
            url="/beispiele/freizug/",
            passages=(
                Passage("Lage", "Im Herbst kamen viele Menschen an.", "lage"),
                Passage("Vorgehen", "Dann wurde die Turnhalle <schnell> freigegeben.", "vorgehen"),
            ),
        )
    )
    found = engine.search("Wie wird eine Turnhalle freigegeben?", reach=PUBLIC).results[0]
    assert (found.heading, found.anchor) == ("Vorgehen", "vorgehen")
    assert found.address == "/beispiele/freizug/#vorgehen"
    assert found.passage == "Dann wurde die Turnhalle <schnell> freigegeben."
    assert found.passage_html == (
        "Dann wurde die <mark>Turnhalle</mark> &lt;schnell&gt; <mark>freigegeben</mark>."
    )


def test_record_with_the_rarer_words_comes_first() -> None:
    for number in range(5):
        index.put(document(f"Halle {number}", "Eine Halle in der Stadt."))
    index.put(document("Brandschutz", "Brandschutz in einer Halle."))
    assert titles("Brandschutz Halle")[0] == "Brandschutz"


def test_words_that_stand_together_beat_the_same_words_apart() -> None:
    fill = "Am Montag kamen viele Leute und brachten Decken sowie warme Suppe mit. " * 2
    index.put(document("Getrennt", f"Eine Halle steht dort. {fill} Es gab neue Heizungen."))
    index.put(document("Zusammen", f"Eine Halle Heizungen. {fill} Es gab dort neue Dinge."))
    assert titles("Halle Heizung")[0] == "Zusammen"


def test_synonyms_are_searched_too_with_less_weight_and_named() -> None:
    concept("Notunterkunft", "Turnhalle", "Sporthalle", hidden=("Massenquartier",))
    index.put(document("Eins", "Die Sporthalle ist voll."))
    index.put(document("Zwei", "Die Turnhalle ist voll."))
    index.put(document("Drei", "Das Massenquartier ist voll."))
    index.put(document("Vier", "Das Rathaus ist voll."))
    found = engine.search("Turnhalle", reach=PUBLIC)
    assert found.results[0].title == "Zwei"
    assert {result.title for result in found.results} == {"Eins", "Zwei", "Drei"}
    assert found.also == ("Sporthalle",)


def test_text_known_by_its_synonyms_alone_is_read_too() -> None:
    concept("Sporthalle", "Turnhalle")
    made = DocumentFactory.create(title="Halle", passages=(Passage("", "Die Turnhalle ist frei."),))
    index.put(made)
    [found] = engine.best_of_each("Sporthalle", reach=PUBLIC, groups=[[made.kind]], limit=3)
    assert [result.title for result in found] == ["Halle"]


def test_synonym_counts_more_if_the_written_word_stands_nowhere() -> None:
    concept("Notunterkunft", "Turnhalle", "Sporthalle")
    index.put(document("Halle", "Die Sporthalle wird belegt."))
    index.put(document("Ende", "Am Ende wird belegt. Am Ende!"))
    index.put(document("Anderes", "Das Rathaus ist offen."))
    scores = {r.title: r.score for r in engine.search("Turnhalle Ende", reach=PUBLIC).results}
    assert list(scores) == ["Ende", "Halle"]
    index.put(document("Turnhalle", "Die Turnhalle."))
    later = {r.title: r.score for r in engine.search("Turnhalle Ende", reach=PUBLIC).results}
    assert later.get("Halle", 0) < scores["Halle"]


def test_hidden_label_widens_the_search_and_is_never_named() -> None:
    concept("Notunterkunft", "Sporthalle", hidden=("Massenquartier",))
    index.put(document("Eins", "Die Sporthalle ist voll."))
    index.put(document("Zwei", "Das Massenquartier ist voll."))
    found = engine.search("Sporthalle", reach=PUBLIC)
    assert len(found.results) == 2
    assert found.also == ()
    assert [r.title for r in engine.search("Massenquartier", reach=PUBLIC).results] == [
        *("Zwei", "Eins"),
    ]


def test_typing_error_is_put_right_and_can_be_kept() -> None:
    index.put(document("Halle", "Die Turnhalle ist frei."))
    found = engine.search("Tunrhalle freigeben", reach=PUBLIC)
    assert found.corrected == "Turnhalle freigeben"
    assert [result.title for result in found.results] == ["Halle"]
    literal = engine.search("Tunrhalle freigeben", reach=PUBLIC, is_literal=True)
    assert (literal.corrected, literal.results) == ("", [])


def test_known_words_are_never_corrected() -> None:
    index.put(document("Halle", "Die Turnhalle und die Turnhallen sind frei."))
    assert engine.search("Turnhallen", reach=PUBLIC).corrected == ""


def test_facets_are_counted_and_a_chosen_one_counts_its_alternatives() -> None:
    for land, size in (("BY", "G4"), ("BY", "G5"), ("NW", "G4")):
        index.put(document("Halle", "Die Turnhalle.", facets={"land": (land,), "size": (size,)}))
    found = engine.search("Turnhalle", reach=PUBLIC)
    assert found.facet_counts == {
        "kind": {"example": 3},
        "land": {"BY": 2, "NW": 1},
        "size": {"G4": 2, "G5": 1},
    }
    chosen = engine.search("Turnhalle", reach=PUBLIC, facets={"land": ["NW"]})
    assert chosen.total == 1
    assert chosen.facet_counts == {
        "kind": {"example": 1},
        "land": {"BY": 2, "NW": 1},
        "size": {"G4": 1},
    }
    both = {"land": ["NW", "BY"], "size": ["G4"]}
    assert engine.search("Turnhalle", reach=PUBLIC, facets=both).total == 2
    assert engine.count("Turnhalle", reach=PUBLIC, facets=both) == 2


def test_kinds_are_filtered() -> None:
    index.put(document("Beispiel", "Die Turnhalle.", kind="example"))
    index.put(document("Anfrage", "Die Turnhalle.", kind="inquiry"))
    assert titles("Turnhalle", kinds=("example",)) == ["Beispiel"]
    best = engine.best("Turnhalle", reach=PUBLIC, kinds=("inquiry",))
    assert [result.title for result in best] == ["Anfrage"]


def test_own_size_class_lifts_mildly_and_says_so() -> None:
    index.put(document("Fremd", "Die Turnhalle ist frei.", facets={"size_class": ("G1",)}))
    index.put(document("Eigen", "Die Turnhalle ist frei.", facets={"size_class": ("G5",)}))
    index.put(document("Besser", "Turnhalle: Die Turnhalle.", facets={"size_class": ("G1",)}))
    found = engine.search("Turnhalle", reach=PUBLIC, own={"size_class": "G5"}).results
    assert [(result.title, result.like_own) for result in found] == [
        ("Besser", ()),
        ("Eigen", ("size_class",)),
        ("Fremd", ()),
    ]
    assert titles("Turnhalle") == ["Besser", "Fremd", "Eigen"]


def test_newest_first_puts_undated_last() -> None:
    index.put(document("Alt", "Die Turnhalle.", dated_on=date(2015, 1, 1)))
    index.put(document("Ohne", "Die Turnhalle."))
    index.put(document("Neu", "Die Turnhalle.", dated_on=date(2026, 1, 1)))
    assert titles("Turnhalle", newest_first=True) == ["Neu", "Alt", "Ohne"]


@pytest.mark.parametrize("newest_first", [True, False])
def test_pages_show_every_hit_once(newest_first: bool) -> None:
    for number in range(43):
        index.put(document(f"Halle {number}", f"Die Turnhalle {'frei ' * (number % 7)}"))
    whole = engine.search("Turnhalle", reach=PUBLIC, limit=100, newest_first=newest_first)
    assert whole.total == len(whole.results) == 43
    pages = [
        engine.search(
            "Turnhalle", reach=PUBLIC, limit=10, offset=start, newest_first=newest_first
        ).results
        for start in range(0, 50, 10)
    ]
    assert [r.title for page in pages for r in page] == [r.title for r in whole.results]
    assert len({r.object_id for r in whole.results}) == 43


def test_stale_records_are_marked() -> None:
    index.put(document("Alt", "Die Turnhalle.", is_stale=True, dated_on=date(2015, 1, 2)))
    found = engine.best("Turnhalle", reach=PUBLIC)[0]
    assert (found.is_stale, found.dated_on, found.facets) == (
        True,
        date(2015, 1, 2),
        {"kind": ("example",)},
    )


@pytest.mark.parametrize(
    "question",
    [
        *("", " ", "?", "der die das", "\x00", "\ud800", "'; DROP TABLE search_record; --"),
        *('"Turnhalle', "Turnhalle%", "_%_", "\u202eellahnruT", "🏠", "§", "§§ 1", "\\", "{{ x }}"),
        *("Wort " * 3_000, "x" * 10_000, "Turnhalle " * 1_000, "a\u0301" * 5_000, "1" * 10_000),
        *("اين المدرسة", "Де школа?", "MATCH NEAR(a b) OR *", "Halle\nZelt\tContainer"),
    ],
)
def test_any_question_gives_results_or_none(question: str) -> None:
    index.put(document("Halle", "Die Turnhalle ist frei."))
    for reach in Audience:
        found = engine.search(question, reach=reach)
        assert found.total == len(found.results)
        assert len(engine.best(question, reach=reach)) == min(found.total, 3) or found.corrected


def test_long_mail_is_understood_by_its_telling_words() -> None:
    index.put(document("Brandschutz", "Brandschutz in der Turnhalle."))
    for number in range(4):
        index.put(document(f"Anderes {number}", "Guten Tag, wir haben eine Frage zum Rathaus."))
    mail = "Guten Tag, wir haben eine Frage. " * 30 + "Es geht um Brandschutz. " + "Danke. " * 100
    assert engine.best(mail, reach=PUBLIC)[0].title == "Brandschutz"


@pytest.mark.parametrize("count", [1, 3, 12])
def test_searching_takes_the_same_few_queries_however_many_hits(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        index.put(document(f"Halle {number}", "Die Turnhalle.", facets={"land": ("BY",)}))
    engine.search("Turnhalle", reach=PUBLIC)  # reads vocabulary and synonyms, once a process
    with django_assert_num_queries(5):
        engine.search("Turnhalle", reach=PUBLIC)
    with django_assert_num_queries(6):
        engine.search("Turnhalle", reach=PUBLIC, facets={"land": ["BY"]})
    with django_assert_num_queries(5):
        engine.best("Turnhalle", reach=PUBLIC)

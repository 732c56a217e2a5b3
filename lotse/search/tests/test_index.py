"""The index is written with the fact it describes."""

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from lotse.lib.audience import Audience
from lotse.search import engine, generations, index
from lotse.search.models import Generation, Passage, Posting, Record, RecordFacet, Term
from lotse.search.tests.factories import document

pytestmark = pytest.mark.django_db


def titles(question: str, reach: Audience = Audience.PUBLIC) -> list[str]:
    found = engine.search(question, reach=reach)
    assert found.total == len(found.results)
    return [result.title for result in found.results]


def rows() -> dict[str, int]:
    models = (Record, Passage, RecordFacet, Posting)
    return {model.__name__: model.objects.count() for model in models}


def uses() -> dict[str, tuple[int, int, int]]:
    fields = ("text", "public_records", "member_records", "team_records")
    return {text: tuple(counts) for text, *counts in Term.objects.values_list(*fields)}


def test_what_is_put_is_found_by_the_next_search() -> None:
    assert titles("Turnhalle") == []
    index.put(document("Halle", "Die Turnhalle ist frei."))
    assert titles("Turnhalle") == ["Halle"]


def test_rolled_back_publication_is_not_found_and_leaves_nothing() -> None:
    index.put(document("Zelt", "Ein Zelt."))
    before = rows(), uses()

    with transaction.atomic():
        index.put(document("Halle", "Die Turnhalle ist frei."))
        assert titles("Turnhalle") == ["Halle"]
        transaction.set_rollback(True)
    assert titles("Turnhalle") == []
    assert (rows(), uses()) == before


def test_putting_twice_changes_nothing() -> None:
    halle = document("Halle", "Die Turnhalle ist frei.", facets={"land": ("BY", "NW")})
    index.put(halle)
    before = rows(), uses(), Record.objects.get().pk
    index.put(halle)
    assert (rows(), uses(), Record.objects.get().pk) == before


def test_changed_record_keeps_its_place_and_loses_its_old_words() -> None:
    index.put(document("Halle", "Die Turnhalle ist frei.", object_id=1, facets={"land": ("BY",)}))
    index.put(document("Zelt", "Das Zelt steht.", object_id=2))
    old = Record.objects.get(object_id=1).pk
    index.put(document("Container", "Container statt Zelt.", object_id=1))
    assert Record.objects.get(object_id=1).pk == old
    assert titles("Turnhalle") == []
    assert titles("Container") == ["Container"]
    assert RecordFacet.objects.filter(name="land").count() == 0


def test_removed_record_leaves_no_trace_in_rows_and_counts() -> None:
    index.put(document("Zelt", "Das Zelt steht.", object_id=2))
    before = rows()
    index.put(document("Halle", "Die Turnhalle ist frei.", object_id=1, audience=Audience.TEAM))
    index.remove("example", 1)
    index.remove("example", 1)
    assert rows() == before
    assert {text for text, counts in uses().items() if sum(counts)} == {"zelt", "steht", "kurz"} | {
        "gesagt"
    }
    generation = generations.active()
    assert generation is not None
    counted = [generations.record_count(generation, reach) for reach in Audience]
    assert counted == [1, 1, 1]


def test_changing_the_audience_changes_who_finds_it() -> None:
    for audience, public, members in (
        (Audience.TEAM, [], []),
        (Audience.MEMBERS, [], ["Halle"]),
        (Audience.PUBLIC, ["Halle"], ["Halle"]),
        (Audience.MEMBERS, [], ["Halle"]),
    ):
        index.put(document("Halle", "Die Turnhalle.", object_id=1, audience=audience))
        assert titles("Turnhalle", Audience.PUBLIC) == public
        assert titles("Turnhalle", Audience.MEMBERS) == members
        assert titles("Turnhalle", Audience.TEAM) == ["Halle"]


def test_texts_with_nul_and_lone_surrogates_can_be_stored() -> None:
    index.put(document("Hal\x00le", "Die \ud800 Turn\u00adhalle \x00 ist frei.", meta="\x00"))
    found = engine.search("Turnhalle", reach=Audience.PUBLIC).results[0]
    assert (found.title, found.passage, found.meta) == (
        "Halle",
        "Die \ufffd Turnhalle  ist frei.",
        "",
    )


def test_word_that_stands_only_in_the_title_is_found() -> None:
    index.put(document("Turnhalle", "Sie ist frei.", object_id=1))
    index.put(document("Frei", "Die Turnhalle, die Turnhalle, die Turnhalle.", object_id=2))
    assert sorted(titles("Turnhalle")) == ["Frei", "Turnhalle"]


def test_overlong_section_is_found_as_passages_with_its_heading() -> None:
    filler = "Am Montag kamen viele Leute in das Rathaus der Stadt. " * 30
    index.put(document("Lang", f"{filler} Die Turnhalle ist frei. {filler}", object_id=1))
    assert Passage.objects.count() > 3
    found = engine.best("Turnhalle", reach=Audience.PUBLIC)[0]
    assert "Die Turnhalle ist frei." in found.passage
    assert (found.heading, found.anchor) == ("Kurz gesagt", "kurz")


def test_first_publication_makes_the_index() -> None:
    assert generations.active() is None
    index.put(document("Halle", "Die Turnhalle."))
    assert Generation.objects.get().is_active


def test_record_without_passages_is_found_by_its_title() -> None:
    index.put(document("Turnhalle"))
    found = engine.search("Turnhalle", reach=Audience.PUBLIC).results
    assert [(result.title, result.passage, result.passage_html) for result in found] == [
        ("Turnhalle", "", "")
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_publishing_costs_the_same_number_of_queries_whatever_else_is_there(
    count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        index.put(document("Halle", f"Die Turnhalle {number}.", object_id=number))
    with django_assert_max_num_queries(21):
        index.put(document("Neu", "Ein Zelt mit Heizung und Licht.", object_id=99))

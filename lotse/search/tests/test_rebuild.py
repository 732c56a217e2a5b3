"""A new index beside the one that serves."""

from datetime import UTC, datetime, timedelta

import pytest

from lotse.lib.audience import Audience
from lotse.search import analysis, comparison, engine, generations, index, rebuild, tasks
from lotse.search.documents import Document
from lotse.search.models import (
    Generation,
    Passage,
    PendingChange,
    Posting,
    Record,
    RecordFacet,
    Term,
)
from lotse.search.tests.conftest import Publish
from lotse.search.tests.factories import document

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def titles(question: str) -> set[str]:
    return {r.title for r in engine.search(question, reach=Audience.TEAM, limit=100).results}


def troubles() -> set[tuple[int, str]]:
    generation = generations.active()
    assert generation is not None
    return {(one.object_id, one.trouble) for one in comparison.differences(generation)}


def some(count: int = 3) -> list[Document]:
    return [document(f"Halle {n}", f"Die Turnhalle {n}.", object_id=n) for n in range(count)]


def test_rebuild_finds_everything_and_learns_to_split_compounds(content: Publish) -> None:
    content(
        [
            document("Eins", "Das Wohnheim am Rathaus.", object_id=1),
            document("Zwei", "Studentenwohnheim und Studenten.", object_id=2),
        ]
    )
    assert rebuild.rebuild(NOW) == 2
    assert titles("Wohnheim") == {"Eins", "Zwei"}
    assert troubles() == set()
    assert index.is_current()


def test_status_names_missing_surplus_and_outdated_records(content: Publish) -> None:
    records = content(some(4))
    rebuild.rebuild(NOW)
    del records[0]
    records[1] = document("Neu", "Anderer Text.", object_id=1)
    records[9] = document("Dazu", "Noch einer.", object_id=9)
    assert troubles() == {(0, "surplus"), (1, "outdated"), (9, "missing")}
    assert not index.is_current()
    rebuild.rebuild(NOW)
    assert troubles() == set()


def test_records_of_a_kind_nobody_provides_are_surplus(content: Publish) -> None:
    content(some(1))
    rebuild.rebuild(NOW)
    index.put(document("Alt", "Von früher.", kind="gone", object_id=7))
    assert troubles() == {(7, "surplus")}


def test_changes_made_while_the_new_index_is_filled_are_in_it(content: Publish) -> None:
    records = content(some(5))
    rebuild.rebuild(NOW)

    def publish_meanwhile(written: int) -> None:
        # The documents were read already; only the notes can tell the new index.
        records[1] = document("Geändert", "Jetzt ein Zelt.", object_id=1)
        index.put(records[1])
        del records[2]
        index.remove("example", 2)
        records[8] = document("Neu", "Noch ein Zelt.", object_id=8)
        index.put(records[8])
        # Meanwhile the old index serves and knows it all.
        assert titles("Zelt") == {"Geändert", "Neu"}

    rebuild.rebuild(NOW, on_progress=publish_meanwhile)
    assert titles("Zelt") == {"Geändert", "Neu"}
    assert titles("Turnhalle") == {"Halle 0", "Halle 3", "Halle 4"}
    assert troubles() == set()
    assert not PendingChange.objects.exists()


def test_many_changes_meanwhile_are_applied_in_several_steps(content: Publish) -> None:
    records = content(some(1))
    rebuild.rebuild(NOW)

    def publish_meanwhile(written: int) -> None:
        for number in range(100, 100 + rebuild.BATCH + 30):
            records[number] = document(f"Zelt {number}", "Ein Zelt.", object_id=number)
            index.put(records[number])

    rebuild.rebuild(NOW, on_progress=publish_meanwhile)
    assert len(titles("Zelt")) == 100
    assert engine.search("Zelt", reach=Audience.TEAM).total == rebuild.BATCH + 30
    assert troubles() == set()


def test_a_second_rebuild_replaces_the_first(content: Publish) -> None:
    content(some(3))

    def begin_again(written: int) -> None:
        rebuild.rebuild(NOW)

    # The first is stopped in time, the second serves.
    with pytest.raises(rebuild.Superseded):
        rebuild.rebuild(NOW, on_progress=begin_again)
    assert titles("Turnhalle") == {"Halle 0", "Halle 1", "Halle 2"}
    assert Generation.objects.filter(is_active=True).count() == 1


def test_documents_and_questions_use_the_vocabulary_of_the_generation(content: Publish) -> None:
    records = content([document("Heim", "Wohnheim.", object_id=1)])
    rebuild.rebuild(NOW)
    # Published later: the vocabulary does not know "Student", so nothing is split.
    records[2] = document("Neu", "Studentenwohnheim der Studenten.", object_id=2)
    index.put(records[2])
    assert titles("Wohnheim") == {"Heim"}
    assert titles("Studentenwohnheim") >= {"Neu"}
    rebuild.rebuild(NOW)
    assert titles("Wohnheim") == {"Heim", "Neu"}


def test_retired_generations_are_cleared_after_a_while_without_a_trace(content: Publish) -> None:
    content(some(3))
    rebuild.rebuild(NOW)
    rebuild.rebuild(NOW)
    models = (Term, Record, Passage, Posting, RecordFacet)
    twice = [model.objects.count() for model in models]
    assert Generation.objects.count() == 3  # the empty one made by the first lock, old, new
    assert tasks.clear_retired(NOW + timedelta(minutes=5)) == 0
    assert tasks.clear_retired(NOW + rebuild.KEPT_FOR) == 2
    assert [model.objects.count() * 2 for model in models] == twice
    assert titles("Turnhalle") == {"Halle 0", "Halle 1", "Halle 2"}


def test_index_of_another_analysis_version_is_not_current(
    content: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    content(some(1))
    rebuild.rebuild(NOW)
    monkeypatch.setattr(analysis, "VERSION", analysis.VERSION + 1)
    assert not index.is_current()


def test_clock_rebuilds_only_when_much_has_changed(content: Publish) -> None:
    records = content(some(10))
    rebuild.rebuild(NOW)
    first = generations.active()
    assert tasks.refresh(NOW) == 0
    for number in range(100, 100 + tasks.MIN_CHANGE):
        records[number] = document("Zelt", "Ein Zelt.", object_id=number)
        index.put(records[number])
    assert tasks.refresh(NOW) == 1
    assert generations.active() != first
    assert tasks.refresh(NOW) == 0

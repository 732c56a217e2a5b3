"""What a search box understands: phrases, minus, names and keys, numbers, relatives."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.lib.audience import Audience
from lotse.search import engine, index, rebuild, sequences
from lotse.search.tests.conftest import Publish
from lotse.search.tests.factories import document

pytestmark = pytest.mark.django_db
PUBLIC = Audience.PUBLIC


def titles(question: str, **options: Any) -> list[str]:
    return [r.title for r in engine.search(question, reach=PUBLIC, **options).results]


def put(**texts: str) -> None:
    for title, text in texts.items():
        index.put(document(title, text))


def test_phrase_must_stand_word_by_word_in_any_form() -> None:
    put(Ja="Ein Tag der offenen Türen.", Nein="Offen steht eine Tür am Tag.", Weg="Abends zu.")
    assert titles('"Tag der offenen Tür"') == ["Ja"]
    assert titles("„offene Tür“ Tag") == ["Ja"]
    assert set(titles("Tag der offenen Tür")) == {"Ja", "Nein"}


def test_phrase_of_frequent_words_is_found_however_low_it_scores() -> None:
    for number in range(20):
        index.put(document(f"Viel {number}", "Halle Halle Zelt Zelt Brandschutz Halle Zelt."))
    index.put(document("Satz", f"{'Anderes steht hier. ' * 60} Die Zelt Halle."))
    found = engine.search('"Zelt Halle" Brandschutz', reach=PUBLIC)
    assert [result.title for result in found.results] == ["Satz"]
    assert found.total == 1


def test_phrase_never_runs_from_one_passage_into_the_next() -> None:
    index.put(document("Getrennt", "Das ist das Zelt", "Halle ist frei"))
    assert titles("Zelt Halle") == ["Getrennt"]
    assert titles('"Zelt Halle"') == []


def test_phrase_with_a_word_nobody_uses_finds_nothing() -> None:
    put(Halle="Die Halle ist frei.")
    assert titles('"Halle frei"') == ["Halle"]
    assert titles('"Halle qwertz"') == []


def test_counts_and_facets_know_phrases_and_exclusions() -> None:
    put(Eins="Neue Container, Holz.", Zwei="Neue Container.", Drei="Container, neue Halle.")
    found = engine.search('"neuer Container" -Holz', reach=PUBLIC)
    assert ([r.title for r in found.results], found.total) == (["Zwei"], 1)
    assert found.facet_counts["kind"] == {"example": 1}
    assert engine.count('"neuer Container" -Holz', reach=PUBLIC) == 1


def test_excluded_word_goes_with_its_compounds(content: Publish) -> None:
    put(Haus="Container oder Holzhaus.", Blech="Container aus Blech.", Saal="Container im Saal.")
    assert set(titles("Container -Holz")) == {"Blech", "Saal"}
    assert set(titles("Container -Holz -Saal")) == {"Blech"}
    assert titles('Container -"aus Blech" -Saal') == ["Haus"]
    assert set(titles("Container -Unbekanntes")) == {"Haus", "Blech", "Saal"}


def test_exclusion_of_what_only_others_may_see_leaves_no_trace() -> None:
    put(Eins="Container und Zelt.")
    index.put(document("Geheim", "Container mit Holz.", audience=Audience.TEAM))
    assert titles("Container -Holz") == ["Eins"]
    assert titles('"mit Holz"') == []


def test_a_mail_has_no_operators() -> None:
    put(Halle="Die Halle ist frei.", Zelt="Das Zelt ist frei.")
    mail = 'Bitte prüfen Sie:\n-Halle\n-Zelt\nDanke für "alles Gute".'
    assert {r.title for r in engine.best(mail, reach=PUBLIC)} == {"Halle", "Zelt"}
    assert set(titles(mail)) == {"Halle", "Zelt"}


def test_corrected_search_keeps_its_operators() -> None:
    put(Holz="Traglufthalle aus Holz.", Blech="Traglufthalle aus Blech.")
    found = engine.search("Traglufhtalle -Holz", reach=PUBLIC)
    assert (found.corrected, [r.title for r in found.results]) == ("Traglufthalle -Holz", ["Blech"])


@pytest.mark.parametrize(
    "question", ["Dachau", "Landkreis Dachau", "09174", "091740000000", "L-2026-0009", "Dahcau"]
)
def test_names_keys_and_numbers_find_a_record_and_show_its_summary(question: str) -> None:
    names = ("Landkreis Dachau", "09174", "091740000000", "L-2026-0009")
    index.put(document("Halle", "Die Halle wird geöffnet.", names=names, meta="Landkreis Dachau"))
    index.put(document("Anderes", "Das Zelt.", names=("Kiel", "01002000", "L-2026-0010")))
    found = engine.search(question, reach=PUBLIC)
    assert found.results[0].title == "Halle"
    assert found.results[0].passage == "Die Halle wird geöffnet."


def test_record_without_passages_is_found_by_its_names() -> None:
    index.put(document("Halle", names=("Kiel",)))
    assert titles("Kiel") == ["Halle"]


def test_paragraph_counts_in_full_and_a_subdivision_is_told_from_other_numbers() -> None:
    fill = "Es gilt seit 12 Jahren und wurde 12 Mal verlängert, zuletzt vor 12 Monaten. "
    index.put(document("Absatz 9", f"BauGB § 246 Abs. 9. {fill}"))
    index.put(document("Absatz 12", "BauGB § 246 Absatz 12. Mobile Bauten."))
    index.put(document("Anderes", "246 Menschen, BauGB."))
    assert titles("246 Abs. 12 BauGB")[0] == "Absatz 12"
    assert titles("§ 246 BauGB")[-1] == "Anderes"
    assert titles("§246 Abs.12")[0] == "Absatz 12"


def test_word_that_never_stands_alone_finds_its_compounds() -> None:
    put(Haus="Ein Holzhaus.", Modul="Das Holzmodul.", Stein="Ein Steinhaus.")
    found = engine.search("Holz", reach=PUBLIC)
    assert {result.title for result in found.results} == {"Haus", "Modul"}
    assert (found.unknown, found.corrected) == ((), "")


def test_known_ending_of_a_compound_helps_if_its_beginning_stands_nowhere(
    content: Publish,
) -> None:
    content([document("Fläche", "Die Wohnfläche ist groß.", object_id=1)])
    rebuild.rebuild(timezone.now())
    assert titles("Mindestwohnfläche") == ["Fläche"]


def test_relatives_widen_and_the_written_word_comes_first() -> None:
    put(Wort="Alle sind versichert.", Verwandt="Die Versicherung zahlt.", Fremd="Ein Zelt.")
    assert titles("versichert") == ["Wort", "Verwandt"]


def test_geflüchtete_are_found_by_the_older_word() -> None:
    put(Neu="Geflüchtete ziehen um.", Alt="Flüchtlinge ziehen um.", Fremd="Ein Zelt.")
    assert titles("Flüchtling") == ["Alt", "Neu"]
    assert titles("geflüchteten Menschen") == ["Neu", "Alt"]


def test_terms_in_a_row_are_only_found_at_whole_numbers() -> None:
    data = sequences.pack([[1, 2, 3], [0x01000000, 0x02]])
    assert sequences.holds(data, [1, 2])
    assert sequences.holds(memoryview(data), [2, 3])
    assert not sequences.holds(data, [3, 0x01000000])
    assert not sequences.holds(data, [0x00010000])


BAD = [
    *("a" * 10_000, "Halle " * 5_000, "\x00", "Halle\x00n", '"', '""', '"Halle', "-", "- -"),
    *("'; DROP TABLE search_term; --", '" OR 1=1 --', "%", "_", "\\", "Halle*", "(Halle AND"),
    *("\u202eHalle\u202c", "\u200fHalle", "Halle\u0301" * 500, "§", "§§ -§", "land:", ":"),
    *('"' * 299, "-a " * 99, '-"a" ' * 59, "<script>alert(1)</script>", "{{ 7*7 }}", 'land:"'),
]


@pytest.mark.parametrize("words", BAD)
@pytest.mark.parametrize("is_team", [False, True])
def test_bad_input_gives_results_or_a_calm_page(
    client: Client, content: Publish, words: str, is_team: bool
) -> None:
    content([])
    put(Halle="Die Halle ist frei.")
    if is_team:
        client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    response = client.get("/suche/", {"q": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert client.get("/suche/vorschlaege/", {"q": words}).status_code == 200
    call_command("search", "query", "--reach", "team", "--", words, stdout=StringIO())
    assert titles("Halle") == ["Halle"]


def test_empty_page_says_that_quotes_and_minus_cost_the_hits(
    client: Client, content: Publish
) -> None:
    content([])
    put(Halle="Die Halle ist frei. Das Zelt auch.")
    html = client.get("/suche/", {"q": '"frei Halle" -Zelt'}).content.decode()
    assert "Anführungszeichen und Minus" in html
    assert 'href="?q=frei+Halle"' in html
    assert (
        "Anführungszeichen und Minus"
        not in client.get("/suche/", {"q": '"nie gehört"'}).content.decode()
    )

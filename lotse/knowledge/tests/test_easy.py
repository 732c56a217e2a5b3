"""Texts in easy language: shown beside the record, for whom it is, and stale when it changes."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import rules as knowledge
from lotse.knowledge.easy import queries, rules, wording
from lotse.knowledge.models import EasyText, Example
from lotse.knowledge.tests.factories import answered, fact, published, version
from lotse.lib import german
from lotse.lib.audience import Audience
from lotse.topics.models import Concept
from lotse.topics.tests.factories import FieldFactory

pytestmark = pytest.mark.django_db
WORDS = {
    "level": "easy",
    "title": "Warme Halle",
    "text": "## Die Halle\nDie Halle ist warm.\nAlle dürfen kommen.\n\n- Tee\n- Brot",
    "as_of": "01.03.2026",
    "checked_by": "Prüfgruppe Musterstadt",
}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    return client


def write(editor: Client, example: Example, **more: str) -> None:
    answer = editor.post(f"/leichte-texte/example/{example.pk}/", {**WORDS, **more})
    assert answer.status_code == 302


def states() -> list[str]:
    every = list(EasyText.objects.order_by("pk"))
    for state in EasyText.State:
        listed = set(EasyText.objects.filter(rules.in_state(state)))
        assert listed == {easy for easy in every if easy.state == state}
    return [str(easy.state) for easy in every]


def test_a_draft_is_seen_by_nobody_and_a_published_text_has_an_address_and_a_switch(
    editor: Client,
) -> None:
    example = published(title="Beheizte Traglufthalle")
    address = f"{example.get_absolute_url()}leichte-sprache/"
    write(editor, example)
    assert states() == ["draft"]
    assert Client().get(address).status_code == 404
    assert address not in Client().get(example.get_absolute_url()).content.decode()
    write(editor, example, show="1")
    assert states() == ["fits"]
    html = Client().get(address).content.decode()
    assert "<h2>Die Halle</h2><p>Die Halle ist warm.<br>Alle dürfen kommen.</p>" in html
    assert "<ul><li>Tee</li><li>Brot</li></ul>" in html
    assert f"Stand {german.date_de(date(2026, 3, 1))}" in html
    assert "geprüft von Prüfgruppe Musterstadt" in html
    assert f'href="{example.get_absolute_url()}"' in html
    page = Client().get(example.get_absolute_url()).content.decode()
    assert re.search(rf'href="{address}"[^>]*>In Leichte Sprache lesen', page)


def test_a_change_of_the_record_makes_the_text_stale_until_somebody_looks(
    editor: Client,
) -> None:
    example = published(title="Beheizte Traglufthalle")
    write(editor, example, show="1")
    draft = Example.objects.get(pk=example.pk)
    draft.internal_note = "Nur für uns"
    knowledge.publish_draft(draft)
    assert states() == ["fits"]
    draft = Example.objects.get(pk=example.pk)
    draft.solution = "Die Halle wird nicht mehr geheizt."
    knowledge.publish_draft(draft)
    assert states() == ["stale"]
    assert list(queries.stale()) == list(EasyText.objects.all())
    html = Client().get(f"{example.get_absolute_url()}leichte-sprache/").content.decode()
    assert "vielleicht nicht mehr aktuell" in html
    listed = editor.get("/leichte-texte/?stand=stale").content.decode()
    assert "Beheizte Traglufthalle" in listed
    easy = EasyText.objects.get()
    editor.post(f"/leichte-texte/{easy.pk}/passt/", {"gesehen": "etwas anderes"})
    assert states() == ["stale"]
    editor.post(f"/leichte-texte/{easy.pk}/passt/", {"gesehen": easy.current_digest})
    assert states() == ["fits"]


def test_a_changed_number_in_a_text_makes_it_stale_too(editor: Client) -> None:
    rule = fact()
    example = published(solution="Wir rechnen mit [F-U-20].")
    write(editor, example, show="1")
    old = rule.versions.get()
    old.valid_to = date(2025, 12, 31)
    new = version(
        statement="Je Platz sind 9 m² vorzusehen.", value=Decimal(9), valid_from=date(2026, 1, 1)
    )
    rule.versions.set([old, new])
    knowledge.publish_draft(rule)
    assert states() == ["stale"]


def test_only_who_sees_the_record_sees_its_easy_text(editor: Client) -> None:
    example = published(audience=Audience.MEMBERS)
    write(editor, example, show="1")
    address = f"{example.get_absolute_url()}leichte-sprache/"
    assert Client().get(address).status_code == 404
    member = Client()
    member.force_login(UserFactory.create(roles=[Role.MEMBER]))
    assert member.get(address).status_code == 200
    Example.objects.get(pk=example.pk).unpublish()
    assert member.get(address).status_code == 404


def test_answers_and_topics_have_easy_texts_and_a_renamed_topic_makes_its_text_stale(
    editor: Client,
) -> None:
    answer = answered()
    FieldFactory.create(code="U", name="Wohnen", slug="wohnen", lead_question="Wohin mit allen?")
    editor.post(f"/leichte-texte/answer/{answer.pk}/", {**WORDS, "show": "1"})
    editor.post("/leichte-texte/topic/U/", {**WORDS, "level": "plain", "show": "1"})
    assert Client().get(f"{answer.get_absolute_url()}leichte-sprache/").status_code == 200
    assert "In Einfache Sprache lesen" in Client().get("/themen/wohnen/").content.decode()
    assert Client().get("/themen/wohnen/leichte-sprache/").status_code == 200
    Concept.objects.filter(code="U").update(lead_question="Wo wohnen alle?")
    assert rules.follow_topics(timezone.now()) == 1
    assert states() == ["fits", "stale"]
    assert rules.follow_topics(timezone.now()) == 0


def test_withdrawn_texts_come_back_and_versions_stay(editor: Client) -> None:
    example = published()
    write(editor, example, show="1")
    write(editor, example, title="Entwurf einer neuen")
    easy = EasyText.objects.get()
    editor.post(f"/leichte-texte/{easy.pk}/zurueckziehen/")
    address = f"{example.get_absolute_url()}leichte-sprache/"
    assert Client().get(address).status_code == 404
    editor.post(f"/leichte-texte/{easy.pk}/zeigen/")
    assert "Warme Halle" in Client().get(address).content.decode()
    form = editor.get(f"/leichte-texte/example/{example.pk}/").content.decode()
    assert "Entwurf einer neuen" in form
    assert [one.title for one in easy.versions.all()] == ["Entwurf einer neuen", "Warme Halle"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "Schreiben Sie einen Titel."),
        ({"text": " "}, "Schreiben Sie einen Text."),
        ({"level": "leicht"}, "Wählen"),
        ({"as_of": "morgen"}, "Schreiben Sie das Datum so"),
        ({"as_of": "01.03.2099"}, "Der Stand liegt in der Zukunft."),
    ],
)
def test_bad_input_is_explained_and_nothing_is_lost(
    editor: Client, change: dict[str, str], sentence: str
) -> None:
    example = published()
    html = editor.post(
        f"/leichte-texte/example/{example.pk}/", {**WORDS, "show": "1", **change}
    ).content.decode()
    assert sentence in html
    assert "Prüfgruppe Musterstadt" in html
    assert EasyText.objects.count() == 0


def test_unpublished_and_unknown_records_have_no_form(editor: Client) -> None:
    example = published()
    Example.objects.get(pk=example.pk).unpublish()
    for address in (f"example/{example.pk}", "example/abc", "example/9" + "9" * 30, "news/1"):
        assert editor.get(f"/leichte-texte/{address}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_more_texts_take_no_more_queries(
    editor: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _example in range(count):
        write(editor, published(), show="1")
    editor.get("/leichte-texte/")
    with django_assert_num_queries(4):
        editor.get("/leichte-texte/")


def test_no_word_of_a_text_gets_lost() -> None:
    text = "Eins\n\n\n# Zwei\n-Drei\n- Vier\nFünf\r\n* Sechs"
    lines = [line for block in wording.blocks(text) for line in block.lines]
    assert lines == ["Eins", "Zwei", "-Drei", "Vier", "Fünf", "Sechs"]

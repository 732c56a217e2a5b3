"""The collected examples: all sixty, with source, honest about what nobody checked yet."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from lotse.accounts import bootstrap as accounts
from lotse.knowledge import demo, queries
from lotse.knowledge.models import Example
from lotse.lib.audience import Audience
from lotse.municipalities import bootstrap as municipalities
from lotse.search import engine
from lotse.topics import bootstrap as topics

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration() -> None:
    for part in (topics, municipalities, accounts, demo):
        part.load(NOW)


def test_sixty_examples_are_public_found_and_marked_as_unchecked(
    client: Client, demonstration: None
) -> None:
    assert demo.load(NOW) == (
        "Gute Beispiele: 60, davon 0 neu. Beantwortete Fragen: 15, davon 0 neu. "
        "Vorführung: nichts neu."
    )
    assert queries.visible(Audience.PUBLIC).count() == queries.count(Audience.PUBLIC) == 63
    collected = Example.objects.filter(code__startswith="EX-")
    for example in queries.complete(collected):
        assert example.checked_on is None
        assert example.review_due_on == NOW.date()
        assert example.contact_email == ""
        assert example.evidence in ("selfReport", "press")
        assert example.sources.first().url.startswith("http")
        assert len(example.municipalities.all()) == 1
        assert bool(example.year) == bool(example.year_basis)
    kinds = collected.values_list("municipalities__municipality__kind", flat=True)
    assert sorted(kinds) == ["gemeinde"] * 34 + ["kreis"] * 26
    page = client.get(Example.objects.get(code="EX-004").get_absolute_url()).content.decode()
    assert "Prüfung offen" in page
    assert "Bei den hohen Zuweisungszahlen von 2015" in page


def test_invented_examples_say_so_and_show_adoptions_with_results(
    client: Client, demonstration: None
) -> None:
    for example in Example.objects.filter(code__startswith="VF-"):
        assert example.note.startswith("Ausgedacht für die Vorführung")
    hall = Example.objects.get(code="VF-001")
    tally = hall.tally
    assert (tally.total, tally.dropped, tally.works, tally.partly, tally.failed) == (4, 1, 2, 1, 1)
    page = client.get(f"{hall.get_absolute_url()}weitergegeben/").content.decode()
    assert "Freizug in drei Etappen" in page
    assert "Angepasst" not in page


def test_question_in_own_words_finds_the_example(demonstration: None) -> None:
    best = engine.best("Wie finden wir Wohnungen statt Sammelunterkünften?", reach=0, limit=3)
    assert "Privatwohnungen statt Sammelunterkünfte" in [result.title for result in best]


def test_what_editors_changed_survives_loading_again(demonstration: None) -> None:
    example = Example.objects.get(code="EX-001")
    example.title = "Geändert"
    example.save()
    demo.load(NOW)
    assert Example.objects.get(code="EX-001").title == "Geändert"

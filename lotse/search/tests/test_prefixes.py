"""Filters that the team writes into the search box."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.municipalities.tests.factories import LandFactory
from lotse.search import index, prefixes
from lotse.search.tests.conftest import Publish
from lotse.search.tests.factories import document
from lotse.search.tests.test_pages import page, text
from lotse.topics.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def halls(content: Publish) -> None:
    content([])
    LandFactory.create(code="BY", name="Bayern")
    LandFactory.create(code="SN", name="Sachsen")
    LandFactory.create(code="ST", name="Sachsen-Anhalt")
    ConceptFactory.create(code="X", name="Unterbringung und Winter")
    bavaria: dict[str, Any] = {"land": ("BY",), "year": ("2015",), "status": ("ended",)}
    index.put(document("Eins", "Die Turnhalle.", object_id=1, facets=bavaria))
    index.put(document("Zwei", "Die Turnhalle.", object_id=2, facets={"land": ("ST",)}))


@pytest.mark.parametrize(
    ("typed", "words", "chosen"),
    [
        ("Turnhalle land:Bayern", "Turnhalle", {"land": ("BY",)}),
        ("land:by Turnhalle jahr:2015", "Turnhalle", {"land": ("BY",), "year": ("2015",)}),
        ("Turnhalle land:sachsen", "Turnhalle", {"land": ("SN",)}),
        ("Turnhalle land:anhalt", "Turnhalle", {"land": ("ST",)}),
        ("Turnhalle land:sachs", "Turnhalle", {"land": ("SN", "ST")}),
        ('Turnhalle land:"Sachsen-Anhalt"', "Turnhalle", {"land": ("ST",)}),
        ("Turnhalle art:beispiel", "Turnhalle", {"kind": ("example",)}),
        ("Turnhalle thema:winter", "Turnhalle", {"field": ("X",)}),
        ("Turnhalle stand:beendet", "Turnhalle", {"status": ("ended",)}),
        ("Turnhalle Größe:G5", "Turnhalle", {"size_class": ("G5",)}),
        ("Turnhalle land:Atlantis", "Turnhalle land:Atlantis", {}),
        ("Turnhalle jahr:neulich", "Turnhalle jahr:neulich", {}),
        ("Turnhalle um:zehn 10:30 http://x.example", None, {}),
        ("land:Bayern", None, {}),
        ("land:", None, {}),
        ("", None, {}),
    ],
)
def test_prefixes_become_filters_and_all_else_stays_words(
    typed: str, words: str | None, chosen: dict[str, tuple[str, ...]]
) -> None:
    assert prefixes.read(typed) == (typed if words is None else words, chosen)


def test_chosen_filters_of_the_address_stay() -> None:
    found = prefixes.translate(QueryDict("q=Turnhalle+land:BY&land=ST&sortierung=neu"))
    assert found.urlencode() == "q=Turnhalle&land=ST&land=BY&sortierung=neu"


def test_team_filters_in_the_box_and_everybody_else_searches_words(client: Client) -> None:
    anonymous = page(client, q="Turnhalle land:Bayern")
    assert "2 Treffer" in text(anonymous)
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    html = page(client, q="Turnhalle land:Bayern")
    assert "1 Treffer" in text(html)
    assert 'value="Turnhalle"' in html
    assert "/beispiele/1/" in html
    assert "/beispiele/2/" not in html


def test_command_line_reads_prefixes_for_the_team() -> None:
    def found(*arguments: str) -> list[str]:
        out = StringIO()
        call_command("search", "query", "Turnhalle land:Bayern", "--json", *arguments, stdout=out)
        return [json.loads(line)["title"] for line in out.getvalue().splitlines()]

    assert found("--reach", "team") == ["Eins"]
    assert len(found()) == 2

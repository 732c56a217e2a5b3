"""The results page and the suggestions, with and without HTMX."""

import re
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.lib.audience import Audience
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
from lotse.search import index
from lotse.search.tests.conftest import Publish
from lotse.search.tests.factories import document
from lotse.ui import page_cache

pytestmark = pytest.mark.django_db


def text(html: str) -> str:
    """What a reader sees, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def fill(count: int = 3, **fields: object) -> None:
    for number in range(count):
        index.put(document(f"Halle {number}", "Die Turnhalle ist frei.", **fields))


def page(client: Client, **query: str) -> str:
    response = client.get("/suche/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_best_hit_comes_first_with_its_passage_and_leads_to_it(
    client: Client, content: Publish
) -> None:
    content([])
    index.put(document("Freizug", "Die Turnhalle wird frei.", object_id=7, meta="Stadt · 2025"))
    html = page(client, q="Wann wird die Turnhalle frei?")
    assert "1 Treffer" in text(html)
    assert re.search(r'href="/beispiele/7/#kurz"\s*>\s*Freizug\s*</a>', html)
    assert "Die <mark>Turnhalle</mark> wird <mark>frei</mark>." in html
    assert "Stadt · 2025" in html
    assert 'href="/fragen/neu/frage/?q=Wann+wird+die+Turnhalle+frei%3F"' in html


def test_without_a_question_the_page_offers_the_box(client: Client) -> None:
    for words in ("", " ", "  \x00 "):
        html = page(client, q=words)
        assert 'name="q"' in html
        assert "Treffer" not in text(html).replace("Treffer filtern", "")


def test_htmx_gets_the_results_alone(client: Client, content: Publish) -> None:
    content([])
    fill(1)
    whole = client.get("/suche/", {"q": "Turnhalle"})
    part = client.get("/suche/", {"q": "Turnhalle"}, headers={"HX-Request": "true"})
    assert b"<html" in whole.content
    assert b"<html" not in part.content
    assert text(part.content.decode()).startswith("1 Treffer ")
    assert text(part.content.decode()).removeprefix("1 Treffer ") in text(whole.content.decode())
    assert {"HX-Request", "Cookie"} <= set(part["Vary"].replace(" ", "").split(","))


def test_filters_show_names_and_counts_and_stay_in_the_address(
    client: Client, content: Publish
) -> None:
    content([])
    LandFactory.create(code="BY", name="Bayern")
    LandFactory.create(code="NW", name="Nordrhein-Westfalen")
    fill(2, facets={"land": ("BY",), "status": ("ended",), "secret": ("x",)})
    fill(1, facets={"land": ("NW",), "status": ("running",)})
    html = page(client, q="Turnhalle", land="BY")
    assert "2 Treffer" in text(html)
    inputs = {" ".join(tag.split()) for tag in re.findall(r"<input[^>]*>", html)}
    chosen = {tag for tag in inputs if 'name="land"' in tag and "checked" in tag.split()[-1]}
    assert [re.findall('value="(.*?)"', tag) for tag in chosen] == [["BY"]]
    assert "Nordrhein-Westfalen 1 Treffer" in text(html)
    assert "secret" not in html
    chip = re.search(
        r'<a class="lt-chip"\s+href="([^"]*)"[^>]*>(?:(?!</a>).)*Bayern', html, re.DOTALL
    )
    assert chip is not None
    assert parse_qs(urlsplit(chip[1]).query) == {"q": ["Turnhalle"]}


def test_understood_words_can_be_taken_away(client: Client, content: Publish) -> None:
    content([])
    fill(1)
    html = page(client, q="Ist die Turnhalle schon frei?")
    assert "Suchbegriff entfernen: Turnhalle" in text(html)
    assert 'href="?q=Ist+die+schon+frei%3F"' in html


def test_typing_error_is_named_with_a_way_back(client: Client, content: Publish) -> None:
    content([])
    fill(1)
    html = page(client, q="Tunrhalle")
    assert "Gesucht nach „Turnhalle“" in text(html)
    assert "genau=1" in html
    assert "Dazu haben wir noch nichts" in text(page(client, q="Tunrhalle", genau="1"))


def test_empty_result_names_the_filter_that_costs_hits(client: Client, content: Publish) -> None:
    content([])
    LandFactory.create(code="BY", name="Bayern")
    LandFactory.create(code="NW", name="Nordrhein-Westfalen")
    fill(2, facets={"land": ("NW",), "year": ("2025",)})
    shown = text(page(client, q="Turnhalle", land="BY", jahr="2025"))
    assert "Dazu haben wir noch nichts" in shown
    assert "ohne „Bayern“: 2 Treffer" in shown
    assert "ohne „2025“" not in shown


def test_own_size_class_is_pointed_out_to_members(client: Client, content: Publish) -> None:
    content([])
    place = MunicipalityFactory.create(size_class="G5")
    client.force_login(UserFactory.create(roles=[Role.MEMBER], municipality=place))
    fill(1, facets={"size_class": ("G5",)})
    fill(1, facets={"size_class": ("G1",)})
    shown = text(page(client, q="Turnhalle"))
    assert shown.count("Ihre Größenklasse") == 1
    assert "steht etwas weiter oben" in shown
    assert "25.000 bis 50.000 (wie Sie)" in shown
    client.logout()
    assert "Ihre Größenklasse" not in page(client, q="Turnhalle")


def test_pages_and_order_are_in_the_address(client: Client, content: Publish) -> None:
    content([])
    for number in range(12):
        day = date(2026, 1, number + 1)
        index.put(document(f"Halle {number}", "Die Turnhalle.", dated_on=day))
    first = page(client, q="Turnhalle", sortierung="neu")
    assert [f"Halle {n}" for n in range(11, 1, -1)] == re.findall(r">(Halle \d+)</a>", first)
    second = page(client, q="Turnhalle", sortierung="neu", seite="2")
    assert re.findall(r">(Halle \d+)</a>", second) == ["Halle 1", "Halle 0"]
    assert "sortierung=neu" in second


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 10_000},
        {"q": "\x00\ud800'\"; DROP TABLE"},
        {"q": "Turnhalle", "seite": "-5"},
        {"q": "Turnhalle", "seite": "99999999999999999999"},
        {"q": "Turnhalle", "land": ["\x00"] * 50},
        {"q": "Turnhalle", "art": "<script>"},
        {"q": "<script>alert(1)</script>"},
        {"q": "\u202eTurnhalle"},
    ],
)
@pytest.mark.parametrize("path", ["/suche/", "/suche/vorschlaege/"])
def test_bad_input_gives_a_calm_page(
    client: Client, content: Publish, path: str, query: dict[str, object]
) -> None:
    content([])
    fill(1)
    # A browser sends a lone surrogate as bytes that are no UTF-8.
    address = urlencode(query, doseq=True, errors="surrogatepass")
    response = client.get(f"{path}?{address}")
    assert response.status_code == 200
    assert b"<script>" not in response.content.replace(b"<script src", b"")


def test_suggestions_are_up_to_three_finds(client: Client, content: Publish) -> None:
    content([])
    fill(5)
    html = client.get("/suche/vorschlaege/", {"q": "Turnhalle frei"}).content.decode()
    assert len(re.findall(r'href="/beispiele/\d+/#kurz"', html)) == 3
    assert "<html" not in html
    assert client.get("/suche/vorschlaege/", {"q": "Tu"}).content.strip() == b""
    assert client.get("/suche/vorschlaege/", {"q": "Raumschiff"}).content.strip() == b""


@pytest.mark.parametrize("count", [1, 3, 9])
def test_page_takes_the_same_queries_however_many_hits(
    client: Client, content: Publish, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    content([])
    LandFactory.create(code="BY", name="Bayern")
    fill(count, facets={"land": ("BY",), "year": ("2025", "2026")}, audience=Audience.PUBLIC)
    page_cache.content_changed()
    page(client, q="Turnhalle")
    with django_assert_num_queries(8):
        page(client, q="Turnhalle")

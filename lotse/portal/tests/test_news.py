"""Lists of news and press releases, and what machines ask for."""

import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect

from lotse.portal import bootstrap, demo
from lotse.portal.pages import NewsPage
from lotse.portal.tests.factories import NewsPageFactory, PressReleaseFactory
from lotse.team.tests.factories import ProgrammeAreaFactory
from lotse.topics.tests.factories import FieldFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def no_old_pages() -> None:
    caches["pages"].clear()
    bootstrap.load(datetime(2026, 11, 23, tzinfo=UTC))


def shown(client: Client, address: str) -> str:
    """A page in one line; line breaks between attributes mean nothing."""
    return " ".join(client.get(address).content.decode().split())


def titles(client: Client, address: str) -> list[str]:
    html = shown(client, address)
    return re.findall(r'<a class="lt-title-link" href="[^"]+">([^<]+)</a>', html)


def cost(client: Client, address: str) -> int:
    client.get(address)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_news_stand_newest_first(client: Client) -> None:
    NewsPageFactory.create(title="Alt", published_on=date(2026, 11, 1))
    NewsPageFactory.create(title="Neu", published_on=date(2026, 11, 20))
    assert titles(client, "/aktuelles/") == ["Neu", "Alt"]


def test_news_are_filtered_by_topic_and_kind(client: Client) -> None:
    housing, people = FieldFactory.create(slug="wohnen"), FieldFactory.create(slug="personal")
    NewsPageFactory.create(title="Wohnen", topics=[housing], kind=NewsPage.Kind.LAW)
    NewsPageFactory.create(title="Personal", topics=[people], kind=NewsPage.Kind.DATE)
    assert titles(client, "/aktuelles/?thema=wohnen") == ["Wohnen"]
    assert titles(client, "/aktuelles/?art=date") == ["Personal"]
    assert titles(client, "/aktuelles/?thema=wohnen&art=date") == []
    assert "Alle Meldungen zeigen" in client.get("/aktuelles/?art=aid").content.decode()


def test_an_unknown_filter_shows_everything(client: Client) -> None:
    NewsPageFactory.create(title="Da")
    assert titles(client, "/aktuelles/?thema=gibtsnicht&art=x&nach=kaputt") == ["Da"]


def test_long_lists_have_pages_that_keep_the_filter(client: Client) -> None:
    for number in range(21):
        NewsPageFactory.create(
            title=f"N{number:02}",
            kind=NewsPage.Kind.LAW,
            published_on=date(2026, 11, 1) + timedelta(days=number),
        )
    html = shown(client, "/aktuelles/?art=law")
    following = re.search(r'href="(\?art=law&amp;nach=[^"]+)" rel="next"', html)
    assert following
    address = "/aktuelles/" + following[1].replace("&amp;", "&")
    assert titles(client, address) == ["N00"]


@pytest.mark.parametrize(
    ("address", "create"),
    [("/aktuelles/", NewsPageFactory.create), ("/presse/", PressReleaseFactory.create)],
)
def test_more_entries_cost_no_more_queries(
    client: Client, address: str, create: Callable[..., object]
) -> None:
    topic = FieldFactory.create()
    create(topics=[topic])
    with_one = cost(client, address)
    create(topics=[topic])
    create(topics=[topic])
    assert cost(client, address) == with_one


def test_empty_lists_say_what_to_do_instead(client: Client) -> None:
    assert "Keine Meldung" in client.get("/aktuelles/").content.decode()
    assert "Noch keine Pressemitteilung" in client.get("/presse/").content.decode()


def test_the_press_finds_release_contact_and_figures(client: Client) -> None:
    ProgrammeAreaFactory.create(name="Pressestelle Muster", is_press=True)
    page = PressReleaseFactory.create(title="Vor dem Winter")
    overview = client.get("/presse/").content.decode()
    release = client.get(f"/presse/{page.slug}/").content.decode()
    assert "Vor dem Winter" in overview
    assert "Pressestelle Muster" in overview
    assert "Pressestelle Muster" in release
    assert "Veröffentlichte gute Beispiele" in overview


def test_the_figures_can_be_loaded_as_a_table(client: Client) -> None:
    response = client.get("/presse/zahlen.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Angabe", "Wert", "Zeitraum", "Stand"]
    assert rows[1][:3] == ["Veröffentlichte gute Beispiele", "0", "gesamt"]
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("address", "create"),
    [("aktuelles", NewsPageFactory.create), ("presse", PressReleaseFactory.create)],
)
def test_feeds_name_title_address_and_summary(
    client: Client, address: str, create: Callable[..., object]
) -> None:
    create(title="Schnee & Eis", slug="schnee", teaser="Räumen > warten")
    response = client.get(f"/feeds/{address}.atom")
    feed = ElementTree.fromstring(response.content)
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Schnee & Eis"
    assert entry.findtext(f"{ATOM}summary") == "Räumen > warten"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"http://testserver/{address}/schnee/"
    assert response["Content-Type"].startswith("application/atom+xml")


def test_an_empty_feed_is_a_valid_feed(client: Client) -> None:
    feed = ElementTree.fromstring(client.get("/feeds/beispiele.atom").content)
    assert feed.findtext(f"{ATOM}title") == "Gute Beispiele aus Kommunen"


@pytest.mark.parametrize("end", ["", "/"])
def test_the_printed_address_leads_to_the_newest_examples(client: Client, end: str) -> None:
    address = f"/aktuelles/fluechtlinge-gute-beispiele-aus-kommunen{end}"
    assert client.get(address)["Location"] == "/beispiele/"


def test_search_engines_find_public_pages_and_are_kept_from_the_rest(client: Client) -> None:
    NewsPageFactory.create(slug="schnee")
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /vorgang/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    places = re.findall("<loc>([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    assert "http://testserver/aktuelles/schnee/" in places
    assert "http://testserver/impressum/" in places
    assert len(places) == len(set(places))


def test_a_reported_barrier_travels_to_the_question_form(client: Client) -> None:
    shown = client.get("/barriere-melden/", headers={"referer": "http://testserver/beispiele/"})
    assert 'value="http://testserver/beispiele/"' in shown.content.decode()
    sent = client.get("/barriere-melden/?barriere=Kontrast+zu+schwach&seite=Suche")
    assert sent["Location"].startswith("/fragen/neu/frage/?")
    assert "Kontrast+zu+schwach" in sent["Location"]
    empty = client.get("/barriere-melden/?barriere=")
    assert "Beschreiben Sie die Barriere" in empty.content.decode()


def test_demo_news_are_made_once(client: Client) -> None:
    for _twice in range(2):
        demo.load(datetime(2026, 11, 23, tzinfo=UTC))
    assert len(titles(client, "/aktuelles/")) == len(demo.NEWS)
    assert len(titles(client, "/presse/")) == len(demo.PRESS)


def test_old_address_of_a_renamed_page_leads_on(
    client: Client, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    page = NewsPageFactory.create(slug="winterplan")
    old = page.get_url()
    page.slug = "winterplan-2027"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, "/aktuelles/winterplan-2027/")


def test_redirect_an_editor_made_leads_on_and_leaves_the_rest_alone(client: Client) -> None:
    Redirect.objects.create(
        old_path=Redirect.normalise_path("/alter-flyer/"), redirect_link="/beispiele/"
    )
    assert client.get("/alter-flyer/")["Location"] == "/beispiele/"
    assert client.get("/gibt-es-nicht/").status_code == 404

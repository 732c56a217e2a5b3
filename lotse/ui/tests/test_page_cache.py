"""Public pages are kept until content changes, and never shown to the wrong person."""

import gzip
from collections.abc import Iterator

import brotli
import pytest
from django.core.cache import caches
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from lotse.ui import page_cache
from lotse.ui.models import ContentState
from lotse.ui.tests.people import person

calls: list[str] = []


@page_cache.public_page(seconds=60)
def public(request: HttpRequest) -> HttpResponse:
    calls.append(request.get_full_path())
    return HttpResponse(f"Seite {len(calls)} für {request.user}")


@page_cache.public_page()
def with_token(request: HttpRequest) -> HttpResponse:
    response = public(request)
    response.set_cookie("lotse_csrf", "x")
    return response


@page_cache.public_page()
def missing(request: HttpRequest) -> HttpResponse:
    response = public(request)
    response.status_code = 404
    return response


def private(request: HttpRequest) -> HttpResponse:
    calls.append(request.path)
    return HttpResponse(f"Privat {len(calls)}")


urlpatterns = [
    path("offen/", public),
    path("zeichen/", with_token),
    path("fehlt/", missing),
    path("privat/", private),
]


@pytest.fixture(autouse=True)
def these_pages(db: None) -> Iterator[None]:
    calls.clear()
    caches["pages"].clear()
    page_cache.content_changed()
    with override_settings(ROOT_URLCONF=__name__):
        yield
    caches["pages"].clear()


def test_a_public_page_is_rendered_once_and_costs_one_query(client: Client) -> None:
    first = client.get("/offen/")
    with CaptureQueriesContext(connection) as queries:
        second = client.get("/offen/")
    assert first.content == second.content
    assert calls == ["/offen/"]
    assert len(queries) == 1


def test_what_is_published_shows_at_the_next_request(client: Client) -> None:
    assert client.get("/offen/").content == b"Seite 1 f\xc3\xbcr AnonymousUser"
    page_cache.content_changed()
    assert client.get("/offen/").content == b"Seite 2 f\xc3\xbcr AnonymousUser"


def test_what_was_not_published_after_all_changes_nothing(client: Client) -> None:
    client.get("/offen/")

    with transaction.atomic():
        page_cache.content_changed()
        transaction.set_rollback(True)
    client.get("/offen/")
    assert calls == ["/offen/"]


def test_every_address_has_a_page_of_its_own(client: Client) -> None:
    client.get("/offen/?thema=U")
    client.get("/offen/?thema=S")
    client.get("/offen/", headers={"HX-Request": "true"})
    client.get("/offen/", headers={"host": "127.0.0.1"})
    assert len(calls) == 4


def test_a_kept_page_carries_all_security_headers(client: Client) -> None:
    names = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options")
    first, second = client.get("/offen/"), client.get("/offen/")
    assert [first[name] for name in names] == [second[name] for name in names]
    assert "default-src 'none'" in second["Content-Security-Policy"]
    assert second["Content-Type"] == "text/html; charset=utf-8"


def test_people_who_are_signed_in_get_their_own_page_and_leave_none_behind(client: Client) -> None:
    user = person("member", name="Erika Beispiel")
    client.get("/offen/")
    signed_in = Client()
    signed_in.force_login(user)
    assert "Erika Beispiel" in signed_in.get("/offen/").content.decode()
    assert "Erika Beispiel" not in client.get("/offen/").content.decode()


def test_a_waiting_message_is_not_kept_from_its_reader(client: Client) -> None:
    client.get("/offen/")
    client.cookies["messages"] = "x"
    client.get("/offen/")
    assert len(calls) == 2


@pytest.mark.parametrize("address", ["/privat/", "/zeichen/", "/fehlt/"])
def test_pages_with_a_token_errors_and_undeclared_pages_are_never_kept(
    client: Client, address: str
) -> None:
    client.get(address)
    client.get(address)
    assert len(calls) == 2


def test_only_get_is_answered_from_the_cache(client: Client) -> None:
    client.get("/offen/")
    client.post("/offen/")
    client.head("/offen/")
    assert len(calls) == 3


def test_a_browser_that_has_the_page_is_told_so(client: Client) -> None:
    first = client.get("/offen/")
    again = client.get("/offen/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    page_cache.content_changed()
    assert client.get("/offen/", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes)],
)
def test_a_page_is_sent_in_the_best_encoding_the_browser_knows(
    client: Client, accepted: str, encoding: str | None, unpack: object
) -> None:
    assert callable(unpack)
    for _first_and_kept in range(2):
        response = client.get("/offen/", headers={"Accept-Encoding": accepted})
        assert response.get("Content-Encoding") == encoding
        assert unpack(response.content) == b"Seite 1 f\xc3\xbcr AnonymousUser"
        assert response["Content-Length"] == str(len(response.content))
        assert "Accept-Encoding" in response["Vary"]
        assert "Cookie" in response["Vary"]


def test_nothing_is_kept_before_content_was_ever_published(client: Client) -> None:
    ContentState.objects.all().delete()
    client.get("/offen/")
    client.get("/offen/")
    assert len(calls) == 2


def test_kept_pages_survive_a_database_that_is_gone(client: Client) -> None:
    kept = client.get("/offen/").content

    def gone(*arguments: object) -> None:
        raise DatabaseError

    with connection.execute_wrapper(gone):
        assert client.get("/offen/").content == kept


def test_a_foreign_host_name_is_refused(client: Client) -> None:
    assert client.get("/offen/", headers={"host": "boese.example"}).status_code == 400


def test_a_view_may_be_called_without_the_middleware() -> None:
    request = RequestFactory().get("/offen/")
    request.user = person(name="Test")
    assert public(request).content == b"Seite 1 f\xc3\xbcr Test"

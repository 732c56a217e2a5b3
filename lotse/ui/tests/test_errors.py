"""Error pages are calm, German and need no database."""

from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from lotse.ui.tests.people import person


class Broken(Exception):
    pass


def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise {
        "verloren": Http404,
        "verboten": PermissionDenied,
        "unlesbar": BadRequest,
        "kaputt": Broken,
        "weg": OperationalError,
    }[how]("geheim")


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("angekommen")


urlpatterns = [path("<str:how>/", fail), path("formular", form)]
handler400 = "lotse.ui.errors.bad_request"
handler403 = "lotse.ui.errors.forbidden"
handler404 = "lotse.ui.errors.not_found"
handler500 = "lotse.ui.errors.server_error"


def get(address: str) -> Any:
    client = Client(raise_request_exception=False)
    with override_settings(ROOT_URLCONF=__name__):
        return client.get(address)


@pytest.mark.parametrize(
    ("address", "status", "headline"),
    [
        ("/verloren/", 404, "Diese Seite gibt es hier nicht"),
        ("/verboten/", 403, "Das dürfen Sie hier nicht"),
        ("/unlesbar/", 400, "Damit können wir nichts anfangen"),
        ("/kaputt/", 500, "Das hat nicht geklappt"),
        ("/weg/", 503, "Wir sind gleich wieder da"),
    ],
)
def test_every_error_has_a_page_that_says_what_to_do(
    db: None, address: str, status: int, headline: str
) -> None:
    response = get(address)
    html = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{headline}</h1>" in html
    assert "geheim" not in html
    assert response["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_database_that_is_gone_asks_for_patience_even_of_people_signed_in(db: None) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(person("desk"))

    def gone(*arguments: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(gone):
        response = client.get("/konto/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"


def test_an_expired_form_explains_itself(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    with override_settings(ROOT_URLCONF=__name__):
        response = client.post("/formular", {"text": "x"})
    assert response.status_code == 403
    assert "Bitte senden Sie das Formular noch einmal" in response.content.decode()

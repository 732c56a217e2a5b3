from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from lotse.ui import navigation
from lotse.ui.tests.people import person

_TOOLS = ("", "telefon/", "radar/", "quarantaene/")
DESK = [f"/arbeitsplatz/{name}" for name in _TOOLS]


def frame_of(user: Any, path: str = "/") -> navigation.Frame:
    request = RequestFactory().get(path)
    request.user = user
    return navigation.of_request(request)


def paths(frame: navigation.Frame) -> list[str]:
    return [entry.path for entry in frame.entries]


def test_visitors_see_what_is_public_and_the_way_to_sign_in() -> None:
    frame = frame_of(AnonymousUser())
    assert frame.person is None
    assert "/arbeitsplatz/" not in paths(frame)
    assert [entry.path for entry in frame.extra] == [
        "/fragen/neu/frage/",
        "/beispiele/melden/",
        "/anmelden/",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "own"),
    [
        ("member", []),
        ("desk", DESK),
        ("editor", ["/redaktion/"]),
        ("press", ["/arbeitsplatz/", "/redaktion/"]),
        ("lead", [*DESK, "/redaktion/"]),
        ("operator", ["/postausgang/"]),
    ],
)
def test_each_role_finds_its_own_tools(role: str, own: list[str]) -> None:
    tools = ("/arbeitsplatz/", "/redaktion/", "/postausgang/")
    found = paths(frame_of(person(role)))
    assert [path for path in found if path.startswith(tools)] == own


def test_the_entry_nearest_to_the_page_is_the_present_one() -> None:
    def current(path: str) -> list[str]:
        return [entry.path for entry in frame_of(AnonymousUser(), path).entries if entry.is_current]

    assert current("/beispiele/turnhalle/") == ["/beispiele/"]
    assert current("/impressum/") == []


@pytest.mark.django_db
def test_a_person_is_named_with_office_and_initials() -> None:
    user = person(name="Dr. Erika von Beispiel-Muster", office="Sozialamt")
    assert frame_of(user).person == navigation.Person(
        "Dr. Erika von Beispiel-Muster", "Sozialamt", "DM"
    )
    assert [navigation.initials(name) for name in ("", "4711", "Anna", "a b")] == [
        "",
        "",
        "A",
        "AB",
    ]


@pytest.mark.django_db
def test_the_frame_of_a_visitor_costs_no_query(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/muster/formular/")
    # The one is the page cache asking for the state of the content.
    assert len(queries) == 1

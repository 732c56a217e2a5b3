"""From what people searched in vain to a commission."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge.models import Commission
from lotse.lib.audience import Audience
from lotse.search import missed
from lotse.search.models import MissedQuestion

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 11, tzinfo=UTC)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    return client


def note(text: str, times: int = 1, outcome: str = "none") -> MissedQuestion:
    for _time in range(times):
        question = missed.note(text, outcome=outcome, reach=Audience.PUBLIC, now=NOW)
    assert question is not None
    return question


def shown(client: Client, **query: str) -> list[str]:
    page = client.get("/nachfrage/", query)
    assert page.status_code == 200
    return [row.text for row in page.context["page"].rows]


def test_what_is_asked_most_stands_first_and_can_be_filtered(editor: Client) -> None:
    note("Seilbahn")
    note("Gletscher schmilzt", times=3)
    note("Lawine", times=2, outcome="weak")
    assert shown(editor) == ["Gletscher schmilzt", "Lawine", "Seilbahn"]
    assert shown(editor, art="weak") == ["Lawine"]
    assert shown(editor, q="GLETSCHER") == ["Gletscher schmilzt"]
    assert shown(editor, stand="quatsch", art="quatsch") == shown(editor)


def test_the_list_goes_on_by_key(editor: Client) -> None:
    for number in range(25):
        note(f"Seilbahn Nummer {number}")
    first = editor.get("/nachfrage/").context["page"]
    second = shown(editor, **first.next)
    assert (len(first.rows), len(second)) == (20, 5)


def test_a_question_becomes_a_commission_once(editor: Client) -> None:
    question = note("Seilbahn", times=4)
    form = editor.get(f"/nachfrage/{question.pk}/auftrag/").content.decode()
    assert "Gesucht und nicht gefunden: „Seilbahn“, 4-mal." in form
    data = {"kind": "aid", "title": "Leitfaden Seilbahn", "why": "Vier haben gesucht."}
    assert editor.post(f"/nachfrage/{question.pk}/auftrag/", data).status_code == 302
    asked = Commission.objects.get()
    assert (asked.title, asked.origin_label) == ("Leitfaden Seilbahn", "Suche ohne Treffer")
    assert "Leitfaden Seilbahn" in editor.get("/auftraege/").content.decode()
    assert (shown(editor), shown(editor, stand="asked")) == ([], ["Seilbahn"])
    again = editor.post(f"/nachfrage/{question.pk}/auftrag/", data)
    assert "inzwischen jemand anderes" in again.content.decode()
    assert Commission.objects.count() == 1


def test_bad_input_asks_for_what_is_missing(editor: Client) -> None:
    question = note("Seilbahn")
    answer = editor.post(f"/nachfrage/{question.pk}/auftrag/", {"kind": "change", "title": " "})
    assert "Sagen Sie, was entstehen soll." in answer.content.decode()
    assert Commission.objects.count() == 0


def test_dismissed_questions_come_back(editor: Client) -> None:
    question = note("Seilbahn")
    editor.post(f"/nachfrage/{question.pk}/verwerfen/")
    assert (shown(editor), shown(editor, stand="off")) == ([], ["Seilbahn"])
    editor.post(f"/nachfrage/{question.pk}/zurueckholen/")
    assert shown(editor) == ["Seilbahn"]


@pytest.mark.parametrize("count", [1, 3])
def test_more_questions_take_no_more_queries(
    editor: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        note(f"Seilbahn {number}")
    editor.get("/nachfrage/")
    with django_assert_num_queries(5):
        editor.get("/nachfrage/")

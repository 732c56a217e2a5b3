"""Feedback below pages without an account, its brake, and the editors' inbox."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import forgetting
from lotse.knowledge.feedback import forms, rules, views
from lotse.knowledge.feedback.rules import Said
from lotse.knowledge.models import PageFeedback
from lotse.knowledge.tests.factories import answered, published
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def filled(seconds_ago: float = 10, **values: Any) -> dict[str, Any]:
    """A form that was opened so many seconds ago."""
    with time_machine.travel(time.time() - seconds_ago, tick=False):
        begun = forms.stamp()
    return {"verdict": "ja", "begun": begun, **values}


def given(**values: Any) -> PageFeedback:
    said = Said(**{"verdict": "nein", **values})
    return rules.give(published(), kind="example", said=said, now=NOW)


@pytest.fixture
def editor() -> User:
    person: User = UserFactory(roles=[Role.EDITOR], name="Hanna Wiebe")
    return person


def test_everybody_can_say_whether_an_example_or_answer_helped(client: Client) -> None:
    example, answer = published(title="Halle"), answered(question="Wer zahlt?", slug="wer-zahlt")
    page = client.get(example.get_absolute_url()).content.decode()
    assert f'href="{example.get_absolute_url()}rueckmeldung/?hilft=nein"' in page
    opened = client.get(f"{example.get_absolute_url()}rueckmeldung/?hilft=nein")
    assert opened.context["form"]["verdict"].value() == "nein"
    done = client.post(
        f"{example.get_absolute_url()}rueckmeldung/", filled(text="Die Liste half.")
    ).content.decode()
    assert "Danke für Ihre Rückmeldung" in done
    client.post("/antworten/wer-zahlt/rueckmeldung/", filled(verdict="fehler"))
    assert list(
        PageFeedback.objects.order_by("pk").values_list(
            "record_kind", "record_id", "record_title", "verdict", "text"
        )
    ) == [
        ("example", example.pk, "Halle", "ja", "Die Liste half."),
        ("answer", answer.pk, "Wer zahlt?", "fehler", ""),
    ]


def test_inside_the_page_the_form_comes_alone(client: Client) -> None:
    path = f"{published().get_absolute_url()}rueckmeldung/?hilft=ja"
    part = client.get(path, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]
    assert 'name="csrfmiddlewaretoken"' in part.content.decode()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"seconds_ago": 0}, "Das ging sehr schnell."),
        ({"seconds_ago": 25 * 3600}, "Die Seite war zu lange offen."),
        ({"begun": "quatsch"}, "Die Seite war zu lange offen."),
        ({"verdict": "x"}, "keine gültige Auswahl"),
        ({"text": "http://a.example www.b.example"}, "höchstens eine Internetadresse"),
        ({"reply_email": "amt@stadt.example", "text": ""}, "worauf wir antworten sollen"),
        ({"reply_email": "amt", "text": "Bitte antworten"}, "E-Mail-Adresse"),
    ],
)
def test_what_looks_like_a_program_is_told_why_and_loses_nothing(
    client: Client, values: dict[str, Any], sentence: str
) -> None:
    path = f"{published().get_absolute_url()}rueckmeldung/"
    page = client.post(path, filled(**{"text": "Ein langer Gedanke", **values})).content.decode()
    assert sentence in page
    assert not PageFeedback.objects.exists()
    assert values.get("text", "Ein langer Gedanke") in page


def test_a_form_open_too_long_goes_through_the_second_time(client: Client) -> None:
    path = f"{published().get_absolute_url()}rueckmeldung/"
    answer = client.post(path, filled(seconds_ago=25 * 3600, text="Bleibt stehen"))
    form = answer.context["form"]
    with time_machine.travel(time.time() + 5):
        shown = {name: form[name].value() for name in ("verdict", "text", "begun")}
        client.post(path, shown)
    assert PageFeedback.objects.get().text == "Bleibt stehen"


def test_one_client_cannot_flood_the_inbox_and_is_remembered_as_a_hash_only(client: Client) -> None:
    path = f"{published().get_absolute_url()}rueckmeldung/"
    for _number in range(views.PER_CLIENT.amount):
        client.post(path, filled())
    page = client.post(path, filled(text="Noch etwas")).content.decode()
    assert ("sehr viele Rückmeldungen" in page, "Noch etwas" in page) == (True, True)
    assert PageFeedback.objects.count() == views.PER_CLIENT.amount


def test_editors_read_take_and_answer_once(client: Client, editor: User) -> None:
    feedback = given(text="Wie war der Schallschutz?", reply_email="Amt@Stadt.example")
    client.force_login(editor)
    assert "Wie war der Schallschutz?" in client.get("/rueckmeldungen/").content.decode()
    client.post(f"/rueckmeldungen/{feedback.pk}/gelesen/")
    assert "Wie war der Schallschutz?" not in client.get("/rueckmeldungen/").content.decode()
    assert "Wie war der" in client.get("/rueckmeldungen/?stand=offen").content.decode()
    client.post(f"/rueckmeldungen/{feedback.pk}/uebernehmen/")
    assert "bei Hanna Wiebe" in client.get("/rueckmeldungen/?stand=meine").content.decode()
    path = f"/rueckmeldungen/{feedback.pk}/"
    assert "Schreiben Sie eine Antwort" in client.post(path, {"text": " "}).content.decode()
    client.post(path, {"text": "Mit Akustikdecken."})
    again = client.post(path, {"text": "Noch einmal."}).content.decode()
    assert "Darauf hat schon jemand geantwortet." in again
    mail = OutgoingMail.objects.get(purpose="feedback")
    assert mail.recipient == "amt@stadt.example"
    assert "Mit Akustikdecken." in mail.text
    assert "Wie war der Schallschutz?" in mail.text
    client.post(f"/rueckmeldungen/{feedback.pk}/neu/")
    assert PageFeedback.objects.get().read_at is None


def test_what_a_colleague_looks_after_is_not_taken_away(editor: User) -> None:
    feedback, other = given(), UserFactory(roles=[Role.EDITOR])
    rules.take(feedback, person=editor, now=NOW)
    rules.take(feedback, person=editor, now=NOW)
    with pytest.raises(RuleError, match="schon jemand anderes"):
        rules.take(feedback, person=other, now=NOW)
    with pytest.raises(RuleError, match="jemand anderes"):
        rules.release(feedback, person=other)
    rules.release(feedback, person=editor)
    assert PageFeedback.objects.get().owner is None


def test_without_an_address_nobody_is_answered(editor: User) -> None:
    with pytest.raises(RuleError, match="keine Adresse"):
        rules.reply(given(), text="Danke", person=editor, now=NOW)
    assert not OutgoingMail.objects.exists()


def test_inbox_takes_the_same_number_of_queries_for_1_and_for_3(
    client: Client, editor: User
) -> None:
    client.force_login(editor)

    def queries() -> int:
        client.get("/rueckmeldungen/?stand=alle")
        with CaptureQueriesContext(connection) as asked:
            client.get("/rueckmeldungen/?stand=alle")
        return len(asked)

    rules.take(given(), person=editor, now=NOW)
    few = queries()
    for _number in range(2):
        rules.take(given(), person=UserFactory(roles=[Role.LEAD]), now=NOW)
    assert queries() == few


def test_addresses_are_forgotten_a_month_after_the_reply(editor: User) -> None:
    feedback = given(text="Frage", reply_email="amt@stadt.example")
    waiting = given(text="Frage", reply_email="b@stadt.example")
    rules.reply(feedback, text="Antwort", person=editor, now=NOW)
    assert forgetting.forget_addresses(NOW + timedelta(days=29)) == 0
    assert forgetting.forget_addresses(NOW + timedelta(days=30)) == 1
    waiting.refresh_from_db()
    assert waiting.reply_email == "b@stadt.example"
    assert forgetting.forget_addresses(NOW + timedelta(days=365)) == 1

"""Remarks on passages: comments of editors, wordings that members propose."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotse.accounts import bootstrap as accounts
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import bootstrap
from lotse.knowledge.models import Example, Remark
from lotse.knowledge.tests.factories import answered, fact, published
from lotse.lib.audience import Audience
from lotse.mail.models import OutgoingMail

NOW = datetime.now(UTC)
pytestmark = pytest.mark.django_db
SOLUTION = "Die Stadt mietet Container.\n\nEin Wachdienst sichert den Platz."


@pytest.fixture
def anna(db: None) -> User:
    accounts.load(NOW)
    bootstrap.load(NOW)
    return UserFactory.create(roles=[Role.EDITOR], name="Anna Ahr", email="anna@lotse.example")


@pytest.fixture
def bert(anna: User) -> User:
    return UserFactory.create(roles=[Role.EDITOR], name="Bert Bode", email="bert@lotse.example")


@pytest.fixture
def member(anna: User) -> User:
    return UserFactory.create(roles=[Role.MEMBER], name="Mia Moor", email="mia@stadt.example")


@pytest.fixture
def example(anna: User) -> Example:
    made = published(title="Container", solution=SOLUTION, owner=anna)
    made.save_revision(user=anna, clean=False)
    return made


def _say(client: Client, address: str, passage: str, column: str = "solution", **said: str) -> str:
    data = {"column": column, "passage": passage, **said}
    return client.post(address, data, follow=True).content.decode()


def _read(example: Example) -> str:
    return f"/durchsicht/example/{example.pk}/"


def test_comment_stands_at_its_passage_and_goes_to_who_works_on_it(
    client: Client, bert: User, example: Example
) -> None:
    client.force_login(bert)
    page = _say(client, _read(example), "Ein Wachdienst sichert den Platz.", text="Welcher?")
    box = re.search(r'id="solution-2".*?id="problem|id="solution-2".*', page, re.DOTALL)
    assert box
    assert "Welcher?" in box[0]
    assert "Welcher?" not in page[: box.start()]
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == ("anna@lotse.example", "Neuer Kommentar: Container")
    assert f"/durchsicht/example/{example.pk}/" in mail.text


def test_comment_survives_an_edit_elsewhere_and_says_when_its_passage_is_gone(
    client: Client, bert: User, example: Example
) -> None:
    client.force_login(bert)
    _say(client, _read(example), "Ein Wachdienst sichert den Platz.", text="Welcher?")
    draft = Example.objects.get(pk=example.pk)
    for solution, is_at_passage in (
        ("Neu davor.\nEin Wachdienst sichert den Platz.", True),
        ("Ohne Wache.", False),
    ):
        draft.solution = solution
        draft.save_revision(user=bert)
        page = client.get(_read(example)).content.decode()
        assert "Welcher?" in page
        assert ("die es nicht mehr gibt" not in page) == is_at_passage


def test_reply_and_settling_end_a_comment_and_twice_is_told(
    client: Client, anna: User, bert: User, example: Example
) -> None:
    client.force_login(bert)
    _say(client, _read(example), "Die Stadt mietet Container.", text="Woher?")
    remark = Remark.objects.get()
    client.force_login(anna)
    client.post(f"/durchsicht/kommentar/{remark.pk}/antworten/", {"text": "Vom Land."})
    mail = OutgoingMail.objects.get(recipient="bert@lotse.example")
    assert "Vom Land." in mail.text
    settle = f"/durchsicht/kommentar/{remark.pk}/erledigt/"
    client.post(settle)
    assert "inzwischen jemand erledigt" in client.post(settle, follow=True).content.decode()
    remark.refresh_from_db()
    assert (remark.outcome, remark.settled_by) == ("done", anna)


def test_proposal_of_a_member_lands_in_the_draft_with_one_click_and_is_not_public_yet(
    client: Client, anna: User, member: User, example: Example
) -> None:
    client.force_login(member)
    assert "/vorschlag/" in client.get(example.get_absolute_url()).content.decode()
    address = _read(example) + "vorschlag/"
    page = _say(
        client, address, "Die Stadt mietet Container.", proposal="Die Stadt kauft Container."
    )
    assert "Danke." in page
    remark = Remark.objects.get()
    client.force_login(anna)
    assert "Änderungsvorschlag" in client.get("/redaktion-heute/").content.decode()
    taken = client.post(f"/durchsicht/kommentar/{remark.pk}/uebernehmen/", follow=True)
    example.refresh_from_db()
    draft = example.get_latest_revision_as_object()
    assert example.solution == SOLUTION
    assert draft.solution == SOLUTION.replace("mietet", "kauft")
    assert "Mit veröffentlichter Fassung vergleichen" in taken.content.decode()
    told = OutgoingMail.objects.get(recipient="mia@stadt.example")
    assert told.subject == "Ihr Vorschlag ist übernommen: Container"


def test_rejected_proposal_changes_nothing_and_its_author_reads_why(
    client: Client, anna: User, member: User, example: Example
) -> None:
    client.force_login(member)
    address = _read(example) + "vorschlag/"
    _say(client, address, "Die Stadt mietet Container.", proposal="Kauft.")
    remark = Remark.objects.get()
    client.force_login(anna)
    reject = f"/durchsicht/kommentar/{remark.pk}/ablehnen/"
    assert "Nennen Sie den Grund" in client.post(reject, follow=True).content.decode()
    client.post(reject, {"reason": "Die Quelle sagt gemietet."})
    assert Example.objects.get(pk=example.pk).get_latest_revision_as_object().solution == SOLUTION
    told = OutgoingMail.objects.get(recipient="mia@stadt.example")
    assert "Die Quelle sagt gemietet." in told.text


def test_proposal_for_a_passage_that_changed_meanwhile_is_refused(
    client: Client, anna: User, bert: User, example: Example
) -> None:
    client.force_login(bert)
    _say(client, _read(example), "Die Stadt mietet Container.", proposal="Die Stadt kauft.")
    draft = Example.objects.get(pk=example.pk)
    draft.solution = "Etwas anderes."
    draft.save_revision(user=anna)
    remark = Remark.objects.get()
    page = client.post(f"/durchsicht/kommentar/{remark.pk}/uebernehmen/", follow=True)
    assert "steht nicht mehr so im Entwurf" in page.content.decode()
    remark.refresh_from_db()
    assert remark.is_open


def test_locked_record_takes_no_proposal_of_another(
    client: Client, anna: User, bert: User, example: Example
) -> None:
    client.force_login(bert)
    _say(client, _read(example), "Die Stadt mietet Container.", proposal="Die Stadt kauft.")
    Example.objects.filter(pk=example.pk).update(locked=True, locked_by=anna, locked_at=NOW)
    remark = Remark.objects.get()
    page = client.post(f"/durchsicht/kommentar/{remark.pk}/uebernehmen/", follow=True)
    assert "Der Eintrag ist gesperrt." in page.content.decode()
    assert "Gesperrt" in client.get("/redaktion-heute/").content.decode()


def test_empty_remark_and_old_passage_get_a_sentence_and_keep_what_was_written(
    client: Client, bert: User, example: Example
) -> None:
    client.force_login(bert)
    page = _say(client, _read(example), "Die Stadt mietet Container.")
    assert "Schreiben Sie einen Kommentar oder einen anderen Wortlaut." in page
    assert not Remark.objects.exists()


def test_versions_of_facts_are_commented_on_and_never_rewritten(client: Client, bert: User) -> None:
    one = fact()
    version = one.versions.get()
    client.force_login(bert)
    column, address = f"version:{version.pk}:statement", f"/durchsicht/fact/{one.pk}/"
    _say(client, address, version.statement, column, proposal="Je Platz 9 m².")
    assert not Remark.objects.exists()
    _say(client, address, version.statement, column, text="Gilt das noch?")
    assert "Gilt das noch?" in client.get(address).content.decode()


def test_member_sees_neither_drafts_nor_comments_nor_what_is_not_for_members(
    client: Client, bert: User, member: User, example: Example
) -> None:
    client.force_login(bert)
    _say(client, _read(example), "Die Stadt mietet Container.", text="Zu teuer?")
    draft = Example.objects.get(pk=example.pk)
    draft.solution = "Geheimer Entwurf."
    draft.save_revision(user=bert)
    internal = answered(audience=Audience.TEAM)
    client.force_login(member)
    page = client.get(_read(example) + "vorschlag/").content.decode()
    assert "Die Stadt mietet Container." in page
    assert "Zu teuer?" not in page
    assert "Geheimer Entwurf." not in page
    assert client.get(_read(example)).status_code == 404
    assert client.get(f"/durchsicht/answer/{internal.pk}/vorschlag/").status_code == 404


def test_page_needs_the_same_queries_for_one_remark_and_for_three(
    client: Client, bert: User, example: Example
) -> None:
    client.force_login(bert)
    counts = []
    for number in (1, 2, 3):
        _say(client, _read(example), "Die Stadt mietet Container.", text=f"Frage {number}")
        client.post(
            f"/durchsicht/kommentar/{Remark.objects.latest('pk').pk}/antworten/", {"text": "Ja."}
        )
        client.get(_read(example))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(_read(example)).content.decode()
        assert f"Frage {number}" in page
        counts.append(len(queries))
    assert counts[0] == counts[2]

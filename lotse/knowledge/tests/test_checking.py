"""Four eyes: published at once and marked, checked by somebody else, reminded, escalated."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from lotse.accounts import bootstrap as accounts
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import bootstrap
from lotse.knowledge.checking import rules
from lotse.knowledge.models import Check, Commission, Example, FourEyesTask
from lotse.knowledge.models.checks import due_after
from lotse.knowledge.tests.factories import ExampleFactory, answered, fact, published
from lotse.knowledge.tests.test_editing import ADD, complete_form, edit_url
from lotse.mail.models import OutgoingMail
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

NOW = datetime.now(UTC)
BOARD = "/redaktion-heute/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(db: None) -> User:
    accounts.load(NOW)
    bootstrap.load(NOW)
    return UserFactory.create(roles=[Role.EDITOR], name="Anna Ahr", email="anna@lotse.example")


@pytest.fixture
def bert(anna: User) -> User:
    return UserFactory.create(roles=[Role.EDITOR], name="Bert Bode", email="bert@lotse.example")


@pytest.fixture
def lead(anna: User) -> User:
    return UserFactory.create(roles=[Role.LEAD], name="Lea Lind", email="lea@lotse.example")


def _publish_at_once(client: Client, person: User, **values: Any) -> Example:
    client.force_login(person)
    client.post(ADD, complete_form(**values, **{"action-publish": "1"}))
    example: Example = Example.objects.get(live=True)
    client.logout()
    return example


def _due(example: Example) -> datetime:
    assert example.check_due_at
    return example.check_due_at


def _check(client: Client, person: User, example: Example) -> str:
    """Press the button on the board, as a browser sends it; return the page that follows."""
    client.force_login(person)
    page = client.get(BOARD).content.decode()
    found = re.search(
        r'action="(/redaktion-heute/geprueft/\d+/)".*?name="fassung" value="(\d+)"', page, re.DOTALL
    )
    if not found:
        return page
    data = {"fassung": found[2], "zurueck": BOARD}
    return client.post(found[1], data, follow=True).content.decode()


# --- Marked ----------------------------------------------------------------------------------


def test_what_one_person_publishes_is_marked_on_page_list_search_and_feed(
    client: Client, anna: User
) -> None:
    example = _publish_at_once(client, anna)
    marked = {
        "page": client.get(example.get_absolute_url()).content.decode(),
        "list": client.get("/beispiele/").content.decode(),
        "search": client.get("/suche/?q=Schulgebäude").content.decode(),
        "feed": client.get("/feeds/beispiele.atom").content.decode(),
    }
    assert [name for name, page in marked.items() if "Noch nicht geprüft" not in page] == []
    due_on = timezone.localdate(example.check_due_at)
    assert f"bis zum {due_on:%d.%m.%Y}" in marked["page"]


def test_mark_is_gone_everywhere_after_a_second_person_pressed_once(
    client: Client, anna: User, bert: User
) -> None:
    example = _publish_at_once(client, anna)
    page = _check(client, bert, example)
    client.logout()
    assert "Geprüft: Turnhalle freigezogen" in page
    addresses = (example.get_absolute_url(), "/beispiele/", "/suche/?q=Schulgebäude")
    for address in (*addresses, "/feeds/beispiele.atom"):
        shown = client.get(address).content.decode()
        assert "Turnhalle freigezogen" in shown
        assert "Noch nicht geprüft" not in shown
    # A short form is not complete, so it does not claim to be checked in full.
    assert (
        f"Kurzform, geprüft am {timezone.localdate():%d.%m.%Y}"
        in client.get(example.get_absolute_url()).content.decode()
    )
    assert Check.objects.get().checked_by == bert


def test_complete_example_gets_day_and_name_of_the_check(
    client: Client, anna: User, bert: User
) -> None:
    example = _publish_at_once(
        client,
        anna,
        problem="Halle belegt.",
        solution="Schule genutzt.",
        status="ended",
        year="2015",
        year_basis="stated",
        evidence="figures",
        contact_office="Sozialamt",
        contact_email="sozialamt@stadt.example",
        contact_consent_until="2099-01-01",
        review_due_on="2099-01-01",
    )
    _check(client, bert, example)
    example.refresh_from_db()
    assert (example.checked_on, example.checked_by) == (timezone.localdate(), "Bert Bode")
    assert example.is_checked


def test_answers_and_facts_are_marked_too(client: Client, anna: User, bert: User) -> None:
    for record in (answered(), fact()):
        record.save_revision(user=anna, clean=False).publish(user=anna)
        client.logout()
        assert "Noch nicht geprüft" in client.get(record.get_absolute_url()).content.decode()
        _check(client, bert, record)
        client.logout()
        assert "Noch nicht geprüft" not in client.get(record.get_absolute_url()).content.decode()


def test_correcting_a_checked_example_alone_marks_it_again(
    client: Client, anna: User, bert: User
) -> None:
    example = _publish_at_once(client, anna)
    _check(client, bert, example)
    client.force_login(bert)
    data = complete_form(slug=example.slug, what="Korrigiert.")
    client.post(edit_url(example), data | {"action-publish": "1"})
    client.logout()
    assert "Noch nicht geprüft" in client.get(example.get_absolute_url()).content.decode()
    assert Check.objects.filter(checked_at=None).get().published_by == bert


def test_import_opens_no_check(anna: User) -> None:
    published()
    assert not Check.objects.exists()


# --- Who may check ---------------------------------------------------------------------------


def test_nobody_checks_the_own_work(client: Client, anna: User) -> None:
    example = _publish_at_once(client, anna)
    check = Check.objects.get()
    client.force_login(anna)
    page = client.get(BOARD).content.decode()
    assert "Prüfen muss eine zweite Person" in page
    assert "/redaktion-heute/geprueft/" not in page
    answer = client.post(
        f"/redaktion-heute/geprueft/{check.pk}/", {"fassung": check.revision_id}, follow=True
    )
    assert "Prüfen muss eine zweite Person." in answer.content.decode()
    example.refresh_from_db()
    assert not example.is_checked


def test_who_saw_an_older_version_does_not_check_the_newer_one(
    client: Client, anna: User, bert: User, lead: User
) -> None:
    example = _publish_at_once(client, anna)
    seen = Check.objects.get().revision_id
    example.save_revision(user=bert, clean=False).publish(user=bert)
    check = Check.objects.get()
    with pytest.raises(rules.Overtaken):
        rules.confirm(check, revision_id=seen, person=lead, now=NOW)
    rules.confirm(check, revision_id=check.revision_id, person=lead, now=NOW)
    with pytest.raises(rules.Overtaken):
        rules.confirm(check, revision_id=check.revision_id, person=anna, now=NOW)


def test_withdrawn_example_waits_for_nobody(client: Client, anna: User, bert: User) -> None:
    example = _publish_at_once(client, anna)
    example.unpublish()
    client.force_login(bert)
    assert "Turnhalle" not in client.get(BOARD + "?bereich=sofort").content.decode()
    assert rules.remind(NOW + timedelta(days=30)) == 0


# --- Before publishing -----------------------------------------------------------------------


def test_author_cannot_approve_the_own_draft_but_another_can(
    client: Client, anna: User, bert: User
) -> None:
    client.force_login(anna)
    client.post(ADD, complete_form(**{"action-submit": "1"}))
    example = Example.objects.get()
    approve = (
        f"/redaktion/snippets/knowledge/example/workflow/action/{example.pk}/approve/"
        f"{example.current_workflow_task_state.pk}/"
    )
    client.post(approve)
    assert not Example.objects.get().live
    client.force_login(bert)
    assert "In Prüfung" in client.get(BOARD).content.decode()
    client.post(approve)
    example.refresh_from_db()
    assert (example.live, example.is_checked, Check.objects.count()) == (True, True, 0)


def test_who_approves_from_the_form_has_checked_what_appears(
    client: Client, anna: User, bert: User
) -> None:
    client.force_login(anna)
    client.post(ADD, complete_form(**{"action-submit": "1"}))
    example = Example.objects.get()
    client.force_login(bert)
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    client.post(edit_url(example), complete_form(slug=example.slug, **approval))
    example.refresh_from_db()
    assert (example.live, example.is_checked, Check.objects.count()) == (True, True, 0)
    # What the same person publishes later, without anybody asking, is nobody's check.
    client.post(edit_url(example), complete_form(slug=example.slug, **{"action-publish": "1"}))
    assert Check.objects.get().published_by == bert


def test_older_installation_gets_the_task_for_two_people(anna: User) -> None:
    old = GroupApprovalTask.objects.create(name=bootstrap.TASK)
    WorkflowTask.objects.update(task=old)
    bootstrap.load(NOW)
    step = WorkflowTask.objects.get(workflow=Workflow.objects.get(name=bootstrap.WORKFLOW))
    assert isinstance(step.task.specific, FourEyesTask)


# --- Reminded --------------------------------------------------------------------------------


def _mails() -> list[tuple[str, str]]:
    rows = OutgoingMail.objects.filter(purpose="check").order_by("pk")
    return list(rows.values_list("recipient", "subject"))


def test_overdue_check_goes_to_editors_then_to_the_lead_and_never_twice(
    client: Client, anna: User, bert: User, lead: User
) -> None:
    example = _publish_at_once(client, anna)
    due_at = _due(example)
    assert rules.remind(due_at - timedelta(hours=5)) == 0
    steps = [timedelta(hours=-3), timedelta(hours=-2), timedelta(minutes=1), timedelta(hours=1)]
    for step in steps:
        rules.remind(due_at + step)
    please = "Bitte als zweite Person prüfen: Turnhalle freigezogen"
    assert _mails() == [("bert@lotse.example", please)] * 2
    for _run in range(3):
        rules.remind(due_after(due_at) + timedelta(minutes=1))
    assert _mails()[2:] == [("lea@lotse.example", "Prüfung überfällig: Turnhalle freigezogen")]
    text = OutgoingMail.objects.filter(recipient="lea@lotse.example").get().text
    assert f"{settings.BASE_URL}/redaktion-heute/" in text


def test_draft_in_check_is_reminded_of_as_well(
    client: Client, anna: User, bert: User, lead: User
) -> None:
    client.force_login(anna)
    client.post(ADD, complete_form(**{"action-submit": "1"}))
    due_at = Example.objects.get().current_workflow_task_state.due_at
    assert rules.remind(due_at) == 1
    assert rules.remind(due_at) == 0
    assert [recipient for recipient, _subject in _mails()] == ["bert@lotse.example"]
    assert "Erscheint erst nach der Prüfung." in OutgoingMail.objects.get(purpose="check").text


def test_editors_hear_of_a_draft_and_its_author_of_the_decision(
    client: Client, anna: User, bert: User, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "lotse.mail.backend.OutboxBackend"
    both = UserFactory(roles=[Role.EDITOR, Role.LEAD], email="beides@lotse.example")
    client.force_login(anna)
    client.post(ADD, complete_form(**{"action-submit": "1"}))
    told = OutgoingMail.objects.filter(text__contains="Turnhalle freigezogen")
    assert sorted(told.values_list("recipient", flat=True)) == [both.email, "bert@lotse.example"]
    example = Example.objects.get()
    client.force_login(bert)
    client.post(
        f"/redaktion/snippets/knowledge/example/workflow/action/{example.pk}/reject/"
        f"{example.current_workflow_task_state.pk}/",
        {"comment": "Die Quelle fehlt."},
    )
    mail = OutgoingMail.objects.filter(recipient="anna@lotse.example").get()
    assert "Die Quelle fehlt." in mail.text


def test_checked_in_time_brings_no_mail(client: Client, anna: User, bert: User) -> None:
    example = _publish_at_once(client, anna)
    _check(client, bert, example)
    assert rules.remind(_due(example) + timedelta(days=9)) == 0


# --- The board -------------------------------------------------------------------------------


def test_board_shows_what_waits_by_field_and_person_with_the_state_in_the_address(
    client: Client, anna: User
) -> None:
    field = FieldFactory(code="U", name="Unterbringung")
    other = FieldFactory(code="P", name="Personal")
    hall, staff = ConceptFactory(broader=field), ConceptFactory(broader=other)
    yesterday = timezone.localdate() - timedelta(days=1)
    published(title="Halle fällig", concepts=[hall], review_due_on=yesterday, owner=anna)
    published(title="Stelle fällig", concepts=[staff], review_due_on=yesterday)
    ExampleFactory(title="Container entworfen", concepts=[hall]).save_revision(user=anna)
    client.force_login(anna)
    seen = {
        address: {
            title
            for title in ("Halle fällig", "Stelle fällig", "Container entworfen")
            if title in client.get(BOARD + address).content.decode()
        }
        for address in ("", "?wer=ich", "?feld=U", "?feld=P&wer=ich", "?bereich=niemand")
    }
    assert seen == {
        "": {"Halle fällig", "Stelle fällig", "Container entworfen"},
        "?wer=ich": {"Halle fällig", "Container entworfen"},
        "?feld=U": {"Halle fällig", "Container entworfen"},
        "?feld=P&wer=ich": set(),
        "?bereich=niemand": {"Stelle fällig"},
    }
    assert (
        "Mit dieser Auswahl ist nichts offen."
        in client.get(BOARD + "?feld=P&wer=ich").content.decode()
    )


def test_board_needs_the_same_queries_for_one_row_and_for_three(
    client: Client, anna: User, bert: User
) -> None:
    client.force_login(bert)
    concept = ConceptFactory()
    counts = []
    for number in (1, 2, 3):
        record = published(
            title=f"Fällig {number}",
            review_due_on=date(2026, 1, 1),
            concepts=[concept],
        )
        record.save_revision(user=anna, clean=False).publish(user=anna)
        ExampleFactory(title=f"Entwurf {number}").save_revision(user=anna)
        Commission.objects.create(kind="aid", title="Liste", why="fehlt", created_at=NOW)
        client.get(BOARD)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(BOARD).content.decode()
        assert page.count("Entwurf ") >= number
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_part_with_many_entries_is_cut_and_leads_to_all_of_them(client: Client, anna: User) -> None:
    for number in range(9):
        Commission.objects.create(kind="aid", title=f"Liste {number}", why="fehlt", created_at=NOW)
    client.force_login(anna)
    page = client.get(BOARD).content.decode()
    assert (page.count("Liste "), "?bereich=auftraege" in page) == (7, True)
    assert client.get(BOARD + "?bereich=auftraege").content.decode().count("#auftrag-") == 9

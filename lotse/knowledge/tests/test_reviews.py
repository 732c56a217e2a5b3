"""Reviews: owners are reminded, one click confirms, readers may say that it is not right."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import rules as records
from lotse.knowledge.models import (
    Answer,
    Commission,
    Example,
    Fact,
    FactVersion,
    ReviewConfirmation,
    ReviewReminder,
)
from lotse.knowledge.reviews import links, queries, rules
from lotse.knowledge.reviews.kinds import KINDS
from lotse.knowledge.reviews.links import Asked
from lotse.knowledge.tests.factories import answered, fact, published
from lotse.lib.audience import Audience
from lotse.mail.models import OutgoingMail
from lotse.search import engine

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
TODAY = timezone.localdate(NOW)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def owner(db: None) -> User:
    return UserFactory.create(roles=[Role.EDITOR], name="Olga Ost", email="olga@lotse.example")


def _confirm_path(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/pruefung/\S+)", text)
    assert found
    return found[1]


# --- Reminders -------------------------------------------------------------------------------


def test_owner_gets_one_mail_for_all_that_is_due_and_no_second_one(owner: User) -> None:
    answered(owner=owner, review_due_on=YESTERDAY, as_of=date(2025, 1, 1))
    fact(owner=owner, review_due_on=TODAY + timedelta(days=10))
    published(title="Halle", owner=owner, review_due_on=TODAY + timedelta(days=40))
    published(title="Fremde Halle", review_due_on=YESTERDAY)
    assert rules.remind(NOW) == 1
    assert rules.remind(NOW + timedelta(hours=1)) == 0
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == ("olga@lotse.example", "Bitte prüfen: 2 Einträge")
    assert mail.text.count("/pruefung/") == 2
    assert "Wer prüft die Schneelast?" in mail.text
    assert "Fläche je Platz" in mail.text
    assert "Halle" not in mail.text


def test_owner_is_told_before_on_the_day_and_two_weeks_after(owner: User) -> None:
    due_on = TODAY + timedelta(days=10)
    answered(owner=owner, review_due_on=due_on)
    for days in (0, 5, 10, 11, 24, 60):
        rules.remind(NOW + timedelta(days=days))
    stages = ReviewReminder.objects.order_by("sent_at").values_list("stage", flat=True)
    assert list(stages) == ["soon", "due", "overdue"]
    assert OutgoingMail.objects.count() == 3


def test_nobody_is_reminded_of_what_is_not_published(owner: User) -> None:
    answered(owner=owner, review_due_on=YESTERDAY, as_of=date(2025, 1, 1)).unpublish()
    assert rules.remind(NOW) == 0


# --- Confirming ------------------------------------------------------------------------------


def test_link_only_shows_and_the_button_confirms_without_signing_in(
    owner: User, client: Client
) -> None:
    answer = answered(owner=owner, review_due_on=YESTERDAY, as_of=date(2025, 1, 1))
    assert engine.best("Schneelast", reach=0, kinds=("answer",))[0].is_stale
    rules.remind(NOW)
    path = _confirm_path(OutgoingMail.objects.get().text)
    for method in (client.get, client.head):
        assert method(path).status_code == 200
    answer.refresh_from_db()
    assert answer.review_due_on == YESTERDAY
    page = client.post(path, {"months": "12"}).content.decode()
    answer.refresh_from_db()
    assert "Bestätigt" in page
    assert (answer.checked_on, answer.review_due_on) == (TODAY, TODAY + timedelta(days=365))
    assert not engine.best("Schneelast", reach=0, kinds=("answer",))[0].is_stale
    shown = client.get(answer.get_absolute_url()).content.decode()
    assert "Überprüfung fällig" not in shown
    confirmation = ReviewConfirmation.objects.get()
    assert (confirmation.confirmed_by, confirmation.channel) == (owner, "mail")
    assert "Schon erledigt" in client.post(path, {"months": "3"}).content.decode()
    assert ReviewConfirmation.objects.count() == 1


def test_draft_that_waits_does_not_bring_the_old_day_back(owner: User) -> None:
    answer = answered(owner=owner, review_due_on=YESTERDAY, as_of=date(2025, 1, 1))
    draft = Answer.objects.get(pk=answer.pk)
    draft.long_answer = "Neu."
    draft.save_revision()
    _confirm(answer, owner)
    Answer.objects.get(pk=answer.pk).latest_revision.publish()
    answer.refresh_from_db()
    assert (answer.long_answer, answer.checked_on) == ("Neu.", TODAY)
    assert answer.review_due_on == TODAY + timedelta(days=182)


def test_confirming_a_fact_notes_the_check_of_the_version_that_holds(owner: User) -> None:
    made = fact(owner=owner, review_due_on=YESTERDAY)
    _confirm(made, owner)
    stored = FactVersion.objects.get(fact=made)
    assert (stored.checked_on, stored.checked_by) == (TODAY, "Olga Ost")
    assert stored.law_as_of == date(2026, 8, 19)
    Fact.objects.get(pk=made.pk).latest_revision.publish()
    stored.refresh_from_db()
    assert stored.checked_by == "Olga Ost"


def test_confirming_a_short_form_does_not_claim_that_it_was_checked(owner: User) -> None:
    example = published(owner=owner, review_due_on=YESTERDAY)
    _confirm(example, owner)
    example.refresh_from_db()
    assert example.checked_on is None
    assert example.review_due_on == TODAY + timedelta(days=182)
    assert example.list_entry.is_stale is False


def _confirm(record: Example | Answer | Fact, person: User) -> None:
    kind = next(kind for kind in KINDS.values() if kind.model is type(record))
    rules.confirm(
        kind,
        record.pk,
        due_on=record.review_due_on,
        months=6,
        person=person,
        channel="page",
        now=NOW,
    )


def test_changed_old_or_foreign_link_confirms_nothing(owner: User, client: Client) -> None:
    answer = answered(owner=owner, review_due_on=YESTERDAY, as_of=date(2025, 1, 1))
    asked = Asked("answer", answer.pk, YESTERDAY, owner.pk)
    path = _confirm_path(links.url(asked))
    assert client.get(path[:-3] + "xx/").status_code == 404
    member = UserFactory.create(roles=[Role.MEMBER])
    foreign = links.url(Asked("answer", answer.pk, YESTERDAY, member.pk))
    assert client.post(_confirm_path(foreign), {"months": "6"}).status_code == 404
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert client.post(path, {"months": "6"}).status_code == 404
    assert not ReviewConfirmation.objects.exists()


def test_link_is_used_up_once_an_editor_has_moved_the_day(owner: User, client: Client) -> None:
    answer = answered(owner=owner, review_due_on=YESTERDAY, as_of=date(2025, 1, 1))
    path = _confirm_path(links.url(Asked("answer", answer.pk, YESTERDAY, owner.pk)))
    answer.review_due_on = TODAY + timedelta(days=100)
    answer.save()
    records.publish_draft(answer)
    assert "Schon erledigt" in client.get(path).content.decode()
    client.post(path, {"months": "6"})
    answer.refresh_from_db()
    assert answer.review_due_on == TODAY + timedelta(days=100)


def test_editor_confirms_on_the_page(owner: User, client: Client) -> None:
    example = published(review_due_on=YESTERDAY)
    path = f"/geprueft/example/{example.pk}/"
    assert path not in client.get(example.get_absolute_url()).content.decode()
    client.force_login(owner)
    assert path in client.get(example.get_absolute_url()).content.decode()
    client.post(path, {"months": "3"})
    example.refresh_from_db()
    assert example.review_due_on == TODAY + timedelta(days=91)
    assert ReviewConfirmation.objects.get().channel == "page"


# --- What is due ------------------------------------------------------------------------------


def test_board_gets_what_is_due_with_and_without_owner(owner: User) -> None:
    answered(owner=owner, review_due_on=YESTERDAY, as_of=date(2025, 1, 1))
    published(title="Ohne Zuständige", review_due_on=YESTERDAY - timedelta(days=3))
    fact(owner=owner, review_due_on=TODAY + timedelta(days=100))
    assert queries.count_due(TODAY) == 2
    assert [(one.title, one.days_over(TODAY)) for one in queries.due(TODAY)] == [
        ("Ohne Zuständige", 4),
        ("Wer prüft die Schneelast?", 1),
    ]
    assert [one.title for one in queries.due(TODAY, owner=owner)] == ["Wer prüft die Schneelast?"]
    assert [one.title for one in queries.without_owner(TODAY)] == ["Ohne Zuständige"]


@pytest.mark.parametrize("rows", [1, 3])
def test_what_is_due_costs_the_same_for_any_number(
    rows: int, owner: User, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        fact(f"F-U-{number}", owner=owner, review_due_on=YESTERDAY)
    with django_assert_num_queries(3):
        assert len(queries.due(TODAY)) == rows


# --- Not right any more -----------------------------------------------------------------------


def test_reader_says_what_is_not_right_any_more_and_editors_get_a_task(client: Client) -> None:
    made = fact()
    page = client.get(made.get_absolute_url()).content.decode()
    path = f"/stimmt-nicht-mehr/fact/{made.pk}/"
    assert f'href="{path}"' in page
    assert "Sagen Sie, was nicht mehr stimmt." in client.post(path, {"text": " "}).content.decode()
    client.post(path, {"text": "Seit Januar sind es 9 m²."})
    task = Commission.objects.get()
    assert (task.kind, task.record_kind, task.record_id) == ("change", "fact", made.pk)
    assert task.why == "Seit Januar sind es 9 m²."
    assert task.created_by is None


def test_nobody_reports_what_they_may_not_see(client: Client) -> None:
    hidden = answered(audience=Audience.TEAM)
    assert client.post(f"/stimmt-nicht-mehr/answer/{hidden.pk}/", {"text": "x"}).status_code == 404
    assert client.get("/stimmt-nicht-mehr/anderes/1/").status_code == 404
    assert not Commission.objects.exists()


def test_script_that_reports_without_end_is_stopped(client: Client) -> None:
    made = fact()
    for number in range(12):
        client.post(f"/stimmt-nicht-mehr/fact/{made.pk}/", {"text": f"Hinweis {number}"})
    assert Commission.objects.count() == 10


def test_an_owner_who_does_not_work_in_the_editorial_admin_confirms_by_mail() -> None:
    officer = UserFactory.create(roles=[Role.DESK], name="Fred Fach", email="fred@lotse.example")
    example = published(title="Halle", owner=officer, review_due_on=YESTERDAY)
    inside = Client()
    inside.force_login(officer)
    assert inside.get("/redaktion/").status_code == 404
    assert rules.remind(NOW) == 1
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "fred@lotse.example"
    answer = Client().post(_confirm_path(mail.text), {"months": "6"})
    assert answer.status_code == 200
    example.refresh_from_db()
    assert example.review_due_on == TODAY + timedelta(days=rules.PERIODS[6])

"""Several editors at one record: locks, schedule, comparison with what readers see, usage."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from lotse.accounts import bootstrap as accounts
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import bootstrap, rules
from lotse.knowledge.models import Answer, AnswerSource, Example, Fact
from lotse.knowledge.tests.factories import answered, fact, published
from lotse.knowledge.tests.test_editing import ADD, complete_form, edit_url

NOW = datetime.now(UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(db: None) -> User:
    accounts.load(NOW)
    bootstrap.load(NOW)
    return UserFactory.create(roles=[Role.EDITOR], name="Anna Ahr")


@pytest.fixture
def bert(anna: User) -> User:
    return UserFactory.create(roles=[Role.EDITOR], name="Bert Bode")


def _admin(record: Example | Answer | Fact, view: str) -> str:
    return f"/redaktion/snippets/knowledge/{record._meta.model_name}/{view}/{record.pk}/"


def test_lock_keeps_others_from_changing_until_it_is_taken_away(
    client: Client, anna: User, bert: User
) -> None:
    for record in (published(title="Halle"), answered(), fact()):
        client.force_login(anna)
        client.post(_admin(record, "lock"))
        client.force_login(bert)
        page = client.get(_admin(record, "edit")).content.decode()
        assert "gesperrt" in page.lower()
        assert 'name="action-publish"' not in page
        board = client.get("/redaktion-heute/?bereich=gesperrt").content.decode()
        assert "von Anna Ahr" in board
        client.post(_admin(record, "unlock"))
        assert 'name="action-publish"' in client.get(_admin(record, "edit")).content.decode()


def test_edit_of_what_another_has_locked_is_not_saved(
    client: Client, anna: User, bert: User
) -> None:
    example = published(title="Halle")
    client.force_login(anna)
    client.post(edit_url(example, "lock"))
    client.force_login(bert)
    client.post(edit_url(example), complete_form(title="Anders", slug=example.slug))
    assert Example.objects.get().get_latest_revision_as_object().title == "Halle"


def test_scheduled_example_appears_marked_and_ends_by_itself(client: Client, anna: User) -> None:
    client.force_login(anna)
    start = timezone.localtime() + timedelta(days=1)
    data = complete_form(
        go_live_at=f"{start:%d.%m.%Y %H:%M}",
        expire_at=f"{start + timedelta(days=2):%d.%m.%Y %H:%M}",
        **{"action-publish": "1"},
    )
    client.post(ADD, data)
    example = Example.objects.get()
    assert not example.live
    # The day comes: Wagtail looks at the real clock, so the plan moves instead.
    planned = Revision.objects.get(approved_go_live_at__isnull=False)
    planned.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    planned.content["go_live_at"] = planned.approved_go_live_at.isoformat()
    planned.save()
    rules.follow_schedule(timezone.now())
    client.logout()
    # One person planned it alone, so it waits for a second one like everything else.
    assert "Noch nicht geprüft" in client.get(example.get_absolute_url()).content.decode()
    rules.follow_schedule(start + timedelta(days=3))
    assert client.get(example.get_absolute_url()).status_code == 404


def test_draft_stands_beside_what_readers_see_after_one_click_for_every_kind(
    client: Client, anna: User
) -> None:
    example, answer = published(title="Halle"), answered()
    one = fact()
    example.title, answer.question, one.internal_note = "Saal", "Wer zahlt?", "Nachfragen"
    client.force_login(anna)
    for record, new in ((example, "Saal"), (answer, "zahlt"), (one, "Nachfragen")):
        assert "live...latest" not in client.get(_admin(record, "edit")).content.decode()
        record.save_revision(user=anna)
        page = client.get(_admin(record, "edit")).content.decode()
        address = f"{_admin(record, 'history')}revisions/compare/live...latest/"
        assert address in page
        shown = client.get(address).content.decode()
        assert '<span class="addition">' in shown
        assert new in shown


def test_usage_names_the_answers_that_rest_on_an_example(client: Client, anna: User) -> None:
    example = published(title="Halle")
    answered(sources=[AnswerSource(example=example)])
    client.force_login(anna)
    assert "Wer prüft die Schneelast?" in client.get(_admin(example, "usage")).content.decode()


def test_what_nobody_published_for_a_year_stands_on_the_board(client: Client, anna: User) -> None:
    example = published(title="Uralt")
    published(title="Frisch")
    Example.objects.filter(pk=example.pk).update(last_published_at=NOW - timedelta(days=400))
    client.force_login(anna)
    page = client.get("/redaktion-heute/?bereich=alt").content.decode()
    assert ("Uralt" in page, "Frisch" in page) == (True, False)

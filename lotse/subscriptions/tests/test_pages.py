"""Subscribing and getting out again, with and without an account."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.mail.models import OutgoingMail
from lotse.subscriptions import keeping, links
from lotse.subscriptions.models import Reader, Subscription
from lotse.subscriptions.rules import MAX_WISHES
from lotse.subscriptions.tests.factories import ReaderFactory, SubscriptionFactory
from lotse.topics.tests.factories import FieldFactory

pytestmark = pytest.mark.django_db
ADDRESS = "leserin@musterstadt.example"


@pytest.fixture
def member(client: Client) -> User:
    person: User = UserFactory.create(roles=[Role.MEMBER])
    client.force_login(person)
    return person


def path_in(mail: OutgoingMail, part: str) -> str:
    found = re.search(rf"https?://[^/\s]+(/abonnements/{part}/[^\s]+)", mail.text)
    assert found
    return found[1]


def test_an_address_gets_news_only_after_its_owner_said_so(client: Client) -> None:
    FieldFactory.create(code="U")
    page = client.post(
        "/abonnements/",
        {"adresse": "Leserin@Musterstadt.example", "thema": "U", "rhythmus": "daily"},
    )
    assert ADDRESS in page.content.decode()
    reader = Reader.objects.get()
    assert (reader.address, reader.confirmed_at) == (ADDRESS, None)
    path = path_in(OutgoingMail.objects.get(recipient=ADDRESS), "bestaetigen")
    # A program that follows every link confirms nothing.
    assert "Ja, schreiben Sie mir" in client.get(path).content.decode()
    assert Reader.objects.filter(confirmed_at=None).count() == 1
    after = client.post(path, follow=True)
    assert Reader.objects.filter(confirmed_at=None).count() == 0
    assert "Alles Neue zu „" in after.content.decode()


def test_a_person_subscribes_changes_ends_and_takes_it_back(client: Client, member: User) -> None:
    FieldFactory.create(code="U", name="Unterbringung")
    client.post("/abonnements/", {"thema": "U", "rhythmus": "weekly"})
    wishes = Subscription.objects.filter(reader__person=member)
    pk = wishes.get().pk
    client.post("/abonnements/", {"aendern": pk, "rhythmus": "once"})
    assert wishes.get().rhythm == "once"
    client.post("/abonnements/", {"beenden": pk})
    assert not wishes.filter(ended_at=None)
    page = client.post("/abonnements/", {"fortsetzen": pk}, follow=True)
    assert wishes.filter(ended_at=None)
    assert "Alles Neue zu „Unterbringung“" in page.content.decode()


def test_the_same_wish_twice_is_one(client: Client, member: User) -> None:
    for rhythm in ("weekly", "daily"):
        client.post("/abonnements/", {"suche": " Schneelast  messen ", "rhythmus": rhythm})
    assert list(Subscription.objects.values_list("words", "rhythm")) == [
        ("Schneelast messen", "daily")
    ]


def test_a_stranger_changes_nobodys_wishes(client: Client, member: User) -> None:
    other = SubscriptionFactory.create()
    assert client.post("/abonnements/", {"beenden": other.pk}).status_code == 404
    other.refresh_from_db()
    assert other.ended_at is None


def test_mail_programs_unsubscribe_with_one_post_and_no_cookie() -> None:
    reader = ReaderFactory.create(address=ADDRESS)
    SubscriptionFactory.create_batch(2, reader=reader)
    path = links.stop_url(reader).partition("/abonnements/")
    client = Client(enforce_csrf_checks=True)
    page = client.get("/abonnements/" + path[2])
    assert "Alles beenden" in page.content.decode()
    assert reader.subscriptions.filter(ended_at=None).count() == 2
    client.post("/abonnements/" + path[2], {"List-Unsubscribe": "One-Click"})
    assert reader.subscriptions.filter(ended_at=None).count() == 0


def test_links_of_others_and_old_ones_lead_nowhere(client: Client) -> None:
    reader = ReaderFactory.create()
    for path in ("verwalten", "abmelden", "bestaetigen"):
        assert client.get(f"/abonnements/{path}/1.abc.def/").status_code == 404
    # A key for one purpose opens no other door.
    assert client.get(f"/abonnements/bestaetigen/{links.token(reader)}/").status_code == 404


def test_bad_input_keeps_what_was_typed(client: Client) -> None:
    page = client.post("/abonnements/", {"adresse": "keine Adresse", "suche": "Heizung"})
    text = page.content.decode()
    assert "Heizung" in text
    assert "keine Adresse" in text
    assert not Reader.objects.exists()


def test_nobody_floods_an_address_with_confirmations(client: Client) -> None:
    for number in range(8):
        client.post(
            "/abonnements/", {"adresse": ADDRESS, "suche": f"Wort {number}", "rhythmus": "daily"}
        )
    assert OutgoingMail.objects.filter(recipient=ADDRESS).count() == 5


def test_there_is_an_end_to_wishes(client: Client, member: User) -> None:
    reader = ReaderFactory.create(address="", person=member)
    for number in range(MAX_WISHES):
        SubscriptionFactory.create(reader=reader, words=f"Wort {number}")
    page = client.post("/abonnements/", {"suche": "eins mehr", "rhythmus": "daily"})
    assert "Beenden Sie zuerst eines" in page.content.decode()


def test_an_address_that_never_confirmed_is_forgotten_after_a_week() -> None:
    now = timezone.now()
    ReaderFactory.create(created_at=now - timedelta(days=8), confirmed_at=None)
    kept = ReaderFactory.create(created_at=now - timedelta(days=6), confirmed_at=None)
    assert keeping._remove(keeping._unconfirmed(now)) == 1
    assert list(Reader.objects.all()) == [kept]


def test_the_list_costs_the_same_for_one_and_for_three(client: Client, member: User) -> None:

    reader = ReaderFactory.create(address="", person=member)
    client.get("/abonnements/")  # What is kept in memory is known from here on.
    counts = []
    for more in (1, 2):
        for number in range(more):
            SubscriptionFactory.create(
                reader=reader, topic=FieldFactory.create(), words=f"{more} {number}"
            )
        with CaptureQueriesContext(connection) as counted:
            client.get("/abonnements/")
        counts.append(len(counted))
    assert counts[0] == counts[1]

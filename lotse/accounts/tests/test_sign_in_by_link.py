"""Signing in by a link in a mail."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotse.accounts import rules, tasks, tokens
from lotse.accounts.models import SignInRequest, User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db


def ask_for_link(client: Client, email: str, **data: str) -> str:
    """Fill in the sign-in page and let the worker run; return the path in the mail."""
    client.post("/anmelden/", {"email": email, **data})
    tasks.send_requested(timezone.now())
    mail = OutgoingMail.objects.first()
    assert mail is not None
    return path_in(mail)


def path_in(mail: OutgoingMail) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found is not None
    return found[1]


def signed_in_as(client: Client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id", 0)).first()


def test_link_signs_in_after_confirmation(client: Client) -> None:
    person = UserFactory(email="feldhaus@weimar.example")
    path = ask_for_link(client, "Feldhaus@Weimar.example")

    answer = client.post(path)

    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert signed_in_as(client) == person


def test_opening_the_link_spends_nothing_because_mail_scanners_open_links(client: Client) -> None:
    person = UserFactory()
    path = ask_for_link(client, person.email)

    for method in (client.get, client.head, client.get):
        assert method(path).status_code == 200
    assert signed_in_as(client) is None

    client.post(path)
    assert signed_in_as(client) == person


def test_link_works_once(client: Client) -> None:
    person = UserFactory()
    path = ask_for_link(client, person.email)
    client.post(path)

    other = Client()
    answer = other.post(path)

    assert answer.status_code == 410
    assert signed_in_as(other) is None


def test_link_works_on_another_device_than_the_one_that_asked(client: Client) -> None:
    person = UserFactory()
    path = ask_for_link(client, person.email)

    phone = Client()
    phone.post(path)

    assert signed_in_as(phone) == person
    assert signed_in_as(client) is None


def test_link_expires_after_fifteen_minutes(client: Client) -> None:
    person = UserFactory()
    with time_machine.travel(
        datetime(2026, 11, 23, 10, tzinfo=timezone.get_current_timezone())
    ) as clock:
        path = ask_for_link(client, person.email)
        clock.shift(timedelta(minutes=14, seconds=59))
        assert client.get(path).status_code == 200
        clock.shift(timedelta(seconds=2))
        assert client.get(path).status_code == 410
        assert client.post(path).status_code == 410
    assert signed_in_as(client) is None


def test_using_one_link_ends_the_other_open_ones(client: Client) -> None:
    person = UserFactory()
    first = ask_for_link(client, person.email)
    second = ask_for_link(client, person.email)
    assert first != second

    client.post(second)

    assert Client().post(first).status_code == 410


def test_of_two_simultaneous_clicks_one_gets_in() -> None:
    person = UserFactory()
    now = timezone.now()
    request = SignInRequest.objects.create(
        purpose="link", email=person.email, user=person, requested_at=now, handled_at=now
    )
    stale = SignInRequest.objects.get(pk=request.pk)
    rules.use_link(request, now=now)

    with pytest.raises(rules.LinkExpired):
        rules.use_link(stale, now=now)


def test_forged_token_is_refused(client: Client) -> None:
    person = UserFactory()
    path = ask_for_link(client, person.email)
    request = SignInRequest.objects.get()

    for token in (str(request.pk), f"{request.pk}.gefaelscht", "", tokens.token(request.pk + 1)):
        answer = client.post(f"/anmelden/link/{token}/")
        assert answer.status_code in (404, 410)
    assert signed_in_as(client) is None
    assert client.post(path).status_code == 302


def test_closed_account_gets_no_link_and_an_open_link_ends_with_it(client: Client) -> None:
    lead = UserFactory(roles=[Role.LEAD])
    person = UserFactory(roles=[Role.MEMBER])
    path = ask_for_link(client, person.email)
    rules.deactivate(person, by=lead, now=timezone.now())

    assert client.post(path).status_code == 410
    client.post("/anmelden/", {"email": person.email})
    tasks.send_requested(timezone.now())
    assert OutgoingMail.objects.count() == 1


def test_known_and_unknown_addresses_look_the_same(client: Client) -> None:
    UserFactory(email="bekannt@weimar.example")

    def pages(address: str) -> list[str]:
        browser = Client()
        first = browser.post("/anmelden/", {"email": address})
        second = browser.get(first["Location"])
        texts = [f"{first.status_code} {first['Location']}", second.content.decode()]
        return [text.replace(address, "ADRESSE") for text in texts]

    assert pages("bekannt@weimar.example") == pages("fremd@weimar.example")


def test_page_asks_the_database_the_same_for_known_and_unknown_addresses(client: Client) -> None:
    UserFactory(email="bekannt@weimar.example")
    client.post("/anmelden/", {"email": "irgendwer@weimar.example"})
    asked = []
    for address in ("bekannt@weimar.example", "fremd@weimar.example"):
        with CaptureQueriesContext(connection) as queries:
            client.post("/anmelden/", {"email": address})
        asked.append([query["sql"].split()[0] for query in queries])
    assert asked[0] == asked[1]


def test_unknown_address_gets_no_mail(client: Client) -> None:
    UserFactory(email="bekannt@weimar.example")
    client.post("/anmelden/", {"email": "fremd@weimar.example"})
    tasks.send_requested(timezone.now())
    assert OutgoingMail.objects.count() == 0


def test_fourth_request_for_an_address_is_refused_whether_known_or_not(client: Client) -> None:
    UserFactory(email="bekannt@weimar.example")
    for address in ("bekannt@weimar.example", "fremd@weimar.example"):
        answers = [client.post("/anmelden/", {"email": address}) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
        assert "in 15 Minuten noch einmal" in answers[3].content.decode()


def test_one_client_cannot_ask_for_endless_addresses(client: Client) -> None:
    answers = [
        client.post("/anmelden/", {"email": f"a{n}@weimar.example"}).status_code for n in range(61)
    ]
    assert answers == [302] * 60 + [200]
    other = client.post("/anmelden/", {"email": "a@b.example"}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302


def test_mail_is_secret_automatic_and_says_until_when_it_holds(client: Client) -> None:
    UserFactory(email="feldhaus@weimar.example", name="Jutta Feldhaus")
    with time_machine.travel(
        datetime(2026, 11, 23, 10, 41, tzinfo=timezone.get_current_timezone())
    ):
        ask_for_link(client, "feldhaus@weimar.example")

    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == (
        "feldhaus@weimar.example",
        "Ihr Anmeldelink für Lotse",
    )
    assert mail.is_secret
    assert mail.is_automatic
    assert "Guten Tag Jutta Feldhaus," in mail.text
    assert "bis 10:56 Uhr" in mail.text


@pytest.mark.parametrize(
    ("wanted", "goal"),
    [
        ("/konto/?a=1", "/konto/?a=1"),
        ("https://boese.example/", "/"),
        ("//boese.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("\\\\boese.example", "/"),
    ],
)
def test_sign_in_leads_back_but_never_to_another_site(
    client: Client, wanted: str, goal: str
) -> None:
    person = UserFactory()
    path = ask_for_link(client, person.email, next=wanted)
    assert client.post(path)["Location"] == goal


def test_desk_and_editors_start_at_their_work(client: Client) -> None:
    goals = {}
    for role in (Role.MEMBER, Role.DESK, Role.EDITOR, Role.OPERATOR):
        person = UserFactory(roles=[role])
        browser = Client()
        goals[role.value] = browser.post(ask_for_link(browser, person.email))["Location"]
    assert goals == {
        "member": "/",
        "desk": "/arbeitsplatz/",
        "editor": "/redaktion/",
        "operator": "/",
    }


def test_worker_tries_again_after_a_failure_and_sends_once(client: Client) -> None:
    person = UserFactory()
    client.post("/anmelden/", {"email": person.email})
    now = timezone.now()
    assert rules.send_requested(now) == 1
    assert rules.send_requested(now) == 0
    assert OutgoingMail.objects.count() == 1


def test_requests_and_counted_tries_are_forgotten_after_a_day(client: Client) -> None:
    client.post("/anmelden/", {"email": "fremd@weimar.example"})
    tasks.forget(timezone.now() + timedelta(hours=23))
    assert SignInRequest.objects.count() == 1
    tasks.forget(timezone.now() + timedelta(hours=25))
    assert SignInRequest.objects.count() == 0


def test_stay_box_decides_how_long_a_sign_in_lasts(client: Client) -> None:
    person = UserFactory()
    client.post(ask_for_link(client, person.email))
    assert client.session.get_expiry_age() == pytest.approx(2 * 3600, abs=5)

    own = Client()
    own.post(ask_for_link(own, person.email), {"stay": "on"})
    assert own.session.get_expiry_age() == pytest.approx(14 * 24 * 3600, abs=5)

"""Signing in with a password, and setting one."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from lotse.accounts import rules, tasks
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import PASSWORD, UserFactory
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=timezone.get_current_timezone())


@pytest.fixture(autouse=True)
def _no_tries_of_other_tests() -> None:
    # Accounts of different tests have the same id, and allauth counts in the cache.
    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD, **data: str) -> int:
    page = client.post("/anmelden/kennwort/", {"login": email, "password": password, **data})
    return page.status_code


def is_signed_in(client: Client) -> bool:
    return client.get("/konto/").status_code == 200


def path_in_newest_mail() -> str:
    mail = OutgoingMail.objects.first()
    assert mail is not None
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found is not None
    return found[1]


def test_right_password_signs_in_and_goes_on_where_it_was_asked_for(client: Client) -> None:
    UserFactory(email="feldhaus@weimar.example", password=PASSWORD)
    page = client.post(
        "/anmelden/kennwort/?next=/konto/",
        {"login": "Feldhaus@weimar.example", "password": PASSWORD, "next": "/konto/"},
    )
    assert (page.status_code, page["Location"]) == (302, "/konto/")
    assert is_signed_in(client)


def test_wrong_password_and_unknown_address_get_the_same_answer(client: Client) -> None:
    UserFactory(email="bekannt@weimar.example", password=PASSWORD)
    pages = [
        client.post("/anmelden/kennwort/", {"login": address, "password": "falsch"})
        .content.decode()
        .replace(address, "ADRESSE")
        for address in ("bekannt@weimar.example", "fremd@weimar.example")
    ]
    pages = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page) for page in pages]
    assert pages[0] == pages[1]
    assert "passen nicht zusammen" in pages[0]


def test_sixth_try_is_refused_even_with_the_right_password(client: Client) -> None:
    UserFactory(email="feldhaus@weimar.example", password=PASSWORD)
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            sign_in(client, "feldhaus@weimar.example", "falsch")
        # A lock must not be lifted by changing the client.
        assert sign_in(Client(REMOTE_ADDR="192.0.2.9"), "feldhaus@weimar.example") == 200
        clock.shift(timedelta(minutes=16))
        assert sign_in(client, "feldhaus@weimar.example") == 302


def test_a_link_opens_a_locked_account(client: Client) -> None:
    UserFactory(email="feldhaus@weimar.example", password=PASSWORD)
    for _ in range(5):
        sign_in(client, "feldhaus@weimar.example", "falsch")

    client.post("/anmelden/", {"email": "feldhaus@weimar.example"})
    tasks.send_requested(timezone.now())
    client.post(path_in_newest_mail())

    assert is_signed_in(client)
    assert sign_in(Client(), "feldhaus@weimar.example") == 302


def test_one_client_cannot_try_one_password_at_many_accounts(client: Client) -> None:
    UserFactory(email="feldhaus@weimar.example", password=PASSWORD)
    for number in range(50):
        sign_in(client, f"person{number}@weimar.example", "Sommer2026!")
    assert sign_in(client, "feldhaus@weimar.example") == 200
    assert sign_in(Client(REMOTE_ADDR="192.0.2.9"), "feldhaus@weimar.example") == 302


def test_closed_account_stays_out(client: Client) -> None:
    UserFactory(email="feldhaus@weimar.example", password=PASSWORD, is_active=False)
    page = client.post(
        "/anmelden/kennwort/",
        {"login": "feldhaus@weimar.example", "password": PASSWORD},
        follow=True,
    )
    assert "Dieses Konto ist geschlossen" in page.content.decode()
    assert not is_signed_in(client)


def test_forgotten_password_is_replaced_by_a_link_that_holds_once(client: Client) -> None:
    UserFactory(email="feldhaus@weimar.example", password=PASSWORD)
    client.post("/anmelden/kennwort/vergessen/", {"email": "feldhaus@weimar.example"})
    tasks.send_requested(timezone.now())
    path = path_in_newest_mail()

    page = client.get(path, follow=True)
    new = "Sauerkirschen-um-acht"
    form_path = page.redirect_chain[-1][0]
    answer = client.post(form_path, {"password1": new, "password2": new})

    assert answer["Location"] == "/anmelden/kennwort/neu/fertig/"
    assert sign_in(client, "feldhaus@weimar.example", new) == 302
    assert "gilt nicht mehr" in Client().get(path, follow=True).content.decode()


def test_new_password_link_expires_after_an_hour(client: Client) -> None:
    UserFactory(email="feldhaus@weimar.example", password=PASSWORD)
    with time_machine.travel(NOON, tick=False) as clock:
        client.post("/anmelden/kennwort/vergessen/", {"email": "feldhaus@weimar.example"})
        tasks.send_requested(timezone.now())
        path = path_in_newest_mail()
        clock.shift(timedelta(minutes=61))
        assert "gilt nicht mehr" in client.get(path, follow=True).content.decode()


def test_asking_for_a_new_password_tells_nothing_about_an_address(client: Client) -> None:
    UserFactory(email="bekannt@weimar.example", password=PASSWORD)
    answers = []
    for address in ("bekannt@weimar.example", "fremd@weimar.example"):
        page = client.post("/anmelden/kennwort/vergessen/", {"email": address}, follow=True)
        answers.append((page.redirect_chain, page.content))
    tasks.send_requested(timezone.now())
    assert answers[0] == answers[1]
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == ["bekannt@weimar.example"]


def test_changing_the_password_warns_by_mail_and_ends_other_sessions(client: Client) -> None:
    person = UserFactory(email="feldhaus@weimar.example", password=PASSWORD)
    other = Client()
    client.force_login(person)
    other.force_login(person)

    new = "Sauerkirschen-um-acht"
    client.post("/konto/kennwort/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert [mail.subject for mail in OutgoingMail.objects.all()] == [
        "Ihr Kennwort für Lotse wurde geändert"
    ]


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("kurz", "mindestens 12 Zeichen"),
        ("passwortpasswort", "leicht zu erraten"),
        ("Sommer2026!!", "leicht zu erraten"),
        ("123456789012", "leicht zu erraten"),
        ("1q2w3e4r5t6y", "zu üblich"),
        ("feldhaus@weimar.example", "zu ähnlich"),
    ],
)
def test_weak_password_is_refused_with_a_german_reason(
    client: Client, password: str, reason: str
) -> None:
    person = UserFactory(email="feldhaus@weimar.example")
    client.force_login(person)
    page = client.post("/konto/kennwort/setzen/", {"password1": password, "password2": password})
    assert page.status_code == 200
    assert reason in page.content.decode()


def test_sign_out_everywhere_ends_every_session_also_without_a_password() -> None:
    person = UserFactory()
    here, there = Client(), Client()
    here.force_login(person)
    there.force_login(person)

    here.post("/konto/ueberall-abmelden/")

    assert not is_signed_in(here)
    assert not is_signed_in(there)
    again = Client()
    again.force_login(User.objects.get(pk=person.pk))
    assert is_signed_in(again)


def test_signing_out_needs_a_click(client: Client) -> None:
    client.force_login(UserFactory())
    client.get("/abmelden/")
    assert is_signed_in(client)
    client.post("/abmelden/")
    assert not is_signed_in(client)


def test_unused_session_ends_after_two_hours_and_a_used_one_goes_on(client: Client) -> None:
    UserFactory(email="feldhaus@weimar.example", password=PASSWORD)
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, "feldhaus@weimar.example")
        clock.shift(timedelta(minutes=100))
        assert is_signed_in(client)
        clock.shift(timedelta(minutes=100))
        assert is_signed_in(client)
        clock.shift(timedelta(minutes=121))
        assert not is_signed_in(client)


@pytest.mark.parametrize("path", ["/redaktion/login/", "/_util/login/"])
def test_sign_in_forms_of_wagtail_are_shut(client: Client, path: str) -> None:
    UserFactory(email="feldhaus@weimar.example", password=PASSWORD, roles=[Role.EDITOR])
    answer = client.post(
        f"{path}?next=/redaktion/", {"username": "feldhaus@weimar.example", "password": PASSWORD}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/anmelden/?next=/redaktion/")
    assert not is_signed_in(client)


def test_nobody_can_sign_up_and_unused_pages_of_allauth_do_not_exist(client: Client) -> None:
    for name in ("account_signup", "account_email", "account_inactive", "account_reauthenticate"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/konto/signup/", "/accounts/signup/", "/accounts/login/", "/konto/email/"):
        assert client.post(path).status_code == 404


def test_password_hash_is_argon2(client: Client) -> None:
    person = UserFactory(password=PASSWORD)
    assert person.password.startswith("argon2")


def test_session_of_somebody_whose_roles_changed_ends(client: Client) -> None:
    lead = UserFactory(roles=[Role.LEAD])
    person = UserFactory(roles=[Role.EDITOR])
    client.force_login(person)
    rules.change_person(
        person,
        name="A",
        office="",
        phone="",
        municipality=None,
        roles={Role.DESK},
        by=lead,
        now=NOON,
    )
    assert not is_signed_in(client)

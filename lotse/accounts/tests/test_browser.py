"""Sign-in and account pages in a real browser."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lotse.accounts import tasks
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import PASSWORD, UserFactory
from lotse.accounts.tests.test_people import town
from lotse.mail.models import OutgoingMail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
OpenPage = Callable[..., Page]


def link_in_mail_to(person: User) -> str:
    """Let the worker run; return the path of the link, as it stands in the mail."""
    tasks.send_requested(timezone.now())
    mail = OutgoingMail.objects.get(recipient=person.email)
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found is not None
    return found[1]


def test_sign_in_by_link_on_another_device_with_the_keyboard_alone(page: Page, phone: Page) -> None:
    person = UserFactory(name="Jutta Feldhaus")
    page.goto("/anmelden/?next=/konto/")
    page.get_by_label("Dienstliche E-Mail-Adresse").focus()
    page.keyboard.type(person.email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte sehen Sie in Ihr Postfach")

    phone.goto(link_in_mail_to(person))
    expect(phone.get_by_text("Sie melden sich an als Jutta Feldhaus")).to_be_visible()
    phone.get_by_role("button", name="Jetzt anmelden").focus()
    phone.keyboard.press("Enter")

    expect(phone).to_have_url(re.compile("/konto/$"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Mein Konto")


def test_sign_in_by_link_without_javascript(plain_page: Page) -> None:
    person = UserFactory()
    plain_page.goto("/anmelden/?next=/konto/")
    plain_page.get_by_label("Dienstliche E-Mail-Adresse").fill(person.email)
    plain_page.get_by_role("button", name="Anmeldelink schicken").click()
    plain_page.goto(link_in_mail_to(person))
    plain_page.get_by_role("button", name="Jetzt anmelden").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Mein Konto")


def test_sign_in_by_password_then_out(page: Page) -> None:
    person = UserFactory(password=PASSWORD)
    page.goto("/konto/")
    page.get_by_role("link", name="Mit Kennwort anmelden").click()
    page.get_by_label("Dienstliche E-Mail-Adresse").fill(person.email)
    page.get_by_label("Kennwort").fill("falsch")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_text("passen nicht zusammen")).to_be_visible()
    # What was typed stays, except the password.
    expect(page.get_by_label("Dienstliche E-Mail-Adresse")).to_have_value(person.email)

    page.get_by_label("Kennwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mein Konto")

    page.get_by_role("button", name="Abmelden", exact=True).click()
    page.goto("/konto/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")


@pytest.mark.parametrize(
    "path",
    [
        "/anmelden/",
        "/anmelden/verschickt/",
        "/anmelden/kennwort/",
        "/anmelden/kennwort/vergessen/",
        "/anmelden/kennwort/vergessen/verschickt/",
        "/anmelden/link/1.falsch/",
    ],
)
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_sign_in_pages_are_accessible(
    open_page: OpenPage, axe: Callable[[Page], list[str]], device: str, path: str
) -> None:
    page = open_page(device=device)
    page.goto(path)
    assert axe(page) == []


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_pages_about_people_are_accessible_and_fit(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    signed_in: Callable[[Page, User], Page],
    device: str,
) -> None:
    person = UserFactory(
        roles=[Role.LEAD, Role.COORDINATOR], municipality=town("Weimar", "16055000")
    )
    page = signed_in(open_page(device=device), person)
    for path in (
        "/konto/",
        "/konto/kennwort/setzen/",
        "/konto/kolleginnen-und-kollegen/",
        "/konto/personen/",
        "/konto/personen/neu/",
        f"/konto/personen/{person.pk}/",
        "/abmelden/",
    ):
        page.goto(path)
        assert axe(page) == []
        # Nothing but a table may be wider than the window, and that scrolls in itself.
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_errors_of_the_form_are_announced_and_keep_what_was_typed(page: Page) -> None:
    page.goto("/anmelden/")
    page.get_by_label("Dienstliche E-Mail-Adresse").fill("keine adresse")
    page.get_by_role("button", name="Anmeldelink schicken").click()
    expect(page).to_have_title(re.compile("^Fehler: "))
    expect(page.get_by_label("Dienstliche E-Mail-Adresse")).to_have_value("keine adresse")
    expect(page.get_by_label("Dienstliche E-Mail-Adresse")).to_have_attribute(
        "aria-invalid", "true"
    )

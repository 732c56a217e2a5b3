"""The way of a question through a real browser: with script, without, by keyboard, on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import links
from lotse.inquiries.models import Inquiry
from lotse.inquiries.tests.content import publish_example
from lotse.inquiries.tests.factories import InquiryFactory, MessageFactory
from lotse.municipalities.tests.factories import MunicipalityFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
Axe = Callable[[Page], list[str]]
OpenPage = Callable[..., Page]
QUESTION = "Wir müssen eine Turnhalle freigeben. Wohin mit 80 Personen?"


def test_finds_appear_while_typing_and_the_text_stays(page: Page) -> None:
    publish_example("Turnhalle in sechs Wochen freigezogen")
    page.goto("/fragen/neu/frage/")
    page.get_by_label("Wie lautet Ihre Frage?").press_sequentially("Turnhalle freiziehen")
    expect(page.get_by_role("link", name="Turnhalle in sechs Wochen")).to_be_visible()
    expect(page.get_by_label("Wie lautet Ihre Frage?")).to_have_value("Turnhalle freiziehen")


def test_question_is_asked_by_keyboard_alone_and_found_on_its_page(page: Page) -> None:
    page.goto("/fragen/neu/frage/")
    page.get_by_label("Wie lautet Ihre Frage?").focus()
    page.keyboard.type(QUESTION)
    page.get_by_role("button", name="Weiter").focus()
    page.keyboard.press("Enter")
    page.get_by_label("E-Mail-Adresse").focus()
    page.keyboard.type("sozialamt@stadt.example")
    page.get_by_label("Ja, ohne Nennung").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Weiter").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Frage absenden").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/fragen/L-\d{4}-0001/bestaetigung/$"))
    page.get_by_role("link", name="Vorgang ansehen").click()
    expect(page.get_by_role("article").first).to_contain_text(QUESTION)


def test_question_is_asked_without_script(plain_page: Page) -> None:
    MunicipalityFactory.create(name="Halle", postcode="33790")
    MunicipalityFactory.create(name="Halle", postcode="06108")
    publish_example("Turnhalle in sechs Wochen freigezogen")
    plain_page.goto("/fragen/neu/frage/")
    plain_page.get_by_label("Wie lautet Ihre Frage?").fill(QUESTION)
    plain_page.get_by_role("button", name="Passende Treffer zeigen").click()
    expect(plain_page.get_by_role("link", name="Turnhalle in sechs Wochen")).to_be_visible()
    plain_page.get_by_role("button", name="Weiter").click()
    plain_page.get_by_label("E-Mail-Adresse").fill("sozialamt@stadt.example")
    plain_page.get_by_label("Ihre Kommune").fill("Halle")
    plain_page.get_by_label("Ja, ohne Nennung").check()
    plain_page.get_by_role("button", name="Weiter").click()
    plain_page.get_by_label("06108 Halle").check()
    plain_page.get_by_role("button", name="Weiter").click()
    plain_page.get_by_role("button", name="Frage absenden").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Ihre Frage ist da")
    inquiry = Inquiry.objects.get()
    assert inquiry.municipality is not None
    assert inquiry.municipality.postcode == "06108"


def test_back_button_loses_nothing(page: Page) -> None:
    page.goto("/fragen/neu/frage/")
    page.get_by_label("Wie lautet Ihre Frage?").fill(QUESTION)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("E-Mail-Adresse").fill("sozialamt@stadt.example")
    page.get_by_label("Nein, nur für uns").check()
    page.get_by_role("button", name="Weiter").click()
    # Chromium refuses to go back while it still swaps pages: see each one first.
    expect(page.get_by_role("button", name="Frage absenden")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("E-Mail-Adresse")).to_have_value("sozialamt@stadt.example")
    page.go_back()
    expect(page.get_by_label("Wie lautet Ihre Frage?")).to_have_value(QUESTION)
    page.go_forward()
    expect(page.get_by_label("E-Mail-Adresse")).to_have_value("sozialamt@stadt.example")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_pages_for_askers_are_accessible_and_fit(
    open_page: OpenPage, axe: Axe, signed_in: Callable[..., Page], device: str
) -> None:
    publish_example("Turnhalle in sechs Wochen freigezogen")
    inquiry = MessageFactory.create(text=QUESTION).inquiry
    person = UserFactory.create(roles=[Role.MEMBER])
    InquiryFactory.create(asker=person)
    page = signed_in(open_page(device=device), person)
    findings = []

    def check() -> None:
        findings.extend(axe(page))
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if width > 0:
            findings.append(f"{page.url} is {width} pixels too wide")

    page.goto("/fragen/neu/frage/?q=Turnhalle freiziehen")
    check()
    page.get_by_role("button", name="Weiter").click()
    check()
    page.get_by_role("button", name="Weiter").click()
    check()
    page.get_by_label("Nein, nur für uns").check()
    page.get_by_role("button", name="Weiter").click()
    check()
    page.get_by_role("button", name="Frage absenden").click()
    check()
    for address in (links.status_path(inquiry), "/vorgang/neuer-link/", "/fragen/"):
        page.goto(address)
        check()
    assert findings == []

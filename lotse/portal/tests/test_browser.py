"""The public pages in a real browser: accessible, usable by keyboard and without script."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from lotse.knowledge.tests.factories import published
from lotse.portal import bootstrap, demo
from lotse.team.tests.factories import ProgrammeAreaFactory
from lotse.topics.models import Concept
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ADDRESSES = ("/", "/themen/wohnen/", "/presse/", "/barriere-melden/?barriere=")


@pytest.fixture
def content(live_server: object) -> None:
    field = FieldFactory.create(code="U", name="Wohnen", slug="wohnen", icon="house")
    FieldFactory.create(kind=Concept.Kind.CROSS_CUTTING, name="Gesundheit", slug="gesundheit")
    ConceptFactory.create(broader=field, name="Brandschutz")
    bootstrap.load(NOW)
    demo.load(NOW)
    published(title="Halle frei", concepts=[ConceptFactory.create(broader=field)])
    for area in (ProgrammeAreaFactory.create(), ProgrammeAreaFactory.create(is_press=True)):
        area.topics.add(field)


def test_public_pages_are_accessible_in_light_and_dark_at_both_widths(
    content: None, page: Page, phone: Page, axe: Axe
) -> None:
    findings = []
    for window in (page, phone):
        for address in ADDRESSES:
            window.goto(address)
            findings += axe(window)
            if window.evaluate("document.documentElement.scrollWidth > innerWidth"):
                findings.append(f"{address} is wider than the window")
    assert findings == []


def test_a_question_goes_from_the_start_page_to_the_search(content: None, page: Page) -> None:
    page.goto("/")
    page.get_by_label("Was beschäftigt Ihre Kommune?").fill("Wohin mit 80 Personen?")
    page.get_by_role("button", name="Antworten finden").click()
    expect(page).to_have_url("/suche/?q=Wohin+mit+80+Personen%3F")
    expect(page.get_by_role("textbox", name="Ihre Frage")).to_have_value("Wohin mit 80 Personen?")


def test_a_barrier_is_reported_without_script(content: None, plain_page: Page) -> None:
    plain_page.goto("/suche/")
    plain_page.get_by_role("link", name="Barriere melden").click()
    expect(plain_page.get_by_label("Auf welcher Seite?")).to_have_value(
        plain_page.url.replace("barriere-melden", "suche")
    )
    plain_page.get_by_label("Was können Sie nicht lesen").fill("Der Kontrast ist zu schwach.")
    plain_page.get_by_role("button", name="Weiter zum Absenden").click()
    expect(plain_page.locator("textarea").first).to_have_value(
        "Barriere melden:\nDer Kontrast ist zu schwach.\nSeite: "
        + plain_page.url.split("/fragen")[0]
        + "/suche/"
    )


def test_news_are_chosen_by_keyboard(content: None, page: Page) -> None:
    page.goto("/aktuelles/")
    page.get_by_label("Art").focus()
    page.keyboard.type("Termin")
    page.get_by_role("button", name="Meldungen zeigen").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main .lt-lines > li")).to_have_count(1)

"""The pattern pages and the frame in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]


@pytest.mark.parametrize("address", ["/muster/", "/muster/formular/", "/muster/formular/?fehler"])
def test_patterns_are_accessible_at_both_widths(
    page: Page, phone: Page, axe: Axe, address: str
) -> None:
    for window in (page, phone):
        window.goto(address)
        assert axe(window) == []
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_choice_of_light_or_dark_is_remembered(page: Page) -> None:
    page.goto("/muster/")
    page.get_by_role("button", name="Hell / Dunkel").first.click()
    assert page.evaluate("document.documentElement.dataset.kernTheme") == "dark"
    page.goto("/muster/formular/")
    assert page.evaluate("document.documentElement.dataset.kernTheme") == "dark"


def test_without_script_the_switch_is_hidden_and_the_menu_still_opens(plain_page: Page) -> None:
    plain_page.set_viewport_size({"width": 390, "height": 844})
    plain_page.goto("/muster/")
    expect(plain_page.locator("[data-theme-toggle]").first).to_be_hidden()
    plain_page.get_by_text("Menü").click()
    expect(plain_page.get_by_role("link", name="Anmelden")).to_be_visible()


def test_the_skip_link_is_first_and_leads_to_the_content(page: Page) -> None:
    page.goto("/muster/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_after_a_mistake_the_summary_has_the_focus_and_leads_to_the_field(page: Page) -> None:
    page.goto("/muster/formular/?fehler")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Geben Sie an, wohin wir antworten sollen.").click()
    expect(page.get_by_label("E-Mail-Adresse")).to_be_focused()


def test_a_dialog_opens_by_keyboard_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/muster/")
    opener = page.get_by_role("link", name="Alle Tastaturkürzel")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_mobile_menu_closes_with_escape(phone: Page) -> None:
    phone.goto("/muster/")
    phone.get_by_text("Menü").click()
    expect(phone.get_by_role("link", name="Anmelden")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("link", name="Anmelden")).to_be_hidden()

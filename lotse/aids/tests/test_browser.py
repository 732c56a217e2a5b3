"""Pages of aids in Chromium: by keyboard, without barriers, on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lotse.aids.models import Aid
from lotse.aids.tests.factories import published
from lotse.aids.tests.test_calculators import calculator, standard
from lotse.aids.tests.test_trees import TEXT
from lotse.knowledge.tests.factories import fact

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tree() -> Aid:
    fact(code="F-U-31")
    return published(kind="tree", text=TEXT, definition=None)


def test_a_tree_is_walked_by_keyboard_and_without_script(plain_page: Page, tree: Aid) -> None:
    plain_page.goto(tree.get_absolute_url())
    for answer in ("weit draußen", "nein"):
        offer = plain_page.get_by_role("link", name=answer, exact=True)
        offer.focus()
        plain_page.keyboard.press("Enter")
    expect(plain_page.get_by_role("heading", name="Ergebnis", exact=True)).to_be_visible()

    plain_page.get_by_role("link", name=re.compile("^ändern.*Wo liegt es")).click()
    expect(plain_page.get_by_role("link", name="am Rand", exact=True)).to_be_visible()


def test_aids_have_no_barriers_and_fit_a_phone(
    page: Page, phone: Page, tree: Aid, axe: Callable[[Page], list[str]]
) -> None:
    standard()
    addresses = [
        "/hilfestellungen/",
        f"{tree.get_absolute_url()}?weg=2",
        f"{tree.get_absolute_url()}?weg=1",
        f"{calculator().get_absolute_url()}?e-flaeche=70&e-duschen=2",
        published(kind="guide", text="# Vorher\n\nFläche: [F-U-20]").get_absolute_url(),
    ]
    for one in (page, phone):
        for address in addresses:
            one.goto(address)
            assert axe(one) == []
            assert one.evaluate("document.documentElement.scrollWidth <= innerWidth"), address

"""Journey 1: a member asks in her own words, narrows down to places like hers, opens a find."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.installation import Installation

pytestmark = pytest.mark.browser

MEMBER = "mitglied@weimar.example"


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_question_in_own_words_finds_passages_and_narrows_to_municipalities_like_ours(
    installation: Installation, visit: Callable[..., Page], has_scripts: bool
) -> None:
    installation.serve()
    page = visit(MEMBER, has_scripts=has_scripts)

    page.goto("/")
    page.get_by_role("textbox", name="Was beschäftigt Ihre Kommune?").fill(
        "Wie machen wir Leichtbauhallen winterfest?"
    )
    page.get_by_role("button", name="Antworten finden").click()

    # The compound is taken apart: "Zelt- oder Leichtbauhalle" answers "Leichtbauhallen".
    best = page.get_by_role("region", name="Passt am besten").get_by_role("article")
    expect(best.locator("mark").filter(has_text="Leichtbauhalle").first).to_be_visible()

    page.get_by_role("textbox", name="Ihre Frage").fill("Wie koordinieren wir Ehrenamtliche?")
    page.get_by_role("button", name="Antworten finden").click()
    everything = hits(page)
    assert everything > 1

    # Filters live in the address, so the list can be passed on.
    filters = page.get_by_role("form", name="Treffer filtern")
    filters.get_by_role("checkbox", name="25.000 bis 50.000").check()
    if not has_scripts:
        filters.get_by_role("button", name="Filter anwenden").click()
    expect(page).to_have_url(re.compile(r"[?&]groesse=G5"))
    narrowed = hits(page)
    assert 0 < narrowed < everything

    link = page.get_by_role("main").get_by_role("article").get_by_role("link").first
    title = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def hits(page: Page) -> int:
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(r"^\s*\d+ Treffer\s*$"))
    return int(heading.inner_text().split()[0])

"""Editors in Chromium: the board, remarks, autosave, locks, schedule, comparison, checks."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Collection

from lotse.accounts import bootstrap as accounts
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import bootstrap
from lotse.knowledge.models import Check, Example
from lotse.knowledge.tests.factories import published

NOW = datetime.now(UTC)
BOARD = "/redaktion-heute/"
SignIn = Callable[[Page, User], None]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editors() -> tuple[User, User]:
    # Tables are emptied between tests that commit, also of what migrations put there.
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    accounts.load(NOW)
    bootstrap.load(NOW)
    first, second = (UserFactory(roles=[Role.EDITOR], name=name) for name in ("Anna Ahr", "Bo Ey"))
    return first, second


@pytest.fixture
def example(editors: tuple[User, User]) -> Example:
    made = published(title="Container am Hafen", solution="Die Stadt mietet.\nEine Wache hilft.")
    made.save_revision(user=editors[0], clean=False).publish(user=editors[0])
    return made


def _edit(example: Example) -> str:
    return f"/redaktion/snippets/knowledge/example/edit/{example.pk}/"


def test_board_and_remarks_are_accessible_and_fit_on_a_phone(
    page: Page,
    phone: Page,
    axe: Callable[[Page], list[str]],
    signed_in: SignIn,
    editors: tuple[User, User],
    example: Example,
) -> None:
    for view in (page, phone):
        signed_in(view, editors[1])
        for address in (BOARD, BOARD + "?bereich=sofort", f"/durchsicht/example/{example.pk}/"):
            view.goto(address)
            assert axe(view) == []
            width = view.evaluate("document.documentElement.scrollWidth")
            assert width <= view.evaluate("window.innerWidth")


def test_second_person_checks_with_one_click_without_script(
    plain_page: Page, signed_in: SignIn, editors: tuple[User, User], example: Example
) -> None:
    signed_in(plain_page, editors[1])
    plain_page.goto(BOARD + "?wer=alle")
    plain_page.get_by_role("button", name="Geprüft").click()
    expect(plain_page.get_by_text("Der Vermerk für Lesende ist weg.")).to_be_visible()
    assert plain_page.url.endswith(BOARD + "?wer=alle")
    assert Check.objects.get().checked_by == editors[1]


def test_comment_is_written_at_its_passage(
    page: Page, signed_in: SignIn, editors: tuple[User, User], example: Example
) -> None:
    signed_in(page, editors[1])
    page.goto(f"/durchsicht/example/{example.pk}/")
    place = page.locator("#solution-2")
    place.get_by_text("Kommentieren oder anders schreiben").click()
    place.get_by_label("Besserer Wortlaut").fill("Ein Wachdienst hilft.")
    place.get_by_role("button", name="Abschicken").click()
    expect(page.locator("#solution-2")).to_contain_text("Vorschlag: Ein Wachdienst hilft.")
    page.get_by_role("button", name="In den Entwurf übernehmen").click()
    page.get_by_role("link", name="Mit veröffentlichter Fassung vergleichen").click()
    expect(page.locator(".deletion").first).to_contain_text("Eine")
    expect(page.locator(".addition").first).to_contain_text("Ein")


def test_what_is_typed_is_saved_by_itself_and_there_again_after_a_crash(
    page: Page, signed_in: SignIn, editors: tuple[User, User], example: Example
) -> None:
    signed_in(page, editors[0])
    page.goto(_edit(example), wait_until="networkidle")
    with page.expect_response(
        lambda answer: (
            answer.url.endswith(_edit(example))
            and "Gerade erst getippt." in (answer.request.post_data or "")
        )
    ):
        page.locator("textarea[name=what]").fill("")
        # As slowly as people type: Wagtail takes what stands there in the first two seconds as
        # what was there before.
        page.locator("textarea[name=what]").press_sequentially("Gerade erst getippt.", delay=200)
    expect(page.get_by_text("Gespeichert", exact=True)).to_be_visible()
    # As a browser that crashes: no leaving the page, nobody pressed save.
    page.goto("about:blank")
    page.goto(_edit(example))
    expect(page.locator("textarea[name=what]")).to_have_value("Gerade erst getippt.")
    example.refresh_from_db()
    assert example.what != "Gerade erst getippt."
    page.get_by_role("link", name="Mit veröffentlichter Fassung vergleichen").click()
    expect(page.locator(".addition").first).to_contain_text("Gerade")


def test_accessibility_of_the_draft_is_checked_beside_the_form(
    page: Page, signed_in: SignIn, editors: tuple[User, User], example: Example
) -> None:
    signed_in(page, editors[0])
    page.goto(_edit(example))
    page.get_by_role("button", name="Überprüfungen umschalten").click()
    # Counted in the preview, by the same script that looks for headings, names and alt texts.
    expect(page.locator("[data-content-word-count]")).to_have_text(re.compile(r"^\d+$"))
    expect(page.locator("[data-content-readability-score]")).not_to_have_text("-")
    expect(page.get_by_role("heading", name="Probleme gefunden")).to_contain_text("0")


def test_schedule_is_set_beside_the_form(
    page: Page, signed_in: SignIn, editors: tuple[User, User], example: Example
) -> None:
    signed_in(page, editors[0])
    page.goto(_edit(example))
    page.get_by_role("button", name="Status umschalten").click()
    page.get_by_role("button", name="Zeitplan").first.click()
    expect(page.locator("input[name=expire_at]")).to_be_visible()

"""List and detail in Chromium: accessible, filterable with and without script, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lotse.knowledge.tests.factories import published
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def examples() -> None:
    housing, staff = (
        FieldFactory(code="U", name="Unterbringung"),
        FieldFactory(code="P", name="Personal"),
    )
    hall = ConceptFactory(broader=housing)
    published(title="Halle freigezogen", concepts=[hall], limits="Nur im Sommer.")
    published(title="Stellen besetzt", concepts=[ConceptFactory(broader=staff)])
    published(
        title="Container gemietet",
        concepts=[hall],
        municipalities=[MunicipalityFactory(size_class="G6")],
    )


@pytest.mark.usefixtures("examples")
def test_filter_works_by_keyboard_and_stays_in_the_address(page: Page) -> None:
    page.goto("/beispiele/")
    box = page.get_by_label("Unterbringung")
    box.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="2 Beispiele")).to_be_visible()
    expect(page.get_by_text("Stellen besetzt")).to_have_count(0)
    assert page.url.endswith("?thema=U")
    expect(page.get_by_label("Unterbringung")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", name="3 Beispiele")).to_be_visible()


@pytest.mark.usefixtures("examples")
def test_filter_works_without_script(plain_page: Page) -> None:
    plain_page.goto("/beispiele/")
    plain_page.get_by_label("Personal").check()
    plain_page.get_by_role("button", name="Filter anwenden").click()
    expect(plain_page.get_by_role("heading", name="1 Beispiel", exact=True)).to_be_visible()


@pytest.mark.usefixtures("examples")
def test_list_and_detail_are_accessible_and_fit_on_a_phone(
    page: Page, phone: Page, axe: Callable[[Page], list[str]]
) -> None:
    for view in (page, phone):
        view.goto("/beispiele/?thema=U")
        assert axe(view) == []
        view.goto("/beispiele/?thema=P&groesse=G6")
        assert axe(view) == []
        view.goto("/beispiele/")
        view.get_by_role("link", name="Halle freigezogen").click()
        expect(view.get_by_role("heading", level=1)).to_have_text("Halle freigezogen")
        assert axe(view) == []
        assert view.evaluate("document.documentElement.scrollWidth <= innerWidth")
        view.goto("/kommunen/suche/?q=Musterstadt")
        assert axe(view) == []

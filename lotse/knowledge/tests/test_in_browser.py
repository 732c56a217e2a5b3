"""List and detail in Chromium: accessible, filterable with and without script, on a phone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge.models import Fact, GlossaryTerm
from lotse.knowledge.reviews import links
from lotse.knowledge.reviews.links import Asked
from lotse.knowledge.tests.factories import answered, fact, published, version
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
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


@pytest.fixture
def facts() -> None:
    earlier = version(
        statement="Je Platz waren 4,5 m² vorzusehen.",
        value=Decimal("4.5"),
        valid_from=date(2014, 1, 1),
        valid_to=date(2017, 12, 31),
    )
    fact("F-U-20", versions=[earlier, version()], review_due_on=date(2026, 1, 1))
    fact("F-U-22", lands=[LandFactory(code="BY", name="Bayern")], versions=[version(value=9)])
    GlossaryTerm.objects.create(
        term="Gemeinschaftsunterkunft", slug="gu", forms="GU", meaning="Gemeinsame Unterkunft."
    )
    answered(long_answer="In einer GU sind es [F-U-20].\n\nDie GU ist voll.")


@pytest.mark.usefixtures("facts")
def test_facts_are_accessible_and_fit_on_a_phone(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    for device in ("desktop", "phone"):
        view = open_page(device=device, scheme="dark")
        view.goto("/zahlen-und-regeln/")
        assert axe(view) == []
        view.get_by_role("link", name="Fläche je Platz").first.click()
        expect(view.get_by_role("heading", level=1)).to_have_text("Fläche je Platz")
        view.get_by_role("heading", name="01.01.2014 bis 31.12.2017").click()
        assert axe(view) == []
        assert view.evaluate("document.documentElement.scrollWidth <= innerWidth")
        view.get_by_role("link", name="Stimmt nicht mehr").click()
        assert axe(view) == []
        view.goto("/begriffe/")
        assert axe(view) == []


@pytest.mark.usefixtures("facts")
def test_word_is_explained_by_keyboard_without_script(
    plain_page: Page, page: Page, axe: Callable[[Page], list[str]]
) -> None:
    plain_page.goto("/antworten/wer-prueft/")
    explanation = plain_page.get_by_text("Gemeinsame Unterkunft.")
    expect(explanation).to_be_hidden()
    word = plain_page.get_by_role("button", name="GU")
    word.focus()
    plain_page.keyboard.press("Enter")
    expect(explanation).to_be_visible()
    plain_page.keyboard.press("Tab")
    expect(plain_page.get_by_role("link", name="Alle Begriffe")).to_be_focused()
    plain_page.keyboard.press("Escape")
    expect(explanation).to_be_hidden()
    page.goto("/antworten/wer-prueft/")
    page.get_by_role("button", name="GU").click()
    assert axe(page) == []
    page.get_by_role("link", name="7 m² (bundesweit, Stand 19.08.2026)").click()
    expect(page.get_by_role("heading", name="Was gilt heute?")).to_be_visible()


@pytest.mark.usefixtures("facts")
def test_owner_confirms_from_the_mail_and_reader_reports_in_the_browser(
    page: Page, axe: Callable[[Page], list[str]]
) -> None:
    owner = UserFactory.create(roles=[Role.EDITOR])
    made = Fact.objects.get(code="F-U-20")
    asked = Asked("fact", made.pk, date(2026, 1, 1), owner.pk)
    page.goto(links.url(asked).removeprefix(settings.BASE_URL))
    assert axe(page) == []
    page.get_by_label("in einem Jahr").check()
    page.get_by_role("button", name="Stimmt noch").click()
    expect(page.get_by_text("Wir fragen am")).to_be_visible()
    assert axe(page) == []
    page.goto("/zahlen-und-regeln/f-u-20/")
    page.get_by_role("link", name="Stimmt nicht mehr").click()
    page.get_by_label("Was stimmt nicht mehr?").fill("Es sind 9 m².")
    page.get_by_role("button", name="Hinweis senden").click()
    expect(page.get_by_text("Danke. Die Redaktion schaut sich das an.")).to_be_visible()

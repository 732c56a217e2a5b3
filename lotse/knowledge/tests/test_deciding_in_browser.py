"""Compare, check, take over, say something: in Chromium, with and without script, on a phone."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge.adoption import rules
from lotse.knowledge.adoption.rules import Contact, Details
from lotse.knowledge.models import Adoption, Example, PageFeedback
from lotse.knowledge.tests.factories import published
from lotse.municipalities.models import Municipality
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def town() -> Municipality:
    place: Municipality = MunicipalityFactory(name="Erlenbrück", size_class="G5")
    return place


@pytest.fixture
def member(town: Municipality) -> User:
    person: User = UserFactory(roles=[Role.MEMBER, Role.COORDINATOR], municipality=town)
    return person


@pytest.fixture
def hall() -> Example:
    """A complete example that others took over, beside a failed one."""
    housing = ConceptFactory(broader=FieldFactory(code="U", name="Unterbringung"))
    example = published(
        title="Halle geräumt",
        concepts=[housing],
        municipalities=[MunicipalityFactory(name="Ulmstadt", size_class="G5")],
        content_as_of=date(2015, 5, 1),
        lead_time_days=42,
        capacity="92 Plätze",
        limits="Ab 120 Menschen zu klein.",
        evidence="figures",
        evidence_text="Nach 41 Tagen frei.",
        evidence_on=date(2016, 1, 1),
        evidence_by="Rechnungsprüfungsamt",
        suits_size_classes=["G5"],
        suitable_if="die Feuerwehr früh mitgeht",
        unsuitable_if="das Gebäude belastet ist",
        would_not_repeat="Eine mechanische Schließanlage.",
    )
    published(
        title="App gebaut",
        concepts=[housing],
        municipalities=[MunicipalityFactory(name="Kielstadt")],
        status="failed",
        limits="Niemand hat sie benutzt.",
        would_not_repeat="Eine App vor dem Telefon.",
    )
    staff = ConceptFactory(broader=FieldFactory(code="P", name="Personal"))
    published(title="Stellen besetzt", concepts=[staff])
    contact = Contact(office="Sozialamt", email="amt@weiler.example", until=date(2099, 1, 1))
    adoption = rules.declare(
        example,
        municipality=MunicipalityFactory(name="Weiler"),
        details=Details(state="done", changes="Ohne Küche", contact=contact),
        person=UserFactory(),
        now=timezone.now(),
    )
    rules.report(adoption, result="works", text="Läuft gut.", now=timezone.now())
    return example


def fits(view: Page) -> bool:
    return bool(view.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.usefixtures("hall")
def test_examples_are_picked_in_the_list_and_compared_without_script(plain_page: Page) -> None:
    plain_page.goto("/beispiele/")
    for title in ("Halle geräumt", "App gebaut"):
        plain_page.get_by_label(f"Vergleichen: {title}").check()
    plain_page.get_by_role("button", name="Vergleichen", exact=True).click()
    expect(plain_page.get_by_role("heading", name="2 Beispiele im Vergleich")).to_be_visible()
    row = plain_page.get_by_role("row", name="Vorlauf")
    # As in the list, the newest first.
    expect(row.get_by_role("cell")).to_have_text(["keine Angabe", "6 Wochen"])


@pytest.mark.usefixtures("hall")
def test_choice_stays_in_the_address_while_filtering(page: Page) -> None:
    page.goto("/beispiele/")
    page.get_by_label("Vergleichen: Halle geräumt").check()
    expect(page.get_by_text("Zum Vergleich gewählt: 1 von 4")).to_be_visible()
    page.get_by_label("Unterbringung").check()
    expect(page.get_by_role("link", name="Filter entfernen: Unterbringung")).to_be_visible()
    expect(page.get_by_text("Zum Vergleich gewählt: 1 von 4")).to_be_visible()
    page.get_by_label("Vergleichen: App gebaut").check()
    expect(page.get_by_text("Zum Vergleich gewählt: 2 von 4")).to_be_visible()
    page.get_by_role("button", name="Vergleichen", exact=True).click()
    expect(page.get_by_role("heading", name="2 Beispiele im Vergleich")).to_be_visible()


@pytest.mark.usefixtures("hall")
def test_finds_of_the_search_are_compared_without_script(plain_page: Page) -> None:
    plain_page.goto("/suche/?q=Halle+App")
    for title in ("Halle geräumt", "App gebaut"):
        plain_page.get_by_label(f"Vergleichen: {title}").check()
    plain_page.get_by_role("button", name="Vergleichen", exact=True).click()
    expect(plain_page.get_by_role("heading", name="2 Beispiele im Vergleich")).to_be_visible()


def test_comparison_is_accessible_and_fits_on_a_phone(
    page: Page, phone: Page, axe: Axe, hall: Example
) -> None:
    other = Example.objects.get(title="App gebaut")
    for view in (page, phone):
        view.goto(f"/beispiele/vergleichen/?vergleich={hall.pk}&q=App")
        assert axe(view) == []
        view.get_by_role("link", name=re.compile("Dazunehmen ?: App gebaut")).first.click()
        assert f"vergleich={other.pk}" in view.url
        assert axe(view) == []
        assert fits(view)
    expect(phone.get_by_role("row", name="Vorlauf").get_by_role("cell").first).to_be_visible()


def test_example_with_everything_is_accessible_on_paper_and_phone(
    page: Page,
    phone: Page,
    axe: Axe,
    signed_in: Callable[[Page, User], None],
    hall: Example,
    member: User,
) -> None:
    for view in (page, phone):
        view.goto(hall.get_absolute_url())
        assert axe(view) == []
        assert fits(view)
    expect(page.get_by_text("Der Inhalt ist")).to_contain_text("Jahre alt")
    signed_in(page, member)
    page.goto(hall.get_absolute_url())
    expect(page.get_by_text("amt@weiler.example")).to_be_visible()
    assert axe(page) == []
    page.emulate_media(media="print")
    for name in ("Für unsere Kommune übernehmen", "Übertragbarkeit prüfen"):
        expect(page.get_by_role("link", name=name)).to_be_hidden()
    expect(page.locator(".lt-printonly")).to_contain_text(f"/b/{hall.pk}/")


def test_transferability_is_checked_step_by_step(
    page: Page, phone: Page, axe: Axe, hall: Example, town: Municipality
) -> None:
    path = f"{hall.get_absolute_url()}uebertragbarkeit/"
    for view in (page, phone):
        view.goto(path)
        assert axe(view) == []
    page.get_by_label("Ihre Kommune").fill(town.key)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_role("heading", name="Ergebnis für Erlenbrück")).to_be_visible()
    page.get_by_label("Wie viele Tage").fill("60")
    page.get_by_role("group", name="die Feuerwehr").get_by_label("trifft zu", exact=True).check()
    expect(page.get_by_text("Ist bei Ihnen erfüllt: die Feuerwehr früh mitgeht")).to_be_visible()
    page.get_by_role("group", name="belastet").get_by_label("trifft nicht zu").check()
    expect(page.get_by_text("Gut übertragbar")).to_be_visible()
    assert axe(page) == []
    assert "tage=60" in page.url
    phone.goto(page.url)
    expect(phone.get_by_text("Gut übertragbar")).to_be_visible()
    assert fits(phone)


def test_municipality_takes_over_reports_withdraws_and_undoes_without_script(
    plain_page: Page,
    phone: Page,
    axe: Axe,
    signed_in: Callable[[Page, User], None],
    hall: Example,
    member: User,
) -> None:
    signed_in(plain_page, member)
    plain_page.goto(hall.get_absolute_url())
    plain_page.get_by_role("link", name="Für unsere Kommune übernehmen").click()
    plain_page.get_by_label("läuft").check()
    plain_page.get_by_label("Von wem haben Sie es gelernt?").select_option("Weiler")
    plain_page.get_by_role("button", name="Übernahme speichern").click()
    expect(plain_page.get_by_role("link", name="Von Ihnen übernommen: läuft")).to_be_visible()
    plain_page.get_by_role("link", name="Ergebnis melden").click()
    plain_page.get_by_label("funktioniert zum Teil").check()
    plain_page.get_by_role("button", name="Ergebnis absenden").click()
    expect(plain_page.get_by_text("funktioniert zum Teil")).to_be_visible()
    signed_in(phone, member)
    for path in ("/uebernahmen/", f"{hall.get_absolute_url()}uebernehmen/"):
        phone.goto(path)
        assert axe(phone) == []
        assert fits(phone)
    phone.goto(f"{hall.get_absolute_url()}weitergegeben/")
    expect(phone.locator(".lt-tree .lt-tree, .lt-tree ul ul").first).to_contain_text("Erlenbrück")
    assert axe(phone) == []
    plain_page.get_by_role("button", name="Zurückziehen").click()
    plain_page.get_by_role("button", name="Wiederherstellen").click()
    expect(plain_page.get_by_role("button", name="Zurückziehen")).to_be_visible()
    assert Adoption.objects.get(municipality=member.municipality).learned_from is not None


def test_feedback_is_given_in_the_page_and_on_a_page_of_its_own(
    page: Page, plain_page: Page, axe: Axe, hall: Example
) -> None:
    page.goto(hall.get_absolute_url())
    page.get_by_role("link", name="Nein", exact=True).click()
    expect(page.get_by_label("Nein", exact=True)).to_be_checked()
    assert axe(page) == []
    page.get_by_label("Möchten Sie etwas dazu sagen?").fill("Wie war der Schallschutz?")
    page.wait_for_timeout(2100)
    page.get_by_role("button", name="Rückmeldung absenden").click()
    expect(page.get_by_text("Danke für Ihre Rückmeldung")).to_be_visible()
    plain_page.goto(hall.get_absolute_url())
    plain_page.get_by_role("link", name="Ja", exact=True).click()
    plain_page.wait_for_timeout(2100)
    plain_page.get_by_role("button", name="Rückmeldung absenden").click()
    expect(plain_page.get_by_text("Danke für Ihre Rückmeldung")).to_be_visible()
    said = PageFeedback.objects.order_by("pk").values_list("verdict", "text")
    assert list(said) == [("nein", "Wie war der Schallschutz?"), ("ja", "")]


def test_editors_inbox_is_accessible_on_both_screens(
    page: Page, phone: Page, axe: Axe, signed_in: Callable[[Page, User], None], hall: Example
) -> None:
    feedback = PageFeedback.objects.create(
        record_kind="example",
        record_id=hall.pk,
        record_title=hall.title,
        verdict="nein",
        text="Wie war der Schallschutz?",
        reply_email="amt@stadt.example",
        given_at=timezone.now(),
    )
    editor = UserFactory(roles=[Role.EDITOR])
    for view in (page, phone):
        signed_in(view, editor)
        for path in ("/rueckmeldungen/", f"/rueckmeldungen/{feedback.pk}/"):
            view.goto(path)
            assert axe(view) == []
            assert fits(view)

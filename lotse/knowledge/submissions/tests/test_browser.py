"""The form, the status page, the release and the triage in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge.models import Submission
from lotse.knowledge.submissions import links, states
from lotse.knowledge.submissions.states import State
from lotse.knowledge.submissions.tests.factories import (
    SubmissionFactory,
    accepted,
    asked,
    seen,
    with_file,
)
from lotse.knowledge.tests.factories import published
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
Axe = Callable[[Page], list[str]]
OpenPage = Callable[..., Page]
TEXT = "Wir teilen uns den Hausmeisterdienst mit vier Nachbargemeinden."


def test_writing_is_saved_and_similar_examples_appear_meanwhile(page: Page) -> None:
    published(title="Hausmeisterdienst mit Nachbargemeinden teilen")
    page.goto("/beispiele/melden/")
    page.get_by_label("Was haben Sie gemacht?").press_sequentially("Hausmeisterdienst teilen")
    expect(page.get_by_role("link", name="Hausmeisterdienst mit Nachbar")).to_be_visible()
    expect(page.get_by_text(re.compile("Entwurf gespeichert um"))).to_be_visible()
    page.reload()
    expect(page.get_by_label("Was haben Sie gemacht?")).to_have_value("Hausmeisterdienst teilen")


def test_an_example_is_sent_by_keyboard_with_a_file(
    page: Page, signed_in: Callable[..., Page], tmp_path: Path
) -> None:
    place = MunicipalityFactory.create(name="Erlenbrück")
    person = UserFactory.create(roles=[Role.MEMBER], municipality=place)
    field = FieldFactory.create(code="P", name="Prozesse")
    ConceptFactory.create(code="P02", name="Hausmeisterdienst", broader=field)
    plan = tmp_path / "Plan.pdf"
    plan.write_bytes(b"%PDF-1.7 Plan")
    signed_in(page, person)
    page.goto("/beispiele/melden/")
    page.get_by_label("Was haben Sie gemacht?").focus()
    page.keyboard.type(TEXT)
    page.get_by_role("button", name="Weiter", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Prozesse")).to_be_checked()
    page.get_by_role("button", name="Weiter", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Unterlagen").set_input_files(plan)
    page.get_by_role("button", name="Datei hinzufügen").click()
    page.get_by_label("Lizenz", exact=True).select_option("CC BY 4.0")
    page.get_by_label("Wir dürfen die Datei").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Weiter", exact=True).click()
    page.get_by_label("Nur angemeldete Mitglieder").check()
    page.get_by_label("Die Redaktion darf daraus").check()
    page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Plan.pdf")
    page.get_by_role("button", name="An die Redaktion senden").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Beispiel ist da")
    page.get_by_role("link", name="Stand ansehen").click()
    expect(page.get_by_role("main")).to_contain_text("CC BY 4.0")
    assert states.of(seen(Submission.objects.get())) == State.RECEIVED


def test_an_example_is_sent_without_script(plain_page: Page) -> None:
    MunicipalityFactory.create(name="Halle", postcode="33790")
    MunicipalityFactory.create(name="Halle", postcode="06108")
    published(title="Hausmeisterdienst mit Nachbargemeinden teilen")
    plain_page.goto("/beispiele/melden/")
    plain_page.get_by_label("Was haben Sie gemacht?").fill(TEXT)
    plain_page.get_by_role("button", name="Ähnliche Beispiele zeigen").click()
    expect(plain_page.get_by_role("link", name="Hausmeisterdienst mit Nachbar")).to_be_visible()
    plain_page.get_by_role("button", name="Weiter", exact=True).click()
    plain_page.get_by_label("Ihre Kommune").fill("Halle")
    plain_page.get_by_role("button", name="Weiter", exact=True).click()
    plain_page.get_by_label("06108 Halle").check()
    plain_page.get_by_role("button", name="Weiter", exact=True).click()
    plain_page.get_by_role("button", name="Weiter", exact=True).click()
    plain_page.get_by_label("E-Mail-Adresse").fill("sozialamt@stadt.example")
    plain_page.get_by_label("Alle. Der Name").check()
    plain_page.get_by_label("Die Redaktion darf daraus").check()
    plain_page.get_by_role("button", name="Weiter", exact=True).click()
    plain_page.get_by_role("button", name="An die Redaktion senden").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Noch ein Klick")


def test_the_editor_accepts_and_asks_and_the_municipality_says_yes(
    page: Page, open_page: OpenPage, signed_in: Callable[..., Page]
) -> None:
    editor = UserFactory.create(roles=[Role.EDITOR])
    submission = accepted(editor)
    signed_in(page, editor)
    page.goto(submission.get_absolute_url())
    expect(page.get_by_role("main")).to_contain_text("Die Kommune hat den Text noch nicht gesehen.")
    page.get_by_text("Text zur Freigabe schicken").click()
    page.get_by_role("button", name="Um Freigabe bitten").click()
    expect(page.get_by_role("main")).to_contain_text("Die Bitte um Freigabe ist unterwegs.")
    outside = open_page(device="phone")
    outside.goto(links.consent_path(submission.consent_requests.get()))
    outside.get_by_label("Ja, so veröffentlichen").check()
    outside.get_by_label("Ihr Name und Amt").fill("A. Muster, Hauptamt")
    outside.get_by_role("button", name="Antwort senden").click()
    expect(outside.get_by_role("main")).to_contain_text("Ihre Antwort ist da: Ja")
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Der Entwurf darf so erscheinen.")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_pages_are_accessible_and_fit(
    open_page: OpenPage, axe: Axe, signed_in: Callable[..., Page], device: str
) -> None:
    published(title="Hausmeisterdienst mit Nachbargemeinden teilen")
    FieldFactory.create(code="P", name="Prozesse")
    editor = UserFactory.create(roles=[Role.EDITOR], municipality=MunicipalityFactory.create())
    submission = accepted(editor, person=editor)
    with_file(submission, "Hof.jpg", b"\xff\xd8\xff\xe0" + b"0" * 50)
    with_file(submission, licence="CC0 1.0", rights_confirmed_at=submission.received_at)
    request = asked(submission, editor)
    draft = SubmissionFactory.create(
        number=None, received_at=None, sent_at=None, person=editor, raw_text=TEXT
    )
    with_file(draft, "Hof.jpg", b"\xff\xd8\xff\xe0" + b"0" * 50)
    waiting = SubmissionFactory.create(number=None, received_at=None)
    status = links.status_path(seen(submission))
    page = signed_in(open_page(device=device), editor)
    findings = []
    page.goto("/beispiele/melden/")
    page.get_by_role("button", name="Weiterschreiben").click()
    for address in (
        "/beispiele/melden/",
        "/beispiele/melden/kommune/",
        "/beispiele/melden/unterlagen/",
        "/beispiele/melden/kontakt/",
        "/beispiele/melden/spaeter/",
        "/beispiele/melden/eigene/",
        links.confirm_url(waiting).removeprefix("http://localhost:8000"),
        "/einsendung/neuer-link/",
        status,
        f"{status}angaben/",
        links.consent_path(request),
        "/einsendungen/",
        submission.get_absolute_url(),
    ):
        page.goto(address)
        findings += axe(page)
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        findings += [f"{page.url} is {width} pixels too wide"] if width > 0 else []
    assert findings == []

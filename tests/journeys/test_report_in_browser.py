"""Journey 4 in the browser and by mail: sent in, prepared, released, checked, found, told."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.installation import Installation, wait_for
from tests.fixtures.mail import RunningPostbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]

READER = "leserin@anderswo.example"
CLERK = "n.osman@meissen.example"
STORY = "Wir teilen uns mit vier Nachbargemeinden einen Hausmeisterdienst für alle Unterkünfte."
TITLE = "Hausmeisterdienst für fünf Gemeinden"
SLOW = 60_000


def mail_to(postbox: RunningPostbox, address: str, *, says: str) -> EmailMessage:
    """Wait for a mail whose text holds these words, and return it."""

    def found() -> list[EmailMessage]:
        return [mail for mail in postbox.to(address) if says in text_of(mail)]

    return wait_for(found, seconds=120, what=f"a mail to {address} that says {says!r}")[-1]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def link_in(mail: EmailMessage, start: str) -> str:
    """Return the path of the link of ours that starts like this."""
    found = re.findall(rf"http://127\.0\.0\.1:\d+({re.escape(start)}\S+)", text_of(mail))
    assert found, text_of(mail)
    return str(found[0])


def test_an_example_goes_from_a_town_hall_to_everybody_who_waits_for_it(
    installation: Installation, postbox: RunningPostbox, visit: Callable[..., Page]
) -> None:
    installation.serve()
    expect.set_options(timeout=SLOW)

    reader_wants_to_be_told(postbox, visit())
    clerk = visit()
    clerk_sends_in(postbox, clerk)
    status = clerk.url
    number = re.findall(r"E-\d{4}-\d{4}", status)[0]

    editor = visit("redaktion@lotse.example")
    editor_prepares(editor, number)
    clerk_releases(postbox, clerk)
    editor_asks_for_a_check(editor, number)
    editor.goto(f"/suche/?q={TITLE}")
    assert editor.get_by_role("link", name=TITLE).count() == 0
    lead_checks(visit("leitung@lotse.example"))

    # The very next request of anybody finds it.
    public = visit()
    public.goto(f"/suche/?q={TITLE}")
    expect(public.get_by_role("link", name=TITLE).first).to_be_visible()
    public.goto("/beispiele/")
    expect(public.get_by_role("link", name=TITLE).first).to_be_visible()
    assert TITLE in public.request.get("/feeds/beispiele.atom").text()

    # Who asked for it and who wrote it are told.
    told = mail_to(postbox, READER, says=TITLE)
    public.goto(link_in(told, "/beispiele/"))
    expect(public.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(public.get_by_role("main")).not_to_contain_text("och nicht geprüft")
    mail_to(postbox, CLERK, says=public.url.partition("?")[0])
    clerk.goto(status)
    expect(clerk.get_by_role("main")).to_contain_text("Ihr Beispiel ist veröffentlicht")


def reader_wants_to_be_told(postbox: RunningPostbox, page: Page) -> None:
    page.goto("/abonnements/")
    page.get_by_label("Ihre E-Mail-Adresse").fill(READER)
    page.get_by_label("Nur was zu dieser Suche passt").fill("Hausmeisterdienst")
    page.get_by_label("sofort").check()
    page.get_by_role("main").get_by_role("button", name="Abonnieren").click()
    asked = mail_to(postbox, READER, says="/abonnements/bestaetigen/")
    page.goto(link_in(asked, "/abonnements/bestaetigen/"))
    page.get_by_role("button", name="Ja, schreiben Sie mir").click()
    expect(page.get_by_role("region", name="Sie bekommen Bescheid über")).to_contain_text(
        "Hausmeisterdienst"
    )


def clerk_sends_in(postbox: RunningPostbox, page: Page) -> None:
    page.goto("/beispiele/melden/")
    page.get_by_label("Was haben Sie gemacht?").fill(STORY)
    go_on = page.get_by_role("button", name="Weiter", exact=True)
    go_on.click()
    page.get_by_label("Ihre Kommune").fill("Meißen")
    page.get_by_label("Links").fill("https://www.stadt-meissen.example/hausmeister")
    go_on.click()
    page.get_by_label(re.compile("01662 Meißen")).check()
    go_on.click()
    expect(page.get_by_label("Unterlagen")).to_be_visible()
    go_on.click()
    page.get_by_label("E-Mail-Adresse").fill(CLERK)
    page.get_by_label("Alle. Der Name").check()
    page.get_by_label("Die Redaktion darf daraus").check()
    go_on.click()
    page.get_by_role("button", name="An die Redaktion senden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Noch ein Klick")
    proof = mail_to(postbox, CLERK, says="/beispiele/melden/bestaetigen/")
    page.goto(link_in(proof, "/beispiele/melden/bestaetigen/"))
    page.get_by_role("button", name="An die Redaktion senden").click()
    page.wait_for_url("**/einsendung/**")


def editor_prepares(page: Page, number: str) -> None:
    page.goto(f"/einsendungen/{number}/")
    page.get_by_role("button", name="Annehmen und Entwurf anlegen").click()
    page.locator("#id_title").fill(TITLE)
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.get_by_text(f"'{TITLE}' geändert.")).to_be_visible()
    page.goto(f"/einsendungen/{number}/")
    page.get_by_text("Text zur Freigabe schicken").click()
    page.get_by_role("button", name="Um Freigabe bitten").click()
    expect(page.get_by_role("main")).to_contain_text("Die Bitte um Freigabe ist unterwegs.")


def clerk_releases(postbox: RunningPostbox, page: Page) -> None:
    asked = mail_to(postbox, CLERK, says="/freigabe/")
    page.goto(link_in(asked, "/freigabe/"))
    expect(page.get_by_role("main")).to_contain_text(TITLE)
    page.get_by_label("Ja, so veröffentlichen").check()
    page.get_by_label("Ihr Name und Amt").fill("N. Osman, Sozialamt")
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.get_by_role("main")).to_contain_text("Ihre Antwort ist da: Ja")


def editor_asks_for_a_check(page: Page, number: str) -> None:
    page.goto(f"/einsendungen/{number}/")
    expect(page.get_by_role("main")).to_contain_text("Der Entwurf darf so erscheinen.")
    page.get_by_role("link", name="Entwurf bearbeiten").click()
    page.get_by_role("button", name="Mehr Aktionen").click()
    page.get_by_role("button", name="In Vier Augen einreichen").click()
    expect(page.get_by_text("eingereicht").first).to_be_visible()


def lead_checks(page: Page) -> None:
    page.goto("/redaktion-heute/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="Mehr Aktionen").click()
    page.get_by_role("button", name="Freigeben und Veröffentlichen").first.click()
    page.wait_for_url("**/knowledge/example/")

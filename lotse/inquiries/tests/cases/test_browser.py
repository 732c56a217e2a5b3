"""Cases at the desk in a real browser: the live queue, several at once, a call, the look of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lotse.accounts.models import User
from lotse.inquiries.models import Inquiry, SavedView
from lotse.inquiries.rules import linking, merging, sorting
from lotse.inquiries.tests.cases.conftest import Asked
from lotse.inquiries.tests.factories import InquiryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Page, User], Page]
RENEW = "htmx.trigger(document.querySelector('[data-queue]'), 'renew')"


def received(hours_ago: float, **facts: Any) -> Inquiry:
    return InquiryFactory(received_at=timezone.now() - timedelta(hours=hours_ago), **facts)


def row(page: Page, inquiry: Inquiry) -> Any:
    return page.locator(f'[data-row="{inquiry.number}"]')


def test_new_inquiries_are_offered_to_whoever_works_in_the_list(
    page: Page, signed_in: SignIn, officer: User
) -> None:
    first = received(3)
    page = signed_in(page, officer)
    page.goto("/arbeitsplatz/")
    page.get_by_role("searchbox", name="Anfragen durchsuchen").fill("halb get")
    row(page, first).get_by_role("link").focus()

    new = [received(20), received(21)]
    page.evaluate(RENEW)

    offer = page.locator("[data-queue-offer]")
    expect(offer).to_contain_text("2 neue Anfragen")
    expect(page.locator("[data-queue-status]")).to_have_text("2 neue Anfragen")
    expect(row(page, new[0])).to_have_count(0)
    expect(row(page, first).get_by_role("link")).to_be_focused()
    expect(page.get_by_role("searchbox", name="Anfragen durchsuchen")).to_have_value("halb get")

    page.get_by_role("button", name="Anzeigen", exact=True).click()
    expect(row(page, new[0])).to_be_visible()
    expect(row(page, new[1]).get_by_role("link")).to_be_focused()
    expect(offer).to_be_hidden()


def test_ticks_survive_the_renewal_and_x_ticks_the_active_row(
    page: Page, signed_in: SignIn, officer: User
) -> None:
    one, other = received(20), received(3)
    page = signed_in(page, officer)
    page.goto("/arbeitsplatz/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("1 angekreuzt")).to_be_visible()
    new = received(22)
    page.evaluate(RENEW)
    expect(page.locator("[data-queue-offer]")).to_contain_text("Eine neue Anfrage")
    expect(row(page, one).locator("[data-pick]")).to_be_checked()
    expect(row(page, new)).to_have_count(0)

    page.locator("[data-pick-all]").check()
    page.get_by_role("button", name="Mit den angekreuzten etwas tun").click()
    page.get_by_label("Dringlichkeit ändern").check()
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("Dringlichkeit").select_option("high")
    page.get_by_role("button", name="Ansehen, was geschieht").click()
    page.get_by_role("button", name="Jetzt ausführen").click()
    expect(page.get_by_role("heading", name="2 Anfragen geändert")).to_be_visible()
    assert {i.urgency for i in Inquiry.objects.filter(pk__in=[one.pk, other.pk])} == {"high"}

    page.get_by_role("button", name="Alles zurücknehmen").click()
    expect(page.get_by_text("Das ist zurückgenommen.")).to_be_visible()
    assert {i.urgency for i in Inquiry.objects.all()} == {"normal"}


def test_a_call_is_recorded_with_two_clicks_from_any_page_of_the_desk(
    plain_page: Page, signed_in: SignIn, officer: User
) -> None:
    page = signed_in(plain_page, officer)
    page.goto(received(3).get_absolute_url())

    page.get_by_role("link", name="Anruf erfassen").first.click()
    page.get_by_label("Worum geht es?").fill("Wer zahlt die Heizung?")
    page.get_by_label("Rückrufnummer").fill("0361 1234")
    page.get_by_label("Gleich am Telefon beantwortet?").fill("Das Land, auf Antrag.")
    page.get_by_role("button", name="Anruf speichern").click()

    expect(page.get_by_role("region", name="Art und Angaben")).to_contain_text("0361 1234")
    inquiry = Inquiry.objects.get(channel="phone")
    assert (inquiry.owner, inquiry.due_at) == (officer, None)
    assert inquiry.reacted_at is not None


def test_merging_and_parting_again_by_clicks_without_scripts(
    plain_page: Page, signed_in: SignIn, officer: User, asked: Asked
) -> None:
    now = timezone.now()
    main, again = asked("Wer räumt?", at=now), asked("Wer räumt denn nun?", at=now)
    page = signed_in(plain_page, officer)

    page.goto(again.get_absolute_url())
    page.get_by_role("link", name="Zusammenführen").click()
    page.get_by_role("button", name=f"Hierhin {main.number}").click()
    merged = f"{again.number} von Sabine Muster steht hier mit drin."
    expect(page.get_by_text(merged)).to_be_visible()
    page.get_by_role("button", name=f"Wieder trennen {again.number}").click()
    expect(page.get_by_text("sind wieder getrennt").first).to_be_visible()

    assert Inquiry.objects.filter(closed_at=None, merged_into=None).count() == 2


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_no_page_for_cases_has_a_barrier_or_scrolls_sideways(
    open_page: Callable[..., Page],
    signed_in: SignIn,
    officer: User,
    asked: Asked,
    axe: Callable[[Page], list[str]],
    device: str,
) -> None:
    now = timezone.now()
    main = asked("Eine Familie steht heute Nacht auf der Straße.", at=now)
    kaya = asked("Wer räumt?", email="c.kaya@neustadt.example", name="Can Kaya", at=now)
    again, call = asked("Noch eine", at=now), received(1, kind="emergency", asker_phone="0361 1")
    merging.merge(kaya, main, writes_to_both=True, actor=officer, now=now)
    linking.link(main, again, kind="cause", actor=officer, now=now)
    sorting.set_details(
        again, is_confidential=False, asker_deadline_on=now.date(), actor=officer, now=now
    )
    view = SavedView.objects.create(owner=officer, name="Winter", query="q=Halle", saved_at=now)
    page = signed_in(open_page(device=device), officer)
    base = main.get_absolute_url()
    findings: list[str] = []
    for address in (
        "/arbeitsplatz/?sortierung=termin",
        "/arbeitsplatz/?q=Halle",
        base,
        call.get_absolute_url(),
        *(f"{base}{name}/" for name in ("zusammenfuehren", "aufteilen", "verknuepfen", "art")),
        f"{base}angaben/",
        "/arbeitsplatz/telefon/",
        "/arbeitsplatz/ansichten/?q=Halle",
        f"/arbeitsplatz/ansichten/{view.pk}/",
    ):
        page.goto(address)
        findings += axe(page)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if width > 0:
            findings.append(f"{address} is {width} pixels too wide")

    assert findings == []

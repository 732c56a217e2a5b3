"""The harvest in Chromium: closed in two clicks, names blackened without script, accessible."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lotse.accounts.models import User
from lotse.inquiries import feedback_links
from lotse.inquiries.models import Message, RedactionDecision
from lotse.inquiries.tests.harvest_factories import answered
from lotse.knowledge.models import Answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Page, User], Page]


def test_closing_harvesting_and_redacting_work_without_script(
    plain_page: Page, officer: User, signed_in: SignIn
) -> None:
    inquiry = answered(officer)
    page = signed_in(plain_page, officer)
    page.goto(reverse("inquiries:desk:close", args=[inquiry.number]))
    page.get_by_label("als beantwortete Frage").check()
    page.get_by_role("button", name="Abschließen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Für andere nutzbar machen")
    expect(page.get_by_text("Schneewache für Zelthallen").first).to_be_visible()
    page.get_by_role("button", name="Entwurf der Antwort anlegen").click()
    expect(page.get_by_text("noch nicht veröffentlicht")).to_be_visible()
    page.get_by_role("link", name="Angaben ansehen und entscheiden").click()
    section = page.get_by_role("region", name="Name: Karimi")
    section.get_by_label("ersetzen").check()
    section.get_by_label("Ersatz").fill("eine Kollegin")
    page.get_by_role("button", name="Entscheidungen speichern").click()
    expect(page.get_by_text("Ihre Entscheidungen sind gespeichert.")).to_be_visible()
    assert RedactionDecision.objects.get().replacement == "eine Kollegin"
    assert "Karimi" not in Answer.objects.get().short_answer


def test_pages_of_harvest_and_feedback_are_accessible_and_fit_on_a_phone(
    page: Page, phone: Page, officer: User, signed_in: SignIn, axe: Callable[[Page], list[str]]
) -> None:
    inquiry = answered(officer)
    answer = inquiry.messages.get(kind=Message.Kind.ANSWER)
    paths = [
        reverse("inquiries:desk:harvest", args=[inquiry.number]),
        reverse("inquiries:desk:redact", args=[inquiry.number]),
        reverse("inquiries:desk:to_harvest"),
        reverse("knowledge:commissions"),
        reverse("knowledge:answers"),
        feedback_links.answer_path(answer),
    ]
    for view in (signed_in(page, officer), signed_in(phone, officer)):
        for path in paths:
            view.goto(path)
            assert axe(view) == [], path
            assert view.evaluate("document.documentElement.scrollWidth <= innerWidth"), path

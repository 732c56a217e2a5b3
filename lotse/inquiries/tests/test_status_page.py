"""The status page: for whoever has the link, as long as promised, and never the team's notes."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import files, links, rules
from lotse.inquiries.models import Inquiry, Message
from lotse.inquiries.tests.content import publish_example
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory, MessageFactory
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def inquiry() -> Inquiry:
    return MessageFactory.create(text="Wer prüft die Schneelast?").inquiry


@time_machine.travel(MONDAY + HOUR, tick=False)
def test_page_shows_state_clock_and_conversation(client: Client, inquiry: Inquiry) -> None:
    page = client.get(links.status_path(inquiry))
    assertContains(page, "Wer prüft die Schneelast?")
    assertContains(page, "eingegangen, noch ohne Antwort")
    assertContains(page, "morgen, 10:46 Uhr")
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]


@time_machine.travel(MONDAY + 9 * HOUR, tick=False)
def test_answer_stands_there_with_its_sources(client: Client, inquiry: Inquiry) -> None:
    example = publish_example("Schneewache für Zelthallen", slug="schneewache")
    rules.reply(
        inquiry,
        kind="answer",
        text="Alle vier Stunden messen [1].",
        citations=[rules.Cited("example", example.pk)],
        author=UserFactory.create(name="Karin Beispiel"),
        now=MONDAY + HOUR,
    )
    page = client.get(links.status_path(inquiry))
    assertContains(page, "Alle vier Stunden messen [1].")
    assertContains(page, 'href="/beispiele/schneewache/"')
    assertNotContains(page, "Karin Beispiel")


def test_what_is_for_the_team_alone_never_appears(client: Client, inquiry: Inquiry) -> None:
    rules.note(inquiry, text="Geheime Notiz", author=UserFactory.create(), now=MONDAY)
    MessageFactory.create(inquiry=inquiry, kind=Message.Kind.AUTOMATIC, text="Abwesenheitsnotiz")
    MessageFactory.create(inquiry=inquiry, kind=Message.Kind.BOUNCE, text="550 unbekannt")
    page = client.get(links.status_path(inquiry))
    for secret in ("Geheime Notiz", "Abwesenheitsnotiz", "550 unbekannt"):
        assertNotContains(page, secret)


def test_link_works_as_long_as_promised(client: Client, inquiry: Inquiry) -> None:
    with time_machine.travel(MONDAY, tick=False):
        path = links.status_path(inquiry)
    with time_machine.travel(MONDAY + links.VALID_FOR - HOUR, tick=False):
        assert client.get(path).status_code == 200


def test_old_link_says_so_and_offers_a_new_one(client: Client, inquiry: Inquiry) -> None:
    with time_machine.travel(MONDAY, tick=False):
        path = links.status_path(inquiry)
    with time_machine.travel(MONDAY + links.VALID_FOR + HOUR, tick=False):
        page = client.get(path)
    assertContains(page, "Dieser Link ist abgelaufen", status_code=410)
    assertContains(page, f'value="{inquiry.number}"', status_code=410)
    assertNotContains(page, "Schneelast", status_code=410)


def test_forged_links_lead_nowhere(client: Client, inquiry: Inquiry) -> None:
    path = links.status_path(inquiry)
    other = InquiryFactory.create()
    assert client.get(path.replace(inquiry.number, other.number)).status_code == 404
    assert client.get(f"/vorgang/{inquiry.number}/").status_code == 404


@pytest.mark.parametrize(
    ("email", "mails"), [("s.muster@musterstadt.example", 1), ("fremd@anderswo.example", 0)]
)
def test_new_link_goes_to_the_askers_address_alone_and_the_page_tells_nothing(
    client: Client, inquiry: Inquiry, email: str, mails: int
) -> None:
    entered = {"number": inquiry.number.lower(), "email": email}
    page = client.post("/vorgang/neuer-link/", entered, follow=True)
    assertContains(page, "Wenn Nummer und Adresse zusammengehören")
    sent = OutgoingMail.objects.all()
    assert len(sent) == mails
    for mail in sent:
        assert mail.recipient == "s.muster@musterstadt.example"
        assert "/vorgang/L-" in mail.text


def test_new_links_are_not_sent_without_end(client: Client, inquiry: Inquiry) -> None:
    for _ in range(5):
        client.post(
            "/vorgang/neuer-link/", {"number": inquiry.number, "email": inquiry.asker_email}
        )
    assert OutgoingMail.objects.count() == 3


@time_machine.travel(MONDAY + 30 * HOUR, tick=False)
def test_message_on_the_page_starts_the_clock_again(client: Client) -> None:
    inquiry = InquiryFactory.create(answered=True)
    page = client.post(
        links.status_path(inquiry),
        {"text": "Und im Frühjahr?", "attachments": SimpleUploadedFile("Plan.pdf", b"%PDF-1.4")},
        follow=True,
    )
    inquiry.refresh_from_db()
    assertContains(page, "Und im Frühjahr?")
    assert inquiry.due_at == MONDAY + 54 * HOUR
    assert inquiry.messages.get().attachments.get().name == "Plan.pdf"


@time_machine.travel(MONDAY + timedelta(days=30), tick=False)
def test_message_to_an_inquiry_closed_long_ago_leads_to_the_new_one(client: Client) -> None:
    old = InquiryFactory.create(answered=True, closed_at=MONDAY)
    page = client.post(links.status_path(old), {"text": "Ein Jahr später"}, follow=True)
    successor = Inquiry.objects.get(follows=old)
    assertContains(page, f"Vorgang {successor.number}")


def test_empty_message_is_refused(client: Client, inquiry: Inquiry) -> None:
    page = client.post(links.status_path(inquiry), {"text": " "})
    assertContains(page, "Schreiben Sie, was Sie ergänzen möchten.")
    assert inquiry.messages.count() == 1


def test_files_of_the_conversation_can_be_saved_and_are_never_shown_inline(
    client: Client, inquiry: Inquiry
) -> None:
    path = links.status_path(inquiry)
    attachment = files.attachment(
        files.store("Plan.html", b"<html><script>alert(1)</script></html>")
    )
    attachment.message = inquiry.messages.get()
    attachment.save()
    response = client.get(f"{path}anlagen/{attachment.pk}/")
    assert response["Content-Disposition"] == 'attachment; filename="Plan.html"'
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response) == b"<html><script>alert(1)</script></html>"


def test_files_of_notes_and_of_other_inquiries_cannot_be_saved(
    client: Client, inquiry: Inquiry
) -> None:
    path = links.status_path(inquiry)
    hidden = files.attachment(files.store("Notiz.txt", b"geheim"))
    hidden.message = MessageFactory.create(inquiry=inquiry, kind=Message.Kind.NOTE)
    hidden.save()
    foreign = files.attachment(files.store("Fremd.txt", b"fremd"))
    foreign.message = MessageFactory.create()
    foreign.save()
    for attachment in (hidden, foreign):
        assert client.get(f"{path}anlagen/{attachment.pk}/").status_code == 404

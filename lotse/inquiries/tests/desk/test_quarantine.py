"""Quarantine: a person decides, nothing is lost, everything is written down."""

import pytest
from django.test import Client
from django.utils import timezone

from lotse.accounts.models import User
from lotse.inquiries.models import Inquiry, Message
from lotse.inquiries.tests.desk.mails import quarantined
from lotse.inquiries.tests.factories import InquiryFactory, MessageFactory
from lotse.mail.models import InboundMail

pytestmark = pytest.mark.django_db


def address(mail: InboundMail, action: str = "") -> str:
    return f"/arbeitsplatz/quarantaene/{mail.pk}/" + (f"{action}/" if action else "")


def test_the_list_shows_what_waits_with_its_reason(desk: Client) -> None:
    quarantined(
        "Wer haftet?", reason="Absender unbekannt", suggestion="Als neue Anfrage übernehmen"
    )

    page = desk.get("/arbeitsplatz/quarantaene/").content.decode()

    assert "Wer haftet?" in page
    assert "Absender unbekannt" in page
    assert "Als neue Anfrage übernehmen" in page


def test_an_empty_quarantine_says_so(desk: Client) -> None:
    assert "Keine Mail wartet" in desk.get("/arbeitsplatz/quarantaene/").content.decode()
    done = desk.get("/arbeitsplatz/quarantaene/?ansicht=erledigt").content.decode()
    assert "Noch nichts erledigt" in done


def test_the_list_is_paged(desk: Client) -> None:
    mails = [quarantined(f"Mail {number}") for number in range(21)]

    first = desk.get("/arbeitsplatz/quarantaene/").context["page"]
    second = desk.get("/arbeitsplatz/quarantaene/", dict(first.next)).context["page"]

    assert [mail.pk for mail in [*first.rows, *second.rows]] == [mail.pk for mail in mails]


def test_a_mail_is_shown_without_what_could_harm(desk: Client) -> None:
    mail = quarantined(
        text='<p onclick="x()">Hallo</p><script>alert(1)</script>'
        '<img src="https://zaehlpixel.example/p.gif"><a href="javascript:x()">hier</a>'
    )

    page = desk.get(address(mail)).content.decode()
    design = desk.get(address(mail, "html"))

    assert f'sandbox src="{address(mail, "html")}"' in page
    assert "Ein Bild aus dem Netz wird nicht geladen" in page
    assert "<p>Hallo</p>" in design.content.decode()
    policy = set(design["Content-Security-Policy"].split("; "))
    assert {"default-src 'none'", "img-src data:", "sandbox"} <= policy
    bad = ("alert(1)", "zaehlpixel", "javascript:", "onclick")
    shown = page + design.content.decode()
    assert [word for word in bad if word in shown] == []


def test_a_mail_is_taken_to_the_inquiry_it_names(desk: Client, officer: User) -> None:
    inquiry = InquiryFactory(received_at=timezone.now())
    MessageFactory(inquiry=inquiry)
    mail = quarantined(reason=f"Nennt {inquiry.number}, aber der Absender ist dort unbekannt")

    assert desk.get(address(mail)).context["suggested"] == inquiry
    response = desk.post(address(mail, "zuordnen"), {"number": inquiry.number.lower()})

    assert response.headers["Location"] == inquiry.get_absolute_url()
    assert Message.objects.get(inbound=mail).inquiry == inquiry
    mail.refresh_from_db()
    assert mail.resolution == f"zu {inquiry.number} genommen ({officer})"


def test_an_unknown_number_is_refused_and_the_mail_keeps_waiting(desk: Client) -> None:
    mail = quarantined()

    response = desk.post(address(mail, "zuordnen"), {"number": "L-2026-9999"})

    assert response.status_code == 422
    assert "Diese Nummer gibt es nicht" in response.content.decode()
    mail.refresh_from_db()
    assert mail.resolved_at is None


def test_a_mail_becomes_a_new_inquiry_whose_clock_counts_from_receipt(desk: Client) -> None:
    mail = quarantined("Wer haftet?")

    response = desk.post(address(mail, "neue-anfrage"))

    inquiry = Inquiry.objects.get()
    assert response.headers["Location"] == inquiry.get_absolute_url()
    assert inquiry.received_at == mail.received_at


def test_nothing_becomes_of_an_empty_mail_and_it_keeps_waiting(desk: Client) -> None:
    mail = quarantined(subject="", text="")

    response = desk.post(address(mail, "neue-anfrage"), follow=True)

    assert "weder Text noch Anlagen" in response.content.decode()
    mail.refresh_from_db()
    assert mail.resolved_at is None
    assert not Inquiry.objects.exists()


def test_discarding_needs_a_reason_and_can_be_taken_back(desk: Client, officer: User) -> None:
    mail = quarantined()

    assert desk.post(address(mail, "verwerfen"), {"reason": ""}).status_code == 422
    desk.post(address(mail, "verwerfen"), {"reason": "Werbung"})
    mail.refresh_from_db()
    assert (mail.resolution, mail.resolved_at is None) == (f"verworfen: Werbung ({officer})", False)
    done = desk.get("/arbeitsplatz/quarantaene/?ansicht=erledigt")
    assert [row.pk for row in done.context["page"].rows] == [mail.pk]

    desk.post(address(mail, "zurueckholen"))
    mail.refresh_from_db()
    assert mail.resolved_at is None
    assert mail.resolution == f"verworfen: Werbung ({officer}); zurückgeholt ({officer})"


def test_of_two_people_only_the_first_decides(desk: Client) -> None:
    mail = quarantined()
    desk.post(address(mail, "neue-anfrage"))

    late = desk.post(address(mail, "verwerfen"), {"reason": "Werbung"}, follow=True)
    twice = desk.post(address(mail, "neue-anfrage"), follow=True)

    assert "schon jemand anderes erledigt" in late.content.decode()
    assert "schon jemand anderes erledigt" in twice.content.decode()
    assert Inquiry.objects.count() == 1


def test_what_became_an_inquiry_cannot_be_taken_back(desk: Client) -> None:
    mail = quarantined()
    desk.post(address(mail, "neue-anfrage"))

    response = desk.post(address(mail, "zurueckholen"), follow=True)

    assert "schon eine Nachricht geworden" in response.content.decode()
    assert response.context["can_restore"] is False

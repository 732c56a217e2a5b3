"""Which inquiry a stray mail may belong to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import stray
from lotse.inquiries.models import Inquiry
from lotse.inquiries.tests.desk.mails import quarantined
from lotse.inquiries.tests.factories import InquiryFactory
from lotse.mail import reading
from lotse.mail.models import InboundMail

pytestmark = pytest.mark.django_db
NEIGHBOUR = "u.unbekannt@musterstadt.example"


def found(mail: InboundMail) -> list[stray.Candidate]:
    return stray.candidates(mail, reading.read(mail))


def numbers(mail: InboundMail) -> list[str]:
    return [candidate.inquiry.number for candidate in found(mail)]


def recent(**facts: object) -> Inquiry:
    """An inquiry that came in just now."""
    mail = quarantined()
    received = mail.received_at - timedelta(hours=2)
    mail.delete()
    return InquiryFactory.create(received_at=received, **facts)


def test_signs_add_up_and_each_is_named() -> None:
    meant = recent(subject="Zelthalle: Wer prüft die Schneelast?")
    recent(subject="Dolmetschen am Wochenende", asker_email="x@anderswo.example")
    mail = quarantined("AW: Zelthalle: Wer prüft die Schneelast?", sender=NEIGHBOUR)

    (best, *rest) = found(mail)

    assert best.inquiry == meant
    assert best.reason == "aus demselben Haus, gleicher Betreff"
    assert 50 <= best.share <= 70
    assert rest == []


def test_the_number_it_names_counts_most() -> None:
    named = recent(asker_email="x@anderswo.example", subject="Etwas anderes")
    recent(subject="Zelthalle")
    mail = quarantined(f"Zelthalle, siehe {named.number}", sender=NEIGHBOUR)

    assert numbers(mail)[0] == named.number


def test_who_asked_before_is_offered_the_open_inquiry_first() -> None:
    sender = "s.muster@musterstadt.example"
    closed = recent(closed_at=quarantined().received_at, waiting_since=None, due_at=None)
    opened = recent()

    assert numbers(quarantined("Noch etwas", sender=sender)) == [opened.number, closed.number]


def test_nothing_in_common_suggests_nothing() -> None:
    recent(subject="Zelthalle: Wer prüft die Schneelast?", asker_email="x@anderswo.example")

    assert numbers(quarantined("Einladung zum Sommerfest", sender="fest@verein.example")) == []


def test_a_common_mail_provider_is_no_office() -> None:
    recent(asker_email="sabine@web.de", subject="Zelthalle")

    assert numbers(quarantined("Ganz anderes Thema", sender="uwe@web.de")) == []


def test_more_inquiries_need_no_more_queries() -> None:
    mail = quarantined("Zelthalle: Wer prüft die Schneelast?", sender=NEIGHBOUR)
    parsed = reading.read(mail)
    counts = []
    for number in range(1, 4):
        recent()
        if number in (1, 3):
            with CaptureQueriesContext(connection) as queries:
                stray.candidates(mail, parsed)
            counts.append(len(queries))

    assert counts[0] == counts[1]


def test_one_click_takes_the_mail_to_the_suggested_inquiry(client: Client) -> None:
    meant = recent()
    mail = quarantined("AW: Zelthalle: Wer prüft die Schneelast?", sender=NEIGHBOUR)
    client.force_login(UserFactory.create(roles=[Role.DESK]))

    page = client.get(f"/arbeitsplatz/quarantaene/{mail.pk}/").content.decode()
    client.post(f"/arbeitsplatz/quarantaene/{mail.pk}/zuordnen/", {"number": meant.number})

    assert "gleicher Betreff" in page
    assert meant.messages.get(inbound=mail).author_email == NEIGHBOUR

"""A mail as it came: whole, judged, and its design shut in."""

import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotse.inquiries.tests.desk.mails import quarantined
from lotse.inquiries.tests.factories import AttachmentFactory, InquiryFactory, MessageFactory
from lotse.mail.models import InboundMail

pytestmark = pytest.mark.django_db


def plain(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_an_original_that_is_not_what_was_received_is_not_given_out_unseen(desk: Client) -> None:
    mail = quarantined()
    message = MessageFactory(inbound=mail)
    InboundMail.objects.filter(pk=mail.pk).update(sha256=hashlib.sha256(b"Anderes").hexdigest())
    address = f"/arbeitsplatz/nachrichten/{message.pk}"

    refused = desk.get(f"{address}/original/")
    page = plain(desk.get(f"{address}/mail/"))
    insisted = desk.get(f"{address}/original/?trotzdem=1")

    assert refused.status_code == 409
    assert "Original nicht mehr unverändert" in plain(refused)
    assert "Das Original ist nicht mehr unverändert" in page
    assert insisted.content == bytes(mail.raw)


def test_the_page_of_a_mail_shows_its_fingerprint_and_shuts_its_design_in(desk: Client) -> None:
    mail = quarantined(text='<p>Hallo <a href="https://stadt.example/">hier</a></p>')
    message = MessageFactory(inbound=mail)
    fingerprint = hashlib.sha256(bytes(mail.raw)).hexdigest()
    InboundMail.objects.filter(pk=mail.pk).update(
        sha256=fingerprint,
        authenticity={"dmarc": {"result": "pass", "domain": "anders.example"}},
    )

    page = plain(desk.get(f"/arbeitsplatz/nachrichten/{message.pk}/mail/"))
    conversation = plain(desk.get(message.inquiry.get_absolute_url()))

    assert fingerprint in page
    assert "stimmt mit dem beim Eingang überein" in page
    assert f'sandbox src="/arbeitsplatz/nachrichten/{message.pk}/html/"' in page
    assert "Absender bestätigt" in page
    assert "Absender bestätigt" in conversation


def test_more_mails_with_proofs_and_files_need_no_more_queries(desk: Client) -> None:
    inquiry = InquiryFactory()
    counts = []
    for number in range(3):
        mail = quarantined()
        InboundMail.objects.filter(pk=mail.pk).update(
            authenticity={"spf": {"result": "fail", "domain": ""}}
        )
        AttachmentFactory(message=MessageFactory(inquiry=inquiry, inbound=mail, kind="followUp"))
        if number in (0, 2):
            desk.get(inquiry.get_absolute_url())
            with CaptureQueriesContext(connection) as queries:
                desk.get(inquiry.get_absolute_url())
            counts.append(len(queries))

    assert counts[0] == counts[1]

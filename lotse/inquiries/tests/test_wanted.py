"""Inquiries we had no source for stand on the list of demand, without names."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries.models import Harvested, Inquiry, Message
from lotse.inquiries.tests.factories import CitationFactory, InquiryFactory, MessageFactory
from lotse.knowledge.models import Commission

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    return client


def listed(client: Client) -> list[str]:
    page = client.get("/nachfrage/anfragen/")
    assert page.status_code == 200
    return [row.number for row in page.context["page"].rows]


def test_answers_without_a_source_and_overdue_inquiries_are_listed(editor: Client) -> None:
    now = timezone.now()
    then = now - timedelta(days=3)
    bare = InquiryFactory.create(answered=True, received_at=then)
    cited = InquiryFactory.create(answered=True, received_at=then)
    reply = MessageFactory.create(inquiry=cited, kind=Message.Kind.ANSWER)
    CitationFactory.create(message=reply)
    late = InquiryFactory.create(received_at=then + timedelta(hours=1))
    InquiryFactory.create(received_at=now)
    InquiryFactory.create(answered=True, received_at=then, harvest=Inquiry.Harvest.NONE)
    InquiryFactory.create(answered=True, received_at=then, kind=Inquiry.Kind.SPAM)
    InquiryFactory.create(answered=True, received_at=now - timedelta(days=200))
    assert listed(editor) == [late.number, bare.number]


def test_editors_see_no_names_and_make_a_commission(editor: Client) -> None:
    then = timezone.now() - timedelta(days=3)
    inquiry = InquiryFactory.create(
        answered=True, received_at=then, subject="Frau Kowalczyk fragt nach der Schneelast"
    )
    html = editor.get("/nachfrage/anfragen/").content.decode()
    assert "Frau [Name] fragt nach der Schneelast" in html
    assert "Kowalczyk" not in html
    assert inquiry.get_absolute_url() not in html
    data = {"kind": "aid", "title": "Prüfblatt Schneelast", "why": "Gefragt und nicht da."}
    address = f"/nachfrage/anfragen/{inquiry.number}/auftrag/"
    assert editor.post(address, data).status_code == 302
    asked = Commission.objects.get()
    assert (asked.title, asked.origin_label) == ("Prüfblatt Schneelast", inquiry.number)
    assert Harvested.objects.get().inquiry == inquiry
    assert listed(editor) == []
    assert editor.post(address, data).status_code == 404


def test_what_waits_for_its_answer_can_be_commissioned_too(editor: Client) -> None:
    inquiry = InquiryFactory.create(received_at=timezone.now() - timedelta(days=3))
    data = {"kind": "example", "title": "Beispiel Schneelast", "why": "Dringend."}
    editor.post(f"/nachfrage/anfragen/{inquiry.number}/auftrag/", data)
    assert Commission.objects.get().kind == Commission.Kind.EXAMPLE


@pytest.mark.parametrize("count", [1, 3])
def test_more_inquiries_take_no_more_queries(
    editor: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    InquiryFactory.create_batch(
        count, answered=True, received_at=timezone.now() - timedelta(days=3)
    )
    editor.get("/nachfrage/anfragen/")
    with django_assert_num_queries(5):
        editor.get("/nachfrage/anfragen/")

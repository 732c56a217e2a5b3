"""Mails that one office passed on for another person."""

from datetime import timedelta

import pytest
from django.test import Client

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import Event, Forwarding, Inquiry
from lotse.inquiries.rules import forwarding
from lotse.inquiries.tests.content import deliver_and_read, mail, receipt_of
from lotse.inquiries.tests.factories import MONDAY
from lotse.mail import compose
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MAYOR = "Büro der Bürgermeisterin <buergermeisterin@gemeinde-talheim.example>"
CLERK = "soeren.weiss@gemeinde-talheim.example"
FORWARDED = """Bitte um Beratung.

Von: Weiß, Sören <{address}>
Gesendet: Montag, 23. November 2026 08:12
An: Rathaus Talheim
Betreff: Zelthalle

Wer prüft die Schneelast?
"""


@pytest.fixture
def officer() -> User:
    return UserFactory.create(name="Mareike Thomsen", roles=[Role.DESK])


def passed_on(sender: str = MAYOR, address: str = "soeren.weiss@kreis-hohenau.example") -> Inquiry:
    """Have a mail passed on and return the inquiry it opened."""
    text = FORWARDED.format(address=address)
    return deliver_and_read(mail(sender=sender, subject="WG: Zelthalle", text=text)).inquiry


def answer(inquiry: Inquiry, author: User) -> OutgoingMail:
    message = rules.reply(
        inquiry, kind="answer", text="Der Betreiber.", author=author, now=MONDAY + HOUR
    )
    assert message.outgoing is not None
    return message.outgoing


def test_the_receipt_goes_to_who_passed_it_on_and_the_desk_is_asked() -> None:
    inquiry = passed_on()

    assert inquiry.asker_email == "buergermeisterin@gemeinde-talheim.example"
    assert receipt_of(inquiry).recipient == "buergermeisterin@gemeinde-talheim.example"
    found = inquiry.forwarding
    assert (found.original_name, found.original_email, found.confirmed_at) == (
        "Weiß, Sören",
        "soeren.weiss@kreis-hohenau.example",
        None,
    )


def test_within_one_office_the_first_author_becomes_the_asker_at_once() -> None:
    inquiry = passed_on(address=CLERK)

    assert (inquiry.asker_name, inquiry.asker_email) == ("Weiß, Sören", CLERK)
    assert receipt_of(inquiry).recipient == "buergermeisterin@gemeinde-talheim.example"
    assert inquiry.forwarding.decided_by is None
    assert inquiry.forwarding.confirmed_at == MONDAY


def test_a_domain_where_anybody_has_an_address_is_no_office() -> None:
    inquiry = passed_on(sender="Uta <uta@web.de>", address="opfer@web.de")

    assert inquiry.asker_email == "uta@web.de"
    assert inquiry.forwarding.confirmed_at is None


def test_confirmed_the_answer_goes_to_both(officer: User) -> None:
    inquiry = passed_on()

    forwarding.confirm(inquiry.forwarding, actor=officer, now=MONDAY)
    inquiry.refresh_from_db()
    outgoing = answer(inquiry, officer)

    assert (outgoing.recipient, outgoing.copy_to) == (
        "soeren.weiss@kreis-hohenau.example",
        "buergermeisterin@gemeinde-talheim.example",
    )
    assert compose.message(outgoing)["Cc"] == "buergermeisterin@gemeinde-talheim.example"
    assert Event.objects.filter(inquiry=inquiry, what=Event.What.ASKER_SET).count() == 1


def test_without_copies_only_the_asker_gets_the_answer(officer: User) -> None:
    inquiry = passed_on()
    forwarding.confirm(inquiry.forwarding, actor=officer, now=MONDAY)
    forwarding.set_copies(inquiry.forwarding, has_copies=False)
    inquiry.refresh_from_db()

    assert answer(inquiry, officer).copy_to == ""


def test_dismissed_the_asker_stays_and_a_second_decision_is_refused(officer: User) -> None:
    inquiry = passed_on()

    forwarding.dismiss(inquiry.forwarding, actor=officer, now=MONDAY)
    with pytest.raises(forwarding.AlreadyDecided):
        forwarding.confirm(inquiry.forwarding, actor=officer, now=MONDAY)

    inquiry.refresh_from_db()
    assert inquiry.asker_email == "buergermeisterin@gemeinde-talheim.example"


def test_a_decision_can_be_taken_back(officer: User) -> None:
    inquiry = passed_on()
    forwarding.confirm(inquiry.forwarding, actor=officer, now=MONDAY)

    forwarding.undo(inquiry.forwarding, actor=officer, now=MONDAY + HOUR)

    inquiry.refresh_from_db()
    assert inquiry.asker_email == "buergermeisterin@gemeinde-talheim.example"
    again = Forwarding.objects.get()
    assert (again.confirmed_at, again.dismissed_at) == (None, None)


def test_who_passed_it_on_still_writes_into_the_same_inquiry(officer: User) -> None:
    inquiry = passed_on()
    forwarding.confirm(inquiry.forwarding, actor=officer, now=MONDAY)

    message = deliver_and_read(
        mail(sender=MAYOR, subject=f"[{inquiry.number}] Nachtrag", text="Es eilt.")
    )

    assert message.inquiry == inquiry


def test_the_desk_decides_with_one_click(officer: User, client: Client) -> None:
    inquiry = passed_on()
    client.force_login(officer)

    page = client.get(inquiry.get_absolute_url()).content.decode()
    client.post(f"/arbeitsplatz/anfragen/{inquiry.number}/weiterleitung/", {"decision": "confirm"})

    assert "soeren.weiss@kreis-hohenau.example" in page
    inquiry.refresh_from_db()
    assert inquiry.asker_email == "soeren.weiss@kreis-hohenau.example"

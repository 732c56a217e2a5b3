"""Mails that come back: matched, noted, the address learnt, the desk told once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import Event, Inquiry
from lotse.inquiries.tests.content import MAILBOX, deliver, deliver_and_read, mail, receipt_of
from lotse.inquiries.tests.factories import MONDAY
from lotse.mail import outbox, suppression, tokens
from lotse.mail.models import InboundMail, OutgoingMail

pytestmark = pytest.mark.django_db
CLERK = "s.muster@musterstadt.example"
HOUR = timedelta(hours=1)


@pytest.fixture
def inquiry() -> Inquiry:
    return deliver_and_read(mail(message_id="<frage@post.musterstadt.example>")).inquiry


def report(
    status: str = "5.1.1", *, recipient: str = CLERK, action: str = "failed", copy: str = ""
) -> bytes:
    """Return a delivery report as Postfix writes it (RFC 3464)."""
    return (
        "From: MAILER-DAEMON@mail.verband.example\r\nTo: fluechtlingsmanagement@lotse.example\r\n"
        f"Subject: Undelivered Mail Returned to Sender {status} {recipient}\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} said no\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{copy}\r\n--b--\r\n"
    ).encode()


def returned(outgoing: OutgoingMail, raw: bytes) -> InboundMail:
    """Have a report come back to the bounce address of a mail."""
    return deliver(raw, to=tokens.bounce_address(outgoing.pk), now=MONDAY + HOUR)


def test_the_bounce_address_names_mail_inquiry_and_address(inquiry: Inquiry) -> None:
    before = Inquiry.objects.values("due_at", "waiting_since").get()

    stored = returned(receipt_of(inquiry), report())

    assert stored.quarantined_at is None
    entry = suppression.active(CLERK)
    assert entry is not None
    assert (entry.status, entry.reason) == ("5.1.1", "5.1.1 550 5.1.1 said no")
    assert receipt_of(inquiry).bounced_at == MONDAY + HOUR
    assert Inquiry.objects.values("due_at", "waiting_since").get() == before
    assert Event.objects.filter(inquiry=inquiry, what=Event.What.BOUNCED).count() == 1


def test_the_message_id_in_the_copy_is_enough(inquiry: Inquiry) -> None:
    copy = f"Message-ID: {receipt_of(inquiry).message_id}\r\n"

    deliver(report(copy=copy), to=MAILBOX, now=MONDAY + HOUR)

    assert suppression.active(CLERK) is not None
    inquiry.refresh_from_db()
    assert inquiry.bounced_at == MONDAY + HOUR


def test_the_report_cannot_make_us_give_up_somebody_elses_address(inquiry: Inquiry) -> None:
    returned(receipt_of(inquiry), report(recipient="ministerin@land.example"))

    assert suppression.active("ministerin@land.example") is None


@pytest.mark.parametrize(("status", "action"), [("5.2.2", "failed"), ("4.4.7", "failed")])
def test_a_full_mailbox_or_a_late_server_does_not_mark_the_address(
    inquiry: Inquiry, status: str, action: str
) -> None:
    returned(receipt_of(inquiry), report(status, action=action))

    assert suppression.active(CLERK) is None
    inquiry.refresh_from_db()
    assert inquiry.bounced_at is not None


def test_a_forged_bounce_address_tells_us_nothing(inquiry: Inquiry) -> None:
    good = tokens.bounce_address(receipt_of(inquiry).pk)
    forged = good[:-14] + ("a" if good[-14] != "a" else "b") + good[-13:]

    deliver(report(), to=forged, now=MONDAY + HOUR)

    assert suppression.active(CLERK) is None


def test_the_desk_is_told_once_and_the_next_receipt_is_not_sent(
    inquiry: Inquiry,
) -> None:
    UserFactory.create(roles=[Role.LEAD])
    returned(receipt_of(inquiry), report())
    returned(receipt_of(inquiry), report("5.1.2"))

    assert OutgoingMail.objects.filter(purpose="notice").count() == 1


def test_a_bounced_copy_marks_the_second_address_alone(inquiry: Inquiry) -> None:
    outgoing = outbox.queue(
        purpose="answer",
        recipient=CLERK,
        copy_to="buero@musterstadt.example",
        subject="Antwort",
        text="Der Betreiber.",
        reply_to=tokens.reply_address(inquiry.number),
        now=MONDAY,
    )

    returned(outgoing, report(recipient="buero@musterstadt.example"))

    outgoing.refresh_from_db()
    assert outgoing.bounced_at is None
    assert suppression.active(CLERK) is None
    assert suppression.active("buero@musterstadt.example") is not None


def test_the_desk_is_warned_may_answer_and_lifts_the_entry(
    inquiry: Inquiry, client: Client
) -> None:
    officer: User = UserFactory.create(name="Mareike Thomsen", roles=[Role.DESK])
    client.force_login(officer)
    suppression.note(CLERK, reason="5.1.1 User unknown", now=MONDAY)

    warned = client.get(inquiry.get_absolute_url()).content.decode()
    message = rules.reply(
        inquiry, kind="answer", text="Der Betreiber.", author=officer, now=MONDAY + HOUR
    )
    listed = client.get("/postausgang/unzustellbar/").content.decode()
    entry = suppression.active(CLERK)
    assert entry is not None
    client.post(f"/postausgang/unzustellbar/{entry.pk}/freigeben/")
    lifted = client.get("/postausgang/unzustellbar/?ansicht=freigegeben").content.decode()

    assert "Diese Adresse gilt als unzustellbar" in warned
    assert message.outgoing is not None
    assert CLERK in listed
    assert "User unknown" in listed
    assert suppression.active(CLERK) is None
    assert "Mareike Thomsen" in lifted


def test_more_addresses_need_no_more_queries(client: Client) -> None:
    client.force_login(UserFactory.create(roles=[Role.OPERATOR]))
    client.get("/postausgang/unzustellbar/")
    counts = []
    for number in range(3):
        suppression.note(f"weg-{number}@x.example", reason="5.1.1", now=MONDAY)
        if number in (0, 2):
            with CaptureQueriesContext(connection) as queries:
                client.get("/postausgang/unzustellbar/")
            counts.append(len(queries))

    assert counts[0] == counts[1]

"""Machines at the mail door: kept where they belong, never answered."""

from datetime import timedelta
from pathlib import Path

import pytest

from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries.models import Inquiry, Message
from lotse.inquiries.tests.content import MAILBOX, deliver, deliver_and_read, mail, receipt_of
from lotse.inquiries.tests.factories import MONDAY
from lotse.mail import tests as mail_tests
from lotse.mail import tokens
from lotse.mail.models import OutgoingMail
from lotse.mail.parse import parse

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CORPUS = sorted((Path(mail_tests.__file__).parent / "mails").glob("*.eml"))


@pytest.fixture
def inquiry() -> Inquiry:
    """An inquiry that came by mail from Sabine Muster and got its receipt."""
    return deliver_and_read(mail(message_id="<frage@post.musterstadt.example>")).inquiry


def test_absence_note_is_kept_and_changes_nothing(inquiry: Inquiry) -> None:
    before = Inquiry.objects.values().get(pk=inquiry.pk)
    message = deliver_and_read(
        mail(
            subject="Abwesend",
            in_reply_to=receipt_of(inquiry).message_id,
            auto_submitted="auto-replied",
        )
    )
    after = Inquiry.objects.values().get(pk=inquiry.pk)
    assert message.kind == Message.Kind.AUTOMATIC
    assert after == {**before, "message_count": 3}
    assert OutgoingMail.objects.count() == 1


def test_absence_note_with_number_of_a_known_sender_is_kept(inquiry: Inquiry) -> None:
    message = deliver_and_read(
        mail(
            subject=f"Automatische Antwort: [{inquiry.number}] Ihre Frage ist da",
            auto_submitted="auto-replied",
        )
    )
    assert (message.inquiry, message.kind) == (inquiry, Message.Kind.AUTOMATIC)


def test_automatic_mail_without_a_thread_waits_for_a_person() -> None:
    stored = deliver(mail(subject="Newsletter", auto_submitted="auto-generated"))
    assert stored.quarantined_at is not None
    assert not OutgoingMail.objects.exists()


def test_mail_of_a_list_waits_for_a_person_and_gets_no_receipt() -> None:
    stored = deliver(mail(list_id="<amt.verteiler.example>", precedence="list"))
    assert stored.quarantine_reason == "Mail über einen Verteiler"
    assert not OutgoingMail.objects.exists()


def test_bounce_is_attached_to_the_mail_that_came_back(inquiry: Inquiry) -> None:
    inquiry.owner = UserFactory.create(email="fachreferat@lotse.example")
    inquiry.save()
    raw = _report(receipt_of(inquiry))
    message = Message.objects.get(inbound=deliver(raw))
    inquiry.refresh_from_db()
    assert (message.inquiry, message.kind) == (inquiry, Message.Kind.BOUNCE)
    assert (inquiry.bounced_at, inquiry.due_at) == (MONDAY, MONDAY + 24 * HOUR)
    notice = OutgoingMail.objects.get(purpose="notice")
    assert notice.recipient == "fachreferat@lotse.example"


def test_bounce_to_the_address_of_its_own_mail_is_attached(inquiry: Inquiry) -> None:
    raw = _report(receipt_of(inquiry), has_original=False)
    stored = deliver(raw, to=tokens.bounce_address(receipt_of(inquiry).pk))
    assert Message.objects.get(inbound=stored).inquiry == inquiry


def test_bounce_of_an_unknown_mail_waits_for_a_person() -> None:
    stored = deliver(_report(None))
    assert stored.quarantined_at is not None
    assert not OutgoingMail.objects.exists()


def _report(returned: OutgoingMail | None, *, has_original: bool = True) -> bytes:
    """A delivery report as Postfix writes it (RFC 3464)."""
    original = returned.message_id if returned and has_original else "<fremd@anderswo.example>"
    lines = [
        "From: MAILER-DAEMON@mx.musterstadt.example (Mail Delivery System)",
        f"To: {MAILBOX}",
        "Subject: Undelivered Mail Returned to Sender",
        "Auto-Submitted: auto-replied",
        "Message-ID: <20261123.bounce@mx.musterstadt.example>",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="grenze"',
        "",
        "--grenze",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "<s.muster@musterstadt.example>: 550 5.1.1 User unknown",
        "--grenze",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.musterstadt.example",
        "",
        "Final-Recipient: rfc822; s.muster@musterstadt.example",
        "Action: failed",
        "Status: 5.1.1",
        "--grenze",
        "Content-Type: text/rfc822-headers",
        "",
        f"Message-ID: {original}",
        "Subject: Ihre Frage ist da",
        "--grenze--",
        "",
    ]
    return "\r\n".join(lines).encode()


def test_no_loop_between_the_mailbox_and_an_unmarked_answering_machine() -> None:
    """A machine that answers every receipt, marks nothing and keeps the thread."""
    inquiry = deliver_and_read(mail()).inquiry
    for turn in range(5):
        newest = OutgoingMail.objects.order_by("-pk")[0]
        deliver(
            mail(
                subject=f"Re: {newest.subject}",
                text=f"Danke für Ihre Mail {turn}.",
                in_reply_to=newest.message_id,
            ),
            to=newest.reply_to,
        )
    assert OutgoingMail.objects.count() == 1
    assert Inquiry.objects.get() == inquiry


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_odd_mail_becomes_an_inquiry_or_waits_and_machines_get_no_answer(path: Path) -> None:
    raw = path.read_bytes()
    parsed = parse(raw)
    stored = deliver(raw)
    assert stored.last_error == ""
    assert (stored.quarantined_at is None) != (stored.handled_at is None)
    if parsed.kind != "person":
        assert not OutgoingMail.objects.exists()
    elif stored.handled_at:
        message = Message.objects.get(inbound=stored)
        assert message.whole_text == parsed.text.strip()
        assert [kept.size for kept in message.attachments.all()] == [
            file.size for file in parsed.attachments
        ]

"""The mailbox for examples, over real SMTP: in, threaded, answered, back."""

import asyncio
import re
import smtplib
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge.models import Submission
from lotse.knowledge.submissions import rules, states
from lotse.knowledge.submissions.states import State
from lotse.knowledge.submissions.tests.factories import SubmissionFactory, seen
from lotse.mail import handling, mailroom, sending, tokens
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.municipalities.tests.factories import MailDomainFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory
from tests.fixtures.mail import RunningPostbox

pytestmark = pytest.mark.django_db(transaction=True)
MAILBOX = "beispiele@lotse.example"
INQUIRIES = "fluechtlingsmanagement@lotse.example"
CLERK = "s.muster@musterstadt.example"
Send = Callable[..., InboundMail]


@pytest.fixture
def send(transactional_db: None) -> Iterator[Send]:
    """Send mails to a listening mailroom; what arrived is handled as the worker does."""
    ready, shared = threading.Event(), SimpleNamespace()

    async def run() -> None:
        shared.loop, shared.stopping = asyncio.get_running_loop(), asyncio.Event()

        def announce(door: str, port: int) -> None:
            shared.port = port
            ready.set()

        await mailroom.serve("127.0.0.1", 0, stopping=shared.stopping, announce=announce)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(30)

    def deliver(
        mail: EmailMessage | bytes, *, to: str = MAILBOX, sender: str = CLERK
    ) -> InboundMail:
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        with smtplib.SMTP("127.0.0.1", shared.port, timeout=60) as smtp:
            smtp.sendmail(sender, [to], raw)
        handling.handle_waiting(timezone.now())
        return InboundMail.objects.order_by("-pk")[0]

    yield deliver
    shared.loop.call_soon_threadsafe(shared.stopping.set)
    thread.join(20)


def mail(text: str, *, subject: str = "Gutes Beispiel", **headers: str) -> EmailMessage:
    composed = EmailMessage()
    composed["From"] = f"Sabine Muster <{CLERK}>"
    composed["To"] = MAILBOX
    composed["Subject"] = subject
    composed["Message-ID"] = headers.pop("message_id", "<1@post.musterstadt.example>")
    for name, value in headers.items():
        composed[name.replace("_", "-").title()] = value
    composed.set_content(text)
    return composed


def test_a_plain_mail_becomes_a_submission_and_the_receipt_asks_for_what_is_missing(
    send: Send, postbox: RunningPostbox, settings: Settings
) -> None:
    settings.SMTP_URL = postbox.url
    domain = MailDomainFactory.create(domain="musterstadt.example")
    field = FieldFactory.create(code="P", name="Prozesse")
    ConceptFactory.create(code="P02", name="Hausmeisterdienst", broader=field)
    composed = mail("Wir teilen den Hausmeisterdienst: https://musterstadt.example/dienst.")
    composed.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Plan.pdf")
    send(composed)
    submission = Submission.objects.get()
    assert submission.channel == Submission.Channel.MAIL
    assert submission.municipality == domain.municipality
    assert submission.links == ["https://musterstadt.example/dienst"]
    assert [concept.code for concept in submission.concepts.all()] == ["P"]
    assert [file.name for file in submission.files.all()] == ["Plan.pdf"]
    sending.send_waiting(timezone.now())
    receipt = postbox.to(CLERK)[0]
    assert receipt["In-Reply-To"] == "<1@post.musterstadt.example>"
    assert receipt["Auto-Submitted"] == "auto-replied"
    body = receipt.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "Dürfen wir daraus ein Beispiel machen?" in text
    assert "Unter welcher Lizenz" in text
    link = re.search(r"http://localhost:8000(/einsendung/\S+/angaben/)", text)
    assert link is not None
    said = {"municipality": domain.municipality.name, "audience": "0"}
    said |= {"has_publish_consent": "on"}
    file = submission.files.get()
    said |= {f"datei-{file.pk}-licence": "CC0 1.0", f"datei-{file.pk}-has_rights": "on"}
    assert Client().post(link[1], said).status_code == 302
    submission.refresh_from_db()
    assert submission.publish_consent_at is not None
    file.refresh_from_db()
    assert file.has_rights


def test_the_same_mail_twice_is_one_submission(send: Send) -> None:
    send(mail("Wir teilen den Dienst."))
    send(mail("Wir teilen den Dienst."))
    assert Submission.objects.count() == 1
    assert OutgoingMail.objects.filter(recipient=CLERK).count() == 1


def test_a_reply_lands_at_its_submission_by_token_by_thread_and_by_number(
    send: Send, postbox: RunningPostbox, settings: Settings
) -> None:
    settings.SMTP_URL = postbox.url
    submission = SubmissionFactory.create(email=CLERK)
    editor = UserFactory.create(roles=[Role.EDITOR])
    rules.ask_back(submission, text="Wie viele Stellen?", editor=editor, now=timezone.now())
    sending.send_waiting(timezone.now())
    question = postbox.to(CLERK)[0]
    reply_to = question["Reply-To"].addresses[0].addr_spec
    assert tokens.read(reply_to) == submission.number
    send(mail("Drei Stellen.", subject="AW", message_id="<2@m.example>"), to=reply_to)
    assert states.of(seen(submission)) != State.BACK
    # Programs that ignore Reply-To answer the sender, which is the mailbox for inquiries.
    by_thread = mail(
        "Und ein Plan.",
        subject="AW",
        message_id="<3@m.example>",
        in_reply_to=question["Message-ID"],
    )
    send(by_thread, to=INQUIRIES)
    named = mail("Nachtrag.", subject=f"Zu {submission.number}", message_id="<4@m.example>")
    send(named)
    texts = list(submission.messages.filter(kind="reply").values_list("text", flat=True))
    assert texts == ["Drei Stellen.", "Und ein Plan.", "Nachtrag."]
    assert Submission.objects.count() == 1


def test_a_stranger_who_knows_the_number_gets_a_submission_of_its_own(send: Send) -> None:
    submission = SubmissionFactory.create(email="jemand@anders.example")
    send(mail("Hallo, unser Hof.", subject=f"Zu {submission.number}"))
    assert not submission.messages.exists()
    assert Submission.objects.count() == 2


def test_automatic_mail_is_kept_and_never_answered(send: Send) -> None:
    submission = SubmissionFactory.create(email=CLERK)
    away = mail("Ich bin im Urlaub.", auto_submitted="auto-replied")
    send(away, to=tokens.reply_address(submission.number or ""))
    assert [message.kind for message in submission.messages.all()] == ["automatic"]
    stray = mail("Ich bin im Urlaub.", auto_submitted="auto-replied", message_id="<9@m.example>")
    stored = send(stray)
    assert stored.quarantined_at is not None
    assert not OutgoingMail.objects.exists()


def test_machines_get_no_receipt(send: Send) -> None:
    composed = mail("Neues Beispiel im Portal.")
    del composed["From"]
    composed["From"] = "noreply@portal.example"
    send(composed, sender="noreply@portal.example")
    assert Submission.objects.count() == 1
    assert not OutgoingMail.objects.filter(recipient="noreply@portal.example").exists()


def test_a_returned_mail_is_noted_and_told_once(send: Send) -> None:
    editor = UserFactory.create(roles=[Role.EDITOR])
    submission = SubmissionFactory.create(email=CLERK)
    rules.ask_back(submission, text="Wer?", editor=editor, now=timezone.now())
    outgoing = OutgoingMail.objects.get(recipient=CLERK)
    for _time in range(2):
        report = (
            "From: MAILER-DAEMON@mail.example\r\nTo: fluechtlingsmanagement@lotse.example\r\n"
            f"Subject: Undelivered Mail {_time}\r\nAuto-Submitted: auto-replied\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
            "--b\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail\r\n\r\n"
            f"Final-Recipient: rfc822; {CLERK}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
        ).encode()
        send(report, to=tokens.bounce_address(outgoing.pk), sender="")
    submission.refresh_from_db()
    assert submission.bounced_at is not None
    told = OutgoingMail.objects.filter(purpose="notice", subject__contains="kam zurück")
    assert [one.recipient for one in told] == [editor.email]


def test_a_mail_that_comes_from_our_own_address_starts_nothing(send: Send) -> None:
    composed = mail("Schleife")
    del composed["From"]
    composed["From"] = MAILBOX
    assert send(composed, sender=MAILBOX).quarantined_at is not None
    assert not Submission.objects.exists()

"""Two machines that answer each other, over real SMTP in both directions: it ends."""

import asyncio
import smtplib
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from itertools import count

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from pytest_django import Settings

from lotse.inquiries.models import Event, Inquiry
from lotse.inquiries.tests.content import MAILBOX, deliver, mail
from lotse.mail import compose, handling, loops, mailroom, sending
from lotse.mail.models import InboundMail, OutgoingMail
from tests.fixtures.mail import free_port

Answer = Callable[[int, Envelope], EmailMessage]


class Machine:
    """A mail server that answers every mail at once, as told."""

    def __init__(self, mailroom_port: int, answer: Answer) -> None:
        self.got = 0
        self._port = mailroom_port
        self._answer = answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.got += 1
        reply = self._answer(self.got, envelope)
        await asyncio.to_thread(self._send, reply)
        return "250 2.0.0 taken"

    def _send(self, reply: EmailMessage) -> None:
        with smtplib.SMTP("127.0.0.1", self._port, timeout=30) as server:
            server.send_message(reply, str(reply["From"]), [MAILBOX])


@pytest.fixture
def mailroom_port(transactional_db: None) -> Iterator[int]:
    ready, found = threading.Event(), [0]
    loop = asyncio.new_event_loop()
    stopping = asyncio.Event()

    def announce(_name: str, port: int) -> None:
        found[0] = port
        ready.set()

    serving = mailroom.serve("127.0.0.1", 0, stopping=stopping, announce=announce)
    thread = threading.Thread(target=lambda: loop.run_until_complete(serving))
    thread.start()
    assert ready.wait(30)
    yield found[0]
    loop.call_soon_threadsafe(stopping.set)
    thread.join(30)
    loop.close()


def converse(port: int, answer: Answer, settings: Settings) -> Machine:
    """Let a person's first mail start it, and work like the worker until nothing happens."""
    autodiscover_modules("tasks")
    machine = Machine(port, answer)
    controller = Controller(machine, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.SMTP_URL = f"smtp://127.0.0.1:{controller.port}"
    try:
        machine._send(answer(0, Envelope()))
        # The listener reads the clock; whoever works tomorrow at noon meets no full hour or day.
        noon = (timezone.now() + timedelta(days=1)).replace(hour=12, minute=0)
        for round_number in range(60):
            now = noon + timedelta(seconds=round_number)
            if not handling.handle_waiting(now) and not sending.send_waiting(now):
                return machine
    finally:
        controller.stop()
    raise AssertionError("They still write to each other.")


_numbers = count(1)


def unmarked(sender: str) -> EmailMessage:
    """What the worst machine sends: new subject, new text, no reference, no mark."""
    number = next(_numbers)
    return mail(
        sender=sender,
        subject=f"Danke für Ihre Nachricht ({number})",
        text=f"Wir kümmern uns darum, Laufnummer {number}.",
        message_id=f"<{number}@schleife.example>",
    )


def test_a_machine_without_any_mark_gets_so_many_receipts_and_no_more(
    mailroom_port: int, settings: Settings
) -> None:
    settings.AUTOMATIC_PER_ADDRESS = 4

    machine = converse(mailroom_port, lambda _n, _e: unmarked("automat@schleife.example"), settings)

    assert machine.got == 4
    assert Inquiry.objects.count() == 5
    held_back = Event.objects.get(what=Event.What.WITHHELD)
    assert held_back.inquiry == Inquiry.objects.latest("pk")
    assert "in einer Stunde" in held_back.detail
    assert [row.state for row in OutgoingMail.objects.order_by("pk")] == ["sent"] * 4 + ["withheld"]


def test_a_machine_that_changes_its_address_is_stopped_by_its_domain(
    mailroom_port: int, settings: Settings
) -> None:
    settings.AUTOMATIC_PER_DOMAIN = 3

    machine = converse(
        mailroom_port, lambda n, _e: unmarked(f"automat-{n}@schleife.example"), settings
    )

    assert machine.got == 3


def test_a_second_lotse_says_nothing_after_the_first_receipt(
    mailroom_port: int, settings: Settings
) -> None:
    def marked(number: int, _envelope: Envelope) -> EmailMessage:
        reply = unmarked("fragen@anderer-verband.example")
        if number:
            reply["Auto-Submitted"] = "auto-replied"
            reply[loops.HEADER] = "0123456789abcdef0123456789abcdef"
        return reply

    machine = converse(mailroom_port, marked, settings)

    assert machine.got == 1
    assert Inquiry.objects.count() == 1
    assert InboundMail.objects.filter(kind="automatic", quarantined_at__isnull=False).count() == 1


# --- Our own mail that comes back ----------------------------------------------------------------


@pytest.mark.django_db
def test_our_own_mail_with_a_new_message_id_is_known_by_its_mark() -> None:
    deliver(mail())
    receipt = compose.message(OutgoingMail.objects.get())
    assert (receipt["Auto-Submitted"], receipt[loops.HEADER]) == ("auto-replied", loops.mark())
    del receipt["Message-ID"], receipt["From"], receipt["Auto-Submitted"]
    receipt["Message-ID"] = "<neu@exchange.musterstadt.example>"
    receipt["From"] = "s.muster@musterstadt.example"

    stored = deliver(receipt.as_bytes())

    assert stored.quarantine_reason == "Eine Mail von uns ist zu uns zurückgekommen"
    assert Inquiry.objects.count() == 1


@pytest.mark.django_db
def test_a_mail_that_ran_in_a_circle_waits_for_a_person() -> None:
    circling = b"".join(b"Received: from a by b; Mon, 23 Nov 2026\r\n" for _ in range(60))

    stored = deliver(circling + mail().as_bytes())

    assert stored.quarantine_reason == "Die Mail lief über 60 Server, wohl im Kreis"
    assert not Inquiry.objects.exists()


@pytest.mark.django_db
def test_an_ordinary_mail_may_pass_through_many_servers() -> None:
    hops = b"".join(b"Received: from a by b; Mon, 23 Nov 2026\r\n" for _ in range(12))

    assert deliver(hops + mail().as_bytes()).quarantined_at is None

"""The listener over real SMTP."""

import smtplib
import socket
import ssl
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from pytest_django import Settings

from lotse.mail import mailroom
from lotse.mail.models import InboundMail

MAILBOX = "fluechtlingsmanagement@lotse.example"
RAW = (
    "From: Käthe <a@b.example>\r\nTo: fluechtlingsmanagement@lotse.example\r\n"
    "Subject: Frage\r\nMessage-ID: <1@b.example>\r\n\r\nGrüße\r\n"
).encode()


def send(port: int, raw: bytes, recipient: str = MAILBOX) -> tuple[int, str]:
    """Return the server's answer to a mail."""
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        smtp.ehlo("sender.example")
        smtp.mail("a@b.example")
        code, answer = smtp.rcpt(recipient)
        if code == 250:
            code, answer = smtp.data(raw)
    return code, answer.decode()


def converse(port: int, *lines: bytes) -> bytes:
    """Send bytes as they are; return all that comes back until one side hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as conversation:
        for line in lines:
            conversation.sendall(line)
            time.sleep(0.05)
        if not lines[-1].endswith(b"QUIT\r\n"):
            return b""
        received = b""
        while chunk := conversation.recv(65536):
            received += chunk
    return received


@pytest.fixture
def certificate(settings: Settings, tmp_path: Path) -> Path:
    """A self-signed certificate that the listener uses."""
    path, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subject = ["-subj", "/CN=lotse.example", "-days", "2"]
    files = ["-keyout", str(key), "-out", str(path)]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files],
        check=True,
        capture_output=True,
    )
    settings.SMTP_TLS_CERTIFICATE, settings.SMTP_TLS_KEY = str(path), str(key)
    return path


def test_mail_is_stored_byte_for_byte_before_it_is_accepted(listener: SimpleNamespace) -> None:
    assert send(listener.port, RAW) == (250, "2.0.0 Accepted and stored")

    stored = InboundMail.objects.get()
    assert (bytes(stored.raw), stored.sender, stored.recipients) == (RAW, "a@b.example", [MAILBOX])
    assert stored.source_id.startswith("smtp:")


def test_mail_delivered_twice_is_accepted_twice_and_stored_once(listener: SimpleNamespace) -> None:
    codes = [send(listener.port, RAW)[0], send(listener.port, b"Received: again\r\n" + RAW)[0]]

    assert codes == [250, 250]
    assert InboundMail.objects.count() == 1


def test_unknown_recipient_is_refused_at_rcpt_and_nothing_is_stored(
    listener: SimpleNamespace,
) -> None:
    assert send(listener.port, RAW, "irgendwer@lotse.example") == (
        550,
        "5.1.1 No such mailbox here, please check the address",
    )
    assert InboundMail.objects.count() == 0


@pytest.mark.parametrize("recipient", ["postmaster", "Postmaster@lotse.example"])
def test_postmaster_is_always_accepted(listener: SimpleNamespace, recipient: str) -> None:
    assert send(listener.port, RAW, recipient)[0] == 250


def test_bounce_with_empty_sender_is_accepted_as_such(listener: SimpleNamespace) -> None:
    with smtplib.SMTP("127.0.0.1", listener.port) as smtp:
        smtp.sendmail("<>", [MAILBOX], RAW)

    assert InboundMail.objects.get().sender == ""


def test_mail_announced_as_too_large_is_refused_at_once(
    listener: SimpleNamespace, settings: Settings
) -> None:
    with smtplib.SMTP("127.0.0.1", listener.port) as smtp:
        smtp.ehlo()
        announced = smtp.esmtp_features["size"]
        answer = smtp.mail("a@b.example", [f"SIZE={settings.MAIL_MAX_BYTES + 1}"])

    assert int(announced) == settings.MAIL_MAX_BYTES
    assert answer == (552, b"5.3.4 The mail is too large, at most 35 MB are accepted")


def test_too_large_mail_is_refused_with_a_sentence_and_the_connection_goes_on(
    listener: SimpleNamespace, settings: Settings
) -> None:
    settings.MAIL_MAX_BYTES = 1_000_000

    with smtplib.SMTP("127.0.0.1", listener.port) as smtp:
        smtp.ehlo()
        smtp.mail("a@b.example")
        smtp.rcpt(MAILBOX)
        refusal = smtp.data(RAW + b"x" * 70 * 20_000)
        smtp.mail("a@b.example")
        smtp.rcpt(MAILBOX)
        accepted = smtp.data(RAW)

    assert refusal == (552, b"5.3.4 The mail is too large, at most 1 MB are accepted")
    assert accepted[0] == 250
    assert InboundMail.objects.count() == 1


def test_too_many_recipients_are_put_off_and_the_first_ones_served(
    listener: SimpleNamespace, settings: Settings
) -> None:
    settings.MAIL_MAX_RECIPIENTS = 2

    with smtplib.SMTP("127.0.0.1", listener.port) as smtp:
        smtp.ehlo()
        smtp.mail("a@b.example")
        codes = [smtp.rcpt(MAILBOX)[0] for _ in range(3)]
        final = smtp.data(RAW)[0]

    assert (codes, final) == ([250, 250, 452], 250)


def test_large_mail_arrives_whole(listener: SimpleNamespace) -> None:
    raw = RAW + b"".join(b".%07d\r\n" % number for number in range(300_000))

    assert send(listener.port, raw)[0] == 250
    assert bytes(InboundMail.objects.get().raw) == raw


def test_lines_that_begin_with_dots_arrive_unchanged(listener: SimpleNamespace) -> None:
    raw = b".Punkt\r\n..zwei\r\n" + RAW + b".\r\n..\r\n.ende\r\n"

    send(listener.port, raw)

    assert bytes(InboundMail.objects.get().raw) == raw


def test_only_a_dot_between_two_crlf_ends_a_mail(listener: SimpleNamespace) -> None:
    """Anything else would let a second mail be smuggled past the server before us."""
    answers = converse(
        listener.port,
        b"EHLO x\r\n",
        b"MAIL FROM:<a@b.example>\r\nRCPT TO:<" + MAILBOX.encode() + b">\r\nDATA\r\n",
        b"Subject: eins\r\n\r\nText\n.\nMAIL FROM:<evil@x>\r\n.\nx\n.\r\ny\r\n.\r\nQUIT\r\n",
    )

    assert answers.count(b"250 2.0.0") == 1
    assert bytes(InboundMail.objects.get().raw) == (
        b"Subject: eins\r\n\r\nText\n.\nMAIL FROM:<evil@x>\r\n\nx\n.\r\ny\r\n"
    )


def test_pipelined_second_mail_is_taken_as_well(listener: SimpleNamespace) -> None:
    envelope = b"MAIL FROM:<a@b.example>\r\nRCPT TO:<" + MAILBOX.encode() + b">\r\nDATA\r\n"

    answers = converse(
        listener.port,
        b"EHLO x\r\n",
        envelope,
        RAW + b".\r\n" + envelope,
        RAW.replace(b"<1@", b"<2@") + b".\r\nQUIT\r\n",
    )

    assert answers.count(b"250 2.0.0") == 2
    assert InboundMail.objects.count() == 2


def test_sender_that_hangs_up_in_the_middle_leaves_nothing(listener: SimpleNamespace) -> None:
    converse(
        listener.port,
        b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<" + MAILBOX.encode() + b">\r\nDATA\r\n",
        b"Subject: halb\r\n\r\nund dann",
    )

    assert send(listener.port, RAW)[0] == 250
    assert [mail.subject for mail in InboundMail.objects.all()] == [""]
    assert bytes(InboundMail.objects.get().raw) == RAW


def test_database_that_is_gone_means_later_and_then_the_mail_is_taken(
    listener: SimpleNamespace,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE mail_inboundmail RENAME TO mail_inboundmail_gone")
    try:
        refused = send(listener.port, RAW)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE mail_inboundmail_gone RENAME TO mail_inboundmail")
    accepted = send(listener.port, RAW)

    assert refused == (451, "4.3.0 The mail could not be stored, please try again later")
    assert accepted[0] == 250
    assert InboundMail.objects.count() == 1


def test_mails_of_many_senders_at_once_are_all_there_once(listener: SimpleNamespace) -> None:
    def deliver(number: int) -> int:
        return send(listener.port, RAW.replace(b"<1@", b"<%d@" % (number % 40)))[0]

    with ThreadPoolExecutor(10) as senders:
        codes = list(senders.map(deliver, range(60)))

    assert codes == [250] * 60
    assert InboundMail.objects.count() == 40


def test_too_many_connections_are_turned_away_politely(
    listener: SimpleNamespace, settings: Settings
) -> None:
    settings.SMTP_MAX_CONNECTIONS = 1

    with (
        smtplib.SMTP("127.0.0.1", listener.port),
        socket.create_connection(("127.0.0.1", listener.port), timeout=10) as second,
    ):
        answer = second.recv(200)
    assert answer == mailroom.TOO_MANY_CONNECTIONS
    time.sleep(0.1)
    assert send(listener.port, RAW)[0] == 250


def test_stopping_listener_finishes_the_mail_it_is_given(listener: SimpleNamespace) -> None:
    with smtplib.SMTP("127.0.0.1", listener.port) as smtp:
        smtp.ehlo()
        smtp.mail("a@b.example")
        smtp.rcpt(MAILBOX)
        stopper = threading.Timer(0.01, listener.stop)
        code, _answer = smtp.data(RAW)
        stopper.start()
    stopper.join()

    assert code == 250
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", listener.port), timeout=5)


def test_starttls_is_offered_with_a_certificate(
    certificate: Path, listener: SimpleNamespace
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    trusting.check_hostname = False

    with smtplib.SMTP("127.0.0.1", listener.port) as smtp:
        smtp.starttls(context=trusting)
        smtp.sendmail("a@b.example", [MAILBOX], RAW)

    assert bytes(InboundMail.objects.get().raw) == RAW

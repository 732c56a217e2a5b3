"""The LMTP listener: alone, and behind a real Postfix set up with the files in ``deploy``."""

import contextlib
import socket
import threading
from collections.abc import Callable
from types import SimpleNamespace

from django.db import connection

from lotse.mail import tokens
from lotse.mail.models import InboundMail
from tests.fixtures.installation import wait_for
from tests.fixtures.postfix import Postfix

MAILBOX = "fluechtlingsmanagement@lotse.example"
StartPostfix = Callable[[int], Postfix]


def mail(number: int = 1, *, more: str = "") -> bytes:
    return (
        f"{more}From: Käthe <a@b.example>\r\nTo: {MAILBOX}\r\nSubject: Frage {number}\r\n"
        f"Message-ID: <{number}@b.example>\r\n\r\nGrüße\r\n"
    ).encode()


def converse(port: int, *commands: bytes) -> list[str]:
    """Send commands one after the other; return the first line of all answers."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as conversation:
        file = conversation.makefile("rb")
        lines = [file.readline()]
        for command in commands:
            conversation.sendall(command + b"\r\n")
            while (line := file.readline())[3:4] == b"-":
                pass
            lines.append(line)
        conversation.sendall(b"QUIT\r\n")
        lines += file.readlines()
    return [line.decode().strip()[:9] for line in lines]


def test_lmtp_answers_once_for_each_accepted_recipient(listener: SimpleNamespace) -> None:
    token = tokens.reply_address("L-2026-0001")

    answers = converse(
        listener.lmtp_port,
        b"EHLO x",
        b"LHLO x",
        b"MAIL FROM:<a@b.example>",
        f"RCPT TO:<{MAILBOX}>".encode(),
        b"RCPT TO:<niemand@lotse.example>",
        f"RCPT TO:<{token}>".encode(),
        b"DATA",
        mail() + b".",
    )

    assert [answer[:3] for answer in answers] == [
        *("220", "500", "250", "250", "250", "550", "250", "354", "250"),
        # The second accepted recipient, then QUIT.
        *("250", "221"),
    ]
    assert InboundMail.objects.get().recipients == [token, MAILBOX]


def test_lmtp_without_a_known_recipient_takes_no_data(listener: SimpleNamespace) -> None:
    answers = converse(
        listener.lmtp_port,
        b"LHLO x",
        b"MAIL FROM:<a@b.example>",
        b"RCPT TO:<niemand@lotse.example>",
        b"DATA",
    )

    assert [answer[:3] for answer in answers][-3:] == ["550", "503", "221"]


def test_mail_through_postfix_is_stored_with_what_the_server_noted_about_its_sender(
    listener: SimpleNamespace, postfix: StartPostfix
) -> None:
    server = postfix(listener.lmtp_port)
    noted = (
        "Authentication-Results: mail.lotse.example; dkim=pass header.d=b.example;\r\n"
        "\tspf=pass smtp.mailfrom=b.example; dmarc=pass header.from=b.example\r\n"
    )
    reply = tokens.reply_address("L-2026-0001")

    codes = [
        server.send(mail(1, more=noted), recipient=MAILBOX)[0],
        server.send(mail(2), recipient=reply)[0],
        server.send(mail(3), recipient=MAILBOX, sender="")[0],
    ]
    wait_for(lambda: InboundMail.objects.count() == 3, seconds=30, what=server.log)

    first, second, third = InboundMail.objects.order_by("subject", "received_at", "pk")
    raws = {bytes(row.raw) for row in (first, second, third)}
    assert codes == [250, 250, 250]
    assert any(noted.encode() + b"From: K" in raw for raw in raws)
    assert {tuple(row.recipients) for row in (first, second, third)} == {(MAILBOX,), (reply,)}
    assert sorted(row.sender for row in (first, second, third)) == [
        "",
        "a@b.example",
        "a@b.example",
    ]


def test_recipient_nobody_knows_is_refused_by_postfix_at_once(
    listener: SimpleNamespace, postfix: StartPostfix
) -> None:
    server = postfix(listener.lmtp_port)

    code, answer = server.send(mail(), recipient="niemand@lotse.example")

    assert (code, "5.1.1" in answer) == (550, True)


def test_recipient_only_lotse_does_not_know_goes_back_to_its_sender(
    listener: SimpleNamespace, postfix: StartPostfix
) -> None:
    server = postfix(listener.lmtp_port)

    server.send(mail(), recipient="vergessen@lotse.example")
    wait_for(lambda: "status=bounced" in server.log, seconds=30, what=server.log)

    assert "550 5.1.1 No such mailbox here" in server.log
    assert InboundMail.objects.count() == 0


def test_postfix_keeps_the_mail_while_the_database_is_away_and_delivers_it_once(
    listener: SimpleNamespace, postfix: StartPostfix
) -> None:
    server = postfix(listener.lmtp_port)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE mail_inboundmail RENAME TO mail_inboundmail_gone")
    try:
        codes = [server.send(mail(number), recipient=MAILBOX)[0] for number in (1, 2, 3)]
        wait_for(lambda: server.log.count("status=deferred") >= 3, seconds=60, what=server.log)
        assert server.queued() == 3
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE mail_inboundmail_gone RENAME TO mail_inboundmail")
    server.try_again()
    wait_for(lambda: server.queued() == 0, seconds=60, what=server.log)

    assert codes == [250, 250, 250]
    assert "451 4.3.0 The mail could not be stored" in server.log
    assert _message_ids() == ["<1@b.example>", "<2@b.example>", "<3@b.example>"]


def test_reply_that_never_reached_postfix_has_it_deliver_again_without_doubling(
    listener: SimpleNamespace, postfix: StartPostfix
) -> None:
    proxy = ReplyLosingProxy(listener.lmtp_port)
    server = postfix(proxy.port)

    server.send(mail(), recipient=MAILBOX)
    wait_for(lambda: "status=deferred" in server.log, seconds=60, what=server.log)
    assert _message_ids() == ["<1@b.example>"]
    server.try_again()
    wait_for(lambda: "status=sent" in server.log, seconds=60, what=server.log)

    proxy.close()
    assert (_message_ids(), server.queued()) == (["<1@b.example>"], 0)


def test_postfix_refuses_what_is_too_large_before_it_is_queued(
    listener: SimpleNamespace, postfix: StartPostfix
) -> None:
    server = postfix(listener.lmtp_port)

    code, _answer = server.send(mail() + b"x" * 70 + b"\r\n" * 18_000_000, recipient=MAILBOX)

    assert (code, server.queued()) == (552, 0)


def _message_ids() -> list[str]:
    raws = InboundMail.objects.values_list("raw", flat=True)
    return sorted(bytes(raw).partition(b"Message-ID: ")[2].split()[0].decode() for raw in raws)


class ReplyLosingProxy:
    """Passes on the whole mail and loses the answer to it, once: nobody knows if it arrived."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._is_losing = True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _run(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            is_whole = threading.Event()
            for side in (self._up, self._down):
                arguments = (client, server, is_whole)
                threading.Thread(target=side, args=arguments, daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket, is_whole: threading.Event) -> None:
        end = b""
        try:
            while data := client.recv(65536):
                end = (end + data)[-100:]
                if b"\r\n.\r\n" in end:
                    is_whole.set()
                server.sendall(data)
        except OSError:
            pass
        server.close()

    def _down(
        self, client: socket.socket, server: socket.socket, is_whole: threading.Event
    ) -> None:
        try:
            while data := server.recv(65536):
                if is_whole.is_set() and self._is_losing:
                    self._is_losing = False
                    break
                client.sendall(data)
        except OSError:
            pass
        with contextlib.suppress(OSError):
            # Also wakes the thread that reads from it; closing alone would not hang up.
            client.shutdown(socket.SHUT_RDWR)
        client.close()

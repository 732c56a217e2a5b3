"""The outbox against real mail servers that take, refuse, put off and hang up."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BufferedRWPair

import pytest
from django.db import connection
from pytest_django import Settings

from lotse.lib.errors import RuleError
from lotse.mail import outbox, sending, tokens
from lotse.mail.tests.factories import NOW, OutgoingMailFactory
from tests.fixtures.mail import RunningPostbox

pytestmark = pytest.mark.django_db


class Moody:
    """A mail server that answers each mail as told: a reply to DATA, or how it hangs up."""

    def __init__(self, *moods: str) -> None:
        self.taken: list[bytes] = []
        self.senders: list[str] = []
        self.connections = 0
        self.before_answer: Callable[[], None] = lambda: None
        """Done with a mail in hand, before its answer."""
        self._moods = list(moods)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            with connection, connection.makefile("rwb") as stream:
                try:
                    self._converse(stream)
                except OSError:
                    continue

    def _converse(self, stream: BufferedRWPair) -> None:
        answer = "220 moody"
        while answer:
            stream.write(answer.encode() + b"\r\n")
            stream.flush()
            if answer.endswith("bye"):
                return
            line = stream.readline()
            command = line[:4].upper().strip()
            if command in (b"QUIT", b""):
                return
            if command == b"MAIL":
                self.senders.append(line.decode().split("<")[1].split(">")[0])
            answer = self._answer(command, stream)

    def _answer(self, command: bytes, stream: BufferedRWPair) -> str:
        """Return the next line to say; nothing means hanging up."""
        mood = self._moods[0] if self._moods else "250 2.0.0 queued as 42"
        if command == b"RCPT" and mood.startswith("rcpt "):
            return self._moods.pop(0).removeprefix("rcpt ")
        if command != b"DATA":
            return "250 ok"
        stream.write(b"354 go on\r\n")
        stream.flush()
        raw = b""
        while (part := stream.readline()) not in (b".\r\n", b""):
            raw += part
        del self._moods[:1]
        self.before_answer()
        if mood.startswith("2") or mood == "take and hang up":
            self.taken.append(raw)
        return "" if mood.endswith("hang up") else mood


@pytest.fixture
def moody(settings: Settings) -> Iterator[Callable[..., Moody]]:
    """Start a mail server with moods and send to it."""
    started: list[Moody] = []

    def start(*moods: str) -> Moody:
        server = Moody(*moods)
        started.append(server)
        settings.SMTP_URL = server.url
        return server

    yield start
    for server in started:
        server.close()


def test_waiting_mail_is_sent_once_and_the_answer_is_kept(moody: Callable[..., Moody]) -> None:
    server = moody()
    mail = OutgoingMailFactory.create()

    assert sending.send_waiting(NOW) == 1
    assert sending.send_waiting(NOW) == 0

    mail.refresh_from_db()
    assert len(server.taken) == 1
    assert (mail.state, mail.attempts, mail.server_answer) == ("sent", 1, "250 2.0.0 queued as 42")
    assert mail.sent_at is not None
    assert mail.sent_at >= NOW


def test_several_mails_share_one_connection_and_have_a_bounce_address_each(
    moody: Callable[..., Moody],
) -> None:
    server = moody()
    mails = [OutgoingMailFactory.create() for _ in range(3)]

    sending.send_waiting(NOW)

    assert server.connections == 1
    assert server.senders == [tokens.bounce_address(mail.pk) for mail in mails]


def test_server_that_ends_the_connection_after_each_mail_costs_no_attempt(
    moody: Callable[..., Moody],
) -> None:
    server = moody("250 2.0.0 queued, bye")
    mails = [OutgoingMailFactory.create() for _ in range(2)]

    assert sending.send_waiting(NOW) == 2

    for mail in mails:
        mail.refresh_from_db()
    assert (server.connections, len(server.taken)) == (2, 2)
    assert [(mail.state, mail.attempts) for mail in mails] == [("sent", 1), ("sent", 1)]


def test_mail_that_left_is_known_although_the_next_one_cannot_be_claimed(
    moody: Callable[..., Moody], settings: Settings
) -> None:
    server = moody()
    first = OutgoingMailFactory.create()
    # What the brake stumbles over, in the transaction that writes down the first one.
    OutgoingMailFactory.create(is_automatic=True)
    settings.AUTOMATIC_PER_ADDRESS = "many"

    with pytest.raises(TypeError):
        sending.send_waiting(NOW)

    first.refresh_from_db()
    assert (first.state, len(server.taken)) == ("sent", 1)


def test_without_a_server_mails_stay_in_the_outbox(settings: Settings) -> None:
    settings.SMTP_URL = ""
    mail = OutgoingMailFactory.create()

    assert sending.send_waiting(NOW) == 0

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.claimed_until) == ("waiting", 0, None)


@pytest.mark.parametrize("mood", ["451 4.3.2 later", "rcpt 450 4.2.1 greylisted"])
def test_mail_put_off_is_tried_again_later_and_sent_once(
    moody: Callable[..., Moody], mood: str
) -> None:
    server = moody(mood)
    mail = OutgoingMailFactory.create()

    sending.send_waiting(NOW)
    mail.refresh_from_db()
    put_off = (mail.state, mail.attempts, mail.next_attempt_at >= NOW + sending.RETRY_AFTER[0])
    too_early = sending.send_waiting(NOW + timedelta(seconds=30))
    sending.send_waiting(NOW + timedelta(minutes=2))

    mail.refresh_from_db()
    assert (put_off, too_early) == (("waiting", 1, True), 0)
    assert (mail.state, mail.attempts, len(server.taken)) == ("sent", 2, 1)


@pytest.mark.parametrize("mood", ["554 5.7.1 no", "rcpt 550 5.1.1 User unknown"])
def test_mail_refused_for_good_stops_loudly(
    moody: Callable[..., Moody], mood: str, caplog: pytest.LogCaptureFixture
) -> None:
    server = moody(mood)
    mail = OutgoingMailFactory.create()

    sending.send_waiting(NOW)
    sending.send_waiting(NOW + timedelta(days=1))

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, server.taken) == ("failed", 1, [])
    assert mail.server_answer == mood.removeprefix("rcpt ")
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_refused_mail_does_not_hold_up_the_next_one(moody: Callable[..., Moody]) -> None:
    server = moody("554 5.7.1 no", "451 later")
    mails = [OutgoingMailFactory.create() for _ in range(3)]

    sending.send_waiting(NOW)

    for mail in mails:
        mail.refresh_from_db()
    assert [mail.state for mail in mails] == ["failed", "waiting", "sent"]
    assert len(server.taken) == 1


def test_connection_lost_before_the_end_is_tried_again(moody: Callable[..., Moody]) -> None:
    server = moody("lose it and hang up")
    mail = OutgoingMailFactory.create()

    sending.send_waiting(NOW)
    sending.send_waiting(NOW + timedelta(minutes=2))

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, len(server.taken)) == ("sent", 2, 1)


def test_lost_answer_means_the_same_mail_again_recognisable_by_its_message_id(
    moody: Callable[..., Moody],
) -> None:
    """Documented choice (decision 0023): rather a second copy than a lost answer."""
    server = moody("take and hang up")
    mail = OutgoingMailFactory.create()

    sending.send_waiting(NOW)
    mail.refresh_from_db()
    doubt = mail.server_answer
    sending.send_waiting(NOW + timedelta(minutes=2))

    assert doubt == "Verbindung riss nach der Übergabe ab; ob die Mail ankam, ist ungewiss."
    assert [raw.count(mail.message_id.encode()) for raw in server.taken] == [1, 1]


def _take_database_away() -> None:
    """Break every connection on PostgreSQL; on SQLite let the table be gone for a moment."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        else:
            cursor.execute("ALTER TABLE mail_outgoingmail RENAME TO mail_gone")
            threading.Timer(1, _bring_table_back).start()
    connection.close()


def _bring_table_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE mail_gone RENAME TO mail_outgoingmail")
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_database_that_goes_away_before_the_answer_is_noted_has_nothing_sent_twice(
    moody: Callable[..., Moody],
) -> None:
    server = moody()
    server.before_answer = _take_database_away
    mail = OutgoingMailFactory.create()

    first = sending.send_waiting(NOW)

    mail.refresh_from_db()
    assert (first, mail.state, mail.claimed_until) == (1, "sent", None)
    assert (sending.send_waiting(NOW + timedelta(hours=1)), len(server.taken)) == (0, 1)


def test_server_that_cannot_be_reached_costs_one_attempt_and_the_rest_waits(
    settings: Settings,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.SMTP_URL = f"smtp://127.0.0.1:{free.getsockname()[1]}"
    mails = [OutgoingMailFactory.create() for _ in range(3)]

    assert sending.send_waiting(NOW) == 0

    for mail in mails:
        mail.refresh_from_db()
    assert [mail.attempts for mail in mails] == [1, 0, 0]
    assert mails[0].server_answer == "Kein Zugang zum Mailserver (ConnectionRefusedError)."


def test_mail_is_given_up_after_about_three_days(moody: Callable[..., Moody]) -> None:
    moody(*["451 later"] * sending.GIVE_UP_AFTER)
    mail = OutgoingMailFactory.create()
    instant = NOW

    while mail.failed_at is None:
        sending.send_waiting(instant)
        mail.refresh_from_db()
        instant = max(mail.next_attempt_at, instant) + timedelta(seconds=5)

    assert mail.attempts == sending.GIVE_UP_AFTER
    assert timedelta(days=2) < mail.failed_at - NOW < timedelta(days=5)


def test_claim_of_a_killed_worker_ends_by_itself(moody: Callable[..., Moody]) -> None:
    server = moody()
    OutgoingMailFactory.create()
    assert outbox.claim(NOW, lease=sending.LEASE) is not None
    ticks = iter([900, 1_020])
    watch = outbox.Watch(lambda: next(ticks))

    during = sending.send_waiting(NOW + sending.LEASE - timedelta(seconds=1), watch=watch)
    watched = sending.send_waiting(NOW + sending.LEASE, watch=watch)
    after = sending.send_waiting(NOW + sending.LEASE + timedelta(minutes=2), watch=watch)

    assert (during, watched, after, len(server.taken)) == (0, 0, 1, 1)


def test_two_workers_never_claim_the_same_mail() -> None:
    OutgoingMailFactory.create()

    first = outbox.claim(NOW, lease=sending.LEASE)
    second = outbox.claim(NOW, lease=sending.LEASE)

    assert first is not None
    assert second is None


def test_mail_given_up_can_be_sent_again_with_the_same_message_id(
    moody: Callable[..., Moody],
) -> None:
    server = moody("554 no")
    mail = OutgoingMailFactory.create()
    sending.send_waiting(NOW)
    mail.refresh_from_db()

    outbox.send_again(mail, now=NOW)
    sending.send_waiting(NOW)

    mail.refresh_from_db()
    assert mail.state == "sent"
    assert [mail.message_id.encode() in raw for raw in server.taken] == [True]
    with pytest.raises(RuleError):
        outbox.send_again(mail, now=NOW)


def test_recipient_with_umlaut_domain_is_addressed_in_ascii(
    postbox: RunningPostbox, settings: Settings
) -> None:
    settings.SMTP_URL = postbox.url
    OutgoingMailFactory.create(recipient="rathaus@kreis-köln.example")

    sending.send_waiting(NOW)

    assert [envelope.rcpt_tos for envelope in postbox.envelopes] == [
        ["rathaus@xn--kreis-kln-67a.example"]
    ]

"""Fetching by IMAP from a real Dovecot."""

import smtplib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone
from pytest_django import Settings

from lotse.mail import fetching, gateway, handling, imap, imap_reader, mailboxes
from lotse.mail.fetchers import Fetcher, fetch_once
from lotse.mail.fetching import Summary
from lotse.mail.imap import FolderMissing, ImapTrouble, SignInRefused
from lotse.mail.mailboxes import Account
from lotse.mail.models import InboundMail, Mailbox
from tests.fixtures.dovecot import CuttingProxy, Dovecot, DovecotMailbox
from tests.fixtures.installation import wait_for

pytestmark = pytest.mark.django_db
MAILBOX = "fluechtlingsmanagement@lotse.example"


def mail(number: int, *, size: int = 0, more: str = "") -> bytes:
    head = (
        f"From: Käthe <a@b.example>\r\nTo: {MAILBOX}\r\n{more}Subject: Frage {number}\r\n"
        f"Message-ID: <{number}@b.example>\r\n\r\nGrüße\r\n"
    ).encode()
    lines = size // 64
    return head + b"".join(b"%063d\n" % line for line in range(lines))


def stored() -> list[str]:
    """Return the Message-IDs of what is stored, in order."""
    rows = InboundMail.objects.order_by("pk")
    return [
        bytes(row.raw).partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode() for row in rows
    ]


def ids(*numbers: int) -> list[str]:
    return [f"<{number}@b.example>" for number in numbers]


@pytest.fixture
def mailbox(dovecot: Dovecot) -> DovecotMailbox:
    return dovecot.mailbox()


@pytest.fixture
def account(mailbox: DovecotMailbox, settings: Settings) -> Account:
    return account_of(settings, mailbox.url())


def account_of(settings: Settings, url: str) -> Account:
    settings.IMAP_URLS = [url]
    (found,) = mailboxes.configured()
    return found


def fetch(account: Account, now: datetime | None = None) -> Summary:
    return fetch_once(account, clock=(lambda: now) if now else timezone.now)


def test_message_is_stored_byte_for_byte_then_marked_as_read_and_stays(
    account: Account, mailbox: DovecotMailbox
) -> None:
    mailbox.deliver(mail(1))

    assert fetch(account) == Summary(accepted=1)

    row = InboundMail.objects.get()
    assert (bytes(row.raw), row.sender, row.recipients) == (mail(1), "a@b.example", [MAILBOX])
    assert row.source_id.startswith("imap:")
    assert mailbox.flags() == ["\\Seen"]
    assert fetch(account) == Summary()


def test_message_another_program_marked_as_read_is_fetched_all_the_same(
    account: Account, mailbox: DovecotMailbox
) -> None:
    fetch(account)
    mailbox.deliver(mail(1), flags="S")
    mailbox.deliver(mail(2), flags="FRS")

    fetch(account)

    assert stored() == ids(1, 2)


def test_what_was_read_before_the_first_contact_stays_out(
    account: Account, mailbox: DovecotMailbox
) -> None:
    mailbox.deliver(mail(1), flags="S")
    mailbox.deliver(mail(2), flags="")
    mailbox.deliver(mail(3), flags="S")

    fetch(account)

    assert stored() == ids(2)


def test_done_messages_move_to_the_done_folder_which_is_made(
    settings: Settings, mailbox: DovecotMailbox
) -> None:
    account = account_of(settings, mailbox.url() + "?done=Erledigt/Pr%C3%BCfung%20%26%20mehr")
    mailbox.deliver(mail(1))
    mailbox.deliver(mail(2))

    fetch(account)

    assert stored() == ids(1, 2)
    assert (mailbox.count(), mailbox.count("Erledigt/Prüfung & mehr")) == (0, 2)


def test_server_without_move_copies_and_removes_only_what_it_copied(
    settings: Settings, special_dovecot: Callable[[str], Dovecot]
) -> None:
    mailbox = special_dovecot("IMAP4rev1 UIDPLUS").mailbox()
    account = account_of(settings, mailbox.url() + "?done=Erledigt")
    mailbox.deliver(mail(9), flags="ST")
    mailbox.deliver(mail(1))

    fetch(account)

    assert (mailbox.count(), mailbox.count("Erledigt")) == (1, 1)


def test_server_that_cannot_move_keeps_the_messages_and_says_so(
    settings: Settings, special_dovecot: Callable[[str], Dovecot]
) -> None:
    mailbox = special_dovecot("IMAP4rev1").mailbox()
    account = account_of(settings, mailbox.url() + "?done=Erledigt")
    mailbox.deliver(mail(1))

    assert fetch(account).remark == "Der Mailserver kann nicht verschieben (MOVE, UIDPLUS)."
    assert (stored(), mailbox.flags()) == (ids(1), ["\\Seen"])


def test_folder_numbered_anew_doubles_nothing_and_loses_nothing(
    account: Account, mailbox: DovecotMailbox
) -> None:
    """As after a restored backup: a new UIDVALIDITY, the same messages and one more."""
    mailbox.deliver(mail(1))
    mailbox.deliver(mail(2))
    fetch(account)
    before = Mailbox.objects.get().uid_validity
    inbox = mailbox.server.folder / "mail" / mailbox.user
    # Dovecot numbers folders by the second.
    time.sleep(1.1)
    for file in inbox.glob("dovecot*"):
        file.unlink()
    mailbox.deliver(mail(3), flags="S")

    summary = fetch(account)

    assert Mailbox.objects.get().uid_validity != before
    assert (summary.accepted, summary.duplicate, stored()) == (1, 2, ids(1, 2, 3))


def test_renamed_folder_is_a_clear_trouble_and_recovers(
    settings: Settings, mailbox: DovecotMailbox
) -> None:
    account = account_of(settings, mailbox.url(folder="Eingang"))
    mailbox.doveadm("mailbox", "create", "-u", mailbox.user, "Eingang")
    mailbox.deliver(mail(1), folder="Eingang")
    fetch(account)
    mailbox.doveadm("mailbox", "rename", "-u", mailbox.user, "Eingang", "Weg")

    with pytest.raises(FolderMissing) as trouble:
        fetch(account)

    assert str(trouble.value).startswith("Der Ordner „Eingang“ lässt sich nicht öffnen (")
    assert Mailbox.objects.get().last_error == str(trouble.value)
    mailbox.deliver(mail(2), folder="Weg")
    mailbox.doveadm("mailbox", "rename", "-u", mailbox.user, "Weg", "Eingang")
    fetch(account)
    assert stored() == ids(1, 2)
    assert (Mailbox.objects.get().last_error, Mailbox.objects.get().failing_since) == ("", None)


def test_other_folder_with_the_same_name_is_fetched_from_its_beginning(
    settings: Settings, mailbox: DovecotMailbox
) -> None:
    account = account_of(settings, mailbox.url(folder="Eingang"))
    mailbox.doveadm("mailbox", "create", "-u", mailbox.user, "Eingang")
    for number in (1, 2, 3):
        mailbox.deliver(mail(number), folder="Eingang")
    fetch(account)
    mailbox.doveadm("mailbox", "rename", "-u", mailbox.user, "Eingang", "Alt")
    mailbox.doveadm("mailbox", "create", "-u", mailbox.user, "Eingang")
    mailbox.deliver(mail(4), folder="Eingang")

    fetch(account)

    assert stored() == ids(1, 2, 3, 4)


def test_connection_cut_in_the_middle_of_a_large_message_fetches_it_later_once(
    settings: Settings, mailbox: DovecotMailbox
) -> None:
    proxy = CuttingProxy(mailbox.server.port, after=3_000_000)
    account = account_of(settings, mailbox.url(port=proxy.port))
    large = mail(2, size=6_000_000)
    for raw in (mail(1), large, mail(3)):
        mailbox.deliver(raw)

    with pytest.raises(ImapTrouble, match="abgebrochen"):
        fetch(account)
    half = stored()
    fetch(account)
    proxy.close()

    assert (half, stored()) == (ids(1), ids(1, 2, 3))
    # Dovecot gives the line ends their network form.
    assert bytes(InboundMail.objects.all()[1].raw).replace(b"\r\n", b"\n") == large.replace(
        b"\r\n", b"\n"
    )
    assert mailbox.flags() == ["\\Seen"] * 3


def test_process_that_dies_between_storing_and_marking_repeats_without_doubling(
    account: Account, mailbox: DovecotMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.deliver(mail(1))
    mailbox.deliver(mail(2))

    def die(*_arguments: object) -> None:
        raise ImapTrouble("gone")

    with monkeypatch.context() as patched:
        patched.setattr(imap.Connection, "mark_read", die)
        with pytest.raises(ImapTrouble):
            fetch(account)
    assert (stored(), mailbox.flags()) == (ids(1, 2), ["", ""])

    assert fetch(account) == Summary(duplicate=2)
    assert (stored(), mailbox.flags()) == (ids(1, 2), ["\\Seen"] * 2)


def test_same_mail_by_smtp_and_by_imap_is_one_mail(
    account: Account, mailbox: DovecotMailbox
) -> None:
    gateway.accept(
        mail(1),
        sender="a@b.example",
        recipients=[MAILBOX],
        source_id="smtp:1",
        now=timezone.now(),
    )
    trace = b"Return-Path: <a@b.example>\r\nDelivered-To: fragen@lotse.example\r\n"
    mailbox.deliver(
        trace + b"Received: from x\r\n\tby y; Mon\r\n" + mail(1).replace(b"\r\n", b"\n")
    )

    assert fetch(account) == Summary(duplicate=1)
    assert InboundMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_same_mails_by_smtp_and_by_imap_at_the_same_time_are_one_mail_each(
    account: Account, mailbox: DovecotMailbox, listener: SimpleNamespace
) -> None:
    count = 60
    for number in range(count):
        mailbox.deliver(b"Return-Path: <a@b.example>\r\n" + mail(number))

    def deliver(number: int) -> int:
        with smtplib.SMTP("127.0.0.1", listener.port, timeout=60) as smtp:
            smtp.ehlo()
            smtp.mail("a@b.example")
            smtp.rcpt(MAILBOX)
            return smtp.data(mail(number))[0]

    with ThreadPoolExecutor(4) as senders:
        answers = senders.map(deliver, range(count))
        fetched = fetch(account)

    assert list(answers) == [250] * count
    assert sorted(stored()) == sorted(ids(*range(count)))
    assert fetched.accepted + fetched.duplicate == count
    assert (fetched.failed, fetched.set_aside) == (0, 0)
    assert mailbox.flags() == ["\\Seen"] * count


def test_too_large_message_waits_for_a_person_with_its_beginning_and_holds_up_nobody(
    account: Account, mailbox: DovecotMailbox, settings: Settings
) -> None:
    settings.MAIL_MAX_BYTES = 1_000_000
    mailbox.deliver(mail(1, size=1_100_000))
    mailbox.deliver(mail(2))

    assert fetch(account) == Summary(accepted=1, set_aside=1)
    while handling.handle_waiting(timezone.now()):
        pass

    large, small = InboundMail.objects.order_by("pk")
    assert large.quarantine_reason == "Die Mail ist größer als erlaubt"
    assert large.quarantine_suggestion == (
        "Nur der Anfang ist hier. Das Ganze liegt im Postfach, Ordner INBOX."
    )
    assert (large.size, large.handled_at) == (fetching.BEGINNING_BYTES, None)
    assert small.handled_at is not None
    # A person finds it unread in the mailbox.
    assert mailbox.flags() == ["", "\\Seen"]
    assert fetch(account) == Summary()


def test_message_the_server_does_not_give_out_is_asked_for_again_then_set_aside(
    account: Account, mailbox: DovecotMailbox
) -> None:
    for number in (1, 2, 3):
        mailbox.deliver(mail(number))
    mailbox.count()
    (broken,) = (
        file
        for folder in ("new", "cur")
        for file in (mailbox.server.folder / "mail" / mailbox.user / folder).iterdir()
        if b"<2@b.example>" in file.read_bytes()
    )
    broken.chmod(0)
    now = timezone.now()

    def fetch_all(instant: datetime) -> Summary:
        # A Dovecot that cannot read a file hangs up each time it is asked for it.
        for _attempt in range(5):
            try:
                return fetch(account, instant)
            except ImapTrouble:
                continue
        pytest.fail("the mailbox is never fetched to its end")

    first = fetch_all(now)
    second = fetch_all(now + timedelta(minutes=59))
    third = fetch_all(now + timedelta(minutes=61))
    fourth = fetch_all(now + timedelta(minutes=71))

    assert set(stored()) >= set(ids(1, 3))
    assert (first.failed, second.failed) == (1, 1)
    assert (third.failed, fourth.failed) == (1, 0)
    row = InboundMail.objects.get(quarantined_at__isnull=False)
    assert row.quarantine_reason == "Der Mailserver gibt die Mail nicht heraus"
    # A person who looks finds it unread.
    assert mailbox.flags() == ["\\Seen", "", "\\Seen"]


def test_wrong_password_is_one_clear_sentence_without_the_password(
    account: Account, settings: Settings, mailbox: DovecotMailbox
) -> None:
    wrong = account_of(settings, mailbox.url().replace("geheim", "falsch"))

    with pytest.raises(SignInRefused) as refusal:
        fetch(wrong)

    assert str(refusal.value) == (
        f"Der Mailserver 127.0.0.1 lehnt die Anmeldung von {mailbox.user} ab. "
        "Prüfen Sie Name und Kennwort oder Token."
    )
    assert "falsch" not in Mailbox.objects.get().last_error


def test_encrypted_from_the_start_and_by_starttls_with_an_own_authority(
    settings: Settings, mailbox: DovecotMailbox
) -> None:
    settings.MAIL_CA_FILE = str(mailbox.server.certificate)
    mailbox.deliver(mail(1))
    server = mailbox.server

    fetch(account_of(settings, mailbox.url(scheme="imaps", port=server.tls_port)))
    mailbox.deliver(mail(2))
    fetch(account_of(settings, mailbox.url(scheme="imap", port=server.port)))

    assert stored() == ids(1, 2)


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_unknown_certificate_is_refused_with_advice(
    settings: Settings, mailbox: DovecotMailbox, scheme: str
) -> None:
    port = mailbox.server.tls_port if scheme == "imaps" else mailbox.server.port

    with pytest.raises(ImapTrouble, match="LOTSE_MAIL_CA_FILE"):
        fetch(account_of(settings, mailbox.url(scheme=scheme, port=port)))


def test_access_token_of_a_command_takes_the_place_of_a_password(
    settings: Settings, mailbox: DovecotMailbox, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    token.write_text(mailbox.server.token(mailbox.user) + "\n")
    settings.IMAP_TOKEN_COMMAND = f"cat {token}"
    mailbox.deliver(mail(1))
    url = mailbox.url(has_password=False)

    fetch(account_of(settings, url))
    token.write_text("expired\n")
    with pytest.raises(SignInRefused):
        fetch(account_of(settings, url))

    assert stored() == ids(1)


@pytest.mark.parametrize("command", ["false", "true", "echo zwei Wörter", "/gibt/es/nicht"])
def test_command_without_a_token_is_a_clear_trouble(
    settings: Settings, mailbox: DovecotMailbox, command: str
) -> None:
    settings.IMAP_TOKEN_COMMAND = command
    url = mailbox.url(has_password=False)

    with pytest.raises(ImapTrouble, match="LOTSE_IMAP_TOKEN_COMMAND gibt kein Token aus"):
        fetch(account_of(settings, url))


def test_ten_thousand_waiting_messages_are_fetched_once_each_without_growing_memory(
    account: Account, mailbox: DovecotMailbox
) -> None:
    for number in range(10_000):
        mailbox.deliver(mail(number, size=1_000))
    mailbox.count()
    fetch_some = Summary()
    before = _resident_mib()

    fetch_some = fetch(account)

    assert fetch_some == Summary(accepted=10_000)
    assert InboundMail.objects.count() == 10_000
    # Ten megabytes of mail went through; what stays is bounded by a batch, not by their number.
    assert _resident_mib() - before < 60


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1_048_576


# --- The process that keeps a mailbox fetched --------------------------------------------------


@pytest.fixture
def fetchers(transactional_db: None) -> Iterator[Callable[[Account], Fetcher]]:
    """Return a function that starts a fetcher; it is stopped when the test ends."""
    started: list[Fetcher] = []

    def start(account: Account) -> Fetcher:
        fetcher = Fetcher(account)
        started.append(fetcher)
        fetcher.start()
        return fetcher

    yield start
    for fetcher in started:
        fetcher.stop()
    for fetcher in started:
        fetcher.join(20)
        assert not fetcher.is_alive()


def wait_until_stored(*numbers: int) -> None:
    wait_for(lambda: stored() == ids(*numbers), seconds=30, what=f"mails {numbers}, is {stored()}")


def wait_until_waiting() -> None:
    wait_for(
        lambda: Mailbox.objects.filter(last_success_at__isnull=False).exists(),
        seconds=30,
        what="the first look into the mailbox",
    )


def wait_until_failing() -> None:
    wait_for(
        lambda: Mailbox.objects.exclude(last_error="").exists(),
        seconds=30,
        what="a noted error",
    )


def test_server_that_pushes_has_its_mail_fetched_within_seconds(
    settings: Settings,
    account: Account,
    mailbox: DovecotMailbox,
    fetchers: Callable[[Account], Fetcher],
) -> None:
    settings.IMAP_POLL_SECONDS = 1500
    fetchers(account)
    wait_until_waiting()

    mailbox.deliver(mail(1))
    wait_until_stored(1)
    mailbox.deliver(mail(2))
    wait_until_stored(1, 2)

    assert Mailbox.objects.get().is_pushing is True


def test_server_that_cannot_push_is_asked_now_and_then(
    settings: Settings,
    special_dovecot: Callable[[str], Dovecot],
    fetchers: Callable[[Account], Fetcher],
) -> None:
    settings.IMAP_POLL_SECONDS = 1
    mailbox = special_dovecot("IMAP4rev1 UIDPLUS").mailbox()
    fetchers(account_of(settings, mailbox.url()))
    wait_until_waiting()

    mailbox.deliver(mail(1))
    wait_until_stored(1)

    assert Mailbox.objects.get().is_pushing is False


def test_push_that_died_without_a_sign_is_noticed_by_looking(
    settings: Settings,
    mailbox: DovecotMailbox,
    fetchers: Callable[[Account], Fetcher],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.IMAP_POLL_SECONDS = 2
    monkeypatch.setattr(imap_reader, "TIMEOUT_SECONDS", 2)
    proxy = FreezingProxy(mailbox.server.port)
    fetchers(account_of(settings, mailbox.url(port=proxy.port)))
    wait_until_waiting()

    proxy.freeze()
    mailbox.deliver(mail(1))
    wait_until_stored(1)

    proxy.close()


def test_fetcher_goes_on_after_the_server_was_away(
    settings: Settings,
    special_dovecot: Callable[[str], Dovecot],
    fetchers: Callable[[Account], Fetcher],
) -> None:
    server = special_dovecot("")
    mailbox = server.mailbox()
    fetchers(account_of(settings, mailbox.url()))
    wait_until_waiting()

    server.stop()
    wait_until_failing()
    assert Mailbox.objects.get().failing_since is not None
    mailbox.deliver(mail(1))
    server.start()

    wait_until_stored(1)
    wait_for(lambda: not Mailbox.objects.get().last_error, seconds=30, what="no error any more")


def test_refused_sign_in_is_not_repeated_at_once(
    settings: Settings, mailbox: DovecotMailbox, fetchers: Callable[[Account], Fetcher]
) -> None:
    logged_before = mailbox.server.log.count(f"user=<{mailbox.user}>")
    fetchers(account_of(settings, mailbox.url().replace("geheim", "falsch")))

    wait_until_failing()
    # Long enough for several attempts at the pace of any other trouble.
    time.sleep(5)

    assert mailbox.server.log.count(f"user=<{mailbox.user}>") - logged_before == 1


def test_second_fetcher_waits_and_takes_over_when_the_first_one_stops(
    account: Account, mailbox: DovecotMailbox, fetchers: Callable[[Account], Fetcher]
) -> None:
    first = fetchers(account)
    wait_until_waiting()
    holder = Mailbox.objects.get().leased_by
    fetchers(account)
    mailbox.deliver(mail(1))
    wait_until_stored(1)
    assert Mailbox.objects.get().leased_by == holder

    first.stop()
    mailbox.deliver(mail(2))

    wait_until_stored(1, 2)
    assert Mailbox.objects.get().leased_by not in ("", holder)


class FreezingProxy:
    """Passes conversations on until it freezes: then the open ones fall silent, new ones work."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._generation = 0
        threading.Thread(target=self._run, daemon=True).start()

    def freeze(self) -> None:
        self._generation += 1

    def close(self) -> None:
        self._listener.close()

    def _run(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            for source, target in ((client, server), (server, client)):
                arguments = (source, target, self._generation)
                threading.Thread(target=self._pass, args=arguments, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, generation: int) -> None:
        try:
            while data := source.recv(65536):
                if generation != self._generation:
                    # Neither passed on nor answered nor closed, as when a firewall forgets.
                    continue
                target.sendall(data)
        except OSError:
            pass

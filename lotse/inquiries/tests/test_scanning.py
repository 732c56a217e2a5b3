"""Attachments and the virus scanner: a real clamd with one signature of its own."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import tasks
from lotse.inquiries.models import Attachment, Event
from lotse.inquiries.tests.content import deliver_and_read, mail
from lotse.inquiries.tests.factories import MONDAY
from lotse.mail.models import OutgoingMail
from tests.fixtures.mail import free_port

pytestmark = pytest.mark.django_db
HARMFUL = b"%PDF-1.7\nLOTSE-PRUEFDATEI-KEIN-VIRUS"
HARMLESS = b"%PDF-1.7\nGuten Tag"
SIGNATURE = f"Lotse.Pruefdatei:0:*:{b'LOTSE-PRUEFDATEI-KEIN-VIRUS'.hex()}\n"


def start_clamd(folder: Path, *lines: str) -> subprocess.Popen[bytes]:
    """Start a clamd with a single signature; no network, no system database."""
    (folder / "db").mkdir()
    (folder / "db" / "lotse.ndb").write_text(SIGNATURE)
    configuration = folder / "clamd.conf"
    user = ["User root"] if not folder.owner() or folder.owner() == "root" else []
    configuration.write_text(
        "\n".join(
            [
                f"DatabaseDirectory {folder / 'db'}",
                f"TemporaryDirectory {folder}",
                f"LogFile {folder / 'log'}",
                "Foreground yes",
                "StreamMaxLength 1M",
                *user,
                *lines,
            ]
        )
        + "\n"
    )
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    return subprocess.Popen([program, "--config-file", str(configuration)])


def wait_for(
    address: socket.AddressFamily, target: object, running: subprocess.Popen[bytes]
) -> None:
    for _ in range(600):
        assert running.poll() is None, "clamd did not start"
        with socket.socket(address) as probe:
            if probe.connect_ex(target) == 0:  # type: ignore[arg-type]
                return
        time.sleep(0.1)
    raise AssertionError("clamd does not answer")


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running clamd over TCP."""
    port = free_port()
    folder = tmp_path_factory.mktemp("clamd")
    running = start_clamd(folder, f"TCPSocket {port}", "TCPAddr 127.0.0.1")
    try:
        wait_for(socket.AF_INET, ("127.0.0.1", port), running)
        yield f"127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(30)


def with_file(content: bytes, name: str = "Satzung.pdf") -> EmailMessage:
    composed = mail()
    composed.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return composed


def received(content: bytes, name: str = "Satzung.pdf") -> Attachment:
    """Deliver a mail with a file and return the file's record."""
    return Attachment.objects.get(message=deliver_and_read(with_file(content, name)))


def test_malware_is_found_kept_shown_and_never_given_out(
    clamd: str, settings: Settings, client: Client
) -> None:
    settings.CLAMAV_ADDRESS = clamd
    harmful, harmless = received(HARMFUL), received(HARMLESS)

    assert tasks.scan_files(MONDAY) == 2

    harmful.refresh_from_db()
    harmless.refresh_from_db()
    assert (harmful.finding, harmful.scanned_at) == ("Lotse.Pruefdatei.UNOFFICIAL", MONDAY)
    assert (harmless.finding, harmless.scanned_at) == ("", MONDAY)
    assert default_storage.exists(str(harmful.file.name))
    event = Event.objects.get(what=Event.What.INFECTED)
    assert "Lotse.Pruefdatei" in event.detail
    client.force_login(UserFactory.create(roles=[Role.DESK]))
    page = client.get(harmful.message.inquiry.get_absolute_url()).content.decode()
    assert "Lotse.Pruefdatei.UNOFFICIAL" in page
    assert f"/arbeitsplatz/anlagen/{harmful.pk}/" not in page
    assert client.get(f"/arbeitsplatz/anlagen/{harmful.pk}/").status_code == 404
    assert client.get(f"/arbeitsplatz/anlagen/{harmless.pk}/").status_code == 200


def test_the_same_content_is_looked_at_once(clamd: str, settings: Settings) -> None:
    settings.CLAMAV_ADDRESS = clamd
    first, second = received(HARMFUL, "a.pdf"), received(HARMFUL, "b.pdf")

    assert tasks.scan_files(MONDAY) == 2
    assert tasks.scan_files(MONDAY) == 0

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.finding == second.finding != ""


def test_a_file_too_large_for_the_scanner_says_so_and_holds_up_nobody(
    clamd: str, settings: Settings
) -> None:
    settings.CLAMAV_ADDRESS = clamd
    harmless = received(HARMLESS)
    large = received(b"%PDF-1.7\n" + bytes(3_000_000), "groß.pdf")

    tasks.scan_files(MONDAY)

    large.refresh_from_db()
    harmless.refresh_from_db()
    assert large.scanned_at is None
    assert large.scan_error != ""
    assert harmless.scanned_at == MONDAY


def test_a_scanner_that_is_away_is_asked_again_later(clamd: str, settings: Settings) -> None:
    settings.CLAMAV_ADDRESS = f"127.0.0.1:{free_port()}"
    attachment = received(HARMLESS)

    tasks.scan_files(MONDAY)
    attachment.refresh_from_db()
    trouble = attachment.scan_error
    settings.CLAMAV_ADDRESS = clamd
    at_once = tasks.scan_files(MONDAY)
    later = tasks.scan_files(MONDAY + timedelta(minutes=2))

    assert "nicht erreichbar" in trouble
    assert (at_once, later) == (0, 1)
    attachment.refresh_from_db()
    assert (attachment.scan_error, attachment.finding) == ("", "")


def test_clamd_is_also_asked_through_its_socket(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "clamd.ctl"
    running = start_clamd(tmp_path, f"LocalSocket {path}")
    try:
        wait_for(socket.AF_UNIX, str(path), running)
        settings.CLAMAV_ADDRESS = str(path)
        attachment = received(HARMFUL)
        assert tasks.scan_files(MONDAY) == 1
    finally:
        running.terminate()
        running.wait(30)
    attachment.refresh_from_db()
    assert attachment.finding == "Lotse.Pruefdatei.UNOFFICIAL"


def test_without_a_scanner_nothing_is_said_about_files(settings: Settings) -> None:
    settings.CLAMAV_ADDRESS = ""
    attachment = received(HARMFUL)

    assert tasks.scan_files(MONDAY) == 0

    attachment.refresh_from_db()
    assert (attachment.scanned_at, attachment.scan_attempts) == (None, 0)


def test_too_large_a_file_stays_in_the_original_and_the_sender_is_told(
    settings: Settings, client: Client
) -> None:
    settings.ATTACHMENT_MAX_BYTES = 1000
    message = deliver_and_read(with_file(HARMLESS + bytes(2000), "Gutachten.pdf"))

    attachment = message.attachments.get()
    assert (attachment.is_kept, attachment.name) == (False, "Gutachten.pdf")
    notice = OutgoingMail.objects.get(purpose="filesLeftOut")
    assert (notice.recipient, notice.is_automatic) == ("s.muster@musterstadt.example", True)
    assert "Gutachten.pdf" in notice.text
    assert "höchstens 1\u00a0KB" in notice.text
    assert notice.in_reply_to == message.message_id
    client.force_login(UserFactory.create(roles=[Role.DESK]))
    assert client.get(f"/arbeitsplatz/anlagen/{attachment.pk}/").status_code == 404


def test_more_files_than_the_limit_stay_in_the_original(settings: Settings) -> None:
    settings.ATTACHMENT_MAX_COUNT = 2
    composed = mail()
    for number in range(3):
        composed.add_attachment(
            HARMLESS + bytes([number]),
            maintype="application",
            subtype="pdf",
            filename=f"{number}.pdf",
        )

    message = deliver_and_read(composed)

    assert [found.is_kept for found in message.attachments.all()] == [True, True, False]


def test_a_machine_is_never_told_about_its_files(settings: Settings) -> None:
    settings.ATTACHMENT_MAX_BYTES = 10
    inquiry = deliver_and_read(mail(message_id="<frage@x.example>")).inquiry
    composed = with_file(HARMLESS)
    composed["Auto-Submitted"] = "auto-replied"
    composed["In-Reply-To"] = "<frage@x.example>"
    deliver_and_read(composed)

    assert not OutgoingMail.objects.filter(purpose="filesLeftOut").exists()
    assert inquiry.messages.count() == 3

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from lotse.inquiries.tests.factories import InquiryFactory
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.operations import checkup, figures
from lotse.operations.models import Heartbeat
from tests.fixtures.mail import free_port

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_alive_answers_without_a_database(client: Client) -> None:
    # No database mark: a query would fail this test.
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_answers_once_the_database_is_set_up(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_metrics_count_what_waits_and_what_is_overdue(client: Client) -> None:
    now = timezone.now()
    InquiryFactory(received_at=now - timedelta(hours=30))
    InquiryFactory(received_at=now)
    incoming("waiting", received_at=now)
    outgoing("failed", failed_at=now)

    answer = client.get("/metrics").content.decode()

    assert {
        line for line in answer.splitlines() if not line.startswith("#") and "seconds" not in line
    } == {
        "lotse_mails_waiting 1.0",
        "lotse_mails_quarantined 0.0",
        "lotse_outbox_waiting 0.0",
        "lotse_outbox_failed 1.0",
        "lotse_inquiries_open 2.0",
        "lotse_inquiries_waiting 2.0",
        "lotse_inquiries_overdue 1.0",
        "lotse_webhook_messages_waiting 0.0",
        "lotse_webhooks_disabled 0.0",
        "lotse_audit_entries 0.0",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "origin",
    [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}],
    ids=["from elsewhere", "through a proxy"],
)
def test_metrics_are_for_this_machine_alone(client: Client, origin: dict[str, str]) -> None:
    assert client.get("/metrics", **origin).status_code == 404  # type: ignore[arg-type]


@pytest.mark.django_db
def test_figures_need_the_same_queries_however_much_there_is(
    django_assert_num_queries: object,
) -> None:
    from django.test.utils import CaptureQueriesContext

    counts = []
    for rows in (1, 3):
        for number in range(rows):
            incoming(f"{rows}-{number}", received_at=NOON)
        with CaptureQueriesContext(connection) as queries:
            figures.current(NOON)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_doctor_notices_that_no_worker_runs_and_that_mails_wait() -> None:
    Heartbeat.objects.create(process="worker", beat_at=NOON - timedelta(minutes=10))
    incoming("old", received_at=NOON - timedelta(minutes=6))

    found = {finding.check: finding for finding in checkup.examine(NOON)}

    assert not found["Aufgaben"].is_healthy
    assert found["Aufgaben"].sentence == "Seit 600 s läuft kein Prozess für Aufgaben: lotse worker"
    assert not found["Warteschlangen"].is_healthy
    assert found["Datenbank"].is_healthy
    assert found["Dateiablage"].is_healthy


@pytest.mark.django_db
def test_doctor_is_content_with_a_fresh_heartbeat_and_empty_queues() -> None:
    Heartbeat.objects.create(process="worker", beat_at=NOON - timedelta(seconds=20))

    found = {finding.check: finding.is_healthy for finding in checkup.examine(NOON)}

    assert found["Aufgaben"]
    assert found["Warteschlangen"]


@pytest.mark.django_db
def test_doctor_tries_the_virus_scanner_and_the_key_of_the_mailbox(
    settings: Settings, tmp_path: Path
) -> None:
    settings.CLAMAV_ADDRESS = f"127.0.0.1:{free_port()}"
    settings.SMIME_CERTIFICATE = settings.SMIME_KEY = str(tmp_path / "fehlt.pem")

    found = {finding.check: finding for finding in checkup.examine(NOON)}
    settings.CLAMAV_ADDRESS = settings.SMIME_CERTIFICATE = settings.SMIME_KEY = ""
    unset = {finding.check: finding.is_healthy for finding in checkup.examine(NOON)}

    assert "nicht erreichbar" in found["Virenscanner"].sentence
    assert "nicht brauchbar" in found["S/MIME"].sentence
    assert not found["Virenscanner"].is_healthy
    assert (unset["Virenscanner"], unset["S/MIME"]) == (True, True)


def incoming(name: str, *, received_at: datetime) -> InboundMail:
    return InboundMail.objects.create(
        source_id=f"test:{name}",
        fingerprint=name.rjust(64, "0"),
        raw=b"",
        size=0,
        received_at=received_at,
        next_attempt_at=received_at,
    )


def outgoing(name: str, *, failed_at: datetime) -> OutgoingMail:
    return OutgoingMail.objects.create(
        purpose="receipt",
        recipient="a@b.example",
        subject="",
        text="",
        message_id=f"<{name}@lotse.example>",
        created_at=failed_at,
        next_attempt_at=failed_at,
        failed_at=failed_at,
    )

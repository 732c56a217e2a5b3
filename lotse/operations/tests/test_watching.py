"""What monitoring reads and what operators are told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries.tests.factories import InquiryFactory
from lotse.lib.schedule import ClockJob
from lotse.mail.models import InboundMail, MailProbe, OutgoingMail
from lotse.operations import alarms, checkup, clockwork, figures
from lotse.operations.models import Heartbeat, JobRun

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOKEN = "ein-langes-zufaelliges-wort-42"
pytestmark = pytest.mark.django_db


@pytest.fixture
def guarded(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    settings.METRICS_NETWORKS = []


@pytest.mark.usefixtures("guarded")
def test_token_opens_the_figures_from_anywhere_and_nothing_else_does() -> None:
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")

    assert elsewhere.get("/metrics").status_code == 404
    wrong = elsewhere.get("/metrics", headers={"Authorization": "Bearer falsch"})
    assert wrong.status_code == 404
    right = elsewhere.get(
        "/metrics", headers={"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "203.0.113.9"}
    )
    assert right.status_code == 200
    assert b"lotse_inquiries_open 0.0" in right.content
    assert Client().get("/metrics").status_code == 404


def test_promise_is_measured_to_the_second() -> None:
    InquiryFactory.create(received_at=NOON - timedelta(hours=30))
    InquiryFactory.create(received_at=NOON - timedelta(hours=2))

    value = figures.by_name(NOON)

    assert (value["inquiries_waiting_age_seconds"], value["inquiries_next_due_seconds"]) == (
        30 * 3600,
        22 * 3600,
    )


def findings(now: datetime = NOON) -> dict[str, tuple[bool, str]]:
    Heartbeat.objects.update_or_create(process="worker", defaults={"beat_at": now})
    return {found.check: (found.is_healthy, found.sentence) for found in checkup.examine(now)}


def test_doctor_names_overdue_inquiries_and_old_quarantine() -> None:
    InquiryFactory.create(received_at=NOON - timedelta(hours=30))
    InboundMail.objects.create(
        source_id="test:q",
        fingerprint="0" * 64,
        raw=b"",
        size=0,
        received_at=NOON - timedelta(days=2),
        next_attempt_at=NOON,
        quarantined_at=NOON - timedelta(days=2),
    )

    found = findings()

    is_healthy, sentence = found["Versprechen"]
    assert is_healthy
    assert sentence.startswith("1 Anfrage ist überfällig, die älteste wartet 30 Stunden: ")
    assert found["Postweg"][1].endswith("in der Quarantäne wartet eine länger als einen Tag")


@pytest.mark.django_db(transaction=True)
def test_job_that_keeps_failing_is_noted_and_named_by_the_doctor() -> None:
    def broken(now: datetime) -> int:
        raise ValueError

    seconds = iter(range(0, 100_000, 100))
    works = clockwork.Clockwork(
        [ClockJob("report", 10, broken)],
        monotonic=lambda: next(seconds),
        now=lambda: NOON,
        note=clockwork.write_down,
    )
    for _number in range(checkup.FAILURES):
        works.turn()

    assert JobRun.objects.get().failures == checkup.FAILURES
    assert findings()["Aufgaben"] == (
        False,
        "Diese Aufgaben scheitern immer wieder: report. Ursache im Protokoll.",
    )
    labelled = [figure for figure in figures.current(NOON) if figure.name == "job_failures"]
    assert [(figure.labels, figure.value) for figure in labelled] == [((("job", "report"),), 5)]


def test_operators_are_told_once_that_the_way_of_mail_is_broken(settings: Settings) -> None:
    settings.MAIL_PROBE_MINUTES = 15
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    UserFactory.create(roles=[Role.OPERATOR], email="betrieb@lotse.example")
    UserFactory.create(roles=[Role.DESK])
    MailProbe.objects.create(slot=1, message_id="<a@b>", sent_at=NOON - timedelta(hours=1))

    assert (alarms.probe_missing(NOON), alarms.probe_missing(NOON)) == (1, 0)

    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == (
        "betrieb@lotse.example",
        "Postweg gestört: Probe nicht angekommen",
    )
    assert findings()["Postweg"][1].startswith("Die Probe an uns selbst ist seit 3600 s nicht")

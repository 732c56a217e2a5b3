"""A mail to ourselves shows that the way out and back works, and is never taken for a question."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as configured
from pytest_django import Settings

from lotse.mail import gateway, handling, probe, sending
from lotse.mail.models import InboundMail, MailProbe
from tests.fixtures.mail import RunningPostbox

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def switched_on(settings: Settings, postbox: RunningPostbox) -> None:
    settings.MAIL_PROBE_MINUTES = 15
    settings.SMTP_URL = postbox.url


def comes_back(postbox: RunningPostbox, now: datetime) -> InboundMail:
    """Carry what the mail server took to our own door, as a forwarding server does."""
    (envelope,) = postbox.envelopes
    mail = gateway.accept(
        envelope.original_content or b"",
        sender=envelope.mail_from or "",
        recipients=list(envelope.rcpt_tos),
        source_id="test:probe",
        now=now,
    )
    assert mail is not None
    handling.handle_waiting(now)
    mail.refresh_from_db()
    return mail


def test_probe_goes_out_and_back_and_is_no_inquiry(postbox: RunningPostbox) -> None:
    assert probe.send_due(NOON)
    assert not probe.send_due(NOON + timedelta(seconds=30))
    sending.send_waiting(NOON)

    mail = comes_back(postbox, NOON + timedelta(seconds=42))

    assert (mail.handled_at is not None, mail.quarantined_at) == (True, None)
    assert probe.state(NOON + timedelta(minutes=1)) == probe.ProbeState(42.0, 0.0, False)
    assert probe.send_due(NOON + timedelta(minutes=15))


def test_probe_that_does_not_come_back_is_reported_once(postbox: RunningPostbox) -> None:
    probe.send_due(NOON)
    late = NOON + probe.GRACE + timedelta(seconds=1)

    assert probe.missing(NOON + probe.GRACE) is None
    row = probe.missing(late)
    assert row is not None
    assert row.sent_at == NOON
    assert probe.missing(late + timedelta(minutes=1)) is None
    probe.send_due(NOON + timedelta(minutes=15))
    assert probe.missing(NOON + timedelta(hours=1)) is None
    state = probe.state(NOON + timedelta(hours=1))
    assert state == probe.ProbeState(None, 3600.0, True)


def test_channel_counts_as_well_again_when_a_later_probe_arrives(
    postbox: RunningPostbox,
) -> None:
    probe.send_due(NOON)
    MailProbe.objects.update(message_id="<verloren@lotse.example>", alarmed_at=NOON)
    sending.send_waiting(NOON)
    postbox.envelopes.clear()
    probe.send_due(NOON + timedelta(minutes=15))
    sending.send_waiting(NOON + timedelta(minutes=15))

    comes_back(postbox, NOON + timedelta(minutes=16))

    state = probe.state(NOON + timedelta(minutes=20))
    assert state == probe.ProbeState(60.0, 0.0, False)


def test_stranger_who_writes_in_our_name_is_no_probe(postbox: RunningPostbox) -> None:
    probe.send_due(NOON)
    forged = (
        f"From: {configured.INQUIRY_ADDRESS}\r\nTo: {configured.INQUIRY_ADDRESS}\r\n"
        "Subject: Probe des Postwegs\r\nMessage-ID: <geraten@lotse.example>\r\n\r\nHallo\r\n"
    )
    mail = gateway.accept(
        forged.encode(),
        sender="wer@anderswo.example",
        recipients=[configured.INQUIRY_ADDRESS],
        source_id="test:forged",
        now=NOON,
    )
    assert mail is not None
    handling.handle_waiting(NOON)

    mail.refresh_from_db()
    assert mail.quarantined_at == NOON
    assert MailProbe.objects.get().arrived_at is None


def test_without_a_server_or_switch_no_probe_leaves(settings: Settings) -> None:
    settings.SMTP_URL = ""
    assert not probe.send_due(NOON)
    assert probe.state(NOON) is None

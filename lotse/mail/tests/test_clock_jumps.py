"""Somebody sets the clock while mail comes and goes: nothing is stuck, nothing leaves twice."""

from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from lotse.mail import handling, outbox, sending
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.mail.tests.factories import NOW, InboundMailFactory, OutgoingMailFactory
from tests.fixtures.mail import RunningPostbox

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _server(destinations: SimpleNamespace, settings: Settings, postbox: RunningPostbox) -> None:
    settings.SMTP_URL = postbox.url


def left(postbox: RunningPostbox) -> Sequence[str]:
    return [mail["Message-ID"] for mail in postbox.mails]


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["forward", "back"])
def test_mail_another_worker_is_sending_while_the_clock_jumps_leaves_once(
    postbox: RunningPostbox, jump: timedelta
) -> None:
    OutgoingMailFactory.create()
    in_hand = outbox.claim(NOW, lease=sending.LEASE)
    assert in_hand is not None

    watch = outbox.Watch(iter(range(100)).__next__)
    meanwhile = sending.send_waiting(NOW + jump, watch=watch)
    outbox.record_sent(in_hand, answer="250 ok", now=NOW + jump)
    later = sending.send_waiting(NOW + jump + HOUR, watch=watch)

    assert (meanwhile, later, left(postbox)) == (0, 0, [])


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["forward", "back"])
def test_mail_of_a_killed_worker_leaves_although_the_clock_jumped(
    postbox: RunningPostbox, jump: timedelta
) -> None:
    mail = OutgoingMailFactory.create()
    assert outbox.claim(NOW, lease=sending.LEASE) is not None

    watch = outbox.Watch(iter([1, 121]).__next__)
    watched = sending.send_waiting(NOW + jump, watch=watch)
    taken = sending.send_waiting(NOW + jump + timedelta(minutes=2), watch=watch)

    assert (watched, taken, left(postbox)) == (0, 1, [mail.message_id])


def test_mail_queued_before_the_clock_was_set_back_leaves_at_once(postbox: RunningPostbox) -> None:
    mail = OutgoingMailFactory.create()

    assert sending.send_waiting(NOW - HOUR) == 1
    assert left(postbox) == [mail.message_id]


def test_mail_with_a_time_of_its_own_waits_for_it_whatever_the_clock_did(
    postbox: RunningPostbox,
) -> None:
    OutgoingMailFactory.create(next_attempt_at=NOW + timedelta(seconds=20))

    assert sending.send_waiting(NOW - HOUR) == 0
    assert left(postbox) == []


def test_retries_survive_a_clock_that_jumps_to_and_fro(postbox: RunningPostbox) -> None:
    mail = OutgoingMailFactory.create()
    postbox.refusal = "451 4.3.0 later"
    sending.send_waiting(NOW)
    sending.send_waiting(NOW + HOUR)
    sending.send_waiting(NOW - HOUR)
    postbox.refusal = ""

    for minute in range(0, 130, 5):
        sending.send_waiting(NOW + timedelta(minutes=minute))

    assert left(postbox) == [mail.message_id]
    assert OutgoingMail.objects.get().attempts == 3


def test_mail_taken_in_before_the_clock_was_set_back_is_handled_once(
    destinations: SimpleNamespace,
) -> None:
    InboundMailFactory.create()

    first, second = handling.handle_waiting(NOW - HOUR), handling.handle_waiting(NOW + HOUR)

    assert (first, second, len(destinations.taken)) == (1, 0, 1)
    assert InboundMail.objects.get().handled_at == NOW - HOUR

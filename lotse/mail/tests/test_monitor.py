"""How mail stands, as monitoring asks it."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from lotse.mail import mailboxes, monitor
from lotse.mail.monitor import MailboxState, MonitorState
from lotse.mail.tests.factories import (
    NOW,
    InboundMailFactory,
    MailboxFactory,
    OutgoingMailFactory,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_nothing_to_tell_is_not_an_alarm() -> None:
    assert monitor.state(NOW) == MonitorState(
        last_received_seconds=None,
        oldest_unhandled_seconds=None,
        waiting_inbound=0,
        oldest_outgoing_seconds=None,
        waiting_outgoing=0,
        failed_outgoing=0,
        quarantined=0,
        mailboxes=[],
    )


def test_queues_are_counted_with_the_age_of_their_oldest_mail(settings: Settings) -> None:
    settings.IMAP_URLS = ["imaps://fragen:geheim@mail.verband.example/"]
    InboundMailFactory.create(received_at=NOW - HOUR)
    InboundMailFactory.create(received_at=NOW - 9 * HOUR, handled_at=NOW)
    InboundMailFactory.create(received_at=NOW - 8 * HOUR, quarantined_at=NOW)
    OutgoingMailFactory.create(created_at=NOW - 3 * HOUR, attempts=2, next_attempt_at=NOW + HOUR)
    OutgoingMailFactory.create(created_at=NOW - 5 * HOUR, failed_at=NOW)
    MailboxFactory.create(
        waiting=7, last_success_at=NOW - HOUR, failing_since=NOW, last_error="Der Ordner fehlt."
    )
    MailboxFactory.create(name="frueher@mail.verband.example/INBOX", waiting=99)

    assert monitor.state(NOW) == MonitorState(
        last_received_seconds=3600,
        oldest_unhandled_seconds=3600,
        waiting_inbound=1,
        oldest_outgoing_seconds=3 * 3600,
        waiting_outgoing=1,
        failed_outgoing=1,
        quarantined=1,
        mailboxes=[
            MailboxState(
                name="fragen@mail.verband.example/INBOX",
                last_success_at=NOW - HOUR,
                last_error="Der Ordner fehlt.",
                failing_since=NOW,
                waiting=7,
                is_pushing=False,
            )
        ],
    )


def test_outgoing_mail_whose_time_has_not_come_is_not_late() -> None:
    OutgoingMailFactory.create(created_at=NOW - 9 * HOUR, next_attempt_at=NOW + HOUR)

    assert monitor.state(NOW).oldest_outgoing_seconds is None


def test_mailbox_never_fetched_is_listed_all_the_same(settings: Settings) -> None:
    settings.IMAP_URLS = ["imaps://fragen:geheim@mail.verband.example/Eingang"]

    (mailbox,) = monitor.state(NOW).mailboxes

    assert (mailbox.name, mailbox.last_success_at) == ("fragen@mail.verband.example/Eingang", None)


def test_of_two_processes_only_one_gets_a_mailbox_until_its_lease_ends() -> None:
    account = _account()

    first = mailboxes.take(account, holder="a", now=NOW)
    second = mailboxes.take(account, holder="b", now=NOW + mailboxes.LEASE / 2)
    third = mailboxes.take(account, holder="b", now=NOW + mailboxes.LEASE)

    assert first is not None
    assert second is None
    assert third is not None
    with pytest.raises(mailboxes.LeaseLost):
        mailboxes.renew(account, holder="a", now=NOW + mailboxes.LEASE)


def test_mailbox_given_back_is_free_at_once() -> None:
    account = _account()
    mailboxes.take(account, holder="a", now=NOW)

    mailboxes.give_back(account, holder="a")

    assert mailboxes.take(account, holder="b", now=NOW) is not None


def test_clock_that_was_set_back_does_not_lock_a_mailbox() -> None:
    account = _account()
    mailboxes.take(account, holder="dead", now=NOW + timedelta(days=1))

    assert mailboxes.take(account, holder="b", now=NOW) is not None


def _account() -> mailboxes.Account:
    return mailboxes.Account(
        host="mail.verband.example",
        port=993,
        tls="implicit",
        user="fragen",
        password="geheim",
        folder="INBOX",
        done_folder="",
    )

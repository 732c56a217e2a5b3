"""The last brake: what a loop costs at most, and what a person can still do about it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from lotse.mail import brake, keeping, outbox, outcomes, sending, suppression
from lotse.mail.models import AutomaticCount, OutgoingMail
from lotse.mail.tests.factories import NOW, InboundMailFactory, OutgoingMailFactory
from tests.fixtures.mail import RunningPostbox

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CLERK = "kaethe.boehm@gemeinde-seeberg.example"


@pytest.fixture(autouse=True)
def limits(settings: Settings, postbox: RunningPostbox) -> None:
    settings.AUTOMATIC_PER_ADDRESS = 3
    settings.AUTOMATIC_PER_DOMAIN = 5
    settings.AUTOMATIC_IN_ALL = 8
    settings.SMTP_URL = postbox.url


@pytest.fixture
def told() -> Iterator[list[tuple[int, str]]]:
    """What a slice that asked for it is told."""
    found: list[tuple[int, str]] = []
    outcomes.on_withheld("test", lambda mail, reason, _now: found.append((mail.pk, reason)))
    yield found
    outcomes._listeners.pop("test")


def confirm(recipient: str = CLERK, *, in_reply_to: str = "<frage@x.example>") -> OutgoingMail:
    """Queue an automatic answer to a mail."""
    return outbox.queue(
        purpose="receipt",
        recipient=recipient,
        subject="Ihre Frage ist da",
        text="Guten Tag",
        in_reply_to=in_reply_to,
        is_automatic=True,
        now=NOW,
    )


def send_all(now: object = NOW) -> None:
    while sending.send_waiting(now):  # type: ignore[arg-type]
        pass


def states() -> list[str]:
    return [mail.state for mail in OutgoingMail.objects.order_by("pk")]


def test_answers_to_one_address_end_for_good_and_somebody_is_told(
    postbox: RunningPostbox, told: list[tuple[int, str]]
) -> None:
    mails = [confirm() for _ in range(5)]
    answer = OutgoingMailFactory.create(recipient=CLERK)

    send_all()
    send_all(NOW + 2 * HOUR)

    assert states() == ["sent", "sent", "sent", "withheld", "withheld", "sent"]
    reason = "Zu viele automatische Mails an diese Adresse in einer Stunde."
    assert told == [(mails[3].pk, reason), (mails[4].pk, reason)]
    assert len(postbox.envelopes) == 4
    answer.refresh_from_db()
    assert answer.sent_at is not None


def test_a_machine_that_changes_its_address_meets_the_limit_of_its_domain(
    postbox: RunningPostbox, told: list[tuple[int, str]]
) -> None:
    for number in range(7):
        confirm(f"maschine-{number}@schleife.example")

    send_all()

    assert states() == ["sent"] * 5 + ["withheld"] * 2
    assert {reason for _pk, reason in told} == {
        "Zu viele automatische Mails an diese Domain an einem Tag."
    }


def test_many_at_once_wait_instead_of_being_lost(postbox: RunningPostbox) -> None:
    for number in range(10):
        confirm(f"amt@gemeinde-{number}.example")

    send_all()
    at_once = len(postbox.envelopes)
    send_all(NOW + timedelta(hours=1, minutes=1))

    assert (at_once, len(postbox.envelopes)) == (8, 10)
    assert set(states()) == {"sent"}


def test_notices_that_answer_nothing_wait(postbox: RunningPostbox) -> None:
    for _ in range(4):
        confirm(in_reply_to="")

    send_all()
    at_once = states()
    send_all(NOW + timedelta(hours=1, minutes=1))

    assert at_once == ["sent"] * 3 + ["waiting"]
    assert states() == ["sent"] * 4


def test_what_was_held_back_leaves_if_a_person_says_so(postbox: RunningPostbox) -> None:
    mails = [confirm() for _ in range(4)]
    send_all()

    mails[3].refresh_from_db()
    outbox.send_again(mails[3], now=NOW)
    send_all()

    assert states() == ["sent"] * 4


def test_counters_hold_no_address_and_go_after_two_days() -> None:
    brake.examine(confirm(), now=NOW)

    assert [count.key for count in AutomaticCount.objects.all() if "seeberg" in count.key] == []
    assert AutomaticCount.objects.count() == 3
    keeping.remove_counts(NOW + timedelta(days=4))
    assert AutomaticCount.objects.count() == 0


# --- Addresses that do not exist ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "is_gone"),
    [
        ("5.1.1 User unknown", True),
        ("550 5.1.1 <x@y.example>: Recipient address rejected", True),
        ("5.1.2 Host or domain name not found", True),
        ("5.1.10 RESOLVER.ADR.RecipientNotFound", True),
        ("5.2.1 Mailbox disabled", True),
        ("550 No such user here", True),
        ("5.0.0 Der Empfänger existiert nicht", True),
        ("5.2.2 Mailbox full", False),
        ("5.7.1 Message rejected as spam", False),
        ("554 5.7.606 Access denied", False),
        ("4.4.7 Delivery time expired", False),
        ("450 4.1.1 user unknown, try later", False),
        ("550 Relaying denied", False),
        ("", False),
    ],
)
def test_only_some_reports_say_that_an_address_is_gone(reason: str, *, is_gone: bool) -> None:
    assert suppression.is_permanent(reason) is is_gone


def test_automatic_mail_to_a_dead_address_is_held_back_and_a_persons_is_not(
    postbox: RunningPostbox,
) -> None:
    suppression.note(CLERK, reason="5.1.1 User unknown", now=NOW)
    confirm()
    OutgoingMailFactory.create(recipient=CLERK)

    send_all()

    assert states() == ["withheld", "sent"]


def test_who_writes_again_is_confirmed_again(postbox: RunningPostbox) -> None:
    suppression.note(CLERK, reason="5.1.1 User unknown", now=NOW)
    InboundMailFactory.create(
        message_id="<wieder@x.example>",
        from_address=CLERK,
        kind="person",
        received_at=NOW + HOUR,
    )
    confirm(in_reply_to="<wieder@x.example>")

    send_all(NOW + 2 * HOUR)

    assert states() == ["sent"]
    assert suppression.active(CLERK) is None


def test_a_refusal_at_the_door_marks_the_address(postbox: RunningPostbox) -> None:
    postbox.refusal = "550 5.1.1 no such user"
    OutgoingMailFactory.create(recipient=CLERK)

    send_all()

    entry = suppression.active(CLERK)
    assert entry is not None
    assert (entry.status, entry.reports) == ("5.1.1", 1)


def test_reports_add_up_and_a_new_one_ends_the_release() -> None:
    assert suppression.note(CLERK, reason="5.1.1 a", now=NOW) is True
    assert suppression.note(CLERK, reason="5.1.1 b", now=NOW + HOUR) is False
    entry = suppression.active(CLERK)
    assert entry is not None
    suppression.lift(entry, actor_label="Rita Betrieb", now=NOW + 2 * HOUR)
    assert suppression.active(CLERK) is None
    assert suppression.note(CLERK, reason="5.1.1 c", now=NOW + 3 * HOUR) is True
    entry = suppression.active(CLERK)
    assert entry is not None
    assert (entry.reports, entry.since, entry.reason) == (3, NOW + 3 * HOUR, "5.1.1 c")

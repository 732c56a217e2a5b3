"""Replies that leave later: never blindly, never twice."""

from datetime import timedelta
from typing import Any

import pytest

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import Draft, Inquiry, Message, ScheduledReply
from lotse.inquiries.rules import scheduling
from lotse.inquiries.tests.content import publish_example
from lotse.inquiries.tests.factories import MONDAY, MessageFactory
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(hours=5)
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def inquiry() -> Inquiry:
    return MessageFactory.create(inquiry__message_count=1).inquiry


@pytest.fixture
def author() -> User:
    return UserFactory.create(name="Karin Beispiel", roles=[Role.DESK])


def planned(inquiry: Inquiry, author: User, **more: Any) -> ScheduledReply:
    facts: dict[str, Any] = {"text": "Der Betreiber.", "send_at": LATER}
    return scheduling.schedule(inquiry, author=author, now=NOW, **facts | more)


def test_it_leaves_when_it_is_time_and_only_then_counts(inquiry: Inquiry, author: User) -> None:
    rules.save_draft(inquiry, text="Der Betreiber.", author=author, now=NOW)
    planned(inquiry, author)
    assert not Draft.objects.exists()
    assert scheduling.run(LATER - timedelta(seconds=1)) == 0
    inquiry.refresh_from_db()
    assert (inquiry.reacted_at, OutgoingMail.objects.count()) == (None, 0)

    assert [scheduling.run(LATER), scheduling.run(LATER)] == [1, 0]

    inquiry.refresh_from_db()
    assert (inquiry.reacted_at, inquiry.answered_at) == (LATER, LATER)
    assert OutgoingMail.objects.get().next_attempt_at == LATER
    assert Message.objects.get(kind="answer").author == author


def test_a_message_of_the_asker_holds_it_back_at_once_and_the_author_is_told(
    inquiry: Inquiry, author: User
) -> None:
    reply = planned(inquiry, author)
    rules.add_message(
        inquiry, rules.Incoming(text="Hat sich erledigt"), channel="mail", received_at=NOW, now=NOW
    )
    assert scheduling.run(NOW + timedelta(minutes=1)) == 1
    reply.refresh_from_db()
    assert (reply.held_because, reply.held_at) == ("message", NOW + timedelta(minutes=1))
    assert scheduling.run(LATER) == 0
    notice = OutgoingMail.objects.get()
    assert notice.recipient == author.email
    assert "Inzwischen hat die Kommune geschrieben." in notice.text


def test_a_colleagues_reply_holds_it_back(inquiry: Inquiry, author: User) -> None:
    reply = planned(inquiry, author)
    rules.reply(
        inquiry,
        kind="answer",
        text="Schon beantwortet.",
        author=UserFactory.create(roles=[Role.DESK]),
        now=LATER,
    )
    scheduling.run(LATER)
    reply.refresh_from_db()
    assert reply.held_because == "reply"
    assert Message.objects.get(kind="answer").text == "Schon beantwortet."


def test_a_source_that_is_gone_when_it_should_leave_holds_it_back(
    inquiry: Inquiry, author: User
) -> None:
    example = publish_example("Schneewache")
    reply = planned(
        inquiry, author, text="Messen [1].", citations=[rules.Cited("example", example.pk)]
    )
    example.delete()
    assert scheduling.run(LATER) == 1
    reply.refresh_from_db()
    assert reply.held_because == "refused"
    assert "gibt es nicht mehr" in reply.held_detail
    assert Inquiry.objects.get(pk=inquiry.pk).reacted_at is None


def test_a_time_after_the_deadline_needs_to_be_confirmed(inquiry: Inquiry, author: User) -> None:
    late = MONDAY + timedelta(hours=25)
    with pytest.raises(scheduling.AfterDue, match="zählt als Reaktion"):
        planned(inquiry, author, send_at=late)
    planned(inquiry, author, send_at=late, is_late_accepted=True)


def test_a_time_in_the_past_and_a_second_one_are_refused(inquiry: Inquiry, author: User) -> None:
    with pytest.raises(scheduling.TooEarly):
        planned(inquiry, author, send_at=NOW)
    planned(inquiry, author)
    with pytest.raises(RuleError, match="schon eine Antwort geplant"):
        planned(inquiry, author)


def test_it_can_be_moved_and_called_off_until_it_left(inquiry: Inquiry, author: User) -> None:
    reply = planned(inquiry, author)
    scheduling.move(reply, send_at=LATER + timedelta(hours=1), actor=author, now=NOW)
    assert scheduling.run(LATER) == 0
    draft = scheduling.cancel(reply, actor=author, now=LATER)
    assert draft.text == "Der Betreiber."
    assert scheduling.run(LATER + timedelta(hours=1)) == 0
    with pytest.raises(RuleError, match="schon gesendet oder abgesagt"):
        scheduling.cancel(reply, actor=author, now=LATER)
    assert [event.what for event in inquiry.events.all()] == [
        "scheduled",
        "scheduled",
        "unscheduled",
    ]

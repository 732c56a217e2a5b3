"""Taking a reply back: everything as before, or nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import access, rules
from lotse.inquiries.models import Citation, Draft, Inquiry, Message, UndoWindow
from lotse.inquiries.rules import merging, undoing
from lotse.inquiries.tests.content import publish_example
from lotse.inquiries.tests.factories import MONDAY, MessageFactory
from lotse.lib.errors import RuleError
from lotse.mail import outbox
from lotse.mail.models import OutgoingMail
from lotse.search.models import Record

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(hours=5, microseconds=123456)
SECOND = timedelta(seconds=1)


@pytest.fixture
def inquiry() -> Inquiry:
    return MessageFactory.create(
        inquiry__message_count=1, inquiry__received_at=MONDAY + timedelta(microseconds=654321)
    ).inquiry


@pytest.fixture
def author() -> User:
    return UserFactory.create(name="Karin Beispiel", roles=[Role.DESK])


def answer(inquiry: Inquiry, author: User, **more: Any) -> Message:
    facts: dict[str, Any] = {"kind": "answer", "text": "Der Betreiber.", "undo_seconds": 20}
    return rules.reply(inquiry, author=author, now=NOW, **facts | more)


def facts(inquiry: Inquiry) -> dict[str, Any]:
    return dict(Inquiry.objects.filter(pk=inquiry.pk).values().get())


@pytest.mark.parametrize("kind", ["answer", "interim"])
def test_undoing_restores_every_fact_of_the_inquiry_and_the_draft(
    inquiry: Inquiry, author: User, kind: str
) -> None:
    example = publish_example("Schneewache")
    cited = [rules.Cited("example", example.pk, "Alle vier Stunden.")]
    before = facts(inquiry)
    due = {"answer_due_at": NOW + timedelta(days=2)} if kind == "interim" else {}
    message = answer(inquiry, author, kind=kind, text="Messen [1].", citations=cited, **due)
    assert facts(inquiry) != before

    draft = rules.undo(message, actor=author, now=NOW + 19 * SECOND)

    assert facts(inquiry) == before
    assert (draft.text, draft.citations[0]["passage"]) == ("Messen [1].", "Alle vier Stunden.")
    assert not OutgoingMail.objects.exists()
    assert not Citation.objects.exists()
    assert not Record.objects.filter(kind="inquiry").exists()
    assert [event.what for event in inquiry.events.all()][-1] == "undone"


def test_the_worker_may_not_send_before_the_window_is_over(inquiry: Inquiry, author: User) -> None:
    answer(inquiry, author)
    lease = timedelta(minutes=5)
    assert outbox.claim(NOW + 19 * SECOND, lease=lease) is None
    assert outbox.claim(NOW + 20 * SECOND, lease=lease) is not None


def test_what_is_claimed_or_late_cannot_be_undone(inquiry: Inquiry, author: User) -> None:
    message = answer(inquiry, author)
    after = facts(inquiry)
    with pytest.raises(rules.TooLate):
        rules.undo(message, actor=author, now=NOW + 20 * SECOND)
    OutgoingMail.objects.update(next_attempt_at=NOW)
    outbox.claim(NOW, lease=timedelta(minutes=5))
    with pytest.raises(rules.TooLate):
        rules.undo(message, actor=author, now=NOW + SECOND)
    assert facts(inquiry) == after
    assert not Draft.objects.exists()


def test_only_the_author_undoes_and_only_once(inquiry: Inquiry, author: User) -> None:
    message = answer(inquiry, author)
    again = Message.objects.get(pk=message.pk)
    with pytest.raises(RuleError, match="wer gesendet hat"):
        rules.undo(message, actor=UserFactory.create(roles=[Role.DESK]), now=NOW)
    rules.undo(message, actor=author, now=NOW)
    with pytest.raises(RuleError):
        rules.undo(again, actor=author, now=NOW)
    assert inquiry.events.filter(what="undone").count() == 1


def test_a_message_that_came_meanwhile_keeps_the_reply(inquiry: Inquiry, author: User) -> None:
    message = answer(inquiry, author)
    rules.add_message(
        inquiry, rules.Incoming(text="Danke!"), channel="mail", received_at=NOW, now=NOW
    )
    with pytest.raises(RuleError, match="ging inzwischen weiter"):
        rules.undo(message, actor=author, now=NOW)
    assert OutgoingMail.objects.filter(purpose="answer").exists()


def test_a_new_owner_and_a_newer_draft_stay(inquiry: Inquiry, author: User) -> None:
    colleague = UserFactory.create(roles=[Role.DESK])
    message = answer(inquiry, author)
    rules.assign(inquiry, owner=colleague, actor=colleague, now=NOW)
    rules.save_draft(inquiry, text="Nachtrag", author=author, now=NOW)
    draft = rules.undo(message, actor=author, now=NOW)
    inquiry.refresh_from_db()
    assert inquiry.owner == colleague
    assert draft.text == "Der Betreiber.\n\n———\n\nNachtrag"


def test_who_read_an_answer_that_was_undone_must_read_the_next_message(
    inquiry: Inquiry, author: User
) -> None:
    message = answer(inquiry, author)
    seen, last_seen = Inquiry.objects.get(pk=inquiry.pk).turn, message.pk
    rules.undo(message, actor=author, now=NOW)
    rules.add_message(
        inquiry, rules.Incoming(text="Eilt!"), channel="mail", received_at=NOW, now=NOW
    )
    with pytest.raises(rules.NewMessage):
        answer(
            Inquiry.objects.get(pk=inquiry.pk),
            UserFactory.create(roles=[Role.DESK]),
            turn=seen,
            last_seen=last_seen,
        )


def test_windows_are_forgotten_when_they_are_over(inquiry: Inquiry, author: User) -> None:
    answer(inquiry, author)
    assert undoing.forget_windows(NOW + 19 * SECOND) == 0
    assert undoing.forget_windows(NOW + 20 * SECOND) == 1
    assert not UndoWindow.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_number", range(8))
def test_of_undoing_and_sending_at_once_exactly_one_wins(round_number: int) -> None:
    inquiry = MessageFactory.create(inquiry__message_count=1).inquiry
    author = UserFactory.create(roles=[Role.DESK])
    message = answer(inquiry, author)
    OutgoingMail.objects.update(next_attempt_at=NOW)
    barrier = Barrier(2)

    def send() -> bool:
        barrier.wait()
        try:
            return outbox.claim(NOW, lease=timedelta(minutes=5)) is not None
        finally:
            connection.close()

    def undo() -> bool:
        mine = Message.objects.select_related("inquiry", "outgoing").get(pk=message.pk)
        barrier.wait()
        try:
            rules.undo(mine, actor=author, now=NOW)
        except rules.TooLate:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        sent, undone = pool.submit(send), pool.submit(undo)
    inquiry.refresh_from_db()
    assert [sent.result(), undone.result()] in ([True, False], [False, True])
    assert OutgoingMail.objects.count() == int(sent.result())
    assert (inquiry.answered_at is not None) == sent.result()
    assert Draft.objects.count() == int(undone.result())


def test_a_reply_to_two_people_is_taken_back_from_both(inquiry: Inquiry, author: User) -> None:
    other = MessageFactory.create(
        inquiry__message_count=1,
        inquiry__asker_email="kaya@anderswo.example",
        inquiry__asker_name="Can Kaya",
    ).inquiry
    merging.merge(other, inquiry, writes_to_both=True, actor=author, now=NOW)
    inquiry.refresh_from_db()
    before, behind = facts(inquiry), facts(other)
    message = answer(inquiry, author)
    assert OutgoingMail.objects.count() == 2
    assert not access.visible_messages(other, NOW).filter(kind="answer").exists()

    rules.undo(message, actor=author, now=NOW)

    assert (facts(inquiry), facts(other)) == (before, behind)
    assert not OutgoingMail.objects.exists()
    assert not Message.objects.filter(kind="answer").exists()

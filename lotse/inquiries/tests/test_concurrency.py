"""What must hold when several people and processes act at the same moment, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import Draft, Inquiry, Message
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6
NOW = MONDAY + timedelta(hours=1)


def at_once(work: Callable[[int], object]) -> list[object]:
    """Run ``work(0)`` to ``work(THREADS - 1)`` in threads that start together."""
    barrier = Barrier(THREADS)

    def run(number: int) -> object:
        barrier.wait()
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_numbers_given_out_at_once_have_no_gap_and_no_double() -> None:
    def receive(number: int) -> str:
        incoming = rules.Incoming(text="Wohin?", author_email=f"a{number}@b.example")
        return rules.receive(incoming, channel="mail", received_at=NOW, now=NOW).number

    given = at_once(receive)
    assert sorted(map(str, given)) == [f"L-2026-{n:04d}" for n in range(1, THREADS + 1)]


def test_of_many_simultaneous_answers_one_wins_and_no_text_is_lost() -> None:
    inquiry = InquiryFactory.create()
    authors = [UserFactory.create() for _ in range(THREADS)]

    def answer(number: int) -> str:
        seen = Inquiry.objects.get(pk=inquiry.pk)
        seen.turn = inquiry.turn
        try:
            rules.reply(seen, kind="answer", text=f"Text {number}", author=authors[number], now=NOW)
        except rules.AlreadyAnswered:
            return "refused"
        return "sent"

    outcomes = at_once(answer)
    assert sorted(map(str, outcomes)) == ["refused"] * (THREADS - 1) + ["sent"]
    assert OutgoingMail.objects.count() == 1
    sent = Message.objects.get(kind=Message.Kind.ANSWER).text
    kept = set(Draft.objects.values_list("text", flat=True))
    assert kept | {sent} == {f"Text {n}" for n in range(THREADS)}


def test_answer_and_message_at_once_leave_no_message_unwatched() -> None:
    inquiry = InquiryFactory.create()
    author = UserFactory.create()

    def act(number: int) -> str:
        seen = Inquiry.objects.get(pk=inquiry.pk)
        seen.turn = inquiry.turn
        if number == 0:
            try:
                rules.reply(seen, kind="answer", text="Antwort", author=author, now=NOW)
            except rules.NewMessage:
                return "refused"
            return "sent"
        rules.add_message(
            seen,
            rules.Incoming(text=f"Nachfrage {number}", author_email=inquiry.asker_email),
            channel="mail",
            received_at=NOW,
            now=NOW,
        )
        return "added"

    outcomes = at_once(act)
    inquiry.refresh_from_db()
    assert outcomes.count("added") == THREADS - 1
    assert inquiry.turn == 1 + THREADS - (outcomes[0] == "refused")
    # Whoever came last: a message nobody has replied to keeps the clock running.
    last = inquiry.messages.order_by("-pk")[0]
    assert (inquiry.due_at is None) == (last.kind == Message.Kind.ANSWER)


def test_the_same_form_pressed_many_times_asks_once() -> None:
    submission = rules.Submission(key="k" * 32, question="Wohin mit 80?", email="a@b.example")
    asked = at_once(lambda number: rules.ask(submission, now=NOW).number)
    assert set(asked) == {"L-2026-0001"}
    assert Inquiry.objects.count() == 1
    assert OutgoingMail.objects.count() == 1


def test_closing_and_a_message_at_once_leave_the_inquiry_open() -> None:
    inquiry = InquiryFactory.create(answered=True)
    actor = UserFactory.create()

    def act(number: int) -> str:
        seen = Inquiry.objects.get(pk=inquiry.pk)
        seen.turn = inquiry.turn
        if number == 0:
            try:
                rules.close(seen, harvest="toQuestion", actor=actor, now=NOW)
            except RuleError:
                return "refused"
            return "closed"
        rules.add_message(
            seen, rules.Incoming(text="Noch was"), channel="mail", received_at=NOW, now=NOW
        )
        return "added"

    at_once(act)
    inquiry.refresh_from_db()
    assert inquiry.closed_at is None
    assert inquiry.due_at is not None

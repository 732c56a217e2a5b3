"""Pauses: for few reasons, limited, seen; never for a reaction, never to hide a miss."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lotse.accounts.models import User
from lotse.inquiries import rules
from lotse.inquiries.models import Inquiry, Message, Pause, PromiseOutcome
from lotse.inquiries.rules import pauses
from lotse.inquiries.tests.factories import MONDAY
from lotse.inquiries.tests.promises.conftest import HOUR, asked
from lotse.lib.errors import RuleError

pytestmark = pytest.mark.django_db
PAUSED = MONDAY + 10 * HOUR
TARGET = MONDAY + 41 * HOUR


@pytest.fixture
def promised(officer: User) -> Inquiry:
    """Reacted to after an hour; the answer is promised for 41 hours after receipt."""
    inquiry = asked(owner=officer)
    rules.reply(
        inquiry,
        kind=Message.Kind.INTERIM,
        text="Bitte schicken Sie den Vertrag.",
        author=officer,
        answer_due_at=TARGET,
        now=MONDAY + HOUR,
    )
    inquiry.refresh_from_db()
    return inquiry


def pause(inquiry: Inquiry, officer: User, *, days: int = 7, now: object = PAUSED) -> None:
    rules.pause(
        inquiry,
        reason="asker",
        detail="Mietvertrag",
        days=days,
        actor=officer,
        now=now,  # type: ignore[arg-type]
    )


def test_a_pause_moves_the_answer_by_its_length(promised: Inquiry, officer: User) -> None:
    pause(promised, officer)
    assert promised.next_due_at == TARGET + timedelta(days=7)
    rules.resume(promised, actor=officer, now=PAUSED + 5 * HOUR)
    assert (promised.paused_since, promised.answer_due_at) == (None, TARGET + 5 * HOUR)
    assert [e.what for e in promised.events.all()][-2:] == ["paused", "resumed"]


@pytest.mark.parametrize("channel", ["mail", "web"])
def test_it_ends_when_the_asker_writes(channel: str, promised: Inquiry, officer: User) -> None:
    pause(promised, officer)
    written = PAUSED + 3 * HOUR
    incoming = rules.Incoming(text="Hier ist er.")
    rules.add_message(promised, incoming, channel=channel, received_at=written, now=written)
    promised.refresh_from_db()
    assert (promised.paused_since, promised.answer_due_at) == (None, TARGET + 3 * HOUR)
    assert promised.due_at == written + 24 * HOUR
    assert promised.pauses.get().ended_how == "asker"


def test_it_ends_at_its_limit_to_the_instant(promised: Inquiry, officer: User) -> None:
    pause(promised, officer, days=2)
    assert pauses.end_expired(PAUSED + 47 * HOUR) == 0
    assert pauses.end_expired(PAUSED + 60 * HOUR) == 1
    ended = promised.pauses.get()
    assert (ended.ended_at, ended.ended_how) == (PAUSED + 48 * HOUR, "limit")
    promised.refresh_from_db()
    assert promised.answer_due_at == TARGET + 48 * HOUR


def test_a_reaction_is_never_paused(officer: User) -> None:
    inquiry = asked(owner=officer)
    with pytest.raises(RuleError, match="Solange läuft die Frist"):
        pause(inquiry, officer, now=MONDAY + HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(paused_since=MONDAY, pause_reason="asker")


def test_what_is_late_cannot_be_paused(promised: Inquiry, officer: User) -> None:
    with pytest.raises(RuleError, match="schon vorbei"):
        pause(promised, officer, now=TARGET + HOUR)


@pytest.mark.parametrize("days", [0, 15])
def test_a_pause_is_limited(days: int, promised: Inquiry, officer: User) -> None:
    with pytest.raises(RuleError, match="höchstens 14 Tage"):
        pause(promised, officer, days=days)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(
            inquiry=promised,
            number=1,
            reason="asker",
            started_at=PAUSED,
            days=15,
            until_at=PAUSED + timedelta(days=15),
        )


def test_there_are_three_pauses_at_most(promised: Inquiry, officer: User) -> None:
    for n in range(3):
        pause(promised, officer, now=PAUSED + 2 * n * HOUR)
        rules.resume(promised, actor=officer, now=PAUSED + (2 * n + 1) * HOUR)
    with pytest.raises(RuleError, match="schon 3 Mal"):
        pause(promised, officer, now=PAUSED + 9 * HOUR)


def test_pausing_twice_is_refused(promised: Inquiry, officer: User) -> None:
    pause(promised, officer)
    with pytest.raises(RuleError, match="schon angehalten"):
        pause(promised, officer)


def test_figures_know_the_answer_with_and_without_pauses(promised: Inquiry, officer: User) -> None:
    pause(promised, officer)
    rules.resume(promised, actor=officer, now=PAUSED + 30 * HOUR)
    answered = TARGET + 20 * HOUR
    rules.reply(promised, kind=Message.Kind.ANSWER, text="So.", author=officer, now=answered)
    outcome = PromiseOutcome.objects.get(kind="answer")
    assert (outcome.due_at, outcome.plain_due_at) == (TARGET + 30 * HOUR, TARGET)
    assert outcome.calendar_seconds == 61 * 3600
    assert outcome.paused_calendar_seconds == 30 * 3600
    assert 0 < outcome.paused_service_seconds < 30 * 3600


def test_putting_the_answer_off_needs_a_reason_and_stays_visible(
    promised: Inquiry, officer: User, client: Client
) -> None:
    later = TARGET + 24 * HOUR
    with pytest.raises(RuleError, match="warum sich die Antwort verschiebt"):
        rules.extend_target(promised, due_at=later, reason=" ", actor=officer, now=PAUSED)
    rules.extend_target(
        promised, due_at=later, reason="Rückfrage beim Land", actor=officer, now=PAUSED
    )
    assert promised.answer_due_at == later
    client.force_login(officer)
    page = client.get(promised.get_absolute_url()).content.decode()
    assert "Rückfrage beim Land" in page
    rules.reply(promised, kind=Message.Kind.ANSWER, text="So.", author=officer, now=TARGET + HOUR)
    outcome = PromiseOutcome.objects.get(kind="answer")
    assert (outcome.due_at, outcome.plain_due_at) == (later, TARGET)


def test_a_reply_that_is_taken_back_leaves_the_pause_as_it_was(
    promised: Inquiry, officer: User
) -> None:
    pause(promised, officer)
    before = Inquiry.objects.filter(pk=promised.pk).values().get()
    sent = rules.reply(
        promised,
        kind=Message.Kind.ANSWER,
        text="So.",
        author=officer,
        undo_seconds=20,
        now=PAUSED + HOUR,
    )
    rules.undo(sent, actor=officer, now=PAUSED + HOUR + timedelta(seconds=5))
    after = Inquiry.objects.filter(pk=promised.pk).values().get()
    for name in ("paused_since", "pause_reason", "answer_due_at", "warn_at", "answered_at"):
        assert after[name] == before[name]
    assert promised.pauses.get().ended_at is None
    assert not PromiseOutcome.objects.filter(kind="answer").exists()

from datetime import timedelta
from typing import Any

import pytest

from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import queries, states
from lotse.inquiries.clock import Level
from lotse.inquiries.models import Inquiry
from lotse.inquiries.states import State
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
REACTED = {"reacted_at": MONDAY + HOUR, "waiting_since": None, "due_at": None}
PROMISED = {**REACTED, "answer_due_at": MONDAY + 48 * HOUR}
ANSWERED = {**REACTED, "answered_at": MONDAY + HOUR, "first_answered_at": MONDAY + HOUR}

PAUSED = {"paused_since": MONDAY, "pause_reason": "asker"}

CASES = [
    pytest.param({}, 2, State.NEW, id="nobody has looked"),
    pytest.param({"has_owner": True}, 2, State.ASSIGNED, id="somebody owns it"),
    pytest.param({}, 25, State.OVERDUE, id="time is over"),
    pytest.param({"has_owner": True}, 25, State.OVERDUE, id="time is over for the owner"),
    pytest.param(PROMISED, 2, State.REACTED, id="interim reply sent"),
    pytest.param({**PROMISED, "work_started_at": MONDAY}, 2, State.IN_WORK, id="being worked on"),
    pytest.param({**PROMISED, **PAUSED}, 2, State.WAITING, id="asker has the next word"),
    pytest.param(PROMISED, 49, State.OVERDUE, id="the promised answer is late"),
    pytest.param({**PROMISED, **PAUSED}, 49, State.OVERDUE, id="a pause hides no breach"),
    pytest.param(ANSWERED, 2, State.ANSWERED, id="answered"),
    pytest.param(ANSWERED, 500, State.ANSWERED, id="answered stays answered"),
    pytest.param(
        {**ANSWERED, "answer_due_at": MONDAY + 2 * HOUR}, 5, State.ANSWERED, id="target is met"
    ),
    pytest.param(
        {"reacted_at": MONDAY, "waiting_since": MONDAY + HOUR, "due_at": MONDAY + 25 * HOUR},
        3,
        State.IN_WORK,
        id="asker wrote again",
    ),
    pytest.param(
        {"reacted_at": MONDAY, "waiting_since": MONDAY + HOUR, "due_at": MONDAY + 25 * HOUR},
        26,
        State.OVERDUE,
        id="second message is late",
    ),
    pytest.param({**ANSWERED, "closed_at": MONDAY + 2 * HOUR}, 3, State.CLOSED, id="closed"),
    pytest.param(
        {**PROMISED, "closed_at": MONDAY + 2 * HOUR}, 99, State.CLOSED, id="closed is never late"
    ),
]


def _make(facts: dict[str, Any]) -> Inquiry:
    facts = dict(facts)
    owner = UserFactory.create() if facts.pop("has_owner", False) else None
    return InquiryFactory.create(owner=owner, **facts)


@pytest.mark.parametrize(("facts", "hours", "state"), CASES)
def test_state_follows_from_facts(facts: dict[str, Any], hours: int, state: State) -> None:
    assert states.of(_make(facts), MONDAY + hours * HOUR) == state


@pytest.mark.parametrize(("facts", "hours", "state"), CASES)
def test_the_database_derives_the_same_state(
    facts: dict[str, Any], hours: int, state: State
) -> None:
    inquiry = _make(facts)
    now = MONDAY + hours * HOUR
    found = [s for s in State if inquiry in Inquiry.objects.filter(queries.in_state(s, now))]
    assert found == [state]


@pytest.mark.parametrize(("facts", "hours", "state"), CASES)
def test_the_database_derives_the_same_due_time(
    facts: dict[str, Any], hours: int, state: State
) -> None:
    inquiry = _make(facts)
    assert Inquiry.objects.get(pk=inquiry.pk).next_due_at == states.next_due_at(inquiry)


def test_deadline_of_a_new_inquiry_counts_from_receipt() -> None:
    deadline = states.deadline(InquiryFactory.create(), MONDAY + 21 * HOUR)
    assert deadline == states.Deadline(
        level=Level.WARNING,
        due_at=MONDAY + 24 * HOUR,
        remaining=3 * HOUR,
        share_used=0.875,
        is_for_answer=False,
    )


def test_deadline_of_a_promised_answer_counts_from_the_reaction() -> None:
    deadline = states.deadline(
        _make({**PROMISED, "answer_due_at": MONDAY + 11 * HOUR}), MONDAY + 6 * HOUR
    )
    assert (deadline.share_used, deadline.is_for_answer) == (0.5, True)


def test_overdue_bar_is_full_and_no_longer() -> None:
    deadline = states.deadline(InquiryFactory.create(), MONDAY + 90 * HOUR)
    assert (deadline.level, deadline.share_used) == (Level.DANGER, 1.0)


def test_answered_inquiry_owes_nothing() -> None:
    deadline = states.deadline(_make(ANSWERED), MONDAY + 90 * HOUR)
    assert (deadline.level, deadline.due_at, deadline.remaining) == (Level.SUCCESS, None, None)

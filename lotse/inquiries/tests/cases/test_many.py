"""Links, saved views, calls, and the same thing done to several inquiries."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries.models import BulkRun, DefaultView, Event, Inquiry, Link, SavedView
from lotse.inquiries.rules import bulk, calls, linking, saved_views
from lotse.inquiries.rules.bulk import Order
from lotse.inquiries.rules.calls import Call
from lotse.inquiries.tests.cases.conftest import Asked
from lotse.inquiries.tests.desk.topics import winter
from lotse.inquiries.tests.factories import MONDAY
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail
from lotse.team.tests.factories import ProgrammeAreaFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


# --- Links ---------------------------------------------------------------------------------------


def test_a_link_is_made_once_from_either_side(asked: Asked, officer: User) -> None:
    a, b = asked(), asked()
    made = linking.link(b, a, kind="cause", actor=officer, now=MONDAY)
    again = linking.link(a, b, kind="cause", actor=officer, now=MONDAY)

    assert made == again
    assert [e.detail for e in b.events.filter(what=Event.What.LINKED)] == [
        f"gleicher Anlass: {a.number}"
    ]


def test_a_removed_link_stays_in_both_histories(asked: Asked, officer: User) -> None:
    a, b = asked(), asked()
    linking.unlink(
        linking.link(a, b, kind="duplicate", actor=officer, now=MONDAY), actor=officer, now=MONDAY
    )

    assert not Link.objects.exists()
    assert [i.events.filter(what=Event.What.UNLINKED).count() for i in (a, b)] == [1, 1]


def test_nothing_is_linked_with_itself(asked: Asked, officer: User) -> None:
    inquiry = asked()
    with pytest.raises(RuleError, match="nicht mit sich selbst"):
        linking.link(inquiry, inquiry, kind="cause", actor=officer, now=MONDAY)


# --- Saved views ---------------------------------------------------------------------------------


def save(owner: User, name: str = "Winter", *, is_shared: bool = False) -> SavedView:
    return saved_views.save(
        owner=owner, name=name, query="thema=U", is_shared=is_shared, now=MONDAY
    )


def test_a_name_is_free_again_once_its_view_is_deleted(officer: User) -> None:
    view = save(officer)
    with pytest.raises(saved_views.NameTaken):
        save(officer)
    saved_views.delete(view, actor=officer, now=MONDAY)
    save(officer)

    with pytest.raises(saved_views.NameTaken):
        saved_views.restore(view, actor=officer)


def test_a_shared_view_is_changed_by_its_owner_and_the_lead_alone(
    officer: User, colleague: User
) -> None:
    view = save(officer, is_shared=True)
    lead = UserFactory(roles=[Role.LEAD])

    with pytest.raises(RuleError, match="Diese Ansicht gehört"):
        saved_views.change(view, name="X", is_shared=False, area=None, actor=colleague)
    saved_views.change(view, name="Alle", is_shared=True, area=None, actor=lead)

    assert view.name == "Alle"
    assert not saved_views.may_change(save(officer, "Eigene"), lead)


def test_a_view_no_longer_shared_opens_nobody_elses_queue(officer: User, colleague: User) -> None:
    view = save(officer, is_shared=True)
    for user in (officer, colleague):
        saved_views.make_default(view, user=user)

    saved_views.change(view, name="Winter", is_shared=False, area=None, actor=officer)

    assert [d.user for d in DefaultView.objects.all()] == [officer]


# --- Calls ---------------------------------------------------------------------------------------

CALL = Call(key="k1", question="Wer zahlt die Heizung?", name="Frau Adler", phone="0361 1234")


def test_a_call_without_address_is_an_inquiry_with_the_same_promise_and_no_mail(
    officer: User,
) -> None:
    inquiry = calls.record(CALL, taken_by=officer, now=MONDAY)

    assert (inquiry.channel, inquiry.asker_phone) == ("phone", "0361 1234")
    assert (inquiry.due_at, inquiry.owner) == (MONDAY + 24 * HOUR, officer)
    assert not OutgoingMail.objects.exists()


def test_a_caller_with_an_address_gets_the_receipt(officer: User) -> None:
    calls.record(replace(CALL, email="adler@stadt.example"), taken_by=officer, now=MONDAY)

    assert OutgoingMail.objects.get().purpose == "receipt"


def test_what_is_answered_on_the_phone_is_answered_by_who_gave_the_answer(officer: User) -> None:
    call = replace(CALL, email="adler@stadt.example", answer="Das Land, auf Antrag.")
    inquiry = calls.record(call, taken_by=officer, now=MONDAY)

    inquiry.refresh_from_db()
    assert (inquiry.reacted_at, inquiry.answered_at, inquiry.due_at) == (MONDAY, MONDAY, None)
    assert inquiry.messages.get(kind="answer").author == officer
    assert [mail.purpose for mail in OutgoingMail.objects.all()] == ["answer"]


def test_pressing_twice_records_one_call(officer: User) -> None:
    assert calls.record(CALL, taken_by=officer, now=MONDAY) == calls.record(
        CALL, taken_by=officer, now=MONDAY
    )


def test_a_call_nobody_could_answer_is_not_taken(officer: User) -> None:
    with pytest.raises(RuleError, match="Telefonnummer oder E-Mail-Adresse"):
        calls.record(replace(CALL, phone=" "), taken_by=officer, now=MONDAY)


# --- Several at once -----------------------------------------------------------------------------


def done(run: BulkRun) -> list[str]:
    return [o["problem"] for o in run.outcomes]


def test_what_is_not_possible_is_left_out_and_named(
    asked: Asked, officer: User, colleague: User
) -> None:
    free, mine, closed = asked(), asked(), asked()
    Inquiry.objects.filter(pk=mine.pk).update(owner=officer)
    Inquiry.objects.filter(pk=closed.pk).update(closed_at=MONDAY, waiting_since=None, due_at=None)
    chosen = list(Inquiry.objects.order_by("pk"))
    order = Order(bulk.Action.ASSIGN, owner=officer)

    assert [s.problem for s in bulk.plan(chosen, order)] == [
        "",
        "ist schon so",
        "ist abgeschlossen",
    ]
    run = bulk.carry_out(chosen, order, actor=colleague, now=MONDAY)

    assert done(run) == ["", "ist schon so", "ist abgeschlossen"]
    assert Inquiry.objects.get(pk=free.pk).owner == officer


@pytest.mark.parametrize(
    "action", ["assign", "route", "urgency", "topics", "close", "link", "merge"]
)
def test_everything_done_to_several_can_be_undone(asked: Asked, officer: User, action: str) -> None:
    target, *chosen = asked(), asked(), asked()
    order = Order(
        action,
        owner=officer,
        area=ProgrammeAreaFactory(),
        topics=[winter()],
        urgency="high",
        reason="Rundmail",
        target=target,
    )
    names = ("owner_id", "area_id", "urgency", "closed_at", "due_at", "merged_into_id", "turn")
    before = list(Inquiry.objects.order_by("pk").values(*names))
    topics = [set(i.topics.all()) for i in chosen]

    run = bulk.carry_out(chosen, order, actor=officer, now=MONDAY + HOUR)
    changed = list(Inquiry.objects.order_by("pk").values(*names))
    left = bulk.undo(run, actor=officer, now=MONDAY + 2 * HOUR)

    assert done(run) == ["", ""]
    if action not in ("topics", "link"):
        assert changed != before
    assert left == []
    assert list(Inquiry.objects.order_by("pk").values(*names)) == before
    assert [set(i.topics.all()) for i in chosen] == topics
    assert not Link.objects.exists()


def test_what_somebody_changed_since_stays(asked: Asked, officer: User, colleague: User) -> None:
    a, b = asked(), asked()
    run = bulk.carry_out([a, b], Order("assign", owner=officer), actor=officer, now=MONDAY)
    Inquiry.objects.filter(pk=a.pk).update(owner=colleague)

    left = bulk.undo(run, actor=officer, now=MONDAY)

    assert left == [f"{a.number}: wurde inzwischen geändert und bleibt, wie sie ist"]
    assert [Inquiry.objects.get(pk=i.pk).owner for i in (a, b)] == [colleague, None]
    with pytest.raises(RuleError, match="schon zurückgenommen"):
        bulk.undo(run, actor=officer, now=MONDAY)

"""Who is warned, when, once; and what is logged when a promise is missed."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from lotse.accounts.models import User
from lotse.inquiries import rules
from lotse.inquiries.models import Breach, DueWarning, Event, Inquiry, Message
from lotse.inquiries.rules import breaches, escalation
from lotse.inquiries.tests.clock.offices import berlin
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory
from lotse.inquiries.tests.promises.conftest import HOUR, asked, service_terms
from lotse.mail.models import OutgoingMail
from lotse.team import rules as team
from lotse.team.models import ProgrammeArea
from lotse.team.tests.factories import ProgrammeAreaFactory

pytestmark = pytest.mark.django_db


def told(percent: int | None = None) -> list[str]:
    rows = DueWarning.objects.order_by("recipient")
    if percent is not None:
        rows = rows.filter(percent=percent)
    return list(rows.values_list("recipient", flat=True))


def warnings() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(purpose="warning").order_by("pk"))


def test_owner_then_deputy_then_lead(
    area: ProgrammeArea, officer: User, colleague: User, lead: User
) -> None:
    asked(area=area, owner=officer)
    escalation.watch(MONDAY + 11.99 * HOUR)
    assert told() == []
    escalation.watch(MONDAY + 12 * HOUR)
    assert told(50) == [officer.email]
    escalation.watch(MONDAY + 18 * HOUR)
    assert told(75) == [colleague.email, officer.email]
    escalation.watch(MONDAY + 21.6 * HOUR)
    assert told(90) == [colleague.email, lead.email, officer.email]
    escalation.watch(MONDAY + 25 * HOUR)
    assert told(100) == [colleague.email, lead.email, officer.email]


def test_what_nobody_owns_goes_up_at_once(
    area: ProgrammeArea, officer: User, colleague: User, lead: User
) -> None:
    asked(area=area)
    escalation.watch(MONDAY + 12 * HOUR)
    assert told(50) == [colleague.email, area.email, lead.email, officer.email]


def test_without_an_area_the_lead_is_told(lead: User) -> None:
    asked()
    escalation.watch(MONDAY + 12 * HOUR)
    assert told() == [lead.email]


def test_in_an_area_without_people_and_a_team_without_a_lead_the_desk_is_told(
    officer: User, colleague: User
) -> None:
    asked(area=ProgrammeAreaFactory(email="presse@lotse.example"))
    day = MONDAY.date()
    team.enter_absence(
        colleague, starts_on=day, ends_on=day, deputy=None, actor=colleague, now=MONDAY
    )
    escalation.watch(MONDAY + 12 * HOUR)
    assert told(50) == ["presse@lotse.example", officer.email]


def test_one_mail_lists_everything_and_what_nobody_owns_first(
    area: ProgrammeArea, officer: User, lead: User
) -> None:
    own = asked(area=area, owner=officer)
    free = asked(MONDAY + HOUR, area=area)
    escalation.watch(MONDAY + 13 * HOUR)
    mails = [mail for mail in warnings() if mail.recipient == officer.email]
    assert [mail.subject for mail in mails] == ["2 Fristen laufen ab"]
    text = mails[0].text
    assert text.index(free.number) < text.index(own.number)
    assert "noch 11 Std. (54 % der Zeit" not in text
    assert f"/arbeitsplatz/anfragen/{own.number}/" in text


def test_nobody_is_warned_twice_whatever_runs_again(area: ProgrammeArea, officer: User) -> None:
    asked(area=area, owner=officer)
    for _run in range(3):
        # As after a restore, or another process that set the instant anew.
        Inquiry.objects.update(warn_at=MONDAY + 12 * HOUR)
        escalation.watch(MONDAY + 13 * HOUR)
    assert (len(warnings()), told()) == (1, [officer.email])


def test_a_worker_that_is_killed_has_told_nobody_and_the_next_one_tells(
    area: ProgrammeArea, officer: User
) -> None:
    asked(area=area, owner=officer)
    with transaction.atomic():
        escalation.watch(MONDAY + 13 * HOUR)
        transaction.set_rollback(True)
    assert (warnings(), told()) == ([], [])
    escalation.watch(MONDAY + 14 * HOUR)
    assert (len(warnings()), told()) == (1, [officer.email])


def test_a_clock_that_jumps_forward_and_back_tells_each_step_once(
    area: ProgrammeArea, officer: User, colleague: User
) -> None:
    asked(area=area, owner=officer)
    for hours in (13, 19, 12.5, 1, 13, 18.5):
        escalation.watch(MONDAY + hours * HOUR)
    assert (told(50), told(75)) == ([officer.email], [colleague.email, officer.email])
    assert len(warnings()) == 3


def test_after_a_long_silence_only_the_highest_step_is_told(
    area: ProgrammeArea, officer: User
) -> None:
    asked(area=area, owner=officer)
    escalation.watch(MONDAY + 23 * HOUR)
    assert set(DueWarning.objects.values_list("percent", flat=True)) == {90}


def test_a_reply_ends_the_warnings(area: ProgrammeArea, officer: User) -> None:
    inquiry = asked(area=area, owner=officer)
    rules.reply(
        inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=MONDAY + 2 * HOUR
    )
    escalation.watch(MONDAY + 30 * HOUR)
    assert (told(), Breach.objects.count()) == ([], 0)


def test_a_new_message_starts_the_warnings_again(area: ProgrammeArea, officer: User) -> None:
    inquiry = asked(area=area, owner=officer)
    escalation.watch(MONDAY + 12 * HOUR)
    rules.reply(
        inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=MONDAY + 13 * HOUR
    )
    again = MONDAY + 40 * HOUR
    incoming = rules.Incoming(text="Und im Frühjahr?")
    rules.add_message(inquiry, incoming, channel="web", received_at=again, now=again)
    escalation.watch(again + 11 * HOUR)
    assert told() == [officer.email]
    escalation.watch(again + 12 * HOUR)
    assert told() == [officer.email, officer.email]


def test_the_promised_answer_is_watched_too_and_a_pause_holds_it(officer: User) -> None:
    inquiry = asked(owner=officer)
    rules.reply(
        inquiry,
        kind=Message.Kind.INTERIM,
        text="Bitte den Vertrag.",
        author=officer,
        answer_due_at=MONDAY + 41 * HOUR,
        now=MONDAY + HOUR,
    )
    inquiry.refresh_from_db()
    paused_at = MONDAY + 11 * HOUR
    rules.pause(inquiry, reason="asker", detail="Vertrag", days=5, actor=officer, now=paused_at)
    escalation.watch(MONDAY + 90 * HOUR)
    assert told() == []
    rules.resume(inquiry, actor=officer, now=paused_at + 60 * HOUR)
    escalation.watch(paused_at + 69 * HOUR)
    assert told() == []
    escalation.watch(paused_at + 70 * HOUR)
    assert told(50) == [officer.email]
    escalation.watch(paused_at + 91 * HOUR)
    assert Breach.objects.get().kind == "answer"
    assert Breach.objects.get().due_at == paused_at + 90 * HOUR


def test_the_deputy_is_told_while_the_owner_is_away(
    area: ProgrammeArea, officer: User, colleague: User, lead: User
) -> None:
    asked(area=area, owner=officer)
    day = MONDAY.date()
    team.enter_absence(
        officer, starts_on=day, ends_on=day, deputy=colleague, actor=officer, now=MONDAY
    )
    escalation.watch(MONDAY + 12 * HOUR)
    assert told() == [colleague.email]


def test_if_the_deputy_is_away_too_everybody_above_is_told(
    area: ProgrammeArea, officer: User, colleague: User, lead: User
) -> None:
    asked(area=area, owner=officer)
    day = MONDAY.date()
    for person, deputy in ((officer, colleague), (colleague, officer)):
        team.enter_absence(
            person, starts_on=day, ends_on=day, deputy=deputy, actor=person, now=MONDAY
        )
    escalation.watch(MONDAY + 12 * HOUR)
    assert told() == [area.email, lead.email]


# --- Service hours -------------------------------------------------------------------------------


@pytest.fixture
def service_hours(lead: User) -> None:
    record = service_terms()
    rules.set_terms(record, actor=lead, now=record.valid_from - timedelta(days=1))


@pytest.mark.usefixtures("service_hours")
def test_warnings_of_service_hours_go_out_in_service_hours(officer: User, lead: User) -> None:
    inquiry = asked(berlin("2026-11-23T15:00"), owner=officer)
    assert inquiry.due_at == berlin("2026-11-24T15:00")
    escalation.watch(berlin("2026-11-24T09:59"))
    assert told() == []
    escalation.watch(berlin("2026-11-24T10:00"))
    assert told(50) == [officer.email]


@pytest.mark.usefixtures("service_hours")
def test_a_worker_that_was_down_does_not_wake_anybody_at_night(officer: User) -> None:
    asked(berlin("2026-11-23T10:00"), owner=officer)
    night = berlin("2026-11-23T22:00")
    escalation.watch(night)
    assert told() == []
    escalation.watch(berlin("2026-11-24T07:59"))
    assert told() == []
    escalation.watch(berlin("2026-11-24T08:00"))
    assert told() == [officer.email]


@pytest.mark.usefixtures("service_hours")
def test_a_breach_is_logged_at_night_and_told_in_the_morning(officer: User, lead: User) -> None:
    inquiry = asked(berlin("2026-11-23T08:00"), owner=officer)
    assert inquiry.due_at == berlin("2026-11-23T17:00")
    escalation.watch(berlin("2026-11-23T17:01"))
    assert (Breach.objects.count(), told(100)) == (1, [])
    escalation.watch(berlin("2026-11-24T08:00"))
    assert (Breach.objects.count(), told(100)) == (1, [lead.email, officer.email])


# --- The log -------------------------------------------------------------------------------------


def test_a_breach_has_its_true_instant_however_late_it_is_found(officer: User) -> None:
    inquiry = asked(owner=officer)
    found_at = MONDAY + 100 * HOUR
    escalation.watch(found_at)
    breach = Breach.objects.get()
    assert (breach.due_at, breach.found_at) == (MONDAY + 24 * HOUR, found_at)
    assert (breach.kind, breach.measure, breach.hours) == ("reaction", "calendar", 24)
    assert [e.what for e in Event.objects.filter(inquiry=inquiry, what="breached")] == ["breached"]


def test_a_late_reply_logs_the_breach_also_if_no_worker_ran(officer: User) -> None:
    inquiry = asked(owner=officer)
    late = MONDAY + 30 * HOUR
    rules.reply(inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=late)
    breach = Breach.objects.get()
    assert (breach.due_at, breach.found_at) == (MONDAY + 24 * HOUR, late)
    breaches.record_ends(late + HOUR)
    breach.refresh_from_db()
    assert (breach.end.ended_at, breach.end.how) == (late, "reply")


def test_a_reply_at_the_last_instant_breaks_nothing(officer: User) -> None:
    inquiry = asked(owner=officer)
    last = MONDAY + 24 * HOUR
    escalation.watch(last)
    rules.reply(inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=last)
    assert Breach.objects.count() == 0


def test_a_reply_in_time_that_is_still_being_written_is_no_breach(officer: User) -> None:
    inquiry = asked(owner=officer)
    last = MONDAY + 24 * HOUR
    # The door took the time, the worker looks before the reply is in the database.
    escalation.watch(last + timedelta(seconds=20))
    rules.reply(inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=last)
    escalation.watch(last + timedelta(minutes=5))
    assert (Breach.objects.count(), told(100)) == (0, [])


def test_a_new_date_does_not_hide_that_the_old_one_was_missed(officer: User) -> None:
    inquiry = asked(owner=officer)
    target = MONDAY + 30 * HOUR
    for at, due in ((MONDAY + HOUR, target), (target + HOUR, target + 72 * HOUR)):
        rules.reply(
            inquiry,
            kind=Message.Kind.INTERIM,
            text="Wir prüfen das.",
            author=officer,
            answer_due_at=due,
            now=at,
        )
        inquiry.refresh_from_db()
    assert [(b.kind, b.due_at) for b in Breach.objects.all()] == [("answer", target)]


def test_closing_late_without_a_reply_is_logged(officer: User) -> None:
    inquiry = asked(owner=officer)
    late = MONDAY + 30 * HOUR
    rules.close(inquiry, harvest="none", reason="Telefonisch geklärt", actor=officer, now=late)
    breaches.record_ends(late + HOUR)
    assert Breach.objects.get().end.how == "closed"


def test_a_breach_is_found_once_by_job_and_reply(officer: User) -> None:
    inquiry = asked(owner=officer)
    escalation.watch(MONDAY + 25 * HOUR)
    rules.reply(
        inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=MONDAY + 26 * HOUR
    )
    escalation.watch(MONDAY + 27 * HOUR)
    assert Breach.objects.count() == 1


def test_an_inquiry_nobody_watches_is_found(officer: User) -> None:
    InquiryFactory.create(owner=officer, warn_at=None)
    now: datetime = MONDAY + 30 * HOUR
    assert escalation.arm(now) == 1
    escalation.watch(now)
    assert Breach.objects.count() == 1
    assert escalation.arm(now) == 0


def test_a_second_promise_nobody_watches_is_found_after_a_first_was_missed(officer: User) -> None:
    inquiry = asked(owner=officer)
    rules.reply(
        inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=MONDAY + 30 * HOUR
    )
    again = MONDAY + 40 * HOUR
    incoming = rules.Incoming(text="Und im Frühjahr?")
    rules.add_message(inquiry, incoming, channel="mail", received_at=again, now=again)
    Inquiry.objects.update(warn_at=None)
    now = again + 30 * HOUR
    assert escalation.arm(now) == 1
    escalation.watch(now)
    assert Breach.objects.count() == 2
    assert escalation.arm(now) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_looking_at_what_is_due_asks_little_for_each(
    count: int, officer: User, django_assert_max_num_queries: object
) -> None:
    for _n in range(count):
        asked(owner=officer)
    with django_assert_max_num_queries(6 + 6 * count):  # type: ignore[operator]
        escalation.watch(MONDAY + 12 * HOUR)

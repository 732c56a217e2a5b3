"""Absences, stand-ins and assignment by rule."""

from datetime import date, timedelta

import pytest
from django.test import Client

from lotse.accounts.models import User
from lotse.inquiries import rules
from lotse.inquiries.models import AutoAssignment, Event, Inquiry, Message
from lotse.inquiries.rules import assignment, standins
from lotse.inquiries.tests.factories import MONDAY
from lotse.inquiries.tests.promises.conftest import HOUR, asked
from lotse.lib.errors import RuleError
from lotse.team import queries
from lotse.team import rules as team
from lotse.team.models import Absence, ProgrammeArea

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
NEXT_DAY = MONDAY + timedelta(days=1)


def away(
    person: User, deputy: User | None = None, *, last: date = TODAY, actor: User | None = None
) -> Absence:
    return team.enter_absence(
        person,
        starts_on=TODAY,
        ends_on=last,
        deputy=deputy,
        actor=actor or person,
        now=MONDAY,
    )


def owner(inquiry: Inquiry) -> User | None:
    return Inquiry.objects.get(pk=inquiry.pk).owner


def test_open_promises_go_to_the_deputy_and_come_back(officer: User, colleague: User) -> None:
    inquiry = asked(owner=officer)
    away(officer, colleague)
    assert standins.hand_over(MONDAY) == 1
    assert owner(inquiry) == colleague
    assert standins.hand_back(MONDAY + HOUR) == 0
    assert standins.hand_back(NEXT_DAY) == 1
    assert owner(inquiry) == officer
    events = inquiry.events.filter(what__in=("handedOver", "handedBack"))
    assert [(e.what, e.detail) for e in events] == [
        ("handedOver", "Cem Aydin für Mareike Thomsen"),
        ("handedBack", "Mareike Thomsen"),
    ]


def test_what_the_deputy_keeps_stays(officer: User, colleague: User, client: Client) -> None:
    inquiry = asked(owner=officer)
    away(officer, colleague)
    standins.hand_over(MONDAY)
    client.force_login(colleague)
    page = client.get(inquiry.get_absolute_url()).content.decode()
    assert "In Vertretung für Mareike Thomsen" in page
    client.post(f"{inquiry.get_absolute_url()}behalten/")
    standins.hand_back(NEXT_DAY)
    assert owner(inquiry) == colleague


def test_what_somebody_else_took_meanwhile_stays(
    officer: User, colleague: User, lead: User
) -> None:
    inquiry = asked(owner=officer)
    away(officer, colleague)
    standins.hand_over(MONDAY)
    inquiry.refresh_from_db()
    rules.assign(inquiry, owner=lead, actor=lead, now=MONDAY)
    standins.hand_back(NEXT_DAY)
    assert owner(inquiry) == lead


def test_who_takes_an_own_inquiry_back_during_an_absence_keeps_it(
    officer: User, colleague: User
) -> None:
    inquiry = asked(owner=officer)
    away(officer, colleague)
    standins.hand_over(MONDAY)
    inquiry.refresh_from_db()
    rules.assign(inquiry, owner=officer, actor=officer, now=MONDAY)
    assert standins.hand_over(MONDAY + HOUR) == 0
    assert owner(inquiry) == officer


def test_without_a_deputy_whoever_answers_for_the_area_stands_in(
    area: ProgrammeArea, officer: User, colleague: User
) -> None:
    inquiry = asked(owner=officer, area=area)
    away(officer)
    standins.hand_over(MONDAY)
    assert owner(inquiry) == colleague


def test_where_nobody_can_stand_in_the_inquiry_is_free_for_all(
    officer: User, colleague: User
) -> None:
    inquiry = asked(owner=officer)
    away(officer, colleague)
    away(colleague, officer)
    standins.hand_over(MONDAY)
    assert owner(inquiry) is None


def test_the_deputys_deputy_stands_in(officer: User, colleague: User, lead: User) -> None:
    away(officer, colleague)
    away(colleague, lead)
    assert queries.presence(MONDAY).stand_in(officer) == lead


def test_who_is_back_first_gets_it_from_the_deputys_deputy(
    officer: User, colleague: User, lead: User
) -> None:
    inquiry = asked(owner=officer)
    away(officer, colleague, last=TODAY + timedelta(days=3))
    standins.hand_over(MONDAY)
    second = team.enter_absence(
        colleague,
        starts_on=TODAY + timedelta(days=2),
        ends_on=TODAY + timedelta(days=9),
        deputy=lead,
        actor=colleague,
        now=MONDAY,
    )
    standins.hand_over(MONDAY + timedelta(days=2))
    assert owner(inquiry) == lead
    standins.hand_back(MONDAY + timedelta(days=4))
    assert owner(inquiry) == officer
    # The deputy who comes back later takes nothing away again.
    standins.hand_back(MONDAY + timedelta(days=10))
    assert owner(inquiry) == officer
    assert not second.handovers.filter(ended_at=None).exists()


def test_who_is_back_first_leaves_what_the_deputys_deputy_keeps(
    officer: User, colleague: User, lead: User
) -> None:
    inquiry = asked(owner=officer)
    away(officer, colleague)
    standins.hand_over(MONDAY)
    away(colleague, lead, last=TODAY + timedelta(days=9))
    standins.hand_over(MONDAY)
    standins.keep(inquiry.handovers.get(to=lead), actor=lead, now=MONDAY)
    standins.hand_back(NEXT_DAY)
    assert owner(inquiry) == lead


def test_an_absence_that_is_taken_back_brings_everything_back(
    officer: User, colleague: User
) -> None:
    inquiry = asked(owner=officer)
    absence = away(officer, colleague, last=TODAY + timedelta(days=20))
    standins.hand_over(MONDAY)
    team.cancel_absence(absence, actor=officer, now=MONDAY + HOUR)
    standins.hand_back(MONDAY + 2 * HOUR)
    assert owner(inquiry) == officer


def test_absences_must_make_sense(officer: User, colleague: User, lead: User) -> None:
    away(officer, last=TODAY + timedelta(days=3))
    with pytest.raises(RuleError, match="schon eine Abwesenheit"):
        away(officer)
    with pytest.raises(RuleError, match="trägt die Leitung ein"):
        away(colleague, actor=officer)
    with pytest.raises(RuleError, match="andere Person"):
        away(colleague, colleague)
    with pytest.raises(RuleError, match="vor dem ersten"):
        away(colleague, last=TODAY - timedelta(days=1))
    assert away(colleague, actor=lead).entered_by == lead


def test_people_enter_their_own_absence_and_the_lead_everybodys(
    officer: User, colleague: User, lead: User, client: Client
) -> None:
    day = date(2099, 5, 4)
    form = {"starts_on": day, "ends_on": day, "deputy": colleague.pk}
    client.force_login(officer)
    client.post("/arbeitsplatz/abwesenheiten/", form | {"person": officer.pk})
    client.post("/arbeitsplatz/abwesenheiten/", form | {"person": lead.pk})
    assert [a.person for a in Absence.objects.all()] == [officer]
    client.force_login(lead)
    client.post("/arbeitsplatz/abwesenheiten/", form | {"person": colleague.pk, "deputy": ""})
    assert [a.person for a in Absence.objects.order_by("pk")] == [officer, colleague]


# --- Assignment ----------------------------------------------------------------------------------


def rule(area: ProgrammeArea, to: str, *people: User, percent: int | None = None) -> None:
    assignment.set_rule(
        area, to=to, people=people, return_percent=percent, now=MONDAY - timedelta(days=1)
    )


def test_new_inquiries_go_to_the_responsible_person(area: ProgrammeArea, officer: User) -> None:
    rule(area, "responsible")
    inquiry, elsewhere = asked(area=area), asked()
    assert assignment.assign_new(MONDAY) == 1
    assert (owner(inquiry), owner(elsewhere)) == (officer, None)


def test_who_is_away_is_passed_over(area: ProgrammeArea, officer: User, colleague: User) -> None:
    rule(area, "responsible")
    inquiry = asked(area=area)
    away(officer)
    assignment.assign_new(MONDAY)
    assert owner(inquiry) == colleague


def test_the_least_loaded_gets_the_next(
    area: ProgrammeArea, officer: User, colleague: User
) -> None:
    rule(area, "leastLoaded", officer, colleague)
    asked(owner=officer)
    given = [asked(MONDAY + n * HOUR, area=area) for n in range(3)]
    assignment.assign_new(MONDAY + 4 * HOUR)
    assert [owner(one) for one in given] == [colleague, officer, colleague]


def test_what_a_person_has_freed_is_not_given_again(
    area: ProgrammeArea, officer: User, lead: User
) -> None:
    rule(area, "responsible")
    inquiry = asked(area=area)
    assignment.assign_new(MONDAY)
    inquiry.refresh_from_db()
    rules.assign(inquiry, owner=None, actor=lead, now=MONDAY)
    assert assignment.assign_new(MONDAY + HOUR) == 0


def test_older_inquiries_are_left_alone(area: ProgrammeArea) -> None:
    asked(MONDAY - timedelta(days=2), area=area)
    rule(area, "responsible")
    assert assignment.assign_new(MONDAY) == 0


def test_an_untouched_inquiry_goes_back_and_to_somebody_else(
    area: ProgrammeArea, officer: User, colleague: User
) -> None:
    rule(area, "responsible", percent=25)
    inquiry = asked(area=area)
    assignment.assign_new(MONDAY)
    assert assignment.return_idle(MONDAY + 5.9 * HOUR) == 0
    assert assignment.return_idle(MONDAY + 6 * HOUR) == 1
    assert owner(inquiry) is None
    assert Event.objects.filter(inquiry=inquiry, what="backToAll").count() == 1
    assignment.assign_new(MONDAY + 6 * HOUR)
    assert owner(inquiry) == colleague
    assert AutoAssignment.objects.count() == 2


def test_a_draft_is_a_touch(area: ProgrammeArea, officer: User) -> None:
    rule(area, "responsible", percent=25)
    inquiry = asked(area=area)
    assignment.assign_new(MONDAY)
    inquiry.refresh_from_db()
    rules.save_draft(inquiry, text="Kurz gesagt:", author=officer, now=MONDAY + 5 * HOUR)
    assert assignment.return_idle(MONDAY + 10 * HOUR) == 0
    assert assignment.return_idle(MONDAY + 11 * HOUR) == 1


def test_what_is_answered_stays_with_its_owner(area: ProgrammeArea, officer: User) -> None:
    rule(area, "responsible", percent=25)
    inquiry = asked(area=area)
    assignment.assign_new(MONDAY)
    inquiry.refresh_from_db()
    rules.reply(inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=MONDAY + HOUR)
    assert assignment.return_idle(MONDAY + 100 * HOUR) == 0


def test_the_lead_sets_the_rule_of_an_area(
    area: ProgrammeArea, officer: User, lead: User, client: Client
) -> None:
    client.force_login(lead)
    address = f"/arbeitsplatz/zuweisung/{area.slug}/"
    refused = client.post(address, {"to": "leastLoaded"})
    assert "unter wem reihum verteilt" in refused.content.decode()
    client.post(address, {"to": "leastLoaded", "people": [officer.pk], "return_percent": 40})
    shown = client.get("/arbeitsplatz/zuweisung/").content.decode()
    assert "Mareike Thomsen" in shown
    assert "nach 40 % der Frist" in shown

"""Working together: presence, mentions, questions among colleagues, checklists, time spent."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import (
    ChecklistItem,
    ChecklistTemplate,
    Event,
    Inquiry,
    Mention,
    Presence,
)
from lotse.inquiries.rules import asking_colleagues, checklists, mentioning, presence, time_spent
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(hours=5)
SECOND = timedelta(seconds=1)


@pytest.fixture
def inquiry() -> Inquiry:
    return InquiryFactory.create()


@pytest.fixture
def karin() -> User:
    return UserFactory.create(
        name="Karin Beispiel", email="k.beispiel@lotse.example", roles=[Role.DESK]
    )


@pytest.fixture
def cem() -> User:
    return UserFactory.create(name="Cem Aydin", email="aydin@lotse.example", roles=[Role.LEAD])


# --- Presence


def test_colleagues_see_who_reads_and_who_writes(inquiry: Inquiry, karin: User, cem: User) -> None:
    assert presence.note(inquiry, person=karin, now=NOW) == []
    assert presence.note(inquiry, person=cem, now=NOW) == [
        presence.Colleague("Karin Beispiel", is_writing=False)
    ]
    presence.note(inquiry, person=karin, is_writing=True, now=NOW + SECOND)
    assert presence.note(inquiry, person=cem, now=NOW + 2 * SECOND) == [
        presence.Colleague("Karin Beispiel", is_writing=True)
    ]
    assert presence.note(inquiry, person=cem, now=NOW + 92 * SECOND) == []


def test_a_sign_of_life_is_written_once_in_twenty_seconds(inquiry: Inquiry, karin: User) -> None:
    presence.note(inquiry, person=karin, now=NOW)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        presence.note(inquiry, person=karin, now=NOW + 19 * SECOND)
    assert len(queries) == 1
    presence.note(inquiry, person=karin, now=NOW + 20 * SECOND)
    assert Presence.objects.get().seen_at == NOW + 20 * SECOND


def test_who_left_leaves_nothing_behind(inquiry: Inquiry, karin: User) -> None:
    presence.note(inquiry, person=karin, now=NOW)
    assert presence.forget(NOW + 89 * SECOND) == 0
    assert presence.forget(NOW + 90 * SECOND) == 1


# --- Mentions


@pytest.mark.parametrize(
    "text",
    [
        "@Cem Aydin, weißt du das?",
        "Das weiß @aydin.",
        "Frag @Cem!",
        "(@cem aydin)",
        "@Aydin und @Cem Aydin",
    ],
)
def test_a_note_tells_whom_it_names_once(
    inquiry: Inquiry, karin: User, cem: User, text: str
) -> None:
    note = rules.note(inquiry, text=text, author=karin, now=NOW)
    mention = Mention.objects.get()
    assert (mention.message, mention.person) == (note, cem)
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.is_automatic) == (cem.email, True)
    assert text in mail.text


def test_mail_addresses_oneself_and_strangers_are_no_mentions(
    inquiry: Inquiry, karin: User, cem: User
) -> None:
    UserFactory.create(name="Mia Mitglied", roles=[Role.MEMBER])
    rules.note(
        inquiry,
        text="bauamt@cem.example schrieb an @Karin, @Mia und @18 Uhr",
        author=karin,
        now=NOW,
    )
    assert not Mention.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_a_name_two_people_share_names_nobody(karin: User, cem: User) -> None:
    other = UserFactory.create(name="Cem Özdil", roles=[Role.DESK])
    found = mentioning.named("@Cem und @Cem Özdil", [karin, cem, other])
    assert (list(found.people), list(found.unclear)) == ([other], ["@Cem"])


# --- Questions among colleagues


def test_a_colleague_is_asked_reminded_once_and_answers_without_touching_the_clock(
    inquiry: Inquiry, karin: User, cem: User
) -> None:
    due = inquiry.due_at
    question = asking_colleagues.ask(
        inquiry, asked=cem, text="Gilt das noch?", due_at=NOW + 60 * SECOND, actor=karin, now=NOW
    )
    assert asking_colleagues.remind(NOW + 59 * SECOND) == 0
    assert asking_colleagues.remind(NOW + 60 * SECOND) == 1
    assert asking_colleagues.remind(NOW + 61 * SECOND) == 0
    asking_colleagues.answer(question, text="Ja, bis März.", actor=cem, now=NOW + 70 * SECOND)
    inquiry.refresh_from_db()
    assert (inquiry.due_at, inquiry.reacted_at) == (due, None)
    assert question.answer is not None
    assert question.answer.text == "Ja, bis März."
    assert [mail.recipient for mail in OutgoingMail.objects.order_by("pk")] == [
        cem.email,
        cem.email,
        karin.email,
    ]
    with pytest.raises(RuleError, match="schon erledigt"):
        asking_colleagues.answer(question, actor=cem, now=NOW)


def test_nobody_asks_themselves_or_the_past_and_strangers_do_not_answer(
    inquiry: Inquiry, karin: User, cem: User
) -> None:
    with pytest.raises(RuleError, match="jemand anderen"):
        asking_colleagues.ask(
            inquiry, asked=karin, text="?", due_at=NOW + SECOND, actor=karin, now=NOW
        )
    with pytest.raises(RuleError, match="in der Zukunft"):
        asking_colleagues.ask(inquiry, asked=cem, text="?", due_at=NOW, actor=karin, now=NOW)
    question = asking_colleagues.ask(
        inquiry, asked=cem, text="?", due_at=NOW + SECOND, actor=karin, now=NOW
    )
    stranger = UserFactory.create(roles=[Role.DESK])
    with pytest.raises(RuleError, match="Cem Aydin"):
        asking_colleagues.answer(question, actor=stranger, now=NOW)


# --- Checklists


@pytest.fixture
def template() -> ChecklistTemplate:
    return ChecklistTemplate.objects.create(
        title="Rechtliche Antwort", steps="! Rechtsstand prüfen\nQuelle zitieren", changed_at=NOW
    )


def test_mandatory_steps_keep_an_inquiry_open_until_they_are_settled(
    karin: User, template: ChecklistTemplate
) -> None:
    inquiry = InquiryFactory.create(answered=True)
    checklists.add(inquiry, template=template, actor=karin, now=NOW)
    mandatory, optional = ChecklistItem.objects.all()
    assert (mandatory.text, mandatory.is_mandatory) == ("Rechtsstand prüfen", True)
    assert (optional.text, optional.is_mandatory) == ("Quelle zitieren", False)
    with pytest.raises(RuleError, match="„Rechtliche Antwort“ ist noch nicht fertig"):
        rules.close(inquiry, harvest="toQuestion", actor=karin, now=NOW)
    checklists.set_state(mandatory, state="notNeeded", actor=karin, now=NOW)
    mandatory.refresh_from_db()
    assert (mandatory.changed_by, mandatory.changed_at) == (karin, NOW)
    rules.close(inquiry, harvest="toQuestion", actor=karin, now=NOW)
    assert inquiry.closed_at == NOW


def test_a_list_is_added_once_and_removed_only_while_untouched(
    inquiry: Inquiry, karin: User, template: ChecklistTemplate
) -> None:
    checklist = checklists.add(inquiry, template=template, actor=karin, now=NOW)
    with pytest.raises(RuleError, match="liegt der Anfrage schon bei"):
        checklists.add(inquiry, template=template, actor=karin, now=NOW)
    item = checklist.items.all()[0]
    checklists.set_state(item, state="done", actor=karin, now=NOW)
    checklists.set_state(item, state="done", actor=karin, now=NOW)
    with pytest.raises(RuleError, match="begonnen"):
        checklists.remove(checklist, actor=karin, now=NOW)
    checklists.set_state(item, state="open", actor=karin, now=NOW)
    checklists.remove(checklist, actor=karin, now=NOW)
    assert not ChecklistItem.objects.exists()
    assert [event.what for event in Event.objects.all()] == [
        "checklistAdded",
        "stepSet",
        "stepSet",
        "checklistRemoved",
    ]


@pytest.mark.parametrize("text", ["", " \n ! \n", "x\n" * 41, "x" * 201])
def test_a_template_without_sensible_steps_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        checklists.steps(text)


# --- Time spent


def test_minutes_are_summed_without_what_was_struck_and_never_by_person(
    inquiry: Inquiry, karin: User, cem: User
) -> None:
    day = date(2026, 11, 23)
    wrong = time_spent.log(inquiry, minutes=90, kind="phone", day=day, person=karin, now=NOW)
    time_spent.log(inquiry, minutes=20, kind="research", day=day, person=karin, now=NOW)
    time_spent.log(inquiry, minutes=25, kind="research", day=day, person=cem, now=NOW)
    with pytest.raises(RuleError, match="wer ihn gemacht hat"):
        time_spent.strike(wrong, person=cem, now=NOW)
    time_spent.strike(wrong, person=karin, now=NOW)
    assert time_spent.minutes_of(inquiry) == 45
    assert time_spent.by_kind(day, day) == [time_spent.Spent("Recherche", 45, 1)]
    assert time_spent.by_area(day, day) == [time_spent.Spent("ohne Programmbereich", 45, 1)]
    time_spent.put_back(wrong, person=karin)
    assert time_spent.minutes_of(inquiry) == 135


@pytest.mark.parametrize(("minutes", "day"), [(0, 23), (1441, 23), (5, 24)])
def test_impossible_times_are_refused(
    inquiry: Inquiry, karin: User, minutes: int, day: int
) -> None:
    with pytest.raises(RuleError):
        time_spent.log(
            inquiry,
            minutes=minutes,
            kind="phone",
            day=date(2026, 11, day),
            person=karin,
            now=NOW,
        )

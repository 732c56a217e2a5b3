from datetime import timedelta

import pytest

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import Citation, Draft, Event, Inquiry, Message
from lotse.inquiries.tests.content import publish_example
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory, MessageFactory
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail
from lotse.municipalities.tests.factories import MailDomainFactory, MunicipalityFactory
from lotse.team.tests.factories import ProgrammeAreaFactory
from lotse.topics.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = MONDAY + 5 * HOUR


@pytest.fixture
def inquiry() -> Inquiry:
    return MessageFactory.create(message_id="<1@musterstadt.example>").inquiry


@pytest.fixture
def author() -> User:
    return UserFactory.create(name="Karin Beispiel", roles=[Role.DESK])


def answer(inquiry: Inquiry, author: User, text: str = "Der Betreiber.", **more: object) -> Message:
    return rules.reply(
        inquiry,
        kind=Message.Kind.ANSWER,
        text=text,
        author=author,
        now=NOW,
        **more,  # type: ignore[arg-type]
    )


def test_answer_stops_the_clock_and_makes_the_author_owner(inquiry: Inquiry, author: User) -> None:
    message = answer(inquiry, author)
    assert (inquiry.reacted_at, inquiry.answered_at, inquiry.first_answered_at) == (NOW, NOW, NOW)
    assert (inquiry.waiting_since, inquiry.due_at, inquiry.next_due_at) == (None, None, None)
    assert inquiry.owner == author
    assert inquiry.events.get().what == Event.What.ANSWERED
    assert message.outgoing is not None


def test_answer_leaves_in_the_thread_of_the_question(inquiry: Inquiry, author: User) -> None:
    answer(inquiry, author)
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "s.muster@musterstadt.example"
    assert mail.subject == f"[{inquiry.number}] Antwort: Zelthalle: Wer prüft die Schneelast?"
    assert mail.in_reply_to == "<1@musterstadt.example>"
    assert mail.references == "<1@musterstadt.example>"
    assert not mail.is_automatic


def test_owner_stays_when_a_colleague_answers(inquiry: Inquiry, author: User) -> None:
    owner = UserFactory.create()
    rules.assign(inquiry, owner=author, actor=author, now=MONDAY)
    answer(inquiry, owner)
    assert inquiry.owner == author


def test_interim_reply_keeps_the_promise_and_sets_the_target(
    inquiry: Inquiry, author: User
) -> None:
    rules.reply(
        inquiry,
        kind=Message.Kind.INTERIM,
        text="Wir fragen in Bayern nach.",
        author=author,
        answer_due_at=NOW + 48 * HOUR,
        now=NOW,
    )
    assert (inquiry.reacted_at, inquiry.answered_at) == (NOW, None)
    assert inquiry.due_at is None
    assert inquiry.next_due_at == NOW + 48 * HOUR
    assert "bis Mittwoch, 25. November 2026, 15:46 Uhr" in OutgoingMail.objects.get().text


def test_note_neither_stops_the_clock_nor_leaves_the_house(inquiry: Inquiry, author: User) -> None:
    rules.note(inquiry, text="Vertraulich: bitte Rücksprache", author=author, now=NOW)
    assert inquiry.due_at == MONDAY + 24 * HOUR
    assert inquiry.reacted_at is None
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("kind", "text", "due"),
    [
        ("answer", "  ", None),
        ("interim", "Wir melden uns.", None),
        ("interim", "Wir melden uns.", NOW),
        ("answer", "Siehe [1].", None),
    ],
)
def test_incomplete_replies_are_refused_and_change_nothing(
    inquiry: Inquiry, author: User, kind: str, text: str, due: object
) -> None:
    with pytest.raises(RuleError):
        rules.reply(inquiry, kind=kind, text=text, author=author, answer_due_at=due, now=NOW)  # type: ignore[arg-type]
    inquiry.refresh_from_db()
    assert inquiry.reacted_at is None
    assert not OutgoingMail.objects.exists()


def test_second_answer_is_refused_tells_who_was_faster_and_loses_no_text(
    inquiry: Inquiry, author: User
) -> None:
    slower = UserFactory.create(name="Peter Langsam")
    as_the_slower_saw_it = Inquiry.objects.get(pk=inquiry.pk)
    answer(inquiry, author)
    with pytest.raises(rules.AlreadyAnswered) as refusal:
        answer(as_the_slower_saw_it, slower, "Auch der Betreiber, und zwar weil …")
    assert refusal.value.message.startswith(
        "Karin Beispiel hat schon geantwortet: heute, 15:46 Uhr."
    )
    assert Draft.objects.get(author=slower).text == "Auch der Betreiber, und zwar weil …"
    assert OutgoingMail.objects.count() == 1


def test_reply_from_a_form_opened_before_the_colleagues_answer_is_refused(
    inquiry: Inquiry, author: User
) -> None:
    turn_in_the_form = inquiry.turn
    answer(inquiry, author)
    fresh = Inquiry.objects.get(pk=inquiry.pk)
    with pytest.raises(rules.AlreadyAnswered):
        answer(fresh, UserFactory.create(), "Noch eine", turn=turn_in_the_form)


def test_second_answer_may_follow_once_the_first_was_read(inquiry: Inquiry, author: User) -> None:
    answer(inquiry, author)
    answer(inquiry, author, "Nachtrag: Es gibt ein Formblatt.")
    assert OutgoingMail.objects.count() == 2


def test_message_that_came_while_writing_must_be_read_first(inquiry: Inquiry, author: User) -> None:
    as_the_author_saw_it = Inquiry.objects.get(pk=inquiry.pk)
    rules.add_message(
        inquiry,
        rules.Incoming(text="Hat sich erledigt.", author_email=inquiry.asker_email),
        channel="mail",
        received_at=NOW,
        now=NOW,
    )
    with pytest.raises(rules.NewMessage):
        answer(as_the_author_saw_it, author, "Lange Antwort")
    assert Draft.objects.get(author=author).text == "Lange Antwort"
    assert not OutgoingMail.objects.exists()


def test_closed_inquiry_takes_no_reply_but_keeps_the_text(author: User) -> None:
    inquiry = InquiryFactory.create(answered=True, closed_at=NOW)
    with pytest.raises(RuleError, match="abgeschlossen"):
        answer(inquiry, author, "Nachtrag")
    assert Draft.objects.get(author=author).text == "Nachtrag"


def test_citations_are_stored_and_rendered_with_passage_link_and_number(
    inquiry: Inquiry, author: User
) -> None:
    example = publish_example("Schneewache für Zelthallen", slug="schneewache")
    answer(
        inquiry,
        author,
        "Alle vier Stunden messen [1].",
        citations=[rules.Cited("example", example.pk, "Alle vier Stunden wird gemessen.")],
    )
    citation = Citation.objects.get()
    assert (citation.position, citation.title) == (1, "Schneewache für Zelthallen")
    assert citation.url == "/beispiele/schneewache/"
    mail = OutgoingMail.objects.get()
    for part in ("[1]", "Schneewache für Zelthallen", "Alle vier Stunden wird gemessen."):
        assert part in mail.text
        assert part in mail.html
    assert "http://localhost:8000/beispiele/schneewache/" in mail.text
    assert 'href="http://localhost:8000/beispiele/schneewache/"' in mail.html


def test_source_that_is_not_for_the_askers_eyes_is_refused(inquiry: Inquiry, author: User) -> None:
    secret = publish_example("Nur für Mitglieder", audience=Audience.MEMBERS)
    with pytest.raises(RuleError, match="nicht sichtbar"):
        answer(inquiry, author, citations=[rules.Cited("example", secret.pk)])
    assert not OutgoingMail.objects.exists()


def test_member_may_be_pointed_to_members_content(inquiry: Inquiry, author: User) -> None:
    MailDomainFactory.create(domain="musterstadt.example")
    example = publish_example("Nur für Mitglieder", audience=Audience.MEMBERS)
    answer(inquiry, author, citations=[rules.Cited("example", example.pk)])
    assert "Nur für Mitglieder" in OutgoingMail.objects.get().text


def test_answered_inquiry_of_somebody_else_cannot_be_cited(inquiry: Inquiry, author: User) -> None:
    MailDomainFactory.create(domain="musterstadt.example")
    other = InquiryFactory.create(answered=True)
    with pytest.raises(RuleError, match="nicht sichtbar"):
        answer(inquiry, author, citations=[rules.Cited("inquiry", other.pk)])


def test_source_that_is_gone_is_refused(inquiry: Inquiry, author: User) -> None:
    with pytest.raises(RuleError, match="gibt es nicht mehr"):
        answer(inquiry, author, citations=[rules.Cited("example", 4711)])


def test_reply_throws_away_the_draft(inquiry: Inquiry, author: User) -> None:
    rules.save_draft(inquiry, text="Anfang", author=author, now=NOW)
    answer(inquiry, author)
    assert not Draft.objects.exists()


def test_draft_is_kept_once_per_person_and_gone_when_emptied(
    inquiry: Inquiry, author: User
) -> None:
    rules.save_draft(inquiry, text="Anfang", author=author, now=NOW)
    rules.save_draft(
        inquiry, text="Mehr", citations=[rules.Cited("example", 1)], author=author, now=NOW
    )
    draft = Draft.objects.get()
    assert draft.text == "Mehr"
    assert draft.citations == [{"kind": "example", "object_id": 1, "passage": "", "anchor": ""}]
    assert rules.save_draft(inquiry, text=" ", author=author, now=NOW) is None
    assert not Draft.objects.exists()


def test_answer_to_a_phone_inquiry_without_address_is_recorded(author: User) -> None:
    inquiry = InquiryFactory.create(channel="phone", asker_email="", asker_phone="0641 306-0")
    answer(inquiry, author, "Telefonisch beantwortet.")
    assert inquiry.answered_at == NOW
    assert not OutgoingMail.objects.exists()


def test_assigning_needs_somebody_of_the_desk(inquiry: Inquiry, author: User) -> None:
    member = UserFactory.create(name="Mia Mitglied", roles=[Role.MEMBER])
    with pytest.raises(RuleError, match="Mia Mitglied arbeitet nicht an Anfragen"):
        rules.assign(inquiry, owner=member, actor=author, now=NOW)


def test_assigning_twice_is_one_event(inquiry: Inquiry, author: User) -> None:
    for _ in range(2):
        rules.assign(inquiry, owner=author, actor=author, now=NOW)
    rules.assign(inquiry, owner=None, actor=author, now=NOW)
    assert [event.what for event in inquiry.events.all()] == ["assigned", "unassigned"]


def test_every_change_leaves_an_event_with_its_reason(inquiry: Inquiry, author: User) -> None:
    area = ProgrammeAreaFactory.create(name="Fachreferat Bau")
    place = MunicipalityFactory.create(name="Musterstadt")
    topic = ConceptFactory.create(name="Winterfestigkeit")
    rules.route(inquiry, area=area, reason="fachlich näher", actor=author, now=NOW)
    rules.set_municipality(inquiry, municipality=place, actor=author, now=NOW)
    rules.set_topics(inquiry, topics=[topic], actor=author, now=NOW)
    rules.set_urgency(inquiry, urgency="high", actor=author, now=NOW)
    assert [(event.what, event.detail, event.actor) for event in inquiry.events.all()] == [
        ("routed", "Fachreferat Bau: fachlich näher", author),
        ("municipalitySet", "Musterstadt", author),
        ("topicsSet", "Winterfestigkeit", author),
        ("urgencySet", "eilig", author),
    ]


def test_waiting_for_the_asker_needs_a_reply_first(inquiry: Inquiry, author: User) -> None:
    with pytest.raises(RuleError, match="läuft die Frist"):
        rules.pause(inquiry, reason="asker", detail="Vertrag fehlt", days=7, actor=author, now=NOW)


def test_waiting_for_the_asker_ends_when_they_write(inquiry: Inquiry, author: User) -> None:
    rules.reply(
        inquiry,
        kind=Message.Kind.INTERIM,
        text="Bitte schicken Sie den Vertrag.",
        author=author,
        answer_due_at=NOW + 48 * HOUR,
        now=NOW,
    )
    rules.pause(inquiry, reason="asker", detail="Vertrag fehlt", days=7, actor=author, now=NOW)
    assert inquiry.paused_since == NOW
    rules.add_message(
        inquiry, rules.Incoming(text="Anbei"), channel="mail", received_at=NOW + HOUR, now=NOW
    )
    assert inquiry.paused_since is None


def test_closing_without_a_result_needs_a_reason(author: User) -> None:
    inquiry = InquiryFactory.create(answered=True)
    with pytest.raises(RuleError, match="warum nichts daraus wird"):
        rules.close(inquiry, harvest="none", actor=author, now=NOW)
    rules.close(inquiry, harvest="none", reason="Einzelfall", actor=author, now=NOW)
    assert (inquiry.closed_at, inquiry.harvest_reason) == (NOW, "Einzelfall")


def test_closing_an_unanswered_inquiry_needs_a_reason_and_stays_a_miss(author: User) -> None:
    inquiry = InquiryFactory.create()
    with pytest.raises(RuleError, match="ohne Antwort"):
        rules.close(inquiry, harvest="toQuestion", actor=author, now=NOW)
    rules.close(inquiry, harvest="none", reason="Werbung", actor=author, now=NOW)
    assert (inquiry.due_at, inquiry.reacted_at) == (None, None)
    assert inquiry.reaction_due_at == MONDAY + 24 * HOUR


def test_closing_is_refused_when_a_message_came_meanwhile(author: User) -> None:
    inquiry = InquiryFactory.create(answered=True)
    as_the_closer_saw_it = Inquiry.objects.get(pk=inquiry.pk)
    rules.add_message(
        inquiry, rules.Incoming(text="Und jetzt?"), channel="mail", received_at=NOW, now=NOW
    )
    with pytest.raises(RuleError, match="kam etwas dazu"):
        rules.close(as_the_closer_saw_it, harvest="toQuestion", actor=author, now=NOW)


def test_closing_twice_is_refused(author: User) -> None:
    inquiry = InquiryFactory.create(answered=True)
    rules.close(inquiry, harvest="toQuestion", actor=author, now=NOW)
    with pytest.raises(RuleError, match="schon abgeschlossen"):
        rules.close(inquiry, harvest="toQuestion", actor=author, now=NOW)


def test_reopening_forgets_the_result_and_starts_no_clock(author: User) -> None:
    inquiry = InquiryFactory.create(answered=True, closed_at=MONDAY, harvest="toQuestion")
    rules.reopen(inquiry, reason="Quelle war falsch", actor=author, now=NOW)
    assert (inquiry.closed_at, inquiry.harvest, inquiry.due_at) == (None, "", None)
    with pytest.raises(RuleError, match="schon offen"):
        rules.reopen(inquiry, actor=author, now=NOW)

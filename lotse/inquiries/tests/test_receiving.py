from datetime import UTC, datetime, timedelta

import pytest

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import Event, Inquiry, Message
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail
from lotse.municipalities.tests.factories import MailDomainFactory
from lotse.team.tests.factories import ProgrammeAreaFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
QUESTION = rules.Incoming(
    text="Wer prüft bei Zelthallen die Schneelast?",
    subject="Schneelast",
    author_name="Sabine Muster",
    author_email="s.muster@musterstadt.example",
    message_id="<1@post.musterstadt.example>",
)


def receive(incoming: rules.Incoming = QUESTION, at: datetime = MONDAY, **more: object) -> Inquiry:
    return rules.receive(incoming, channel="mail", received_at=at, now=at, **more)  # type: ignore[arg-type]


def write(inquiry: Inquiry, text: str, at: datetime) -> Message:
    return rules.add_message(
        inquiry,
        rules.Incoming(text=text, author_email=inquiry.asker_email),
        channel="mail",
        received_at=at,
        now=at,
    )


def answer(inquiry: Inquiry, author: User, at: datetime) -> Message:
    return rules.reply(
        inquiry, kind=Message.Kind.ANSWER, text="Der Betreiber.", author=author, now=at
    )


def test_promise_counts_from_receipt_not_from_handling() -> None:
    inquiry = rules.receive(QUESTION, channel="mail", received_at=MONDAY, now=MONDAY + 2 * HOUR)
    assert inquiry.received_at == inquiry.waiting_since == MONDAY
    assert inquiry.reaction_due_at == inquiry.due_at == MONDAY + 24 * HOUR


def test_numbers_run_without_gaps_and_begin_anew_each_german_year() -> None:
    last_evening = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    numbers = [
        receive(at=at).number for at in (MONDAY, last_evening, last_evening + timedelta(minutes=1))
    ]
    assert numbers == ["L-2026-0001", "L-2026-0002", "L-2027-0001"]


def test_a_refused_inquiry_uses_up_no_number() -> None:
    with pytest.raises(RuleError):
        receive(rules.Incoming(text=" ", author_email="a@b.example"))
    assert receive().number == "L-2026-0001"


def test_inquiry_is_handed_to_the_area_its_words_point_to() -> None:
    field = FieldFactory.create(code="U")
    topic = ConceptFactory.create(code="U07", name="Zelthalle", broader=field)
    area = ProgrammeAreaFactory.create(name="Fachreferat Bau")
    area.topics.add(field)
    inquiry = receive()
    assert inquiry.area == area
    assert topic in inquiry.topics.all()
    routed = inquiry.events.get(what=Event.What.ROUTED)
    assert routed.detail == "Fachreferat Bau, erkannt an „Zelthalle“"


def test_inquiry_without_known_words_stays_unrouted() -> None:
    inquiry = receive()
    assert (inquiry.area, list(inquiry.topics.all())) == (None, [])


def test_municipality_and_person_are_recognised_by_the_address() -> None:
    domain = MailDomainFactory.create(domain="musterstadt.example")
    person = UserFactory.create(email="s.muster@musterstadt.example", roles=[Role.MEMBER])
    inquiry = receive()
    assert (inquiry.municipality, inquiry.asker) == (domain.municipality, person)


def test_every_inquiry_gets_exactly_one_receipt_in_its_thread() -> None:
    inquiry = receive()
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "s.muster@musterstadt.example"
    assert mail.in_reply_to == "<1@post.musterstadt.example>"
    assert mail.is_automatic
    assert inquiry.messages.get(kind=Message.Kind.RECEIPT).message_id == mail.message_id
    assert inquiry.message_count == inquiry.messages.count() == 2


@pytest.mark.parametrize(
    "address",
    [
        "noreply@portal.example",
        "no-reply@portal.example",
        "do_not_reply@portal.example",
        "formular.no-reply@portal.example",
        "nicht-antworten@portal.example",
        "MAILER-DAEMON@portal.example",
        "postmaster@portal.example",
        "verteiler-bounces@portal.example",
    ],
)
def test_machines_get_no_receipt(address: str) -> None:
    inquiry = receive(rules.Incoming(text="Neue Anfrage", author_email=address))
    assert not OutgoingMail.objects.exists()
    assert inquiry.events.filter(what=Event.What.RECEIPT_WITHHELD).exists()


@pytest.mark.parametrize("address", ["norbert.reply@stadt.example", "post@stadt.example"])
def test_people_with_odd_names_get_their_receipt(address: str) -> None:
    receive(rules.Incoming(text="Neue Anfrage", author_email=address))
    assert OutgoingMail.objects.count() == 1


def test_list_and_automatic_mail_gets_no_receipt() -> None:
    receive(rules.Incoming(text="Rundbrief", author_email="a@b.example", can_be_confirmed=False))
    assert not OutgoingMail.objects.exists()


def test_inquiry_by_phone_needs_no_address() -> None:
    inquiry = rules.receive(
        rules.Incoming(text="Anruf: Wohin mit 80 Personen?", author_name="Frau Beispiel"),
        channel="phone",
        received_at=MONDAY,
        phone="0641 306-0",
        now=MONDAY,
    )
    assert inquiry.due_at == MONDAY + 24 * HOUR
    assert not OutgoingMail.objects.exists()


def test_question_from_the_form_gets_its_first_sentence_as_subject() -> None:
    text = "Wir müssen bis Ende Januar eine Turnhalle freigeben. Wohin mit 80 Personen?"
    inquiry = receive(rules.Incoming(text=text, author_email="a@b.example"))
    assert inquiry.subject == "Wir müssen bis Ende Januar eine Turnhalle freigeben."


def test_very_long_question_is_cut_between_words() -> None:
    inquiry = receive(
        rules.Incoming(text="Wohin? " + "Unterkunft " * 40, author_email="a@b.example")
    )
    assert inquiry.subject.endswith("Unterkunft…")
    assert len(inquiry.subject) <= 90


def test_the_same_form_sent_twice_is_one_inquiry() -> None:
    submission = rules.Submission(key="k" * 32, question="Wohin?", email="a@b.example")
    first = rules.ask(submission, now=MONDAY)
    second = rules.ask(submission, now=MONDAY + timedelta(seconds=1))
    assert first == second
    assert OutgoingMail.objects.count() == 1


def test_message_before_the_reply_does_not_put_the_clock_back() -> None:
    inquiry = receive()
    write(inquiry, "Noch etwas dazu", MONDAY + 20 * HOUR)
    assert (inquiry.waiting_since, inquiry.due_at) == (MONDAY, MONDAY + 24 * HOUR)


def test_message_after_the_answer_starts_the_clock_again() -> None:
    inquiry = receive()
    answer(inquiry, UserFactory.create(), MONDAY + HOUR)
    assert (inquiry.due_at, inquiry.answered_at) == (None, MONDAY + HOUR)
    write(inquiry, "Und im Frühjahr?", MONDAY + 30 * HOUR)
    assert inquiry.due_at == MONDAY + 54 * HOUR
    assert inquiry.answered_at is None
    assert inquiry.first_answered_at == inquiry.reacted_at == MONDAY + HOUR


def test_message_after_an_interim_reply_keeps_the_promised_date() -> None:
    inquiry = receive()
    rules.reply(
        inquiry,
        kind=Message.Kind.INTERIM,
        text="Wir klären das.",
        author=UserFactory.create(),
        answer_due_at=MONDAY + 48 * HOUR,
        now=MONDAY + HOUR,
    )
    write(inquiry, "Hier der Vertrag.", MONDAY + 3 * HOUR)
    assert inquiry.answer_due_at == MONDAY + 48 * HOUR
    assert inquiry.due_at == MONDAY + 27 * HOUR


def test_further_messages_get_no_receipt() -> None:
    inquiry = receive()
    write(inquiry, "Noch etwas dazu", MONDAY + HOUR)
    assert OutgoingMail.objects.count() == 1


def test_message_within_14_days_of_closing_opens_the_inquiry_again() -> None:
    inquiry = InquiryFactory.create(
        answered=True, closed_at=MONDAY, harvest="none", harvest_reason="x"
    )
    message = write(inquiry, "Doch noch eine Frage", MONDAY + timedelta(days=14))
    assert message.inquiry == inquiry
    assert (inquiry.closed_at, inquiry.harvest) == (None, "")
    assert inquiry.due_at == MONDAY + timedelta(days=15)
    assert [event.what for event in inquiry.events.all()] == ["followedUp", "reopened"]


def test_later_message_continues_in_a_new_inquiry_with_its_own_receipt() -> None:
    inquiry = InquiryFactory.create(answered=True, closed_at=MONDAY)
    later = MONDAY + timedelta(days=14, seconds=1)
    message = write(inquiry, "Ein Jahr später", later)
    successor = message.inquiry
    assert successor.follows == inquiry
    assert successor.due_at == later + 24 * HOUR
    assert OutgoingMail.objects.get().subject.startswith(f"[{successor.number}]")
    inquiry.refresh_from_db()
    assert inquiry.closed_at == MONDAY
    assert inquiry.events.get().detail == successor.number


def test_automatic_mail_changes_neither_state_nor_clock() -> None:
    inquiry = InquiryFactory.create(answered=True)
    before = Inquiry.objects.values().get(pk=inquiry.pk)
    message = rules.add_automatic(
        inquiry, rules.Incoming(text="Ich bin abwesend."), received_at=MONDAY, now=MONDAY
    )
    after = Inquiry.objects.values().get(pk=inquiry.pk)
    assert message.kind == Message.Kind.AUTOMATIC
    assert after == {**before, "message_count": 1}
    assert not OutgoingMail.objects.exists()


def test_bounce_keeps_the_clock_running_and_tells_the_desk_once() -> None:
    owner = UserFactory.create(email="fachreferat@lotse.example")
    inquiry = InquiryFactory.create(owner=owner)
    for _ in range(2):
        rules.add_bounce(
            inquiry,
            rules.Incoming(text="550 unbekannt"),
            returned=None,
            received_at=MONDAY + HOUR,
            now=MONDAY + HOUR,
        )
    inquiry.refresh_from_db()
    assert (inquiry.bounced_at, inquiry.due_at) == (MONDAY + HOUR, MONDAY + 24 * HOUR)
    notice = OutgoingMail.objects.get()
    assert (notice.recipient, notice.is_automatic) == ("fachreferat@lotse.example", True)


def test_bounce_of_an_inquiry_nobody_owns_is_told_to_the_area() -> None:
    inquiry = InquiryFactory.create(area=ProgrammeAreaFactory.create(email="bau@lotse.example"))
    rules.add_bounce(
        inquiry, rules.Incoming(text="550"), returned=None, received_at=MONDAY, now=MONDAY
    )
    assert OutgoingMail.objects.get().recipient == "bau@lotse.example"


def test_bounce_nobody_is_responsible_for_is_told_to_the_leads() -> None:
    UserFactory.create(email="leitung@lotse.example", roles=[Role.LEAD])
    UserFactory.create(email="mitglied@musterstadt.example", roles=[Role.MEMBER])
    rules.add_bounce(
        InquiryFactory.create(),
        rules.Incoming(text="550"),
        returned=None,
        received_at=MONDAY,
        now=MONDAY,
    )
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == ["leitung@lotse.example"]


def test_a_message_of_the_asker_lifts_the_mark_of_undeliverable_mail() -> None:
    inquiry = InquiryFactory.create(bounced_at=MONDAY)
    write(inquiry, "Neue Adresse", MONDAY + HOUR)
    assert inquiry.bounced_at is None

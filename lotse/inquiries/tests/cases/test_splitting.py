"""One mail, two questions: two inquiries with the clock of the one mail."""

from datetime import timedelta

import pytest

from lotse.accounts.models import User
from lotse.inquiries import intake, queries, rules
from lotse.inquiries.models import Event, Inquiry, Split
from lotse.inquiries.rules import splitting
from lotse.inquiries.rules.splitting import Part
from lotse.inquiries.tests.cases.conftest import Asked
from lotse.inquiries.tests.factories import MONDAY, AttachmentFactory
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail
from lotse.mail.parse import parse

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = MONDAY + 5 * HOUR
TWO = "Wer prüft die Schneelast? Und wie gewinnen wir Hausmeister?"


def part_of(
    inquiry: Inquiry, officer: User, text: str = "Wie gewinnen wir Hausmeister?"
) -> Inquiry:
    part = Part(subject="Hausmeister", text=text)
    return splitting.split(inquiry, parts=[part], actor=officer, now=NOW)[0]


def test_a_part_has_its_own_number_and_the_clock_of_the_original_mail(
    asked: Asked, officer: User
) -> None:
    inquiry = asked(TWO)

    part = part_of(inquiry, officer)

    assert part.number != inquiry.number
    assert (part.received_at, part.due_at) == (MONDAY, MONDAY + 24 * HOUR)
    assert part.reaction_due_at == inquiry.reaction_due_at
    assert part.messages.get().text == "Wie gewinnen wir Hausmeister?"
    assert inquiry.messages.get(kind="question").text == TWO


def test_an_excerpt_of_a_later_message_counts_from_that_message(
    asked: Asked, officer: User
) -> None:
    inquiry = asked("Erste Frage")
    rules.add_message(
        inquiry,
        rules.Incoming(text="Und noch: Wer haftet?", author_email=inquiry.asker_email),
        channel="mail",
        received_at=MONDAY + 2 * HOUR,
        now=MONDAY + 2 * HOUR,
    )

    assert part_of(inquiry, officer, "Wer haftet?").received_at == MONDAY + 2 * HOUR


def test_the_asker_is_told_all_numbers_in_one_mail(asked: Asked, officer: User) -> None:
    inquiry = asked(TWO)
    parts = [Part("Hausmeister", "Wie gewinnen wir Hausmeister?"), Part("Schnee", "Schneelast?")]

    made = splitting.split(inquiry, parts=parts, actor=officer, now=NOW)

    mail = OutgoingMail.objects.get(purpose="split")
    assert mail.recipient == inquiry.asker_email
    assert [part.number in mail.text for part in made] == [True, True]
    assert mail.is_automatic
    assert not OutgoingMail.objects.filter(purpose="receipt", created_at=NOW).exists()


def test_attachments_are_copied_not_moved(asked: Asked, officer: User) -> None:
    inquiry = asked(TWO)
    file = AttachmentFactory(message=inquiry.messages.get(kind="question"))
    part = Part("Hausmeister", "Wie gewinnen wir Hausmeister?", attachment_ids=[file.pk])

    made = splitting.split(inquiry, parts=[part], actor=officer, now=NOW)[0]

    copy = made.messages.get().attachments.get()
    assert (copy.name, copy.file) == (file.name, file.file)
    assert inquiry.messages.get(kind="question").attachments.get() == file


def reply_to(message_id: str) -> bytes:
    return (
        f"From: s.muster@musterstadt.example\r\nTo: x@lotse.example\r\nSubject: AW\r\n"
        f"Message-ID: <neu@musterstadt.example>\r\nIn-Reply-To: {message_id}\r\n\r\nDanke.\r\n"
    ).encode()


def test_replies_to_the_old_thread_go_to_the_original_and_those_to_the_part_to_the_part(
    asked: Asked, officer: User
) -> None:
    inquiry = asked(TWO, message_id="<frage@musterstadt.example>")
    part = part_of(inquiry, officer)
    answer = rules.reply(part, kind="answer", text="So.", author=officer, now=NOW + HOUR)

    old = intake._thread(parse(reply_to("<frage@musterstadt.example>")), "x@lotse.example")
    new = intake._thread(parse(reply_to(answer.message_id)), "x@lotse.example")

    assert (old, new) == (inquiry, part)
    assert OutgoingMail.objects.get(purpose="answer").in_reply_to == "<frage@musterstadt.example>"


def test_a_promise_given_for_the_whole_mail_counts_for_the_part_an_answer_does_not(
    asked: Asked, officer: User
) -> None:
    promised, answered = asked(TWO), asked(TWO)
    until = MONDAY + 48 * HOUR
    rules.reply(
        promised, kind="interim", text="Morgen.", answer_due_at=until, author=officer, now=NOW
    )
    rules.reply(answered, kind="answer", text="Der Betreiber.", author=officer, now=NOW)

    first, second = (part_of(Inquiry.objects.get(pk=i.pk), officer) for i in (promised, answered))

    assert (first.reacted_at, first.due_at, first.answer_due_at) == (NOW, None, until)
    assert (second.reacted_at, second.due_at) == (None, MONDAY + 24 * HOUR)


def test_a_part_in_which_nothing_happened_can_be_taken_back(asked: Asked, officer: User) -> None:
    inquiry = asked(TWO)
    part = part_of(inquiry, officer)

    splitting.undo(Split.objects.get(part=part), actor=officer, now=NOW + HOUR)

    part.refresh_from_db()
    assert (part.kind, queries.home(part)) == (Inquiry.Kind.VOID, inquiry)
    assert list(Inquiry.objects.filter(closed_at=None)) == [inquiry]
    assert queries.further_askers(inquiry) == []
    assert inquiry.events.filter(what=Event.What.UNSPLIT, actor=officer).exists()


def test_a_part_that_was_answered_stays(asked: Asked, officer: User) -> None:
    part = part_of(asked(TWO), officer)
    rules.reply(part, kind="answer", text="So.", author=officer, now=NOW + HOUR)

    with pytest.raises(RuleError, match="schon etwas geschehen"):
        splitting.undo(Split.objects.get(part=part), actor=officer, now=NOW + 2 * HOUR)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], "mindestens einen Teil"),
        ([Part("Leer")], "Jeder Teil braucht"),
        ([Part("Fremd", message_ids=[0])], "gehört nicht zu dieser Anfrage"),
    ],
)
def test_nothing_is_split_off_without_words(
    asked: Asked, officer: User, parts: list[Part], words: str
) -> None:
    inquiry = asked(TWO)

    with pytest.raises(RuleError, match=words):
        splitting.split(inquiry, parts=parts, actor=officer, now=NOW)

    assert list(Inquiry.objects.all()) == [inquiry]


def test_a_closed_inquiry_is_opened_before_it_is_split(asked: Asked, officer: User) -> None:
    inquiry = asked(TWO)
    rules.close(inquiry, harvest="none", reason="Erledigt", actor=officer, now=MONDAY)

    with pytest.raises(RuleError, match="Öffnen Sie sie zuerst"):
        part_of(inquiry, officer)

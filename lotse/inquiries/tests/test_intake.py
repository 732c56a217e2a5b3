"""The mail door, through the real one: stored, parsed, routed, taken in."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pytest_django.fixtures import Settings

from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import intake, rules
from lotse.inquiries.models import Attachment, Inquiry, Message
from lotse.inquiries.tests.content import MAILBOX, deliver, deliver_and_read, mail, receipt_of
from lotse.inquiries.tests.factories import MONDAY
from lotse.lib.errors import RuleError
from lotse.mail import tests as mail_tests
from lotse.mail import tokens
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.mail.parse import parse
from lotse.municipalities.tests.factories import MailDomainFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
STRANGER = "Uwe Unbekannt <u.unbekannt@anderswo.example>"
CORPUS = sorted((Path(mail_tests.__file__).parent / "mails").glob("*.eml"))


@pytest.fixture
def inquiry() -> Inquiry:
    """An inquiry that came by mail from Sabine Muster and got its receipt."""
    return deliver_and_read(mail(message_id="<frage@post.musterstadt.example>")).inquiry


def answer(inquiry: Inquiry) -> OutgoingMail:
    reply = rules.reply(
        inquiry,
        kind="answer",
        text="Der Betreiber.",
        author=UserFactory.create(),
        now=MONDAY + HOUR,
    )
    assert reply.outgoing is not None
    return reply.outgoing


# --- New inquiries -------------------------------------------------------------------------------


def test_mail_of_a_person_becomes_an_inquiry_with_its_original(inquiry: Inquiry) -> None:
    question = inquiry.messages.get(kind=Message.Kind.QUESTION)
    assert inquiry.channel == Inquiry.Channel.MAIL
    assert inquiry.subject == "Schneelast bei Zelthallen"
    assert (inquiry.asker_name, inquiry.asker_email) == (
        "Sabine Muster",
        "s.muster@musterstadt.example",
    )
    assert question.message_id == "<frage@post.musterstadt.example>"
    assert question.inbound == InboundMail.objects.get()
    assert inquiry.received_at == MONDAY


@pytest.mark.parametrize(
    "recipient",
    [
        MAILBOX,
        "fluechtlingsmanagement+presse@lotse.example",
        "flüchtlingsmanagement@lotse.example",
        "fluechtlingsmanagement",
    ],
)
def test_every_spelling_of_the_mailbox_is_accepted(recipient: str) -> None:
    assert intake.accepts(recipient)


@pytest.mark.parametrize(
    "recipient",
    ["postmaster@lotse.example", "fluechtlingsmanagement@anderswo.example", "fluechtlinge@x", ""],
)
def test_other_addresses_are_not_ours(recipient: str) -> None:
    assert not intake.accepts(recipient)


def test_taking_the_same_mail_in_twice_changes_nothing(inquiry: Inquiry) -> None:
    stored = InboundMail.objects.get()
    intake.take(stored, parse(bytes(stored.raw)), MAILBOX, MONDAY + HOUR)
    assert Message.objects.count() == 2
    assert OutgoingMail.objects.count() == 1


def test_the_same_mail_to_mailbox_and_reply_address_is_one_message(inquiry: Inquiry) -> None:
    reply = mail(text="Noch etwas.", in_reply_to=receipt_of(inquiry).message_id)
    deliver(reply)
    deliver(reply, to=tokens.reply_address(inquiry.number))
    assert inquiry.messages.filter(kind=Message.Kind.FOLLOW_UP).count() == 1


def test_reply_to_is_where_the_answer_goes() -> None:
    message = deliver_and_read(
        mail(sender="formular@portal.example", reply_to="amt@musterstadt.example")
    )
    assert message.inquiry.asker_email == "amt@musterstadt.example"


def test_reply_to_that_names_ourselves_is_ignored() -> None:
    message = deliver_and_read(mail(reply_to=MAILBOX))
    assert message.inquiry.asker_email == "s.muster@musterstadt.example"


def test_mail_without_text_but_with_a_file_is_an_inquiry() -> None:
    composed = mail(text="", subject="Unser Hygieneplan")
    composed.add_attachment(b"%PDF-1.4\n%%EOF", "application", "pdf", filename="Plan.pdf")
    message = deliver_and_read(composed)
    assert (message.text, message.inquiry.subject) == ("", "Unser Hygieneplan")
    assert message.attachments.get().name == "Plan.pdf"


def test_empty_mail_waits_for_a_person() -> None:
    stored = deliver(mail(text="", subject=""))
    assert stored.quarantine_reason == "Die Mail enthält weder Text noch Anlagen"
    assert not Inquiry.objects.exists()


# --- Threads -------------------------------------------------------------------------------------


def test_reply_to_the_receipt_lands_in_the_inquiry(inquiry: Inquiry) -> None:
    receipt = receipt_of(inquiry)
    message = deliver_and_read(mail(text="Noch etwas.", in_reply_to=receipt.message_id))
    assert (message.inquiry, message.kind) == (inquiry, Message.Kind.FOLLOW_UP)


def test_reply_to_the_answer_starts_the_clock_again(inquiry: Inquiry) -> None:
    sent = answer(inquiry)
    deliver(mail(text="Und im Frühjahr?", in_reply_to=sent.message_id), now=MONDAY + 9 * HOUR)
    inquiry.refresh_from_db()
    assert inquiry.due_at == MONDAY + 33 * HOUR


def test_reference_to_the_askers_own_mail_is_enough(inquiry: Inquiry) -> None:
    message = deliver_and_read(
        mail(sender=STRANGER, references="<x@y> <frage@post.musterstadt.example>")
    )
    assert message.inquiry == inquiry


def test_reply_token_alone_routes(inquiry: Inquiry) -> None:
    message = deliver_and_read(
        mail(sender=STRANGER, subject="Ohne alles"), to=tokens.reply_address(inquiry.number)
    )
    assert message.inquiry == inquiry


def test_reply_token_in_capitals_routes(inquiry: Inquiry) -> None:
    message = deliver_and_read(mail(), to=tokens.reply_address(inquiry.number).upper())
    assert message.inquiry == inquiry


def test_number_and_the_askers_address_are_enough(inquiry: Inquiry) -> None:
    message = deliver_and_read(mail(subject=f"AW: [{inquiry.number}] Ihre Frage ist da"))
    assert message.inquiry == inquiry


def test_number_and_an_address_of_the_municipality_are_enough() -> None:
    MailDomainFactory.create(domain="musterstadt.example")
    inquiry = deliver_and_read(mail()).inquiry
    message = deliver_and_read(
        mail(sender="kollege@bau.musterstadt.example", subject=f"Zu {inquiry.number}")
    )
    assert message.inquiry == inquiry


def test_stranger_with_a_number_alone_waits_for_a_person(inquiry: Inquiry) -> None:
    stored = deliver(mail(sender=STRANGER, subject=f"AW: [{inquiry.number}] Frage"))
    assert (
        stored.quarantine_reason == f"Nennt {inquiry.number}, aber der Absender ist dort unbekannt"
    )
    assert inquiry.number in stored.quarantine_suggestion
    assert Message.objects.count() == 2


def test_forged_thread_with_a_number_waits_for_a_person(inquiry: Inquiry) -> None:
    stored = deliver(
        mail(
            sender=STRANGER,
            subject=f"[{inquiry.number}] Antwort",
            in_reply_to="<geraten@lotse.example>",
        )
    )
    assert stored.quarantined_at is not None


def test_forged_reply_address_waits_for_a_person(inquiry: Inquiry) -> None:
    forged = f"fluechtlingsmanagement+{inquiry.number.lower()}-aaaaaaaaaaaa@lotse.example"
    stored = deliver(mail(sender=STRANGER), to=forged)
    assert stored.quarantine_reason == "Die Antwortadresse ist nicht von uns oder beschädigt"


def test_damaged_reply_address_of_the_asker_still_finds_its_thread(inquiry: Inquiry) -> None:
    forged = f"fluechtlingsmanagement+{inquiry.number.lower()}-aaaaaaaaaaaa@lotse.example"
    message = deliver_and_read(mail(in_reply_to=receipt_of(inquiry).message_id), to=forged)
    assert message.inquiry == inquiry


def test_unknown_number_is_a_new_inquiry() -> None:
    message = deliver_and_read(mail(subject="Zu L-2019-4711"))
    assert message.kind == Message.Kind.QUESTION


def test_subject_alone_never_threads(inquiry: Inquiry) -> None:
    message = deliver_and_read(mail(subject="AW: Schneelast bei Zelthallen"))
    assert message.inquiry != inquiry


def test_direct_answer_counts_more_than_an_older_reference(inquiry: Inquiry) -> None:
    other = deliver_and_read(mail(message_id="<andere@post.musterstadt.example>")).inquiry
    message = deliver_and_read(
        mail(
            references="<frage@post.musterstadt.example> <andere@post.musterstadt.example>",
            in_reply_to="<andere@post.musterstadt.example>",
        )
    )
    assert message.inquiry == other


def test_quotation_is_folded_and_the_whole_text_kept(inquiry: Inquiry) -> None:
    text = "Danke, das hilft.\n\nAm 23.11.2026 um 10:46 schrieb Lotse:\n> Ihre Frage ist da\n"
    message = deliver_and_read(mail(text=text, in_reply_to=receipt_of(inquiry).message_id))
    assert message.text == "Danke, das hilft."
    assert "Ihre Frage ist da" in message.full_text


# --- Files ---------------------------------------------------------------------------------------


def test_files_are_stored_once_by_content_with_clean_names_and_real_types() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
    composed = mail()
    composed.add_attachment(picture, "application", "pdf", filename="../../Plan\u202e.pdf")
    composed.add_attachment(picture, "image", "png", filename="Kopie.png")
    message = deliver_and_read(composed)
    first, second = message.attachments.all()
    assert first.name == "Plan.pdf"
    assert (first.content_type, second.content_type) == ("image/png", "image/png")
    assert first.file.name == second.file.name
    with default_storage.open(str(first.file)) as kept:
        assert kept.read() == picture


def test_mail_whose_files_cannot_be_stored_is_tried_again(
    tmp_path: Path, settings: Settings
) -> None:
    blocked = tmp_path / "files"
    blocked.write_text("no folder")
    settings.MEDIA_ROOT = blocked
    composed = mail()
    composed.add_attachment(b"%PDF-1.4", "application", "pdf", filename="Plan.pdf")
    stored = deliver(composed)
    assert (stored.handled_at, stored.attempts) == (None, 1)
    assert not Inquiry.objects.exists()
    settings.MEDIA_ROOT = tmp_path / "mended"
    later = deliver(mail(subject="Andere"), now=MONDAY + HOUR)
    assert later.handled_at is not None
    assert Attachment.objects.get().name == "Plan.pdf"
    assert Inquiry.objects.count() == 2


# --- Quarantine ----------------------------------------------------------------------------------


def test_mail_from_quarantine_becomes_an_inquiry_whose_clock_counts_from_receipt() -> None:
    first = deliver_and_read(mail()).inquiry
    stored = deliver(mail(sender=STRANGER, subject=f"Zu {first.number}"))
    inquiry = intake.as_new_inquiry(stored, MONDAY + 5 * HOUR, UserFactory.create())
    assert inquiry.due_at == MONDAY + 24 * HOUR
    assert OutgoingMail.objects.filter(recipient="u.unbekannt@anderswo.example").count() == 1


def test_list_mail_taken_over_by_a_person_still_gets_no_receipt() -> None:
    stored = deliver(mail(list_id="<amt.verteiler.example>", precedence="list"))
    intake.as_new_inquiry(stored, MONDAY, UserFactory.create())
    assert not OutgoingMail.objects.exists()


def test_empty_mail_cannot_be_taken_over() -> None:
    stored = deliver(mail(text="", subject=""))
    with pytest.raises(RuleError, match="weder Text noch Anlagen"):
        intake.as_new_inquiry(stored, MONDAY, UserFactory.create())


def test_mail_from_quarantine_can_be_added_to_an_inquiry(inquiry: Inquiry) -> None:
    answer(inquiry)
    stored = deliver(mail(sender=STRANGER, subject=f"Zu {inquiry.number}"), now=MONDAY + 2 * HOUR)
    message = intake.as_message_of(stored, inquiry, MONDAY + 9 * HOUR, UserFactory.create())
    assert message.inquiry == inquiry
    assert inquiry.due_at == MONDAY + 26 * HOUR


def test_a_stranger_who_holds_the_reply_address_writes_under_the_own_name(
    inquiry: Inquiry,
) -> None:
    message = deliver_and_read(
        mail(sender=STRANGER, subject="Ganz anderes", text="Ich weiß etwas dazu."),
        to=tokens.reply_address(inquiry.number),
    )

    inquiry.refresh_from_db()
    assert (message.inquiry, message.author_email) == (inquiry, "u.unbekannt@anderswo.example")
    assert inquiry.asker_email == "s.muster@musterstadt.example"
    assert not OutgoingMail.objects.filter(recipient="u.unbekannt@anderswo.example").exists()

"""Names, addresses and files are gone when the time is over; questions and answers stay."""

from datetime import timedelta

import pytest

from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import anonymising, files, rules, suggest
from lotse.inquiries.models import Attachment, Inquiry
from lotse.inquiries.retention import INQUIRY_MONTHS
from lotse.inquiries.tests.content import deliver_and_read, mail
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory
from lotse.search import engine

pytestmark = pytest.mark.django_db
PERIOD = timedelta(days=365.25 / 12 * INQUIRY_MONTHS)


def closed() -> Inquiry:
    composed = mail(text="Wer prüft die Schneelast?\n\n-- \nSabine Muster, Tel. 0641 306-0")
    composed.add_attachment(b"%PDF-1.4 geheim", "application", "pdf", filename="Vertrag.pdf")
    inquiry = deliver_and_read(composed).inquiry
    author = UserFactory.create(name="Karin Beispiel")
    rules.note(inquiry, text="Frau Muster anrufen", author=author, now=MONDAY)
    rules.reply(inquiry, kind="answer", text="Der Betreiber.", author=author, now=MONDAY)
    rules.close(inquiry, harvest="toQuestion", actor=author, now=MONDAY)
    return inquiry


def test_closed_inquiry_is_made_anonymous_when_the_time_is_over(
    django_capture_on_commit_callbacks: object,
) -> None:
    inquiry = closed()
    path = str(Attachment.objects.get().file)
    storage = Attachment.objects.get().file.storage
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert anonymising.anonymise_closed(MONDAY + PERIOD) == 1
    inquiry.refresh_from_db()
    assert (inquiry.asker, inquiry.asker_name, inquiry.asker_email) == (None, "", "")
    assert [(m.kind, m.text, m.author_name, m.full_text) for m in inquiry.messages.all()] == [
        ("question", "Wer prüft die Schneelast?", "", ""),
        ("answer", "Der Betreiber.", "", ""),
    ]
    assert inquiry.message_count == 2
    assert not storage.exists(path)
    assert not engine.best("Schneelast", reach=2, kinds=(suggest.KIND,))


def test_nothing_is_made_anonymous_too_early_or_twice() -> None:
    closed()
    InquiryFactory.create()
    assert anonymising.anonymise_closed(MONDAY + PERIOD - timedelta(seconds=1)) == 0
    assert anonymising.anonymise_closed(MONDAY + PERIOD) == 1
    assert anonymising.anonymise_closed(MONDAY + PERIOD) == 0


def test_file_that_hangs_on_another_inquiry_as_well_is_kept(
    django_capture_on_commit_callbacks: object,
) -> None:
    closed()
    other = files.attachment(files.store("Kopie.pdf", b"%PDF-1.4 geheim"))
    other.message = deliver_and_read(mail()).inquiry.messages.all()[0]
    other.save()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        anonymising.anonymise_closed(MONDAY + PERIOD)
    assert other.file.storage.exists(str(other.file))


def test_names_and_numbers_in_running_text_do_not_survive() -> None:
    text = "Frau Karimi aus der Bahnhofstraße 12 fragt. Rückruf an Sabine Muster: 0641 3060123."
    inquiry = deliver_and_read(mail(subject="Termin von Frau Karimi", text=text)).inquiry
    author = UserFactory.create(name="Karin Beispiel")
    answer = "Guten Tag Frau Muster,\n\nja.\n\nFreundliche Grüße\nKarin Beispiel"
    rules.reply(inquiry, kind="answer", text=answer, author=author, now=MONDAY)
    rules.close(inquiry, harvest="toQuestion", actor=author, now=MONDAY)
    anonymising.anonymise_closed(MONDAY + PERIOD)
    inquiry.refresh_from_db()
    assert inquiry.subject == "Termin von Frau [Name]"
    assert [message.text for message in inquiry.messages.all()] == [
        "Frau [Name] aus der [Anschrift] fragt. Rückruf an [Name]: [Telefonnummer].",
        "Guten Tag Frau [Name],\n\nja.\n\nFreundliche Grüße\n[Name]",
    ]

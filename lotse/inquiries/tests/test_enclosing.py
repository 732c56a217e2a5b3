"""Files that go with a reply: checked, kept on the draft, sent, shown to the asker."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import access, links, rules
from lotse.inquiries.models import Draft, Inquiry, Message
from lotse.inquiries.rules import enclosing, merging, releasing, scheduling
from lotse.inquiries.tests.factories import MONDAY, MessageFactory
from lotse.lib.errors import RuleError
from lotse.mail import compose, outbox, sending
from lotse.mail.models import OutgoingMail
from tests.fixtures.mail import RunningPostbox

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(hours=5)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OTHER = PDF + b"% zwei\n"


@pytest.fixture
def inquiry() -> Inquiry:
    return MessageFactory.create(inquiry__message_count=1).inquiry


@pytest.fixture
def author() -> User:
    return UserFactory.create(name="Karin Beispiel", roles=[Role.DESK])


def enclose(inquiry: Inquiry, author: User, *found: tuple[str, bytes]) -> Draft:
    rules.save_draft(inquiry, text="Die Vorlage liegt bei.", author=author, now=NOW)
    enclosing.enclose(inquiry, found, author=author, now=NOW)
    return Draft.objects.get()


def answer(inquiry: Inquiry, author: User, *, undo_seconds: int = 0) -> Message:
    draft = Draft.objects.get(inquiry=inquiry, author=author)
    return rules.reply(
        inquiry,
        kind=Message.Kind.ANSWER,
        text=draft.text,
        files=enclosing.of(draft),
        author=author,
        undo_seconds=undo_seconds,
        now=NOW,
    )


def files_of(mail: OutgoingMail) -> list[tuple[str, str, bytes]]:
    return [
        (part.get_filename() or "", part.get_content_type(), part.get_payload(decode=True))  # type: ignore[misc]
        for part in compose.message(mail).iter_attachments()
    ]


def names(kept: Draft | None) -> list[str]:
    return [file.name for file in enclosing.of(kept)]


def archive(*entries: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for entry in entries:
            made.writestr(entry, "x")
    return content.getvalue()


def test_files_leave_with_the_mail_and_stand_on_the_status_page(
    inquiry: Inquiry,
    author: User,
    client: Client,
    settings: Settings,
    postbox: RunningPostbox,
) -> None:
    settings.SMTP_URL = postbox.url
    enclose(inquiry, author, ("Übersicht Räumplan.pdf", PDF), ("Zahlen.csv", b"Ort;Anzahl\n"))

    message = answer(inquiry, author)
    sending.send_waiting(NOW)

    [mail] = postbox.mails
    assert [
        (part.get_filename(), part.get_content_type(), part.get_content())
        for part in mail.iter_attachments()
    ] == [
        ("Übersicht Räumplan.pdf", "application/pdf", PDF),
        ("Zahlen.csv", "text/csv", "Ort;Anzahl\n"),
    ]
    body = mail.get_body(("plain",))
    assert body is not None
    assert "- Übersicht Räumplan.pdf" in body.get_content()
    page = client.get(links.status_path(inquiry)).content.decode()
    assert "Übersicht Räumplan.pdf" in page
    token = links.status_path(inquiry).rstrip("/").rpartition("/")[2]
    [first, _second] = message.attachments.all()
    assert access.attachment_by_token(token, first.pk, NOW) == first
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Programm.exe", b"MZ\x90\x00"),
        ("Makros.docm", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("Makros.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("Seite.html", b"<html><script>alert(1)</script></html>"),
        ("Getarnt.pdf", b"MZ\x90\x00\x03"),
        ("Paket.zip", archive("a.txt")),
        ("Daten.txt", b"\x00\x01\x02" * 40),
        ("ohne Endung", b"Text"),
    ],
)
def test_what_a_town_hall_should_not_open_is_refused(
    inquiry: Inquiry, author: User, name: str, content: bytes
) -> None:
    with pytest.raises(enclosing.Unfit, match=name):
        enclose(inquiry, author, ("Gut.pdf", PDF), (name, content))
    assert names(Draft.objects.get()) == []


def test_a_mail_does_not_grow_beyond_what_servers_take(
    inquiry: Inquiry, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosing, "MAX_BYTES", 2 * len(PDF))
    enclose(inquiry, author, ("1.pdf", PDF))
    with pytest.raises(enclosing.TooMuch, match="zusammen"):
        enclose(inquiry, author, ("2.pdf", OTHER))
    monkeypatch.setattr(enclosing, "MAX_FILES", 1)
    with pytest.raises(enclosing.TooMuch, match="Mehr als 1"):
        enclose(inquiry, author, ("3.pdf", PDF))
    assert names(Draft.objects.get()) == ["1.pdf"]


def test_writing_on_keeps_the_files_and_an_empty_text_does_too(
    inquiry: Inquiry, author: User
) -> None:
    enclose(inquiry, author, ("Plan.pdf", PDF))
    for text in ("Anders.", ""):
        draft = rules.save_draft(inquiry, text=text, author=author, now=NOW)
        assert names(draft) == ["Plan.pdf"]


def test_the_same_file_chosen_twice_goes_once(inquiry: Inquiry, author: User) -> None:
    draft = enclose(inquiry, author, ("Plan.pdf", PDF), ("Plan.pdf", PDF), ("Anders.pdf", PDF))
    assert names(draft) == ["Plan.pdf", "Anders.pdf"]


def test_a_file_taken_out_is_deleted_unless_something_else_needs_it(
    inquiry: Inquiry, author: User, django_capture_on_commit_callbacks: object
) -> None:
    other = MessageFactory.create().inquiry
    enclosing.enclose(other, [("Plan.pdf", PDF)], author=author, now=NOW)
    rules.save_draft(inquiry, text="Text", author=author, now=NOW)
    found = [("Plan.pdf", PDF), ("Weg.pdf", OTHER)]
    kept, gone = enclosing.enclose(inquiry, found, author=author, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        for file in (kept, gone):
            enclosing.take_out(inquiry, sha256=file.sha256, author=author, now=NOW)
    assert names(inquiry.drafts.get()) == []
    assert [default_storage.exists(file.path) for file in (kept, gone)] == [True, False]

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        rules.discard_draft(other, author=author)
    assert not default_storage.exists(kept.path)


def test_taking_back_puts_the_files_on_the_draft_again(inquiry: Inquiry, author: User) -> None:
    enclose(inquiry, author, ("Plan.pdf", PDF))
    message = answer(inquiry, author, undo_seconds=20)
    assert not Draft.objects.exists()
    # Meanwhile another text was begun, with a file of its own.
    enclose(inquiry, author, ("Neu.pdf", OTHER))

    draft = rules.undo(message, actor=author, now=NOW + timedelta(seconds=5))

    assert names(draft) == ["Plan.pdf", "Neu.pdf"]
    assert not OutgoingMail.objects.exists()


def test_a_planned_reply_takes_its_files_along_and_gives_them_back(
    inquiry: Inquiry, author: User
) -> None:
    draft = enclose(inquiry, author, ("Plan.pdf", PDF))
    later = NOW + timedelta(hours=3)

    def plan() -> object:
        return scheduling.schedule(
            inquiry,
            text=draft.text,
            files=enclosing.of(draft),
            author=author,
            send_at=later,
            now=NOW,
        )

    back = scheduling.cancel(plan(), actor=author, now=NOW)  # type: ignore[arg-type]
    assert names(back) == ["Plan.pdf"]
    plan()
    assert scheduling.run(later) == 1
    assert files_of(OutgoingMail.objects.get()) == [("Plan.pdf", "application/pdf", PDF)]


def test_a_release_covers_the_files(inquiry: Inquiry, author: User) -> None:
    reader = UserFactory.create(roles=[Role.DESK])
    draft = enclose(inquiry, author, ("Plan.pdf", PDF))
    releasing.share(draft, reader=reader, needs_release=True, actor=author, now=NOW)
    releasing.release(draft, seen=releasing.digest_of(draft), actor=reader, now=NOW)

    enclosing.enclose(inquiry, [("Heimlich.pdf", OTHER)], author=author, now=NOW)
    with pytest.raises(releasing.NotReleased):
        answer(inquiry, author)
    secret = enclosing.of(Draft.objects.get())[1]
    enclosing.take_out(inquiry, sha256=secret.sha256, author=author, now=NOW)
    assert answer(inquiry, author).details.reviewed_by == reader


def test_every_asker_of_merged_inquiries_gets_the_files(inquiry: Inquiry, author: User) -> None:
    other = MessageFactory.create(
        inquiry__asker_email="amt@nachbarstadt.example", inquiry__message_count=1
    ).inquiry
    merging.merge(other, inquiry, writes_to_both=True, actor=author, now=NOW)
    inquiry.refresh_from_db()
    enclose(inquiry, author, ("Plan.pdf", PDF))
    answer(inquiry, author)
    found = {mail.recipient: files_of(mail) for mail in OutgoingMail.objects.all()}
    sent = [("Plan.pdf", "application/pdf", PDF)]
    assert found == {"s.muster@musterstadt.example": sent, "amt@nachbarstadt.example": sent}


def test_a_file_that_cannot_be_read_makes_its_own_mail_wait_and_no_other(
    inquiry: Inquiry, author: User, settings: Settings, postbox: RunningPostbox
) -> None:
    settings.SMTP_URL = postbox.url
    enclose(inquiry, author, ("Plan.pdf", PDF))
    path = enclosing.of(Draft.objects.get())[0].path
    message = answer(inquiry, author)
    outbox.queue(purpose="notice", recipient="a@b.example", subject="S", text="T", now=NOW)
    default_storage.delete(path)

    sending.send_waiting(NOW)

    assert [mail["To"] for mail in postbox.mails] == ["a@b.example"]
    assert message.outgoing is not None
    message.outgoing.refresh_from_db()
    assert message.outgoing.state == "waiting"
    assert "Anlage" in message.outgoing.server_answer


def test_of_a_reply_that_was_overtaken_the_files_stay(inquiry: Inquiry, author: User) -> None:
    draft = enclose(inquiry, author, ("Plan.pdf", PDF))
    stale = inquiry.turn
    rules.reply(inquiry, kind="answer", text="Schneller.", author=UserFactory.create(), now=NOW)
    with pytest.raises(RuleError):
        rules.reply(
            inquiry,
            kind="answer",
            text=draft.text,
            files=enclosing.of(draft),
            author=author,
            turn=stale,
            now=NOW,
        )
    assert names(Draft.objects.get()) == ["Plan.pdf"]

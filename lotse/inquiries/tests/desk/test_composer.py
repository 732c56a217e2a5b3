"""Writing at the desk: drafts, sources, answers, interim replies, notes, double answers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from lotse.accounts.models import User
from lotse.inquiries import rules
from lotse.inquiries.models import Citation, Draft, Inquiry, Message
from lotse.inquiries.rules import releasing
from lotse.inquiries.tests.factories import DraftFactory, InquiryFactory, MessageFactory
from lotse.knowledge.models import Example
from lotse.lib import german
from lotse.lib.audience import Audience
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TEXT = "Guten Tag,\n\nder Betreiber prüft."


@pytest.fixture
def inquiry() -> Inquiry:
    asked = InquiryFactory(received_at=timezone.now() - timedelta(hours=2))
    MessageFactory(inquiry=asked)
    return asked


def address(inquiry: Inquiry, action: str) -> str:
    return f"{inquiry.get_absolute_url()}{action}/"


def write(inquiry: Inquiry, **fields: Any) -> dict[str, Any]:
    """What the composer posts."""
    return {"text": TEXT, "turn": inquiry.turn} | fields


def test_a_draft_is_saved_by_its_button(desk: Client, officer: User, inquiry: Inquiry) -> None:
    response = desk.post(address(inquiry, "entwurf"), write(inquiry, text="Zeile 1\r\nZeile 2"))

    assert response.headers["Location"] == f"{inquiry.get_absolute_url()}#antwort"
    assert Draft.objects.get(inquiry=inquiry, author=officer).text == "Zeile 1\nZeile 2"
    assert "Zeile 1" in desk.get(inquiry.get_absolute_url()).content.decode()


def test_a_draft_saved_by_itself_says_when(desk: Client, inquiry: Inquiry) -> None:
    response = desk.post(
        address(inquiry, "entwurf"), write(inquiry), headers={"HX-Request": "true"}
    )

    saved = german.local(Draft.objects.get().saved_at)
    assert response.content.decode().strip() == f"Entwurf gespeichert {saved:%H:%M} Uhr"


def test_saving_warns_when_the_conversation_went_on(desk: Client, inquiry: Inquiry) -> None:
    response = desk.post(
        address(inquiry, "entwurf"),
        write(inquiry, turn=inquiry.turn - 1),
        headers={"HX-Request": "true"},
    )

    assert "Inzwischen ist etwas dazugekommen." in response.content.decode()


def test_an_answer_leaves_as_mail_with_its_source(
    desk: Client, officer: User, inquiry: Inquiry, publish: Callable[..., Example]
) -> None:
    example = publish()
    desk.post(address(inquiry, "zitieren"), write(inquiry, quelle=f"example:{example.pk}:"))
    draft = Draft.objects.get()
    assert draft.text == f"{TEXT} [1]"

    response = desk.post(address(inquiry, "senden"), write(inquiry, text=draft.text))

    assert response.headers["Location"] == inquiry.get_absolute_url()
    inquiry.refresh_from_db()
    assert inquiry.owner == officer
    assert inquiry.due_at is None
    citation = Citation.objects.get(message__kind=Message.Kind.ANSWER)
    assert (citation.kind, citation.object_id) == ("example", example.pk)
    mail = OutgoingMail.objects.get(purpose="answer")
    assert mail.recipient == inquiry.asker_email
    assert example.get_absolute_url() in mail.text
    assert not Draft.objects.exists()


def test_without_a_source_it_asks_once_and_then_sends(desk: Client, inquiry: Inquiry) -> None:
    asked = desk.post(address(inquiry, "senden"), write(inquiry))

    assert asked.status_code == 200
    assert "Ohne Quelle senden?" in asked.content.decode()
    assert not OutgoingMail.objects.exists()

    sent = desk.post(address(inquiry, "senden"), write(inquiry, ohne_quelle="1"))

    assert sent.status_code == 302
    assert OutgoingMail.objects.get().purpose == "answer"


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_answer_is_refused_with_a_sentence(
    desk: Client, inquiry: Inquiry, text: str
) -> None:
    response = desk.post(address(inquiry, "senden"), write(inquiry, text=text))

    assert response.status_code == 422
    page = response.content.decode()
    assert "Schreiben Sie eine Antwort. Ein Satz genügt." in page
    assert "<title>Fehler:" in page.replace("\n", "")


def test_a_mark_without_source_is_refused_and_the_text_is_kept(
    desk: Client, inquiry: Inquiry
) -> None:
    text = f"{TEXT} [3]"

    response = desk.post(address(inquiry, "senden"), write(inquiry, text=text, ohne_quelle="1"))

    assert response.status_code == 422
    assert response.context["composer"]["text"].value() == text
    assert "[3]" in response.context["composer"].non_field_errors()[0]


def test_the_second_answer_is_refused_and_both_texts_are_kept(
    desk: Client, officer: User, colleague: User, inquiry: Inquiry
) -> None:
    seen = inquiry.turn
    rules.reply(
        inquiry,
        kind=Message.Kind.ANSWER,
        text="Ich war schneller.",
        author=colleague,
        now=timezone.now(),
    )

    response = desk.post(
        address(inquiry, "senden"), {"text": TEXT, "turn": seen, "ohne_quelle": "1"}
    )

    assert response.status_code == 409
    assert [item.text for item in response.context["news"]] == ["Ich war schneller."]
    page = response.content.decode()
    assert "Cem Aydin hat schon geantwortet" in page
    assert TEXT in page
    assert Draft.objects.get(author=officer).text == TEXT
    assert OutgoingMail.objects.filter(purpose="answer").count() == 1


def test_after_reading_the_faster_answer_the_own_one_can_be_sent_too(
    desk: Client, colleague: User, inquiry: Inquiry
) -> None:
    seen = inquiry.turn
    rules.reply(
        inquiry, kind=Message.Kind.ANSWER, text="Schneller.", author=colleague, now=timezone.now()
    )
    conflict = desk.post(address(inquiry, "senden"), {"text": TEXT, "turn": seen, "ohne_quelle": 1})

    turn = conflict.context["composer"]["turn"].value()
    sent = desk.post(address(inquiry, "senden"), {"text": TEXT, "turn": turn, "ohne_quelle": 1})

    assert sent.status_code == 302
    assert OutgoingMail.objects.filter(purpose="answer").count() == 2


def test_a_message_of_the_asker_meanwhile_is_shown_before_sending(
    desk: Client, inquiry: Inquiry
) -> None:
    seen = inquiry.turn
    now = timezone.now()
    rules.add_message(
        inquiry,
        rules.Incoming(text="Es schneit schon.", author_email=inquiry.asker_email),
        channel=Inquiry.Channel.MAIL,
        received_at=now,
        now=now,
    )

    response = desk.post(
        address(inquiry, "senden"), {"text": TEXT, "turn": seen, "ohne_quelle": "1"}
    )

    assert response.status_code == 409
    assert [item.text for item in response.context["news"]] == ["Es schneit schon."]


def test_citing_twice_gives_one_source(
    desk: Client, inquiry: Inquiry, publish: Callable[..., Example]
) -> None:
    name = f"example:{publish().pk}:"
    for _ in range(2):
        desk.post(address(inquiry, "zitieren"), write(inquiry, quelle=name))

    assert len(Draft.objects.get().citations) == 1
    assert Draft.objects.get().text == f"{TEXT} [1]"


def test_with_scripts_the_mark_goes_to_the_cursor_and_not_to_the_end(
    desk: Client, inquiry: Inquiry, publish: Callable[..., Example]
) -> None:
    example = publish()

    response = desk.post(
        address(inquiry, "zitieren"),
        write(inquiry, quelle=f"example:{example.pk}:"),
        headers={"HX-Request": "true"},
    )

    assert Draft.objects.get().text == TEXT
    assert response.headers["HX-Trigger-After-Swap"] == '{"lotse:cited": {"position": 1}}'
    assert example.title in response.content.decode()


def test_removing_a_source_renumbers_the_text(
    desk: Client, inquiry: Inquiry, publish: Callable[..., Example]
) -> None:
    first, second = publish(), publish(title="Räumdienst beauftragen")
    for example in (first, second):
        desk.post(address(inquiry, "zitieren"), {"quelle": f"example:{example.pk}:"})
    text = "Erst messen [1]. Dann räumen [2] und melden [1]. Siehe [17]."

    desk.post(address(inquiry, "zitat-entfernen"), write(inquiry, text=text, position="1"))

    draft = Draft.objects.get()
    assert draft.text == "Erst messen. Dann räumen [1] und melden. Siehe [17]."
    assert [row["object_id"] for row in draft.citations] == [second.pk]


@pytest.mark.parametrize(
    "name", ["", "example:", "example:999:", "inquiry:1:", "nichts:1:", "example:x:"]
)
def test_what_does_not_exist_cannot_be_cited(desk: Client, inquiry: Inquiry, name: str) -> None:
    response = desk.post(address(inquiry, "zitieren"), write(inquiry, quelle=name), follow=True)

    assert "Diese Quelle lässt sich nicht zitieren." in response.content.decode()
    assert not any(draft.citations for draft in Draft.objects.all())


def test_an_answered_inquiry_of_somebody_else_is_never_cited(
    desk: Client, colleague: User, inquiry: Inquiry
) -> None:
    other = InquiryFactory(received_at=timezone.now())
    rules.reply(other, kind=Message.Kind.ANSWER, text="So.", author=colleague, now=timezone.now())

    desk.post(address(inquiry, "zitieren"), write(inquiry, quelle=f"inquiry:{other.pk}:"))

    assert not any(draft.citations for draft in Draft.objects.all())


def test_a_source_the_asker_may_not_open_is_marked_and_stops_the_answer(
    desk: Client, inquiry: Inquiry, publish: Callable[..., Example]
) -> None:
    example = publish(audience=Audience.MEMBERS)
    desk.post(address(inquiry, "zitieren"), write(inquiry, quelle=f"example:{example.pk}:"))

    page = desk.get(inquiry.get_absolute_url())
    assert [source.problem for source in page.context["sources"]] == ["hidden"]

    response = desk.post(address(inquiry, "senden"), write(inquiry, text=f"{TEXT} [1]"))
    assert response.status_code == 422
    assert not OutgoingMail.objects.exists()


def test_the_answer_to_a_similar_inquiry_is_taken_over_with_its_sources(
    desk: Client, colleague: User, inquiry: Inquiry, publish: Callable[..., Example]
) -> None:
    first, second = publish(), publish(title="Räumdienst beauftragen")
    other = InquiryFactory(received_at=timezone.now())
    rules.reply(
        other,
        kind=Message.Kind.ANSWER,
        text="Der Räumdienst hilft [1].",
        citations=[rules.Cited("example", second.pk)],
        author=colleague,
        now=timezone.now(),
    )
    desk.post(address(inquiry, "zitieren"), write(inquiry, quelle=f"example:{first.pk}:"))

    desk.post(
        address(inquiry, "antwort-uebernehmen"),
        write(inquiry, text="Guten Tag [1]", anfrage=other.pk),
    )

    draft = Draft.objects.get()
    assert draft.text == "Guten Tag [1]\n\nDer Räumdienst hilft [2]."
    assert [row["object_id"] for row in draft.citations] == [first.pk, second.pk]


def test_the_preview_shows_the_mail_as_it_leaves(
    desk: Client, inquiry: Inquiry, publish: Callable[..., Example]
) -> None:
    example = publish()
    desk.post(address(inquiry, "zitieren"), write(inquiry, quelle=f"example:{example.pk}:"))

    shown = desk.post(address(inquiry, "vorschau"), write(inquiry, text=f"{TEXT} [1]"), follow=True)

    mail = shown.context["mail"]
    assert not OutgoingMail.objects.exists()
    desk.post(address(inquiry, "senden"), write(inquiry, text=f"{TEXT} [1]"))
    sent = OutgoingMail.objects.get(purpose="answer")
    assert mail.subject == sent.subject
    # The links of the feedback name the message, which a preview does not have yet.
    assert mail.text.partition("HAT IHNEN")[0] == sent.text.partition("HAT IHNEN")[0]


def test_an_interim_reply_promises_a_day_and_a_next_step(desk: Client, inquiry: Inquiry) -> None:
    opened = desk.post(address(inquiry, "zwischenstand"), write(inquiry))
    assert opened.status_code == 200
    assert opened.context["form"]["text"].value() == TEXT
    day = german.local(timezone.now()).date() + timedelta(days=2)

    response = desk.post(
        address(inquiry, "zwischenstand"),
        write(
            inquiry,
            text="Guten Tag,\n\nwir sind dran.\n\nFreundliche Grüße\nM. T.",
            summary="Wer prüft die Schneelast?",
            next_step="Wir fragen drei Landkreise.",
            expected_on=day.isoformat(),
            expected_at="12:30",
        ),
    )

    assert response.status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.due_at is None
    assert inquiry.answered_at is None
    assert german.local(inquiry.answer_due_at).strftime("%d %H:%M") == f"{day:%d} 12:30"  # type: ignore[arg-type]
    assert Message.objects.get(kind=Message.Kind.INTERIM).text == (
        "Guten Tag,\n\nwir sind dran.\n\nNächster Schritt: Wir fragen drei Landkreise.\n\n"
        "Freundliche Grüße\nM. T."
    )


def test_an_interim_reply_without_a_day_keeps_what_was_typed(
    desk: Client, inquiry: Inquiry
) -> None:
    response = desk.post(
        address(inquiry, "zwischenstand"),
        write(
            inquiry, summary="Wer?", next_step="Wir fragen.", expected_on="", expected_at="12:00"
        ),
    )

    assert response.status_code == 422
    form = response.context["form"]
    assert form["next_step"].value() == "Wir fragen."
    assert form.errors["expected_on"] == ["Nennen Sie den Tag, bis zu dem Sie antworten."]
    assert not OutgoingMail.objects.exists()


def test_a_promised_day_in_the_past_is_refused(desk: Client, inquiry: Inquiry) -> None:
    response = desk.post(
        address(inquiry, "zwischenstand"),
        write(
            inquiry,
            summary="Wer?",
            next_step="Wir fragen.",
            expected_on="2020-01-01",
            expected_at="12:00",
        ),
    )

    assert response.status_code == 422
    assert "muss in der Zukunft liegen" in response.content.decode()


def test_a_note_stays_in_the_team_and_the_clock_runs_on(desk: Client, inquiry: Inquiry) -> None:
    due = inquiry.due_at

    desk.post(address(inquiry, "notiz"), {"text": "Mit dem Bauamt gesprochen."})

    inquiry.refresh_from_db()
    assert inquiry.due_at == due
    assert not OutgoingMail.objects.exists()
    page = desk.get(inquiry.get_absolute_url()).content.decode()
    assert "nur für das Team" in page


def test_switching_to_the_note_without_scripts_keeps_the_text(
    desk: Client, inquiry: Inquiry
) -> None:
    response = desk.post(f"{address(inquiry, 'entwurf')}?modus=notiz", write(inquiry), follow=True)

    assert response.redirect_chain[0][0] == f"{inquiry.get_absolute_url()}?modus=notiz#notiz"
    assert response.context["mode"] == "notiz"
    assert Draft.objects.get().text == TEXT


def test_who_is_writing_is_shown_before_one_begins(
    desk: Client, colleague: User, inquiry: Inquiry
) -> None:
    DraftFactory(inquiry=inquiry, author=colleague, saved_at=timezone.now())

    assert "<strong>Cem Aydin</strong> schreibt gerade" in " ".join(
        desk.get(inquiry.get_absolute_url()).content.decode().split()
    )


def test_a_draft_of_a_colleague_from_yesterday_is_no_presence(
    desk: Client, colleague: User, inquiry: Inquiry
) -> None:
    DraftFactory(inquiry=inquiry, author=colleague, saved_at=timezone.now() - timedelta(days=1))

    assert desk.get(inquiry.get_absolute_url()).context["colleagues"] == []


def test_a_nul_character_in_the_text_is_left_out(
    desk: Client, inquiry: Inquiry, publish: Callable[..., Example]
) -> None:
    desk.post(
        address(inquiry, "zitieren"),
        write(inquiry, text="Guten\x00 Tag", quelle=f"example:{publish().pk}:"),
    )

    assert Draft.objects.get().text == "Guten Tag [1]"


def test_every_button_of_the_composer_takes_chosen_files_along(
    desk: Client, officer: User, inquiry: Inquiry
) -> None:
    def chosen(name: str) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, PDF + name.encode(), "application/octet-stream")

    desk.post(address(inquiry, "entwurf"), write(inquiry, anlagen=chosen("1.pdf")))
    desk.post(address(inquiry, "vorschau"), write(inquiry, anlagen=chosen("2.pdf")))
    desk.post(address(inquiry, "senden-planen"), write(inquiry, anlagen=chosen("3.pdf")))
    desk.post(address(inquiry, "entwurf-teilen"), write(inquiry, anlagen=chosen("4.pdf")))
    desk.post(address(inquiry, "zwischenstand"), write(inquiry, anlagen=chosen("5.pdf")))
    desk.post(address(inquiry, "senden"), write(inquiry, anlagen=chosen("6.pdf")))
    names = [f"{number}.pdf" for number in range(1, 7)]
    assert [row["name"] for row in Draft.objects.get().files] == names
    preview = desk.get(address(inquiry, "vorschau")).content.decode()
    assert all(name in preview for name in names)

    desk.post(address(inquiry, "senden"), write(inquiry, ohne_quelle="1"))

    [sent] = Message.objects.filter(kind="answer")
    assert [file.name for file in sent.attachments.all()] == names
    assert [file["name"] for file in OutgoingMail.objects.get().files] == names
    page = desk.get(inquiry.get_absolute_url()).content.decode()
    assert all(name in page for name in names)


def test_a_refused_file_loses_no_word_and_sends_nothing(
    desk: Client, officer: User, inquiry: Inquiry
) -> None:
    program = SimpleUploadedFile("Rechner.exe", b"MZ\x90\x00", "application/pdf")
    page = desk.post(
        address(inquiry, "senden"), write(inquiry, ohne_quelle="1", anlagen=program)
    ).content.decode()
    assert "„Rechner.exe“ lässt sich nicht mitsenden." in page
    assert TEXT in page
    assert not OutgoingMail.objects.exists()


def test_a_file_is_taken_out_again(desk: Client, officer: User, inquiry: Inquiry) -> None:
    file = SimpleUploadedFile("Plan.pdf", PDF, "application/pdf")
    desk.post(address(inquiry, "anlage"), write(inquiry, anlagen=file))
    [row] = Draft.objects.get().files
    response = desk.post(
        address(inquiry, "anlage-entfernen"),
        write(inquiry, datei=row["sha256"]),
        headers={"HX-Request": "true"},
    )
    assert "Plan.pdf" not in response.content.decode()
    draft = Draft.objects.get()
    assert (draft.files, draft.text) == ([], TEXT)


def test_files_of_a_draft_are_for_its_author_until_it_is_shared(
    desk: Client, officer: User, colleague: User, client: Client, inquiry: Inquiry
) -> None:
    file = SimpleUploadedFile("Plan.pdf", PDF, "application/pdf")
    desk.post(address(inquiry, "anlage"), write(inquiry, anlagen=file))
    draft = Draft.objects.get()
    target = f"{inquiry.get_absolute_url()}entwuerfe/{draft.pk}/anlagen/1/"
    response = desk.get(target)
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment")
    assert desk.get(target.replace("/1/", "/2/")).status_code == 404

    client.force_login(colleague)
    assert client.get(target).status_code == 404
    releasing.share(draft, reader=colleague, actor=officer, now=timezone.now())
    assert client.get(target).status_code == 200
    shared = client.get(f"{inquiry.get_absolute_url()}entwuerfe/{draft.pk}/").content.decode()
    assert target in shared

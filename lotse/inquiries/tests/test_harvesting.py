"""From a closed inquiry to knowledge: drafts without people, commissions, what is there already."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from PIL import Image

from lotse.accounts import bootstrap as accounts
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import files, material, rules
from lotse.inquiries.models import Attachment, Harvested, Inquiry, RedactionDecision
from lotse.inquiries.rules import harvesting, redacting
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory
from lotse.inquiries.tests.harvest_factories import closed
from lotse.knowledge import bootstrap as knowledge
from lotse.knowledge.models import Answer, Commission, Example
from lotse.knowledge.tests.factories import published
from lotse.lib import pictures
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(hours=4)


@pytest.fixture
def officer() -> User:
    return UserFactory.create(name="Mareike Thomsen", roles=[Role.DESK])


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def page(inquiry: Inquiry, name: str = "harvest") -> str:
    return reverse(f"inquiries:desk:{name}", args=[inquiry.number])


def decide_all(inquiry: Inquiry, actor: User, **keep: str) -> None:
    for mark in material.marks(inquiry):
        action = "keep" if mark.value in keep else "mask"
        redacting.decide(
            inquiry,
            kind=mark.kind,
            value=mark.value,
            action=action,
            reason=keep.get(mark.value, ""),
            actor=actor,
            now=NOW,
        )


def publish(answer: Answer) -> None:
    answer.refresh_from_db()
    answer.latest_revision.publish()
    answer.refresh_from_db()


def test_closing_leads_to_the_harvest_and_the_draft_holds_no_names(
    desk: Client, officer: User
) -> None:
    inquiry = closed(officer)
    rules.reopen(inquiry, actor=officer, now=NOW)
    there = desk.post(page(inquiry, "close"), {"harvest": "toQuestion", "reason": ""})
    assert there["Location"] == page(inquiry)
    shown = desk.get(page(inquiry)).content.decode()
    assert "Entwurf der Antwort anlegen" in shown
    assert "Karimi" not in shown

    desk.post(page(inquiry), {"was": "answer"})
    assert "noch nicht veröffentlicht" in desk.get(page(inquiry)).content.decode()
    draft = Answer.objects.get()
    assert (draft.live, draft.owner) == (False, officer)
    assert draft.question == "wer prüft bei der Zelthalle die Schneelast?"
    assert draft.short_answer == (
        "Verantwortlich ist, wer die Halle betreibt [1]. Die Kommune prüft mit."
    )
    assert draft.long_answer == "1. Messen Sie alle vier Stunden.\n2. Räumen Sie rechtzeitig."
    assert [source.example.title for source in draft.sources.all()] == [
        "Schneewache für Zelthallen"
    ]
    assert list(draft.concepts.all()) == list(inquiry.topics.all())


def test_record_is_not_published_while_a_mark_is_undecided(desk: Client, officer: User) -> None:
    inquiry = closed(officer)
    draft = harvesting.draft_answer(inquiry, actor=officer, now=NOW)
    with pytest.raises(ValidationError, match=inquiry.number):
        publish(draft)
    decide_all(inquiry, officer)
    publish(draft)
    assert draft.live
    assert "Herkunft" in desk.get(draft.get_absolute_url()).content.decode()
    desk.logout()
    assert inquiry.number not in desk.get(draft.get_absolute_url()).content.decode()


def test_draft_leads_to_the_admin_only_who_may_enter_it(desk: Client, officer: User) -> None:
    inquiry = closed(officer)
    draft = harvesting.draft_answer(inquiry, actor=officer, now=NOW)
    edit = f'href="/redaktion/snippets/knowledge/answer/edit/{draft.pk}/"'
    assert edit not in desk.get(page(inquiry)).content.decode()
    decide_all(inquiry, officer)
    publish(draft)
    assert f'href="/a/{draft.pk}/"' in desk.get(page(inquiry)).content.decode()
    desk.force_login(UserFactory.create(roles=[Role.LEAD]))
    assert edit in desk.get(page(inquiry)).content.decode()


def test_editor_cannot_publish_in_the_admin_before_the_marks_are_decided(
    client: Client, officer: User
) -> None:
    accounts.load(NOW)
    knowledge.load(NOW)
    inquiry = closed(officer)
    draft = harvesting.draft_answer(inquiry, actor=officer, now=NOW)
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    address = f"/redaktion/snippets/knowledge/answer/edit/{draft.pk}/"

    refused = client.post(address, form_of(draft)).content.decode()
    assert f"Aus {inquiry.number} sind noch" in refused
    draft.refresh_from_db()
    assert not draft.live
    assert client.get(page(inquiry, "redact")).status_code == 200

    decide_all(inquiry, officer)
    client.post(address, form_of(draft))
    draft.refresh_from_db()
    assert draft.live


def form_of(draft: Answer) -> dict[str, Any]:
    """What the browser sends when an editor publishes the draft as it is."""
    sources = list(draft.sources.all())
    data: dict[str, Any] = {
        "question": draft.question,
        "slug": draft.slug,
        "short_answer": draft.short_answer,
        "long_answer": draft.long_answer,
        "scope": draft.scope,
        "certainty": draft.certainty,
        "as_of": "2026-11-23",
        "review_due_on": "2027-11-24",
        "audience": "0",
        "concepts": [concept.pk for concept in draft.concepts.all()],
        "sources-TOTAL_FORMS": str(len(sources)),
        "sources-INITIAL_FORMS": str(len(sources)),
        "sources-MIN_NUM_FORMS": "0",
        "sources-MAX_NUM_FORMS": "1000",
        "action-publish": "1",
    }
    for number, source in enumerate(sources):
        data |= {
            f"sources-{number}-id": str(source.pk),
            f"sources-{number}-example": str(source.example_id),
            f"sources-{number}-ORDER": str(number + 1),
        }
    return data


def test_a_name_written_in_again_stands_against_publishing(officer: User) -> None:
    inquiry = closed(officer)
    draft = harvesting.draft_answer(inquiry, actor=officer, now=NOW)
    decide_all(inquiry, officer)
    draft.long_answer = "Fragen Sie Frau Karimi."
    draft.save_revision(clean=False)
    with pytest.raises(ValidationError, match="ist noch 1 Angabe"):
        publish(draft)


def test_decisions_are_made_on_a_page_without_script_and_kept_with_who_and_when(
    desk: Client, officer: User
) -> None:
    inquiry = closed(officer)
    shown = desk.get(page(inquiry, "redact")).content.decode()
    marks = material.marks(inquiry)
    assert "Name: Karimi" in shown
    assert "Telefonnummer: 03643 762145" in shown
    number = 1 + [mark.value for mark in marks].index("Karimi")
    sent = {
        f"m{n}-{key}": value
        for n, mark in enumerate(marks, 1)
        for key, value in (("kind", mark.kind.value), ("value", mark.value))
    }
    keep_silently = sent | {f"m{number}-action": "keep"}
    assert (
        "warum „Karimi“ stehen bleiben"
        in desk.post(page(inquiry, "redact"), keep_silently).content.decode()
    )
    assert not RedactionDecision.objects.exists()

    desk.post(
        page(inquiry, "redact"),
        sent | {f"m{number}-action": "replace", f"m{number}-replacement": "eine Kollegin"},
    )
    row = RedactionDecision.objects.get()
    assert (row.value, row.action, row.replacement, row.decided_by) == (
        "Karimi",
        "replace",
        "eine Kollegin",
        officer,
    )
    assert "Karimi" not in "".join(inquiry.events.values_list("detail", flat=True))


def test_a_replacement_may_not_name_somebody_itself(officer: User) -> None:
    with pytest.raises(RuleError, match="nennt selbst"):
        redacting.decide(
            closed(officer),
            kind="name",
            value="Karimi",
            action="replace",
            replacement="Sabine Weber",
            actor=officer,
            now=NOW,
        )


def test_similar_records_are_offered_and_counting_there_is_seen_at_the_record(
    desk: Client, officer: User
) -> None:
    inquiry = closed(officer)
    existing = Example.objects.get()
    shown = desk.get(page(inquiry)).content.decode()
    assert f'value="example:{existing.pk}"' in shown
    for _twice in range(2):
        desk.post(page(inquiry), {"was": "existing", "target": f"example:{existing.pk}"})
    row = Harvested.objects.get()
    assert (row.how, row.record_id, row.made_by) == ("existing", existing.pk, officer)
    at_record = desk.get(existing.get_absolute_url()).content.decode()
    assert inquiry.number in at_record
    assert "1 Antwort an eine Kommune zitiert das." in at_record


def test_aid_and_change_become_commissions_that_editors_take_and_settle(
    desk: Client, officer: User, client: Client
) -> None:
    inquiry = closed(officer, harvest="toAid")
    target = published(title="Schneelast messen")
    desk.post(
        page(inquiry), {"was": "aid", "title": "Prüfblatt Schneelast", "why": "Dreimal gefragt."}
    )
    desk.post(
        page(inquiry), {"was": "change", "target": f"example:{target.pk}", "why": "Zahl fehlt."}
    )
    assert [
        (c.kind, c.record_title, c.origin_label) for c in Commission.objects.order_by("pk")
    ] == [
        ("aid", "", inquiry.number),
        ("change", "Schneelast messen", inquiry.number),
    ]
    client.force_login(UserFactory.create(name="Ria Redaktion", roles=[Role.EDITOR]))
    shown = client.get("/auftraege/").content.decode()
    assert "Prüfblatt Schneelast" in shown
    aid = Commission.objects.get(kind="aid")
    client.post(f"/auftraege/{aid.pk}/uebernehmen/")
    client.post(f"/auftraege/{aid.pk}/erledigt/")
    refused = client.post(f"/auftraege/{aid.pk}/uebernehmen/", follow=True).content.decode()
    assert "Der Auftrag ist inzwischen: erledigt" in refused
    assert "Prüfblatt Schneelast" not in client.get("/auftraege/").content.decode()
    assert "Prüfblatt Schneelast" in client.get("/auftraege/?stand=done").content.decode()


def test_commission_is_dropped_with_a_reason_and_opened_again(
    client: Client, officer: User
) -> None:
    inquiry = closed(officer)
    asked = harvesting.commission(
        inquiry, kind="aid", title="Prüfblatt", why="Gefragt.", actor=officer, now=NOW
    )
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    assert (
        "Nennen Sie den Grund"
        in client.post(f"/auftraege/{asked.pk}/verwerfen/", {"reason": ""}).content.decode()
    )
    client.post(f"/auftraege/{asked.pk}/verwerfen/", {"reason": "Gibt es beim Land."})
    asked.refresh_from_db()
    assert (asked.state, asked.drop_reason) == ("dropped", "Gibt es beim Land.")
    client.post(f"/auftraege/{asked.pk}/wieder-oeffnen/")
    asked.refresh_from_db()
    assert (asked.state, asked.drop_reason) == ("open", "")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_what_is_to_be_harvested_asks_the_same_number_of_times(
    desk: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    for _row in range(rows):
        InquiryFactory.create(
            closed_at=MONDAY, waiting_since=None, due_at=None, harvest="toQuestion"
        )
    with django_assert_max_num_queries(8):
        shown = desk.get(reverse("inquiries:desk:to_harvest")).content.decode()
    assert shown.count("als beantwortete Frage") == rows + 1
    assert (
        "Alles geerntet"
        in desk.get(reverse("inquiries:desk:to_harvest") + "?wer=ich").content.decode()
    )


def test_what_was_harvested_leaves_the_list(desk: Client, officer: User) -> None:
    inquiry = closed(officer)
    assert inquiry.number in desk.get(reverse("inquiries:desk:to_harvest")).content.decode()
    harvesting.draft_answer(inquiry, actor=officer, now=NOW)
    assert inquiry.number not in desk.get(reverse("inquiries:desk:to_harvest")).content.decode()


def test_asker_who_agreed_is_told_once_when_others_can_read_it(officer: User) -> None:
    inquiry = closed(officer)
    draft = harvesting.draft_answer(inquiry, actor=officer, now=NOW)
    assert harvesting.tell_askers(NOW) == 0
    decide_all(inquiry, officer)
    publish(draft)
    assert [harvesting.tell_askers(NOW), harvesting.tell_askers(NOW)] == [1, 0]
    told = OutgoingMail.objects.get(purpose="harvest")
    assert told.recipient == inquiry.asker_email
    assert draft.get_absolute_url() in told.text


def test_asker_without_consent_is_not_told(officer: User) -> None:
    inquiry = closed(officer, has_consent=False)
    draft = harvesting.draft_answer(inquiry, actor=officer, now=NOW)
    decide_all(inquiry, officer)
    publish(draft)
    assert harvesting.tell_askers(NOW) == 0


def test_files_are_taken_over_only_when_somebody_vouches_for_them(
    desk: Client, officer: User
) -> None:
    inquiry = closed(officer, harvest="toExample")
    attachment = files.attachment(files.store("plan.jpg", picture()))
    attachment.message = inquiry.messages.all()[0]
    attachment.save()
    refused = desk.post(page(inquiry), {"was": "example", "attachments": [attachment.pk]})
    assert "Bestätigen Sie" in refused.content.decode()
    assert not Example.objects.filter(live=False).exists()
    desk.post(page(inquiry), {"was": "example", "attachments": [attachment.pk], "is_checked": "on"})
    example = Example.objects.get(live=False)
    assert example.municipalities.count() == 0
    taken = example.attachments.get()
    assert not taken.is_released
    with taken.document.file.open("rb") as opened, Image.open(opened) as image:
        assert not image.getexif()
    assert Attachment.objects.count() == 1


def picture() -> bytes:
    image = Image.new("RGB", (8, 6), "red")
    exif = Image.Exif()
    exif[0x010F] = "Kamera von Frau Karimi"
    written = BytesIO()
    image.save(written, "JPEG", exif=exif)
    return written.getvalue()


def test_place_and_camera_are_gone_from_pictures() -> None:
    bare = pictures.without_metadata(picture(), "image/jpeg")
    assert b"Karimi" in picture()
    assert b"Karimi" not in bare
    with Image.open(BytesIO(bare)) as image:
        assert image.size == (8, 6)


def test_nothing_new_is_made_from_an_open_or_anonymous_inquiry(officer: User) -> None:
    with pytest.raises(RuleError, match="zuerst"):
        harvesting.draft_answer(InquiryFactory.create(), actor=officer, now=NOW)
    inquiry = closed(officer)
    Inquiry.objects.filter(pk=inquiry.pk).update(anonymised_at=NOW)
    inquiry.refresh_from_db()
    with pytest.raises(RuleError, match="anonymisiert"):
        harvesting.draft_answer(inquiry, actor=officer, now=NOW)

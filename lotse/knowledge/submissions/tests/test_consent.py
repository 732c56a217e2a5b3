"""The municipality releases its text; without its answer only public facts may appear."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from PIL import Image

from lotse.accounts import bootstrap as accounts
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import bootstrap
from lotse.knowledge.models import Example, Picture
from lotse.knowledge.submissions import links, rules, states
from lotse.knowledge.submissions.states import State
from lotse.knowledge.submissions.tests.factories import (
    MONDAY,
    accepted,
    asked,
    change_draft,
    draft_of,
    publish,
    seen,
    with_file,
)
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def editor() -> User:
    return UserFactory.create(roles=[Role.EDITOR])


@pytest.fixture
def desk(editor: User) -> Client:
    accounts.load(MONDAY)
    bootstrap.load(MONDAY)
    client = Client()
    client.force_login(editor)
    return client


def picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (1200, 800), "navy").save(written, "JPEG")
    return written.getvalue()


def decide(request_path: str, **said: str) -> str:
    return (
        Client()
        .post(request_path, {"name": "A. Muster, Hauptamt", **said}, follow=True)
        .content.decode()
    )


def test_nothing_appears_before_the_municipality_has_seen_it(editor: User) -> None:
    submission = accepted(editor)
    with pytest.raises(ValidationError, match="noch nicht gesehen"):
        publish(submission)
    asked(submission, editor)
    assert states.of(seen(submission)) == State.CONSENT
    with pytest.raises(ValidationError, match="noch nicht geantwortet"):
        publish(submission)
    assert not Example.objects.filter(live=True).exists()


def test_the_page_shows_the_text_as_it_was_sent_and_takes_a_yes(editor: User) -> None:
    submission = accepted(editor)
    change_draft(submission, problem="Jede Gemeinde rief ihren eigenen Notdienst.")
    path = links.consent_path(asked(submission, editor))
    change_draft(submission, problem="Später geändert.")
    page = Client().get(path).content.decode()
    assert "Jede Gemeinde rief ihren eigenen Notdienst." in page
    assert "Später geändert." not in page
    mail = OutgoingMail.objects.get(recipient="rathaus@musterstadt.example")
    assert path.rsplit(".", 2)[0] in mail.text
    assert "Ihre Antwort ist da: Ja, so veröffentlichen" in decide(path, answer="yes")
    with pytest.raises(ValidationError, match="seit der Freigabe anders"):
        publish(submission)
    change_draft(submission, problem="Jede Gemeinde rief ihren eigenen Notdienst.")
    publish(submission)
    assert submission.example is not None
    assert submission.example.live


def test_a_yes_covers_checks_and_dates_of_review(editor: User) -> None:
    submission = accepted(editor)
    decide(links.consent_path(asked(submission, editor)), answer="yes")
    change_draft(submission, review_due_on=(MONDAY + 90 * DAY).date(), internal_note="geprüft")
    publish(submission)


def test_a_yes_may_publish_at_once(editor: User) -> None:
    submission = accepted(editor)
    decide(links.consent_path(asked(submission, editor, publishes_at_once=True)), answer="yes")
    assert submission.example is not None
    submission.example.refresh_from_db()
    assert submission.example.live


def test_a_yes_that_cannot_be_published_tells_the_editors(editor: User) -> None:
    submission = accepted(editor)
    change_draft(submission, what="")
    decide(links.consent_path(asked(submission, editor, publishes_at_once=True)), answer="yes")
    notices = OutgoingMail.objects.filter(recipient=editor.email).order_by("-pk")
    assert "Freigegeben, aber noch nicht veröffentlicht" in notices[0].subject


def test_changes_and_a_no_keep_it_from_appearing(editor: User) -> None:
    submission = accepted(editor)
    path = links.consent_path(asked(submission, editor))
    assert "Schreiben Sie, was wir ändern sollen." in decide(path, answer="changes")
    decide(path, answer="changes", text="Bitte ohne die Stundenzahl.")
    assert "Bitte ohne die Stundenzahl." in submission.messages.get(kind="consent").text
    with pytest.raises(ValidationError, match="wünscht Änderungen"):
        publish(submission)
    decide(links.consent_path(asked(submission, editor)), answer="no", text="Doch nicht.")
    with pytest.raises(ValidationError, match="abgelehnt"):
        publish(submission)


def test_an_old_link_decides_nothing_any_more(editor: User) -> None:
    submission = accepted(editor)
    old = links.consent_path(asked(submission, editor))
    asked(submission, editor)
    assert "Es gibt eine neuere Fassung" in Client().get(old).content.decode()
    decide(old, answer="yes")
    with pytest.raises(ValidationError, match="noch nicht geantwortet"):
        publish(submission)
    assert Client().get("/freigabe/gefälscht.x.y/").status_code == 404


def test_after_three_days_one_reminder(editor: User) -> None:
    submission = accepted(editor)
    asked(submission, editor)
    assert rules.remind_waiting(MONDAY + 3 * DAY - timedelta(minutes=1)) == 0
    assert rules.remind_waiting(MONDAY + 3 * DAY) == 1
    assert rules.remind_waiting(MONDAY + 9 * DAY) == 0
    mails = OutgoingMail.objects.filter(recipient="rathaus@musterstadt.example").order_by("pk")
    assert [mail.subject.partition("] ")[2] for mail in mails] == [
        "Bitte geben Sie Ihren Text frei",
        "Erinnerung: Bitte geben Sie Ihren Text frei",
    ]


def test_without_an_answer_public_facts_alone_may_appear(editor: User) -> None:
    submission = accepted(editor)
    asked(submission, editor)
    with pytest.raises(RuleError, match="Erinnerung nach drei Tagen"):
        rules.confirm_public_facts(submission, editor=editor, now=MONDAY + DAY)
    rules.remind_waiting(MONDAY + 3 * DAY)
    later = MONDAY + 4 * DAY
    consent_until = (later + 90 * DAY).date()
    contact = {"contact_office": "Sozialamt", "contact_email": "a@b.example"}
    change_draft(submission, **contact, contact_consent_until=consent_until)
    with pytest.raises(RuleError, match="Nehmen Sie Ansprechstelle"):
        rules.confirm_public_facts(submission, editor=editor, now=later)
    change_draft(submission, contact_office="", contact_email="", contact_consent_until=None)
    rules.confirm_public_facts(submission, editor=editor, now=later)
    change_draft(submission, problem="Dazu erfunden.")
    with pytest.raises(ValidationError, match="seit der Bestätigung anders"):
        publish(submission)
    change_draft(submission, problem="", **contact, contact_consent_until=consent_until)
    with pytest.raises(ValidationError, match="dürfen Ansprechstelle"):
        publish(submission)
    change_draft(submission, contact_office="", contact_email="", contact_consent_until=None)
    publish(submission)


def test_a_no_ends_the_way_by_public_facts(editor: User) -> None:
    submission = accepted(editor)
    path = links.consent_path(asked(submission, editor))
    rules.remind_waiting(MONDAY + 3 * DAY)
    decide(path, answer="no")
    with pytest.raises(RuleError, match="Ihre Antwort gilt"):
        rules.confirm_public_facts(submission, editor=editor, now=MONDAY + 4 * DAY)


def test_the_short_form_may_appear_at_once_where_the_author_agreed(editor: User) -> None:
    submission = accepted(editor, flash_consent_at=MONDAY)
    with pytest.raises(ValidationError, match="noch nicht gesehen"):
        publish(submission)
    change_draft(submission, solution="", evidence_text="", lessons="")
    publish(submission)


def test_answers_by_phone_are_written_down_with_a_name(desk: Client, editor: User) -> None:
    submission = accepted(editor)
    request = asked(submission, editor)
    address = f"{submission.get_absolute_url()}freigabe-eintragen/"
    assert desk.post(address, {"record_consent-answer": "yes"}).status_code == 422
    desk.post(
        address, {"record_consent-answer": "yes", "record_consent-name": "Frau Muster, Telefon"}
    )
    request.refresh_from_db()
    assert (request.answer, request.answered_by, request.recorded_by) == (
        "yes",
        "Frau Muster, Telefon",
        editor,
    )
    publish(submission)


def test_the_editor_reads_why_it_cannot_be_published(desk: Client, editor: User) -> None:
    submission = accepted(editor)
    page = desk.get(submission.get_absolute_url()).content.decode()
    assert "Die Kommune hat den Text noch nicht gesehen." in page
    assert submission.example is not None
    address = f"/redaktion/snippets/knowledge/example/edit/{submission.example.pk}/"
    form = desk.get(address).context["form"]
    sent = {name: "" if value is None else value for name, value in form.initial.items()}
    sent |= {
        f"{prefix}-{name}": "0"
        for prefix in ("steps", "attachments", "pictures", "comments")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")
    }
    part = submission.example.municipalities.get()
    source = submission.example.sources.get()
    for prefix, row in (
        ("municipalities", {"id": part.pk, "municipality": part.municipality_id}),
        ("sources", {"id": source.pk, "url": source.url}),
    ):
        sent |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "1"}
        sent |= {f"{prefix}-MIN_NUM_FORMS": "1", f"{prefix}-MAX_NUM_FORMS": "1000"}
        sent |= {f"{prefix}-0-{name}": value for name, value in row.items()}
        sent |= {f"{prefix}-0-ORDER": "1"}
    sent |= {"concepts": [concept.pk for concept in submission.concepts.all()]}
    sent |= {"action-publish": "1", "what": "Vier Gemeinden teilen sich einen Dienst."}
    answer = desk.post(address, sent)
    assert answer.status_code == 200
    assert "Bitten Sie unter" in answer.content.decode()
    submission.example.refresh_from_db()
    assert not submission.example.live


def test_a_picture_is_shown_with_its_words_and_only_to_its_audience(editor: User) -> None:
    submission = accepted(editor, audience=1)
    file = with_file(
        submission,
        "Hof.jpg",
        picture(),
        licence="CC BY 4.0",
        credit="Stadt Musterstadt",
        alt_text="Ein Hof mit Werkzeug.",
        people_shown="nobody",
        rights_confirmed_at=MONDAY,
    )
    rules.take_over_file(file, editor=editor, now=MONDAY)
    taken = draft_of(submission).pictures.get()
    assert taken.consent_note == f"Sabine Muster am 23.11.2026, Einsendung {submission.number}"
    consent = Client().get(links.consent_path(asked(submission, editor))).content.decode()
    assert "Ein Hof mit Werkzeug." in consent
    request = submission.consent_requests.get()
    rules.answer_consent(request, answer="yes", text="", name="A. M.", now=MONDAY)
    publish(submission)
    assert submission.example is not None
    shown = Picture.objects.get()
    address = f"{submission.example.get_absolute_url()}bild/{shown.pk}/"
    assert Client().get(address).status_code == 404
    member = Client()
    member.force_login(UserFactory.create(roles=[Role.MEMBER]))
    answer = member.get(address)
    with Image.open(BytesIO(answer.getvalue())) as rendition:
        assert rendition.size == (960, 540)
    page = member.get(submission.example.get_absolute_url()).content.decode()
    assert 'alt="Ein Hof mit Werkzeug."' in page
    assert "Stadt Musterstadt, CC BY 4.0" in page


def test_a_picture_without_words_or_permission_is_not_published(editor: User) -> None:
    submission = accepted(editor)
    file = with_file(
        submission,
        "Hof.jpg",
        picture(),
        licence="CC BY 4.0",
        alt_text="Ein Hof.",
        people_shown="nobody",
        rights_confirmed_at=MONDAY,
    )
    rules.take_over_file(file, editor=editor, now=MONDAY)
    draft = draft_of(submission)
    shown = draft.pictures.get()
    shown.alt_text = ""
    draft.pictures.add(shown)
    draft.save_revision(clean=False)
    with pytest.raises(ValidationError, match="Beschreiben Sie jedes Bild"):
        publish(submission)

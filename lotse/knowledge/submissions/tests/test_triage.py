"""What editors decide, what authors read of it, and that lists and states agree."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotse.accounts import bootstrap as accounts
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import bootstrap
from lotse.knowledge.models import Submission, SubmissionMessage
from lotse.knowledge.submissions import contexts, links, queries, rules, states
from lotse.knowledge.submissions.states import State
from lotse.knowledge.submissions.tests.factories import (
    MONDAY,
    SubmissionFactory,
    accepted,
    asked,
    draft_of,
    publish,
    seen,
    with_file,
)
from lotse.knowledge.tests.factories import ExampleFactory, published
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return UserFactory.create(roles=[Role.EDITOR], name="Hanna Wiebe")


@pytest.fixture
def desk(editor: User) -> Client:
    accounts.load(MONDAY)
    bootstrap.load(MONDAY)
    client = Client()
    client.force_login(editor)
    return client


def subjects(submission: Submission) -> list[str]:
    mails = OutgoingMail.objects.filter(recipient=submission.email).order_by("pk")
    return [mail.subject.partition("] ")[2] for mail in mails]


def test_accepting_makes_a_draft_filled_with_what_was_sent(desk: Client, editor: User) -> None:
    submission = SubmissionFactory.create(
        benefit="2 statt 9 Stunden",
        avoid="Nicht ohne Plan anfangen",
        links=["https://musterstadt.example/dienst"],
        contact_consent_at=MONDAY,
        contact_until=(MONDAY + timedelta(days=700)).date(),
    )
    answer = desk.post(f"{submission.get_absolute_url()}annehmen/")
    submission.refresh_from_db()
    example = submission.example
    assert example is not None
    assert answer["Location"] == f"/redaktion/snippets/knowledge/example/edit/{example.pk}/"
    draft = draft_of(submission)
    assert (draft.live, draft.title, draft.solution) == (
        False,
        "Wir teilen uns den Hausmeisterdienst mit vier Nachbargemeinden.",
        submission.raw_text,
    )
    assert (draft.evidence_text, draft.lessons) == ("2 statt 9 Stunden", "Nicht ohne Plan anfangen")
    assert [source.url for source in draft.sources.all()] == submission.links
    assert [part.municipality for part in draft.municipalities.all()] == [submission.municipality]
    assert (draft.contact_office, draft.contact_email) == ("Sozialamt", submission.email)
    assert draft.audience == Audience.PUBLIC
    assert subjects(submission) == ["Wir schreiben Ihren Text"]
    assert submission.owner == editor
    assert str(submission) in desk.get(answer["Location"]).content.decode()


def test_without_consent_to_contact_the_draft_names_nobody(editor: User) -> None:
    submission = accepted(editor)
    draft = draft_of(submission)
    assert (draft.contact_office, draft.contact_email, draft.contact_phone) == ("", "", "")


def test_nothing_is_made_of_it_without_consent(desk: Client) -> None:
    submission = SubmissionFactory.create(publish_consent_at=None)
    page = desk.post(f"{submission.get_absolute_url()}annehmen/", follow=True).content.decode()
    assert "Die Einwilligung fehlt." in page
    submission.refresh_from_db()
    assert submission.example is None


def test_of_two_editors_one_accepts(editor: User) -> None:
    submission = SubmissionFactory.create()
    other = Submission.objects.get(pk=submission.pk)
    rules.accept(submission, editor=editor, now=MONDAY)
    with pytest.raises(RuleError):
        rules.accept(other, editor=editor, now=MONDAY)
    assert subjects(submission) == ["Wir schreiben Ihren Text"]


def test_a_rejection_has_a_reason_the_author_reads(desk: Client) -> None:
    submission = SubmissionFactory.create()
    address = f"{submission.get_absolute_url()}ablehnen/"
    refused = desk.post(address, {"reason-reason": ""})
    assert refused.status_code == 422
    assert "Nennen Sie den Grund." in refused.content.decode()
    desk.post(address, {"reason-reason": "Ein rein privates Vorhaben."})
    mail = OutgoingMail.objects.get(recipient=submission.email)
    assert "Ein rein privates Vorhaben." in mail.text
    page = Client().get(links.status_path(seen(submission))).content.decode()
    assert "Ein rein privates Vorhaben." in page
    assert states.of(seen(submission)) == State.REJECTED


def test_a_duplicate_is_thanked_for_with_a_link(desk: Client) -> None:
    submission, example = SubmissionFactory.create(), published(title="Bauhof im Verbund")
    desk.post(
        f"{submission.get_absolute_url()}gibt-es-schon/",
        {"duplicate-example": f"http://localhost:8000{example.get_absolute_url()}"},
    )
    mail = OutgoingMail.objects.get(recipient=submission.email)
    assert "Bauhof im Verbund" in mail.text
    assert f"http://localhost:8000{example.get_absolute_url()}" in mail.text
    assert states.of(seen(submission)) == State.DUPLICATE
    desk.post(f"{submission.get_absolute_url()}wieder-oeffnen/")
    assert states.of(seen(submission)) == State.TRIAGED


def test_an_unknown_duplicate_is_refused_and_the_words_stay(desk: Client) -> None:
    submission = SubmissionFactory.create()
    answer = desk.post(
        f"{submission.get_absolute_url()}gibt-es-schon/", {"duplicate-example": "gibt-es-nicht"}
    )
    assert "Dieses Beispiel gibt es nicht." in answer.content.decode()
    assert "gibt-es-nicht" in answer.content.decode()


def test_a_question_waits_for_the_author_and_a_reply_ends_it(desk: Client) -> None:
    submission = SubmissionFactory.create()
    desk.post(
        f"{submission.get_absolute_url()}rueckfrage/", {"question-text": "Wie viele Stellen?"}
    )
    assert states.of(seen(submission)) == State.BACK
    status = links.status_path(seen(submission))
    outside = Client()
    assert "Wie viele Stellen?" in outside.get(status).content.decode()
    outside.post(status, {"text": "Drei Stellen."})
    assert states.of(seen(submission)) == State.TRIAGED
    kinds = list(submission.messages.values_list("kind", flat=True))
    assert kinds == ["question", "reply"]
    notices = OutgoingMail.objects.filter(purpose="notice")
    assert [mail.text.count("Drei Stellen") for mail in notices] == [0]


def test_notes_are_for_the_team_alone(desk: Client) -> None:
    submission = SubmissionFactory.create()
    desk.post(f"{submission.get_absolute_url()}notiz/", {"note-text": "Kenne ich vom Fachtag."})
    assert "Kenne ich vom Fachtag." in desk.get(submission.get_absolute_url()).content.decode()
    page = Client().get(links.status_path(seen(submission))).content.decode()
    assert "Kenne ich vom Fachtag." not in page


def test_an_author_is_told_once_that_everybody_can_read_it(editor: User) -> None:
    submission = accepted(editor)
    request = asked(submission, editor)
    rules.answer_consent(request, answer="yes", text="", name="A. Muster", now=MONDAY)
    assert rules.tell_published(MONDAY) == 0
    publish(submission)
    assert rules.tell_published(MONDAY) == 1
    assert rules.tell_published(MONDAY) == 0
    assert subjects(submission)[-1] == "Ihr Beispiel ist veröffentlicht"
    assert states.of(seen(submission)) == State.PUBLISHED


def test_lists_and_single_submissions_derive_the_same_state(editor: User) -> None:
    SubmissionFactory.create(number=None, received_at=None, sent_at=None)
    SubmissionFactory.create(number=None, received_at=None)
    SubmissionFactory.create()
    rules.take(SubmissionFactory.create(), editor=editor, now=MONDAY)
    accepted(editor)
    asked(accepted(editor), editor)
    rules.reject(SubmissionFactory.create(), reason="Nein.", editor=editor, now=MONDAY)
    rules.mark_duplicate(
        SubmissionFactory.create(), example=ExampleFactory.create(), editor=editor, now=MONDAY
    )
    rules.ask_back(SubmissionFactory.create(), text="Wer?", editor=editor, now=MONDAY)
    done = accepted(editor)
    rules.answer_consent(asked(done, editor), answer="yes", text="", name="A. M.", now=MONDAY)
    publish(done)
    everything = queries.with_facts(Submission.objects.all())
    for state in State:
        found = everything.filter(states.condition(state))
        assert [states.of(one) for one in found] == [state] * (state != State.CHECK), state
    assert queries.for_board().count() == 5
    assert queries.waiting_for_triage().count() == 1
    assert queries.looked_after_by(editor).count() == 4


def test_a_submitted_draft_is_in_check(editor: User) -> None:
    bootstrap.load(MONDAY)
    submission = accepted(editor)
    assert submission.example is not None
    workflow = submission.example.get_workflow()
    assert workflow is not None
    workflow.start(submission.example, editor)
    assert states.of(seen(submission)) == State.CHECK
    assert list(queries.in_state(State.CHECK)) == [submission]
    stages = contexts.stages(State.CHECK)
    assert [stage.title for stage in stages if stage.is_current] == ["Prüfung"]


def test_the_page_names_what_may_be_the_same(desk: Client) -> None:
    submission = SubmissionFactory.create(raw_text="Hausmeisterdienst teilen mit Nachbarn")
    assert submission.municipality is not None
    published(title="Hausmeisterdienst teilen", audience=Audience.TEAM)
    ExampleFactory.create(title="Unser früherer Entwurf", municipalities=[submission.municipality])
    earlier = SubmissionFactory.create(municipality=submission.municipality)
    page = desk.get(submission.get_absolute_url()).content.decode()
    assert "Hausmeisterdienst teilen" in page
    assert "Unser früherer Entwurf" in page
    assert f'href="{earlier.get_absolute_url()}"' in page


def test_the_list_costs_the_same_with_one_row_and_with_three(desk: Client, editor: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            assert desk.get("/einsendungen/").status_code == 200
        return len(asked_for)

    asked(accepted(editor), editor)
    cost()
    one = cost()
    asked(accepted(editor), editor)
    SubmissionFactory.create(owner=editor)
    assert cost() == one


def test_a_file_goes_into_the_draft_with_its_licence(desk: Client, editor: User) -> None:
    submission = accepted(editor)
    silent = with_file(submission)
    file = with_file(
        submission, "Vertrag.pdf", b"%PDF-1.7 v", licence="CC0 1.0", rights_confirmed_at=MONDAY
    )
    address = submission.get_absolute_url()
    page = desk.post(f"{address}datei/{silent.pk}/uebernehmen/", follow=True).content.decode()
    assert "Lizenz, Rechte oder Beschreibung fehlen noch." in page
    desk.post(f"{address}datei/{file.pk}/uebernehmen/")
    desk.post(f"{address}datei/{file.pk}/uebernehmen/")
    taken = draft_of(submission).attachments.all()
    assert [(one.document.title, one.licence) for one in taken] == [("Vertrag.pdf", "CC0 1.0")]


def test_editors_alone_see_files_and_only_of_the_submission_named(desk: Client) -> None:
    submission, other = SubmissionFactory.create(), SubmissionFactory.create()
    file = with_file(other, content=b"%PDF-1.7 geheim")
    assert desk.get(f"{submission.get_absolute_url()}datei/{file.pk}/").status_code == 404
    answer = desk.get(f"{other.get_absolute_url()}datei/{file.pk}/")
    assert answer.getvalue() == b"%PDF-1.7 geheim"
    own = links.status_path(seen(other))
    assert Client().get(f"{own}datei/{file.pk}/").status_code == 200
    foreign = links.status_path(seen(submission))
    assert Client().get(f"{foreign}datei/{file.pk}/").status_code == 404


def test_messages_the_author_sees_hold_no_delivery_report() -> None:
    submission = SubmissionFactory.create()
    rules.add_bounce(submission, rules.Incoming(text="550 unknown"), received_at=MONDAY, now=MONDAY)
    assert not queries.visible_messages(submission).exists()
    assert submission.messages.get().kind == SubmissionMessage.Kind.BOUNCE

"""One click says whether an answer helped, and after four weeks what became of it."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import feedback_links, feedback_queries, links, rules
from lotse.inquiries.models import Feedback, Inquiry, Message, Outcome
from lotse.inquiries.rules import feedback
from lotse.inquiries.tests.content import deliver_and_read, mail
from lotse.inquiries.tests.factories import MONDAY
from lotse.inquiries.tests.harvest_factories import answered
from lotse.knowledge.models import Commission
from lotse.mail import compose
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(weeks=4, days=1)


@pytest.fixture
def officer() -> User:
    return UserFactory.create(name="Mareike Thomsen", roles=[Role.DESK])


def links_of(outgoing: OutgoingMail) -> list[str]:
    """Return the paths of all feedback links in a mail, in order."""
    return re.findall(r"https?://[^/]+(/rueckmeldung/\S+)", outgoing.text)


def answer_of(inquiry: Inquiry) -> Message:
    return inquiry.messages.get(kind=Message.Kind.ANSWER)


def test_a_mail_scanner_that_follows_the_links_says_nothing(client: Client, officer: User) -> None:
    inquiry = answered(officer)
    yes, no = links_of(OutgoingMail.objects.get(purpose="answer"))
    for path in (yes, no):
        response = client.get(path)
        assert response.status_code == 200
        assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert not Feedback.objects.exists()
    client.post(yes, {"hilft": "ja", "text": "Das Blatt war gut."})
    given = Feedback.objects.get()
    assert (given.answer, given.has_helped, given.text) == (
        answer_of(inquiry),
        True,
        "Das Blatt war gut.",
    )


def test_feedback_counts_once_and_may_be_changed_and_the_desk_sees_it(
    client: Client, officer: User
) -> None:
    inquiry = answered(officer)
    yes, no = links_of(OutgoingMail.objects.get(purpose="answer"))
    client.post(yes, {"hilft": "ja"})
    client.post(yes, {"hilft": "ja"})
    client.post(no, {"hilft": "nein", "text": "Wer zahlt das?"})
    assert [(row.has_helped, row.text) for row in Feedback.objects.all()] == [
        (False, "Wer zahlt das?")
    ]
    assert inquiry.events.filter(what="rated").count() == 2
    client.force_login(officer)
    shown = client.get(inquiry.get_absolute_url()).content.decode()
    assert "Hat nicht geholfen" in shown
    assert "Wer zahlt das?" in shown


def test_asking_on_reopens_with_one_click_and_a_new_promise(client: Client, officer: User) -> None:
    inquiry = answered(officer)
    rules.close(inquiry, harvest="toQuestion", actor=officer, now=MONDAY + timedelta(hours=3))
    _yes, no = links_of(OutgoingMail.objects.get(purpose="answer"))
    client.post(no, {"hilft": "nein", "text": "Wer zahlt das?"})
    more = no.partition("?")[0] + "weiter/"
    there = client.post(more, {"text": "Wer zahlt das?"})
    assert there["Location"].startswith("/vorgang/")
    inquiry.refresh_from_db()
    assert (inquiry.closed_at, inquiry.answered_at) == (None, None)
    assert inquiry.waiting_since is not None
    assert inquiry.messages.filter(kind="followUp").get().text == "Wer zahlt das?"


def test_a_changed_or_foreign_link_leads_nowhere(client: Client, officer: User) -> None:
    inquiry = answered(officer)
    path = feedback_links.answer_url(answer_of(inquiry)).partition("/rueckmeldung/")[2]
    assert client.get(f"/rueckmeldung/{path[:-2]}x/").status_code == 404
    assert client.get(f"/rueckmeldung/ergebnis/{path}").status_code == 404


def test_what_became_of_it_is_asked_once_after_four_weeks(officer: User) -> None:
    inquiry = answered(officer)
    assert feedback.ask_outcomes(MONDAY + timedelta(weeks=4), weeks=4) == 0
    assert [feedback.ask_outcomes(LATER, weeks=4) for _run in range(2)] == [1, 0]
    asked = OutgoingMail.objects.get(purpose="outcome")
    assert asked.recipient == inquiry.asker_email
    headers = compose.message(asked)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/rueckmeldung/abbestellen/" in headers["List-Unsubscribe"]
    assert headers["Auto-Submitted"] == "auto-replied"
    assert headers["Reply-To"] == OutgoingMail.objects.get(purpose="answer").reply_to


def test_switched_off_nobody_is_asked(officer: User) -> None:
    answered(officer)
    assert feedback.ask_outcomes(LATER, weeks=0) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"bounced_at": MONDAY},
        {"anonymised_at": MONDAY},
        {"asker_email": ""},
        {"kind": "press"},
        {"answered_at": MONDAY - timedelta(weeks=9)},
    ],
)
def test_who_cannot_or_should_not_be_asked_is_not(officer: User, facts: dict[str, object]) -> None:
    inquiry = answered(officer)
    Inquiry.objects.filter(pk=inquiry.pk).update(**facts)
    assert feedback.ask_outcomes(LATER, weeks=4) == 0


def test_one_address_is_asked_about_one_inquiry_a_week(officer: User) -> None:
    answered(officer)
    answered(officer)
    assert feedback.ask_outcomes(LATER, weeks=4) == 1
    assert feedback.ask_outcomes(LATER + timedelta(days=1), weeks=4) == 0
    assert feedback.ask_outcomes(LATER + timedelta(days=8), weeks=4) == 1


def test_done_suggests_an_example_to_the_editors_once_and_counts_at_the_source(
    client: Client, officer: User
) -> None:
    inquiry = answered(officer)
    feedback.ask_outcomes(LATER, weeks=4)
    done = links_of(OutgoingMail.objects.get(purpose="outcome"))[0]
    client.get(done)
    assert Outcome.objects.get().result == ""
    client.post(done, {"ergebnis": "done", "text": "Läuft seit Montag."})
    client.post(done, {"ergebnis": "done", "text": "Läuft gut."})
    assert Outcome.objects.get().text == "Läuft gut."
    assert [(c.kind, c.origin_label, c.created_by) for c in Commission.objects.all()] == [
        ("example", inquiry.number, None)
    ]
    inquiry.refresh_from_db()
    assert inquiry.waiting_since is None
    client.force_login(officer)
    source = answer_of(inquiry).citations.get()
    assert "Umgesetzt, nach eigenen Angaben: 1." in client.get(source.url).content.decode()
    assert "Was daraus wurde: umgesetzt" in client.get(inquiry.get_absolute_url()).content.decode()


def test_a_reply_to_the_question_is_a_message_with_a_new_promise(officer: User) -> None:
    inquiry = answered(officer)
    feedback.ask_outcomes(LATER, weeks=4)
    asked = OutgoingMail.objects.get(purpose="outcome")
    reply = mail(text="Noch nicht. Wer zahlt das?", in_reply_to=asked.message_id)
    message = deliver_and_read(reply, to=asked.reply_to)
    assert message.inquiry == inquiry
    inquiry.refresh_from_db()
    assert inquiry.waiting_since is not None


def test_one_click_of_the_mail_program_ends_the_questions(officer: User) -> None:
    answered(officer)
    answered(officer)
    feedback.ask_outcomes(LATER, weeks=4)
    path = links_of(OutgoingMail.objects.get(purpose="outcome"))[-1]
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(path).status_code == 200
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert feedback.ask_outcomes(LATER + timedelta(days=8), weeks=4) == 0


def test_status_page_offers_the_same_and_shows_what_was_said(client: Client, officer: User) -> None:
    inquiry = answered(officer)
    page = client.get(links.status_path(inquiry)).content.decode()
    assert "Hat Ihnen die Antwort geholfen?" in page
    path = re.search(r'action="(/rueckmeldung/[^"]+)"', page)
    assert path
    client.post(path[1], {"hilft": "ja"})
    again = client.get(links.status_path(inquiry)).content.decode()
    assert "Sie haben gesagt: Ja, das hat geholfen." in again


def test_figures_of_a_period_count_what_was_said_in_it(officer: User) -> None:
    first, second = answered(officer), answered(officer)
    feedback.rate(answer_of(first), has_helped=True, now=LATER)
    feedback.rate(answer_of(second), has_helped=False, now=LATER + timedelta(days=40))
    feedback.ask_outcomes(LATER, weeks=4)
    feedback.report_outcome(Outcome.objects.get(), result="notYet", now=LATER)
    found = feedback_queries.figures(LATER, LATER + timedelta(days=30))
    assert (found.helped, found.missed, found.share_helped) == (1, 0, 1.0)
    assert (found.asked, found.results, found.share_replied) == (1, {"notYet": 1}, 1.0)
    nothing = feedback_queries.figures(MONDAY, MONDAY + timedelta(days=1))
    assert (nothing.share_helped, nothing.share_replied) == (None, None)

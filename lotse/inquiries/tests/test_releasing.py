"""Four eyes: nobody releases their own answer, and what needs a release does not leave without."""

from datetime import date, timedelta
from typing import Any

import pytest

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import Draft, Inquiry, Message
from lotse.inquiries.rules import releasing, scheduling
from lotse.inquiries.tests.factories import MONDAY, MessageFactory
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.team.tests.factories import ProgrammeAreaFactory
from lotse.topics.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(hours=5)
TEXT = "Der Betreiber."


@pytest.fixture
def inquiry() -> Inquiry:
    return MessageFactory.create().inquiry


@pytest.fixture
def author() -> User:
    return UserFactory.create(name="Karin Beispiel", roles=[Role.DESK])


@pytest.fixture
def reader() -> User:
    return UserFactory.create(name="Peter Zweitleser", roles=[Role.DESK])


def shared(inquiry: Inquiry, author: User, **more: Any) -> Draft:
    draft = rules.save_draft(inquiry, text=TEXT, author=author, now=NOW)
    assert draft is not None
    releasing.share(draft, actor=author, now=NOW, **more)
    return draft


def answer(inquiry: Inquiry, author: User, **more: Any) -> Message:
    facts: dict[str, Any] = {"kind": "answer", "text": TEXT, "now": NOW}
    return rules.reply(inquiry, author=author, **facts | more)


def release(draft: Draft, reader: User) -> None:
    releasing.release(draft, seen=releasing.digest_of(draft), actor=reader, now=NOW)


def test_author_may_ask_for_a_second_person_and_the_reply_says_who_released_it(
    inquiry: Inquiry, author: User, reader: User
) -> None:
    draft = shared(inquiry, author, reader=reader, needs_release=True)
    assert OutgoingMail.objects.get().recipient == reader.email
    with pytest.raises(rules.NotReleased):
        answer(inquiry, author)
    release(draft, reader)
    message = answer(inquiry, author)
    assert (message.details.reviewed_by, message.details.reviewed_at) == (reader, NOW)
    assert [e.what for e in inquiry.events.all()] == ["shared", "released", "answered"]


def test_nobody_releases_their_own_draft(inquiry: Inquiry, author: User) -> None:
    draft = shared(inquiry, author, needs_release=True)
    with pytest.raises(RuleError, match="jemand anderes"):
        release(draft, author)


def test_a_changed_text_is_not_released_any_more(
    inquiry: Inquiry, author: User, reader: User
) -> None:
    draft = shared(inquiry, author, needs_release=True)
    release(draft, reader)
    with pytest.raises(rules.NotReleased):
        answer(inquiry, author, text="Doch die Vermieterin.")


def test_what_changed_while_it_was_read_is_not_released(
    inquiry: Inquiry, author: User, reader: User
) -> None:
    draft = shared(inquiry, author, needs_release=True)
    seen = releasing.digest_of(draft)
    rules.save_draft(inquiry, text="Etwas anderes.", author=author, now=NOW)
    with pytest.raises(RuleError, match="inzwischen geändert"):
        releasing.release(draft, seen=seen, actor=reader, now=NOW)


def test_returning_needs_a_reason_ends_a_release_and_tells_the_author(
    inquiry: Inquiry, author: User, reader: User
) -> None:
    draft = shared(inquiry, author, needs_release=True)
    release(draft, reader)
    with pytest.raises(RuleError, match="was sich ändern soll"):
        releasing.hand_back(draft, reason=" ", actor=reader, now=NOW)
    releasing.hand_back(draft, reason="Quelle fehlt", actor=reader, now=NOW)
    assert "Quelle fehlt" in OutgoingMail.objects.filter(recipient=author.email).latest("pk").text
    with pytest.raises(rules.NotReleased):
        answer(inquiry, author)


@pytest.mark.parametrize("by", ["area", "topic", "field", "law"])
def test_areas_topics_and_law_require_a_release(
    inquiry: Inquiry, author: User, reader: User, by: str
) -> None:
    area = ProgrammeAreaFactory.create()
    topic = ConceptFactory.create()
    inquiry.area = area
    inquiry.municipality = MunicipalityFactory.create()
    inquiry.save()
    inquiry.topics.add(topic)
    details = rules.Details(law_as_of=date(2026, 11, 1)) if by == "law" else rules.Details()
    codes = {"topic": topic.code, "field": topic.broader_id or topic.code}
    releasing.set_four_eyes(
        areas=[area.pk] if by == "area" else [], topics=[codes[by]] if by in codes else []
    )
    draft = rules.save_draft(inquiry, text=TEXT, details=details, author=author, now=NOW)
    assert draft is not None
    with pytest.raises(rules.NotReleased):
        answer(inquiry, author, details=details)
    with pytest.raises(rules.NotReleased):
        scheduling.schedule(
            inquiry,
            text=TEXT,
            details=details,
            author=author,
            send_at=NOW + timedelta(hours=1),
            now=NOW,
        )
    releasing.share(draft, actor=author, now=NOW)
    release(draft, reader)
    assert answer(inquiry, author, details=details).details.reviewed_by == reader


def test_a_released_answer_may_be_scheduled_and_keeps_its_reader(
    inquiry: Inquiry, author: User, reader: User
) -> None:
    draft = shared(inquiry, author, needs_release=True)
    release(draft, reader)
    later = NOW + timedelta(hours=1)
    scheduling.schedule(inquiry, text=TEXT, author=author, send_at=later, now=NOW)
    scheduling.run(later)
    assert Message.objects.get(kind="answer").details.reviewed_by == reader


def test_an_interim_reply_needs_no_release(inquiry: Inquiry, author: User) -> None:
    shared(inquiry, author, needs_release=True)
    message = answer(inquiry, author, kind="interim", answer_due_at=NOW + timedelta(days=1))
    assert message.details.expected_by == NOW + timedelta(days=1)
    assert message.details.summary_of_question == inquiry.subject


def test_law_needs_a_country_and_takes_that_of_the_municipality(
    inquiry: Inquiry, author: User, reader: User
) -> None:
    legal = rules.Details(law_as_of=date(2026, 11, 1))
    with pytest.raises(RuleError, match="Bundes- oder Landesrecht"):
        answer(inquiry, author, details=legal)
    inquiry.municipality = MunicipalityFactory.create()
    inquiry.save()
    draft = rules.save_draft(inquiry, text=TEXT, details=legal, author=author, now=NOW)
    assert draft is not None
    releasing.share(draft, actor=author, now=NOW)
    release(draft, reader)
    message = answer(inquiry, author, details=legal)
    assert message.details.jurisdiction == inquiry.municipality.land_id


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        (rules.Details(next_step="Wir fragen nach."), "wie Sie die Frage verstehen"),
        (rules.Details(summary="Wer prüft?"), "was Sie als Nächstes tun"),
    ],
)
def test_a_reaction_restates_the_question_and_names_the_next_step(
    inquiry: Inquiry, author: User, details: rules.Details, sentence: str
) -> None:
    with pytest.raises(RuleError, match=sentence):
        answer(
            inquiry,
            author,
            kind="interim",
            details=details,
            answer_due_at=NOW + timedelta(days=1),
        )

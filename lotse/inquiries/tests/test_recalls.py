"""Recall: a cited record changes, the answers built on it are found, askers are told."""

from datetime import date, timedelta

import pytest

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import CitedSource, GroupReply, Inquiry, Message, Recall
from lotse.inquiries.rules import groups, recalls
from lotse.inquiries.tests.content import publish_example
from lotse.inquiries.tests.factories import MONDAY, MessageFactory
from lotse.knowledge import publication
from lotse.knowledge.models import Example, Fact
from lotse.knowledge.rules import publish_draft
from lotse.knowledge.tests.factories import answered as answered_question
from lotse.knowledge.tests.factories import fact, version
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail
from lotse.search import index

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = MONDAY + DAY


@pytest.fixture
def author() -> User:
    return UserFactory.create(name="Karin Beispiel", roles=[Role.DESK])


@pytest.fixture
def example() -> Example:
    return publish_example("Schneewache", what="Alle vier Stunden wird gemessen.")


def answered(author: User, example: Example, address: str = "bauamt@eins.example") -> Inquiry:
    inquiry = MessageFactory.create(inquiry__asker_email=address, message_id=f"<{address}>").inquiry
    rules.reply(
        inquiry,
        kind="answer",
        text="Messen Sie alle vier Stunden [1].",
        citations=[rules.Cited("example", example.pk, "Alle vier Stunden wird gemessen.")],
        author=author,
        now=MONDAY,
    )
    return inquiry


def change(example: Example, **facts: object) -> None:
    for name, value in facts.items():
        setattr(example, name, value)
    example.save()
    publication.write(example)


def test_changed_source_lists_the_answers_built_on_it_with_old_and_new_words(
    author: User, example: Example
) -> None:
    lead = UserFactory.create(roles=[Role.LEAD])
    inquiry = answered(author, example)
    assert recalls.watch(MONDAY + HOUR) == 0
    change(example, what="Alle zwei Stunden wird gemessen.")
    assert recalls.watch(LATER) == 1
    recall = Recall.objects.get()
    assert (recall.why, recall.title, recall.noticed_at) == ("changed", "Schneewache", LATER)
    assert [message.inquiry for message in recalls.answers(recall)] == [inquiry]
    assert "Alle vier Stunden wird gemessen." in str(recall.before)
    assert "Alle zwei Stunden wird gemessen." in str(recall.after)
    assert recalls.citations(recall).get().passage == "Alle vier Stunden wird gemessen."
    notice = OutgoingMail.objects.get(recipient=lead.email)
    assert notice.subject == "Zitierte Quelle geändert: Schneewache"
    assert recalls.watch(LATER + HOUR) == 0


def test_what_only_surrounds_the_substance_recalls_nothing(author: User, example: Example) -> None:
    answered(author, example)
    change(example, year=2024)
    assert recalls.watch(LATER) == 0
    assert Recall.objects.count() == 0


@pytest.mark.parametrize("why", ["withdrawn", "hidden"])
def test_withdrawn_and_hidden_sources_are_recalled(
    author: User, example: Example, why: str
) -> None:
    answered(author, example)
    if why == "withdrawn":
        index.remove("example", example.pk)
    else:
        change(example, audience=Audience.TEAM)
    recalls.watch(LATER)
    assert Recall.objects.get().why == why


def test_second_change_brings_the_waiting_recall_up_to_date(author: User, example: Example) -> None:
    answered(author, example)
    change(example, what="Alle zwei Stunden wird gemessen.")
    recalls.watch(LATER)
    change(example, what="Stündlich wird gemessen.")
    recalls.watch(LATER + HOUR)
    recall = Recall.objects.get()
    assert "Alle vier Stunden" in str(recall.before)
    assert "Stündlich" in str(recall.after)


def test_record_nobody_cites_is_not_watched(example: Example) -> None:
    change(example, what="Anders")
    assert recalls.watch(LATER) == 0
    assert CitedSource.objects.count() == 0


def test_answer_sent_after_the_change_is_not_recalled(author: User, example: Example) -> None:
    answered(author, example)
    change(example, what="Alle zwei Stunden wird gemessen.")
    recalls.watch(MONDAY + HOUR)
    fresh = MessageFactory.create(inquiry__asker_email="neu@zwei.example").inquiry
    rules.reply(
        fresh, kind="answer", text="Messen [1].", author=author, now=LATER,
        citations=[rules.Cited("example", example.pk)],
    )  # fmt: skip
    recall = Recall.objects.get()
    assert fresh not in [message.inquiry for message in recalls.answers(recall)]


def test_correction_reaches_each_asker_in_the_own_thread_and_moves_no_clock(
    author: User, example: Example
) -> None:
    one = answered(author, example)
    closed = answered(author, example, "sozialamt@zwei.example")
    rules.close(closed, harvest="none", reason="Einzelfall", actor=author, now=MONDAY + HOUR)
    change(example, what="Alle zwei Stunden wird gemessen.")
    recalls.watch(LATER)
    recall = Recall.objects.get()
    group = groups.begin_correction(
        list(recalls.answers(recall)), recall=recall, author=author, now=LATER
    )
    groups.write(group, text="Bitte messen Sie alle zwei Stunden.", choices={})
    groups.release(group, now=LATER)
    while groups.send_released(LATER):
        pass
    corrections = Message.objects.filter(kind="correct").order_by("pk")
    assert [message.inquiry for message in corrections] == [one, closed]
    mails = [message.outgoing for message in corrections]
    assert [mail and mail.in_reply_to for mail in mails] == [
        "<bauamt@eins.example>",
        "<sozialamt@zwei.example>",
    ]
    assert all(mail and "Korrektur unserer Antwort" in mail.subject for mail in mails)
    before = (closed.closed_at, closed.answered_at)
    closed.refresh_from_db()
    assert (closed.closed_at is None, closed.waiting_since) == (False, None)
    assert before is not None
    recall.refresh_from_db()
    assert (recall.decision, recall.decided_by) == ("corrected", author)
    assert GroupReply.objects.get().recipients.filter(corrects__isnull=False).count() == 2


def test_decision_needs_a_reason_and_is_made_once(author: User, example: Example) -> None:
    inquiry = answered(author, example)
    change(example, what="Alle zwei Stunden wird gemessen.")
    recalls.watch(LATER)
    recall = Recall.objects.get()
    assert list(recalls.warnings([inquiry.pk])) == [inquiry.pk]
    with pytest.raises(RuleError, match="warum"):
        recalls.decide(recall, decision="stands", reason="", actor=author, now=LATER)
    recalls.decide(recall, decision="stands", reason="Nur umformuliert", actor=author, now=LATER)
    with pytest.raises(RuleError, match="schon jemand"):
        recalls.decide(recall, decision="unneeded", reason="Doch nicht", actor=author, now=LATER)
    assert recalls.warnings([inquiry.pk]) == {}


def test_what_was_cited_before_anybody_watched_is_compared_by_its_passage(
    author: User, example: Example
) -> None:
    answered(author, example)
    CitedSource.objects.all().delete()
    assert recalls.meet_unwatched(LATER) == 1
    assert recalls.meet_unwatched(LATER) == 0
    assert Recall.objects.count() == 0
    CitedSource.objects.all().delete()
    change(example, what="Alle zwei Stunden wird gemessen.")
    assert recalls.meet_unwatched(LATER) == 1
    assert Recall.objects.get().why == "changed"


def test_new_version_of_a_fact_recalls_answers_that_cite_it_or_a_record_that_shows_it(
    author: User,
) -> None:
    made = fact()
    entry = answered_question(long_answer="Rechnen Sie mit [F-U-20].")
    for kind, pk in (("fact", made.pk), ("answer", entry.pk)):
        inquiry = MessageFactory.create(
            inquiry__asker_email=f"{kind}@eins.example", message_id=f"<{kind}@eins.example>"
        ).inquiry
        rules.reply(
            inquiry,
            kind="answer",
            text="Siehe [1].",
            citations=[rules.Cited(kind, pk)],
            author=author,
            now=MONDAY,
        )
    draft = Fact.objects.get(pk=made.pk)
    versions = list(draft.versions.all())
    versions[0].valid_to = date(2026, 11, 22)
    draft.versions.set([*versions, version(value=9, valid_from=date(2026, 11, 23))])
    publish_draft(draft)
    assert recalls.watch(LATER) == 2
    assert set(Recall.objects.values_list("kind", "why")) == {
        ("fact", "changed"),
        ("answer", "changed"),
    }

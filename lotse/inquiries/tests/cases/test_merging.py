"""Two inquiries become one and two again; nothing gets lost, later or told to the wrong person."""

from datetime import timedelta
from typing import Any

import pytest
from django.forms.models import model_to_dict

from lotse.accounts.models import User
from lotse.inquiries import access, queries, rules
from lotse.inquiries.models import Event, Inquiry, Merge, Message
from lotse.inquiries.rules import merging
from lotse.inquiries.tests.cases.conftest import Asked
from lotse.inquiries.tests.factories import MONDAY, AttachmentFactory, DraftFactory
from lotse.lib.errors import RuleError
from lotse.mail import tokens
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OTHER = "c.kaya@neustadt.example"


def merge(source: Inquiry, target: Inquiry, actor: User, *, writes_to_both: bool = True) -> Merge:
    now = MONDAY + 3 * HOUR
    return merging.merge(source, target, actor=actor, writes_to_both=writes_to_both, now=now)


def reload(inquiry: Inquiry) -> Inquiry:
    return Inquiry.objects.get(pk=inquiry.pk)


def state(inquiry: Inquiry) -> dict[str, Any]:
    """Everything that is stored about an inquiry, its messages included."""
    messages = [model_to_dict(m) for m in Message.objects.filter(inquiry=inquiry).order_by("pk")]
    return {"record": Inquiry.objects.filter(pk=inquiry.pk).values()[0], "messages": messages}


def answer(inquiry: Inquiry, author: User, text: str, hours: float = 4) -> Message:
    return rules.reply(
        reload(inquiry), kind="answer", text=text, author=author, now=MONDAY + hours * HOUR
    )


def test_the_conversation_stands_together_and_every_message_knows_where_it_came_from(
    asked: Asked, officer: User
) -> None:
    first = asked("Erste Frage")
    second = asked("Zweite Frage", at=MONDAY + HOUR)

    merge(second, first, officer)

    shown = first.messages.filter(kind="question").order_by("created_at")
    assert [(m.text, m.origin) for m in shown] == [("Erste Frage", None), ("Zweite Frage", second)]
    assert reload(second).merged_into == first
    assert list(Inquiry.objects.filter(closed_at=None)) == [first]


def test_the_earlier_due_time_counts(asked: Asked, officer: User) -> None:
    early = asked(at=MONDAY - 10 * HOUR)
    late = asked(at=MONDAY)

    merge(early, late, officer)

    merged = reload(late)
    assert (merged.waiting_since, merged.due_at) == (MONDAY - 10 * HOUR, MONDAY + 14 * HOUR)


def test_an_answered_inquiry_waits_again_when_an_unanswered_one_joins_it(
    asked: Asked, officer: User
) -> None:
    answered = asked()
    answer(answered, officer, "Der Betreiber.", hours=1)
    open_one = asked(at=MONDAY + 2 * HOUR)

    merge(open_one, answered, officer)

    assert reload(answered).due_at == MONDAY + 26 * HOUR
    assert reload(answered).answered_at is None


def test_mail_to_the_merged_inquiry_lands_in_the_target(asked: Asked, officer: User) -> None:
    source, target = asked(), asked()
    merge(source, target, officer)

    message = rules.add_message(
        reload(source),
        rules.Incoming(text="Noch etwas.", author_email="s.muster@musterstadt.example"),
        channel="mail",
        received_at=MONDAY + 5 * HOUR,
        now=MONDAY + 5 * HOUR,
    )

    assert (message.inquiry, message.origin) == (target, source)
    assert reload(source).closed_at is not None


def test_undo_gives_back_both_exactly_as_they_were(asked: Asked, officer: User) -> None:
    source, target = asked(at=MONDAY - HOUR), asked(email=OTHER, name="Can Kaya")
    rules.note(source, text="Rückruf vereinbart", author=officer, now=MONDAY)
    rules.set_urgency(source, urgency="urgent", actor=officer, now=MONDAY)
    AttachmentFactory(message=source.messages.get(kind="question"))
    DraftFactory(inquiry=source, author=officer)
    before = state(source), state(target)

    merging.undo(merge(source, target, officer), actor=officer, now=MONDAY + 4 * HOUR)

    assert (state(source), state(target)) == before
    assert source.drafts.count() == 1


def test_undo_gives_new_messages_to_the_inquiry_by_whose_thread_they_came(
    asked: Asked, officer: User
) -> None:
    source, target = asked("S1"), asked("T1", email=OTHER, name="Can Kaya")
    made = merge(source, target, officer)
    for inquiry, text in ((source, "S2"), (target, "T2")):
        rules.add_message(
            reload(inquiry),
            rules.Incoming(text=text, author_email=inquiry.asker_email),
            channel="mail",
            received_at=MONDAY + 5 * HOUR,
            now=MONDAY + 5 * HOUR,
        )

    merging.undo(made, actor=officer, now=MONDAY + 6 * HOUR)

    kinds = ("question", "followUp")
    texts = [
        list(i.messages.filter(kind__in=kinds).values_list("text", flat=True))
        for i in (source, target)
    ]
    assert texts == [["S1", "S2"], ["T1", "T2"]]
    assert [reload(i).turn for i in (source, target)] == [2, 2]
    assert [reload(i).due_at for i in (source, target)] == [MONDAY + 24 * HOUR] * 2


def test_after_an_answer_to_both_undo_leaves_both_answered(asked: Asked, officer: User) -> None:
    source, target = asked(), asked(email=OTHER, name="Can Kaya")
    made = merge(source, target, officer)
    answer(target, officer, "Guten Tag Can Kaya,\n\nder Betreiber.")

    merging.undo(made, actor=officer, now=MONDAY + 6 * HOUR)

    for inquiry in (source, target):
        record = reload(inquiry)
        assert (record.answered_at, record.due_at) == (MONDAY + 4 * HOUR, None)
        assert record.messages.filter(kind="answer").count() == 1


def test_each_asker_gets_the_reply_in_an_own_mail_thread_and_name(
    asked: Asked, officer: User
) -> None:
    source = asked(message_id="<muster@musterstadt.example>")
    target = asked(email=OTHER, name="Can Kaya", message_id="<kaya@neustadt.example>")
    merge(source, target, officer)

    answer(target, officer, "Guten Tag Can Kaya,\n\nverantwortlich ist der Betreiber.")

    mails = {m.recipient: m for m in OutgoingMail.objects.filter(purpose="answer")}
    assert set(mails) == {OTHER, "s.muster@musterstadt.example"}
    kaya, muster = mails[OTHER], mails["s.muster@musterstadt.example"]
    assert kaya.in_reply_to == "<kaya@neustadt.example>"
    assert muster.in_reply_to == "<muster@musterstadt.example>"
    assert "Guten Tag Sabine Muster," in muster.text
    assert tokens.read(muster.reply_to) == source.number
    assert tokens.read(kaya.reply_to) == target.number
    whole = {
        m: f"{m.subject} {m.text} {m.html} {m.references} {m.reply_to}" for m in (kaya, muster)
    }
    for own, foreign in (
        (kaya, ("Muster", "musterstadt", source.number)),
        (muster, ("Kaya", "neustadt", target.number)),
    ):
        assert [word for word in foreign if word in whole[own]] == []


def test_a_reply_that_names_the_address_of_another_asker_is_refused(
    asked: Asked, officer: User
) -> None:
    source, target = asked(), asked(email=OTHER, name="Can Kaya")
    merge(source, target, officer)

    with pytest.raises(RuleError, match="nennt die Adresse"):
        answer(target, officer, f"Fragen Sie auch {source.asker_email}.")

    assert not OutgoingMail.objects.filter(purpose="answer").exists()


def test_one_person_who_asked_twice_gets_one_answer(asked: Asked, officer: User) -> None:
    source, target = asked(), asked()
    merge(source, target, officer, writes_to_both=False)

    answer(target, officer, "Der Betreiber.")

    assert OutgoingMail.objects.filter(purpose="answer").count() == 1
    assert reload(source).reacted_at == MONDAY + 4 * HOUR


def visible(inquiry: Inquiry) -> list[Message]:
    return list(access.visible_messages(reload(inquiry), MONDAY + timedelta(days=1)))


def test_no_asker_sees_what_the_other_one_wrote(asked: Asked, officer: User) -> None:
    source, target = asked("Von Muster"), asked("Von Kaya", email=OTHER, name="Can Kaya")
    file = AttachmentFactory(message=target.messages.get(kind="question"))
    merge(source, target, officer)
    answer(target, officer, "Guten Tag Can Kaya,\n\nfür beide.")

    for inquiry, own in ((source, "Von Muster"), (target, "Von Kaya")):
        texts = [m.text for m in visible(inquiry) if m.kind != "receipt"]
        assert texts[0] == own
        assert len(texts) == 2
        assert inquiry.asker_name in texts[1]
    assert file.message not in visible(source)


def test_without_consent_two_different_people_are_not_merged(asked: Asked, officer: User) -> None:
    source, target = asked(), asked(email=OTHER, name="Can Kaya")

    with pytest.raises(merging.DifferentAskers, match="Can Kaya und Sabine Muster"):
        merge(source, target, officer, writes_to_both=False)

    assert not Merge.objects.exists()


def test_chains_resolve_and_are_undone_from_the_outside(asked: Asked, officer: User) -> None:
    a, b, c = asked("A"), asked("B"), asked("C")
    inner = merge(a, b, officer)
    outer = merge(b, c, officer)

    assert queries.home(reload(a)) == c
    assert queries.merged_sources(c) == [b.pk, a.pk]
    with pytest.raises(RuleError, match="Nehmen Sie das zuerst zurück"):
        merging.undo(Merge.objects.get(pk=inner.pk), actor=officer, now=MONDAY + 4 * HOUR)
    merging.undo(Merge.objects.get(pk=outer.pk), actor=officer, now=MONDAY + 4 * HOUR)
    merging.undo(Merge.objects.get(pk=inner.pk), actor=officer, now=MONDAY + 4 * HOUR)

    for inquiry, text in ((a, "A"), (b, "B"), (c, "C")):
        assert [m.text for m in inquiry.messages.filter(kind="question")] == [text]
        assert not inquiry.messages.exclude(origin=None).exists()


@pytest.mark.parametrize("case", ["itself", "merged", "into merged", "cycle", "closed", "press"])
def test_what_cannot_be_merged_is_refused_in_words(asked: Asked, officer: User, case: str) -> None:
    a, b, c = asked(), asked(), asked()
    pairs = {"itself": (a, a), "merged": (b, c), "into merged": (a, b), "cycle": (c, b)}
    if case in ("merged", "into merged", "cycle"):
        merge(b, c, officer)
    if case == "closed":
        rules.close(b, harvest="none", reason="Doppelt", actor=officer, now=MONDAY)
    if case == "press":
        Inquiry.objects.filter(pk=b.pk).update(kind="press")
    words = {
        "itself": "nicht mit sich selbst",
        "merged": "ist schon mit",
        "into merged": f"Wählen Sie {c.number}",
        "cycle": "ist schon mit",
        "closed": "ist abgeschlossen",
        "press": "Presseanfragen",
    }
    count = Merge.objects.count()
    source, target = (reload(inquiry) for inquiry in pairs.get(case, (a, b)))

    with pytest.raises(RuleError, match=words[case]):
        merge(source, target, officer)

    assert Merge.objects.count() == count


def test_two_people_who_undo_at_once_undo_once(asked: Asked, officer: User) -> None:
    source, target = asked(), asked()
    made = merge(source, target, officer)
    merging.undo(made, actor=officer, now=MONDAY + 4 * HOUR)

    with pytest.raises(RuleError, match="schon zurückgenommen"):
        merging.undo(Merge.objects.get(pk=made.pk), actor=officer, now=MONDAY + 4 * HOUR)


def test_after_thirty_days_a_merge_stays(asked: Asked, officer: User) -> None:
    made = merge(asked(), asked(), officer)

    with pytest.raises(RuleError, match="Nach 30 Tagen"):
        merging.undo(made, actor=officer, now=MONDAY + timedelta(days=31))


def test_both_histories_tell_of_merge_and_undo(asked: Asked, officer: User) -> None:
    source, target = asked(), asked()
    merging.undo(merge(source, target, officer), actor=officer, now=MONDAY + 4 * HOUR)

    for inquiry in (source, target):
        what = inquiry.events.filter(actor=officer).values_list("what", flat=True)
        assert list(what) == [Event.What.MERGED, Event.What.UNMERGED]


def test_a_merged_inquiry_cannot_be_opened_again_by_itself(asked: Asked, officer: User) -> None:
    source, target = asked(), asked()
    merge(source, target, officer)

    with pytest.raises(RuleError, match=f"geht in {target.number} weiter"):
        rules.reopen(reload(source), actor=officer, now=MONDAY + 4 * HOUR)

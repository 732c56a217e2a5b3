"""One answer to many: each its own mail, thread, greeting and clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import Draft, GroupRecipient, GroupReply, Inquiry, Message
from lotse.inquiries.rules import groups, replying
from lotse.inquiries.tests.content import publish_example
from lotse.inquiries.tests.factories import MONDAY, DraftFactory, MessageFactory
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def author() -> User:
    return UserFactory.create(name="Karin Beispiel", office="Fachreferat Bau", roles=[Role.DESK])


def asked(name: str, address: str) -> Inquiry:
    return MessageFactory.create(
        inquiry__asker_name=name,
        inquiry__asker_email=address,
        message_id=f"<{address}>",
    ).inquiry


def three() -> list[Inquiry]:
    return [
        asked("Rolf Steinkamp", "bauamt@eins.example"),
        asked("Anke Terhorst", "sozialamt@zwei.example"),
        asked("", "post@drei.example"),
    ]


def send_all() -> None:
    while groups.send_released(MONDAY + HOUR):
        pass


def group_for(inquiries: list[Inquiry], author: User, text: str = "Messen Sie.") -> GroupReply:
    group = groups.begin(inquiries, author=author, now=MONDAY)
    groups.write(group, text=text, choices={})
    return group


def test_each_asker_gets_an_own_mail_in_the_own_thread_and_every_clock_stops(author: User) -> None:
    inquiries = three()
    group = group_for(inquiries, author)
    first = group.recipients.get(inquiry=inquiries[0])
    choice = groups.Choice(turn=first.turn, addition="Ihre Halle ist schon im Prüfbuch.")
    groups.write(group, text="Messen Sie.", choices={first.pk: choice})
    groups.release(group, now=MONDAY)
    send_all()

    mails = OutgoingMail.objects.order_by("pk")
    assert [mail.recipient for mail in mails] == [one.asker_email for one in inquiries]
    assert [mail.in_reply_to for mail in mails] == [f"<{one.asker_email}>" for one in inquiries]
    assert [one.number in mail.subject for one, mail in zip(inquiries, mails, strict=True)] == [
        True
    ] * 3
    texts = [message.text for message in Message.objects.filter(kind="answer").order_by("pk")]
    assert texts[0] == (
        "Guten Tag Rolf Steinkamp,\n\nMessen Sie.\n\nIhre Halle ist schon im Prüfbuch.\n\n"
        "Freundliche Grüße\nKarin Beispiel\nFachreferat Bau"
    )
    assert texts[2].startswith("Guten Tag,\n\nMessen Sie.\n\nFreundliche Grüße")
    for inquiry in inquiries:
        inquiry.refresh_from_db()
        assert (inquiry.waiting_since, inquiry.answered_at) == (None, MONDAY + HOUR)


def test_who_wrote_meanwhile_is_skipped_and_named_and_the_others_get_their_mail(
    author: User,
) -> None:
    inquiries = three()
    group = group_for(inquiries, author)
    groups.release(group, now=MONDAY)
    incoming = rules.Incoming(text="Noch etwas", author_email=inquiries[1].asker_email)
    rules.add_message(inquiries[1], incoming, channel="mail", received_at=MONDAY, now=MONDAY)
    rules.reply(
        inquiries[2], kind="answer", text="Schon da.", author=UserFactory.create(name="Cem Aydin"),
        now=MONDAY,
    )  # fmt: skip
    send_all()
    outcome = [(one.sent_at is not None, one.skip_reason) for one in group.recipients.all()]
    assert sorted(outcome) == [
        (False, "Cem Aydin hat inzwischen geantwortet."),
        (
            False,
            "Inzwischen kam eine weitere Nachricht. Bitte lesen und einzeln antworten.",
        ),
        (True, ""),
    ]
    assert Draft.objects.count() == 0


def test_draft_of_a_recipient_is_left_alone(author: User) -> None:
    inquiries = three()
    draft = DraftFactory.create(inquiry=inquiries[0], author=author, text="Mein Entwurf")
    group = group_for(inquiries, author)
    groups.release(group, now=MONDAY)
    send_all()
    draft.refresh_from_db()
    assert draft.text == "Mein Entwurf"


def test_excluded_ones_get_nothing(author: User) -> None:
    inquiries = three()
    group = group_for(inquiries, author)
    out = group.recipients.get(inquiry=inquiries[0])
    groups.write(
        group, text="Messen Sie.", choices={out.pk: groups.Choice(turn=1, is_excluded=True)}
    )
    groups.release(group, now=MONDAY)
    send_all()
    assert [mail.recipient for mail in OutgoingMail.objects.order_by("pk")] == [
        "sozialamt@zwei.example",
        "post@drei.example",
    ]


def test_source_an_asker_may_not_see_is_left_out_for_them_alone(author: User) -> None:
    public = publish_example("Schneewache", what="Alle vier Stunden messen.")
    members = publish_example("Prüfbuch", what="Nur intern.", audience=Audience.MEMBERS)
    member = UserFactory.create(email="mitglied@vier.example", roles=[Role.MEMBER])
    inquiries = [asked("A", "a@fremd.example"), asked("B", member.email)]
    group = groups.begin(inquiries, author=author, now=MONDAY)
    cited = [rules.Cited("example", members.pk), rules.Cited("example", public.pk)]
    groups.write(group, text="Siehe [1] und [2].", citations=cited, choices={})
    groups.release(group, now=MONDAY)
    send_all()
    messages = Message.objects.filter(kind="answer").order_by("pk")
    assert [message.text.split("\n\n")[1] for message in messages] == [
        "Siehe und [1].",
        "Siehe [1] und [2].",
    ]
    assert [[c.title for c in message.citations.all()] for message in messages] == [
        ["Schneewache"],
        ["Prüfbuch", "Schneewache"],
    ]


def test_crash_between_two_inquiries_loses_nothing_and_repeats_nothing(
    author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    inquiries = three()
    group = group_for(inquiries, author)
    groups.release(group, now=MONDAY)
    calls = []
    whole = replying.send

    def dies(inquiry: Inquiry, *args: Any, **kwargs: Any) -> Message:
        message = whole(inquiry, *args, **kwargs)
        calls.append(inquiry.pk)
        if len(calls) == 2:
            # After everything was written and before the commit: the worst moment.
            raise KeyboardInterrupt
        return message

    monkeypatch.setattr(replying, "send", dies)
    with pytest.raises(KeyboardInterrupt):
        groups.send_released(MONDAY + HOUR)
    monkeypatch.undo()
    assert OutgoingMail.objects.count() == 1
    send_all()
    send_all()
    assert sorted(OutgoingMail.objects.values_list("recipient", flat=True)) == sorted(
        inquiry.asker_email for inquiry in inquiries
    )


def test_released_text_cannot_be_changed_and_releasing_twice_is_once(author: User) -> None:
    group = group_for(three(), author)
    groups.release(group, now=MONDAY)
    groups.release(group, now=MONDAY + HOUR)
    group.refresh_from_db()
    assert group.released_at == MONDAY
    with pytest.raises(RuleError, match="schon unterwegs"):
        groups.write(group, text="Anders", choices={})
    with pytest.raises(RuleError, match="schon unterwegs"):
        groups.discard(group)


def test_nothing_is_released_without_text_or_without_recipients(author: User) -> None:
    group = groups.begin(three(), author=author, now=MONDAY)
    with pytest.raises(RuleError, match="gemeinsamen Text"):
        groups.release(group, now=MONDAY)
    everybody = {
        pk: groups.Choice(turn=1, is_excluded=True)
        for pk in group.recipients.values_list("pk", flat=True)
    }
    groups.write(group, text="Text", choices=everybody)
    with pytest.raises(RuleError, match="mindestens eine"):
        groups.release(group, now=MONDAY)


def test_one_inquiry_is_no_group(author: User) -> None:
    with pytest.raises(RuleError, match="mindestens zwei"):
        groups.begin(three()[:1], author=author, now=MONDAY)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_to_each_asker_once(author: User) -> None:
    from threading import Barrier, Thread

    group = group_for(three(), author)
    groups.release(group, now=MONDAY)
    barrier = Barrier(2)

    def work() -> None:
        barrier.wait()
        try:
            send_all()
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    send_all()
    assert OutgoingMail.objects.count() == 3
    assert GroupRecipient.objects.filter(message=None).count() == 0

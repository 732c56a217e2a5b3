"""From something published to the mails of those who want to know."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.lib.audience import Audience
from lotse.mail.models import OutgoingMail
from lotse.search import generations, index
from lotse.search.documents import Document, Passage
from lotse.subscriptions import publication, rules, spreading, telling
from lotse.subscriptions.models import Announcement, Notice, Subscription
from lotse.subscriptions.tests.factories import ReaderFactory, SubscriptionFactory
from lotse.topics.models import Concept
from lotse.topics.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 1, 12, tzinfo=UTC)
WEDNESDAY_AT_SEVEN = datetime(2026, 12, 2, 6, tzinfo=UTC)
MONDAY_AT_SEVEN = datetime(2026, 12, 7, 6, tzinfo=UTC)
Rhythm = Subscription.Rhythm


def publish(
    number: int = 1,
    *,
    kind: str = "example",
    title: str = "Schneewache für Leichtbauhallen",
    topics: tuple[str, ...] = (),
    lands: tuple[str, ...] = (),
    audience: Audience = Audience.PUBLIC,
) -> Document:
    document = Document(
        kind=kind,
        object_id=number,
        title=title,
        url=f"/beispiele/nummer-{number}/",
        audience=audience,
        passages=(Passage("", "Der Bauhof misst die Schneehöhe alle vier Stunden."),),
        meta="Mittelstadt · Bayern",
        facets={"field": topics, "land": lands},
    )
    index.put(document)
    publication.announce(document, now=TUESDAY)
    return document


def run(now: datetime = TUESDAY) -> list[tuple[str, str]]:
    """Let the worker work; return recipient and subject of the mails so far."""
    while spreading.spread(now):
        pass
    while telling.tell(now):
        pass
    mails = OutgoingMail.objects.filter(purpose="subscription_news").order_by("pk")
    return list(mails.values_list("recipient", "subject"))


def field(code: str) -> Concept:
    return Concept.objects.create(code=code, kind="field", name=f"Feld {code}", slug=code.lower())


def test_each_reader_is_told_of_what_fits_the_wish_and_of_nothing_else() -> None:
    winter, staff = field("U"), field("P")
    narrow = ConceptFactory.create(code="U12", broader=winter)
    wishes = {
        "alles": SubscriptionFactory.create(),
        "winter": SubscriptionFactory.create(topic=winter),
        "enger": SubscriptionFactory.create(topic=narrow),
        "personal": SubscriptionFactory.create(topic=staff),
        "antworten": SubscriptionFactory.create(kind="answer"),
        "suche": SubscriptionFactory.create(words="Schneehöhe messen"),
        "andere suche": SubscriptionFactory.create(words="Dolmetscherpool"),
        "beendet": SubscriptionFactory.create(ended_at=TUESDAY),
        "später": SubscriptionFactory.create(created_at=TUESDAY + timedelta(seconds=1)),
        "unbestätigt": SubscriptionFactory.create(reader=ReaderFactory.create(confirmed_at=None)),
    }
    publish(topics=("U", "U12"))
    told = {recipient for recipient, _subject in run()}
    assert {name for name, wish in wishes.items() if wish.reader.address in told} == {
        "alles",
        "winter",
        "enger",
        "suche",
    }


def test_a_reader_with_two_fitting_wishes_gets_one_mail_at_the_earlier_time() -> None:
    reader = ReaderFactory.create()
    SubscriptionFactory.create(reader=reader, rhythm=Rhythm.WEEKLY)
    SubscriptionFactory.create(reader=reader, kind="example", rhythm=Rhythm.AT_ONCE)
    publish()
    assert run() == [(reader.address, "Neu: Schneewache für Leichtbauhallen")]
    assert run(MONDAY_AT_SEVEN) == run()


def test_digests_come_in_the_morning_and_hold_everything_since_the_last() -> None:
    daily = SubscriptionFactory.create(rhythm=Rhythm.DAILY).reader.address
    weekly = SubscriptionFactory.create(rhythm=Rhythm.WEEKLY).reader.address
    publish(1)
    assert run() == []
    assert run(WEDNESDAY_AT_SEVEN) == [(daily, "Neu: Schneewache für Leichtbauhallen")]
    publish(2, title="Räumdienst für Unterkünfte")
    run(WEDNESDAY_AT_SEVEN)
    assert run(MONDAY_AT_SEVEN)[1:] == [
        (daily, "Neu: Räumdienst für Unterkünfte"),
        (weekly, "2 Neuigkeiten für Sie"),
    ]


def test_what_only_members_or_the_team_may_read_is_told_to_nobody_else() -> None:
    outside = SubscriptionFactory.create()
    member, officer, gone = (
        SubscriptionFactory.create(
            reader=ReaderFactory.create(
                address="",
                person=UserFactory.create(roles=[role], is_active=role is not Role.LEAD),
            )
        )
        for role in (Role.MEMBER, Role.DESK, Role.LEAD)
    )
    publish(1, title="Nur Mitglieder", audience=Audience.MEMBERS)
    publish(2, title="Nur Team", audience=Audience.TEAM)
    assert member.reader.person
    assert officer.reader.person
    assert gone.reader.person
    assert run() == [
        (member.reader.person.email, "Neu: Nur Mitglieder"),
        (officer.reader.person.email, "2 Neuigkeiten für Sie"),
    ]
    for mail in OutgoingMail.objects.filter(recipient=member.reader.person.email):
        assert "Nur Team" not in mail.text + mail.html
    assert not OutgoingMail.objects.filter(recipient=outside.reader.address)


def test_what_was_withdrawn_before_the_digest_is_not_told() -> None:
    SubscriptionFactory.create(rhythm=Rhythm.WEEKLY)
    document = publish()
    run()
    index.remove(document.kind, document.object_id)
    assert run(MONDAY_AT_SEVEN) == []


def test_ending_a_wish_drops_what_waits_for_its_digest() -> None:
    wish = SubscriptionFactory.create(rhythm=Rhythm.WEEKLY)
    publish()
    run()
    rules.end(wish, now=TUESDAY)
    assert run(MONDAY_AT_SEVEN) == []


def test_a_change_to_something_published_is_not_told_again() -> None:
    SubscriptionFactory.create()
    publish()
    run()
    publish(title="Schneewache, zweite Fassung")
    assert len(run()) == 1
    assert Announcement.objects.count() == 1


def test_spreading_goes_on_where_a_killed_worker_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "BATCH", 2)
    wishes = SubscriptionFactory.create_batch(5)
    publish()
    spreading.spread(TUESDAY)
    assert Notice.objects.count() == 2
    assert [recipient for recipient, _subject in run()] == [w.reader.address for w in wishes]


def test_the_mail_names_the_wish_and_the_way_out() -> None:
    wish = SubscriptionFactory.create(topic=field("U"))
    publish(topics=("U",))
    run()
    mail = OutgoingMail.objects.get(purpose="subscription_news")
    assert mail.is_automatic
    assert "Alles Neue zu „Feld U“" in mail.text
    assert mail.unsubscribe_url in mail.text
    assert "/abonnements/abmelden/" in mail.unsubscribe_url
    assert "Der Bauhof misst die Schneehöhe alle vier Stunden." in mail.text
    assert wish.reader.address == mail.recipient


def test_a_mail_costs_the_same_queries_for_one_and_for_three_news() -> None:
    generations.active()
    counts = []
    for numbers in ((1,), (2, 3, 4)):
        SubscriptionFactory.create()
        for number in numbers:
            publish(number)
        while spreading.spread(TUESDAY):
            pass
        Notice.objects.filter(told_at=None).exclude(
            reader=Notice.objects.order_by("-pk").values("reader")[:1]
        ).update(told_at=TUESDAY)
        with CaptureQueriesContext(connection) as counted:
            telling.tell(TUESDAY)
        counts.append(len(counted))
    assert counts[0] == counts[1]

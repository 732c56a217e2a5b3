"""The radar: who asks the same, who is told, and how people put it right."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries.models import Cluster, Inquiry, Trace
from lotse.inquiries.rules import radar
from lotse.inquiries.tests.content import publish_example
from lotse.inquiries.tests.factories import MONDAY, MessageFactory
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail
from lotse.municipalities.models import Municipality
from lotse.municipalities.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
_days = count()
SNOW = (
    ("Schneelast auf der Zelthalle", "Wer misst die Schneelast auf unserer Zelthalle?"),
    ("Zelthalle und Schnee", "Ab welcher Schneelast räumen wir die Zelthalle?"),
    ("Schneelast messen", "Die Zelthalle steht seit Mai. Wer prüft die Schneelast?"),
    ("Zelthalle: Schneelast", "Wie messen wir die Schneelast der Zelthalle?"),
)


@pytest.fixture(autouse=True)
def content() -> None:
    publish_example("Dolmetscherpool", what="Ein Pool dolmetscht in Schulen und Behörden.")


@pytest.fixture
def person() -> User:
    return UserFactory.create(name="Karin Beispiel", roles=[Role.DESK])


def asked(
    subject: str, text: str, *, days: float = 0, place: Municipality | None = None
) -> Inquiry:
    inquiry = MessageFactory.create(
        inquiry__subject=subject,
        inquiry__received_at=MONDAY + days * DAY,
        inquiry__municipality=place or MunicipalityFactory.create(),
        text=text,
    ).inquiry
    radar.place(inquiry, now=MONDAY + days * DAY)
    return inquiry


def cluster_of(inquiry: Inquiry) -> Cluster | None:
    return Trace.objects.get(pk=inquiry.pk).cluster


def snow(number: int = 3) -> list[Inquiry]:
    return [asked(*SNOW[place], days=place) for place in range(number)]


def test_inquiries_that_ask_the_same_find_each_other_and_others_stay_out() -> None:
    same = snow()
    other = asked("Führungszeugnis", "Wer verlangt von Ehrenamtlichen ein Führungszeugnis?")
    clusters = {cluster_of(inquiry) for inquiry in same}
    (cluster,) = clusters
    assert cluster is not None
    assert cluster_of(other) is None
    assert (cluster.inquiry_count, cluster.municipality_count) == (3, 3)
    assert (cluster.first_at, cluster.last_at) == (MONDAY, MONDAY + 2 * DAY)
    assert {"Schneelast", "Zelthalle"} <= set(cluster.words)


def test_inquiry_is_read_once() -> None:
    inquiry = asked(*SNOW[0])
    assert not radar.place(inquiry, now=MONDAY)
    assert radar.read_new(MONDAY) == 0


def test_worker_reads_what_arrived() -> None:
    MessageFactory.create(inquiry__subject=SNOW[0][0], text=SNOW[0][1])
    MessageFactory.create(inquiry__subject=SNOW[1][0], text=SNOW[1][1])
    assert radar.read_new(MONDAY) == 2
    assert Cluster.objects.get().inquiry_count == 2


def test_questions_more_than_a_month_apart_are_not_compared() -> None:
    first = asked(*SNOW[0])
    late = asked(*SNOW[1], days=31)
    assert cluster_of(first) is None
    assert cluster_of(late) is None


def test_lead_and_area_are_told_once_for_each_step_of_growth() -> None:
    lead = UserFactory.create(roles=[Role.LEAD])
    for step, told in ((2, 0), (3, 1), (4, 1)):
        Inquiry.objects.all().delete()
        Cluster.objects.all().delete()
        OutgoingMail.objects.all().delete()
        snow(step)
        mails = OutgoingMail.objects.filter(recipient=lead.email)
        assert mails.count() == told
    subject = OutgoingMail.objects.get(recipient=lead.email).subject
    assert subject.startswith("3 Kommunen fragen dasselbe: ")


def test_alert_comes_again_when_twice_as_many_ask(settings: Any) -> None:
    settings.RADAR_MUNICIPALITIES = 2
    lead = UserFactory.create(roles=[Role.LEAD])
    snow(4)
    subjects = OutgoingMail.objects.filter(recipient=lead.email).order_by("pk")
    assert [mail.subject.split(":")[0] for mail in subjects] == [
        "2 Kommunen fragen dasselbe",
        "4 Kommunen fragen dasselbe",
    ]


def test_one_municipality_that_asks_again_alerts_nobody() -> None:
    UserFactory.create(roles=[Role.LEAD])
    place = MunicipalityFactory.create()
    for subject, text in SNOW:
        asked(subject, text, place=place)
    assert Cluster.objects.get().municipality_count == 1
    assert OutgoingMail.objects.count() == 0


def test_removed_inquiry_does_not_come_back(person: User) -> None:
    first, _second, third = snow()
    cluster = Cluster.objects.get()
    radar.remove(cluster, third, actor=person, now=MONDAY)
    cluster.refresh_from_db()
    assert cluster.inquiry_count == 2
    assert cluster_of(third) is None
    Trace.objects.filter(pk=third.pk).delete()
    third = Inquiry.objects.get(pk=third.pk)
    radar.place(third, now=MONDAY + 3 * DAY)
    assert cluster_of(third) != cluster_of(first)
    with pytest.raises(RuleError, match="gehört nicht mehr"):
        radar.remove(cluster, third, actor=person, now=MONDAY)


def test_clusters_can_be_merged_named_dismissed_and_brought_back(person: User) -> None:
    snow(2)
    one = Cluster.objects.get()
    asked("Führungszeugnis Ehrenamt", "Wer braucht ein erweitertes Führungszeugnis?")
    asked("Führungszeugnis", "Brauchen Ehrenamtliche ein erweitertes Führungszeugnis?")
    other = Cluster.objects.exclude(pk=one.pk).get()
    radar.merge(other, one, actor=person, now=MONDAY)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.inquiry_count, other.inquiry_count, other.merged_into) == (4, 0, one)
    with pytest.raises(RuleError):
        radar.merge(one, one, actor=person, now=MONDAY)
    radar.rename(one, name="Winter und Ehrenamt", actor=person, now=MONDAY)
    with pytest.raises(RuleError):
        radar.dismiss(one, reason=" ", actor=person, now=MONDAY)
    radar.dismiss(one, reason="Zufall", actor=person, now=MONDAY)
    one.refresh_from_db()
    assert (one.label, one.dismissal_reason, one.dismissed_by) == (
        "Winter und Ehrenamt",
        "Zufall",
        person,
    )
    radar.restore(one, actor=person, now=MONDAY)
    one.refresh_from_db()
    assert one.dismissed_at is None
    assert [event.what for event in one.events.order_by("pk")] == [
        "formed",
        "merged",
        "alerted",
        "named",
        "dismissed",
        "restored",
    ]


def test_dismissed_cluster_alerts_nobody(person: User) -> None:
    lead = UserFactory.create(roles=[Role.LEAD])
    snow(2)
    radar.dismiss(Cluster.objects.get(), reason="Bekannt", actor=person, now=MONDAY)
    asked(*SNOW[2], days=2)
    assert OutgoingMail.objects.filter(recipient=lead.email).count() == 0


def test_old_fingerprints_are_forgotten() -> None:
    inquiry = asked(*SNOW[0])
    assert radar.forget(MONDAY + 89 * DAY) == 0
    assert radar.forget(MONDAY + 91 * DAY) == 1
    trace = Trace.objects.get(pk=inquiry.pk)
    assert (trace.fingerprint, trace.words, trace.terms.count()) == ({}, {}, 0)


def test_inquiry_without_words_joins_nothing() -> None:
    one = asked("", "")
    two = asked("", "")
    assert cluster_of(one) is None
    assert cluster_of(two) is None

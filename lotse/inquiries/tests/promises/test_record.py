"""The public record: what it says month by month is what the records say."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from lotse.accounts.models import User
from lotse.inquiries import record, rules
from lotse.inquiries.models import Inquiry, Message
from lotse.inquiries.rules import escalation
from lotse.inquiries.tests.clock.offices import berlin
from lotse.inquiries.tests.factories import MONDAY
from lotse.inquiries.tests.promises.conftest import HOUR, asked

pytestmark = pytest.mark.django_db
NOW = berlin("2026-12-10T12:00")


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def reply(inquiry: Inquiry, officer: User, hours: float) -> None:
    at = inquiry.received_at + hours * HOUR
    rules.reply(inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=at)


def test_each_month_has_its_share_its_longest_wait_and_its_reasons(officer: User) -> None:
    last = asked(berlin("2026-11-30T23:59"))
    first = asked(berlin("2026-12-01T00:00"))
    reply(last, officer, 30)
    reply(first, officer, 2)
    for n, cause in enumerate(("load", "load", "")):
        late = asked(MONDAY + n * HOUR)
        reply(late, officer, 25 + n)
        if cause:
            rules.give_cause(late.breaches.get(), cause="other", detail="?", actor=officer, now=NOW)
            rules.give_cause(late.breaches.get(), cause=cause, actor=officer, now=NOW)

    december, november = record.months(NOW)

    assert (december.promises, december.share, december.causes) == (1, 1, {})
    assert (november.promises, november.kept) == (4, 0)
    assert november.longest == 30 * HOUR
    assert timedelta() < november.longest_service < 30 * HOUR
    assert november.causes == {"": 2, "load": 2}


def test_who_still_waits_counts_and_waits_longest(officer: User) -> None:
    waiting = asked()
    reply(asked(MONDAY + HOUR), officer, 3)
    escalation.watch(NOW)

    (november,) = record.months(NOW)

    assert (november.promises, november.kept) == (2, 1)
    assert november.longest == NOW - waiting.received_at
    assert november.causes == {"": 1}


def test_further_messages_and_advertising_are_not_in_it(officer: User) -> None:
    inquiry = asked()
    reply(inquiry, officer, 1)
    again = MONDAY + 30 * HOUR
    incoming = rules.Incoming(text="Und?")
    rules.add_message(inquiry, incoming, channel="web", received_at=again, now=again)
    Inquiry.objects.filter(pk=asked().pk).update(kind="spam")
    escalation.watch(NOW)

    (november,) = record.months(NOW)

    assert (november.promises, november.kept, november.causes) == (1, 1, {})


def test_it_goes_back_twelve_months(officer: User) -> None:
    for day in ("2025-12-31T23:59", "2026-01-01T00:00"):
        reply(asked(berlin(day)), officer, 1)
    assert [month.first.isoformat() for month in record.months(NOW)] == ["2026-01-01"]


@pytest.mark.parametrize("count", [1, 3])
def test_more_inquiries_ask_no_more(
    count: int, officer: User, django_assert_max_num_queries: object
) -> None:
    for n in range(count):
        asked(MONDAY - n * timedelta(days=35))
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert len(record.months(NOW)) == count


def test_everybody_can_load_it_as_a_table(officer: User, client: Client) -> None:
    late = asked(MONDAY)
    reply(late, officer, 25)
    sheet = client.get("/presse/zusage.csv").content.decode("utf-8-sig").splitlines()
    assert sheet[0].startswith("Monat;Anfragen;erste Antwort rechtzeitig;Anteil")
    assert sheet[1] == "November 2026;1;0;0\N{NO-BREAK SPACE}%;25 Std.;9 Std.;noch nicht genannt"

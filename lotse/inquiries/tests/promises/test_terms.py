"""The terms of the promise: set by the lead, for the future alone."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lotse.accounts.models import User
from lotse.audit.models import AuditEntry
from lotse.inquiries import rules, states, terms
from lotse.inquiries.models import Inquiry, Message, PromiseOutcome, PromiseTerms
from lotse.inquiries.tests.clock.offices import berlin
from lotse.inquiries.tests.factories import MONDAY
from lotse.inquiries.tests.promises.conftest import HOUR, asked, service_terms
from lotse.lib.errors import RuleError

pytestmark = pytest.mark.django_db
FORM = {
    "measure": "service",
    "hours": "8",
    **{f"day_{n}": "8-12, 13-17" for n in range(5)},
    "day_5": "",
    "day_6": "",
    "land": "DE",
    "closed": "24.12.2098 12-24 Heiligabend",
    "opened": "",
    "from_on": "2098-01-01",
    "from_at": "00:00",
}


@pytest.fixture
def service_hours(lead: User) -> PromiseTerms:
    record = service_terms()
    return rules.set_terms(record, actor=lead, now=record.valid_from - timedelta(days=1))


def test_without_terms_the_promise_of_the_installation_holds() -> None:
    inquiry = asked()
    assert (inquiry.due_at, inquiry.terms_id) == (MONDAY + 24 * HOUR, None)


def test_service_hours_count_from_their_instant_on(service_hours: PromiseTerms) -> None:
    before = asked(service_hours.valid_from - timedelta(seconds=1))
    after = asked(berlin("2026-11-27T16:00"))
    assert before.due_at == before.received_at + 24 * HOUR
    assert (after.due_at, after.terms_id) == (berlin("2026-11-30T16:00"), service_hours.pk)


def test_what_was_promised_stays_promised(service_hours: PromiseTerms, lead: User) -> None:
    inquiry = asked(berlin("2026-11-23T10:00"))
    due = inquiry.due_at
    later = service_terms(valid_from=MONDAY + timedelta(days=1), hours=2)
    rules.set_terms(later, actor=lead, now=MONDAY)
    inquiry.refresh_from_db()
    assert (inquiry.due_at, inquiry.terms_id) == (due, service_hours.pk)


def test_a_further_message_counts_under_the_terms_of_its_day(
    service_hours: PromiseTerms, officer: User
) -> None:
    inquiry = asked(service_hours.valid_from - timedelta(days=1))
    now = berlin("2026-11-23T10:00")
    rules.reply(inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=now)
    inquiry.refresh_from_db()
    again = berlin("2026-11-27T16:00")
    rules.add_message(
        inquiry, rules.Incoming(text="Und?"), channel="mail", received_at=again, now=again
    )
    inquiry.refresh_from_db()
    assert (inquiry.due_at, inquiry.terms_id) == (berlin("2026-11-30T16:00"), service_hours.pk)
    # A clock that runs keeps its terms and its due time.
    third = berlin("2026-11-29T16:00")
    rules.add_message(
        inquiry, rules.Incoming(text="Hallo?"), channel="mail", received_at=third, now=third
    )
    inquiry.refresh_from_db()
    assert inquiry.due_at == berlin("2026-11-30T16:00")


def test_both_measures_are_kept_for_every_promise(
    service_hours: PromiseTerms, officer: User
) -> None:
    inquiry = asked(berlin("2026-11-27T16:00"))
    replied = berlin("2026-11-30T10:00")
    rules.reply(inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=replied)
    outcome = PromiseOutcome.objects.get(kind="reaction")
    assert (outcome.calendar_seconds, outcome.service_seconds) == (66 * 3600, 3 * 3600)


def test_the_bar_counts_the_hours_that_are_promised(service_hours: PromiseTerms) -> None:
    inquiry = asked(berlin("2026-11-27T16:00"))
    shown = states.deadline(inquiry, berlin("2026-11-30T08:00"))
    assert shown.share_used == 1 / 8


def test_taking_a_mail_in_asks_nothing_about_terms(
    service_hours: PromiseTerms, django_assert_num_queries: object
) -> None:
    terms.at(MONDAY)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert terms.at(MONDAY).due_at(MONDAY) > MONDAY


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_from": MONDAY + timedelta(minutes=4)}, "frühestens in fünf Minuten"),
        ({"weekly": ["8-7"] + [""] * 6}, "Montag: „8-7“ ist nicht lesbar"),
        ({"weekly": [""] * 7}, "Ohne Dienstzeiten"),
        ({"closed": "Weihnachten"}, "„Weihnachten“ ist nicht lesbar"),
        ({"closed": "01.01.2026 - 31.12.2099"}, "nie eine Frist fällig"),
    ],
)
def test_terms_that_make_no_sense_are_refused(
    changes: dict[str, object], sentence: str, lead: User
) -> None:
    record = service_terms(**{"valid_from": MONDAY + HOUR, **changes})
    with pytest.raises(RuleError, match=sentence):
        rules.set_terms(record, actor=lead, now=MONDAY)


def test_terms_never_begin_before_others_that_are_set(lead: User) -> None:
    rules.set_terms(service_terms(valid_from=MONDAY + 9 * HOUR), actor=lead, now=MONDAY)
    with pytest.raises(RuleError, match="schon eine spätere Regel"):
        rules.set_terms(service_terms(valid_from=MONDAY + 8 * HOUR), actor=lead, now=MONDAY)


def test_the_lead_looks_before_saving(lead: User, client: Client) -> None:
    cache.clear()
    client.force_login(lead)
    shown = client.post("/arbeitsplatz/frist/", FORM | {"pruefen": "1"}).content.decode()
    assert "Noch ist nichts gespeichert." in shown
    assert "wäre fällig" in shown
    assert not PromiseTerms.objects.exists()
    assert client.post("/arbeitsplatz/frist/", FORM).status_code == 302
    saved = PromiseTerms.objects.get()
    assert (saved.measure, saved.hours, saved.created_by) == ("service", 8, lead)
    page = client.get("/arbeitsplatz/frist/").content.decode()
    assert "Mo-Fr 8-12, 13-17" in page
    assert "Ilse Brandt" in page


def test_the_page_says_what_cannot_be_read(lead: User, client: Client) -> None:
    client.force_login(lead)
    shown = client.post("/arbeitsplatz/frist/", FORM | {"day_0": "8 bis 12"}).content.decode()
    assert "Montag: „8 bis 12“ ist nicht lesbar" in shown


def test_the_page_of_an_inquiry_shows_both_measures(officer: User, client: Client) -> None:
    inquiry = asked(timezone.now() - 3 * HOUR)
    client.force_login(officer)
    page = client.get(inquiry.get_absolute_url()).content.decode()
    assert "Wartet seit" in page
    assert "in Dienststunden" in page
    assert Inquiry.objects.get().due_at is not None


def test_new_terms_stand_in_the_sealed_log(service_hours: PromiseTerms, lead: User) -> None:
    entry = AuditEntry.objects.get(action="promise.terms")
    assert (entry.actor_id, entry.subject) == (lead.pk, f"terms:{service_hours.pk}")
    assert entry.after["stunden"] == service_hours.hours

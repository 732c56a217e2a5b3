"""Missed promises stay as they were written, whoever asks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from lotse.accounts.models import User
from lotse.inquiries import anonymising, rules
from lotse.inquiries.models import Breach, BreachCause, BreachEnd, Message
from lotse.inquiries.rules import breaches, escalation
from lotse.inquiries.tests.factories import MONDAY
from lotse.inquiries.tests.promises.conftest import HOUR, asked
from lotse.lib.errors import RuleError

pytestmark = pytest.mark.django_db
LATE = MONDAY + 30 * HOUR


@pytest.fixture
def breach(officer: User) -> Breach:
    inquiry = asked(owner=officer)
    rules.reply(inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=LATE)
    breaches.record_ends(LATE + HOUR)
    return Breach.objects.get()


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def write_over(table: str, column: str, value: str) -> None:
    """Write rows anew under their old numbers: no statement says UPDATE or DELETE."""
    sql(
        f"CREATE TEMPORARY TABLE written AS SELECT * FROM {table}",
        f"UPDATE written SET {column} = {value}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM written"
        if connection.vendor == "sqlite"
        else f"INSERT INTO {table} SELECT * FROM written "
        f"ON CONFLICT (id) DO UPDATE SET {column} = EXCLUDED.{column}",
    )


def write_over_by_key() -> None:
    """As before, but under new numbers: on SQLite the old rows would go because of their key."""
    columns = "inquiry_id, kind, started_at, due_at, measure, hours, found_at"
    sql(
        f"INSERT OR REPLACE INTO inquiries_breach ({columns}) "
        "SELECT inquiry_id, kind, started_at, due_at, measure, 99, found_at FROM inquiries_breach"
        if connection.vendor == "sqlite"
        else "UPDATE inquiries_breach SET hours = 99"
    )


def empty(table: str) -> None:
    if connection.vendor == "sqlite":
        sql(f"DELETE FROM {table}")
    else:
        # What waits for the end of the transaction would refuse first.
        sql("SET CONSTRAINTS ALL IMMEDIATE", f"TRUNCATE {table} CASCADE")


def facts(breach: Breach) -> dict[str, object]:
    return {field.attname: getattr(breach, field.attname) for field in Breach._meta.fields[1:]}


def later(breach: Breach) -> Breach:
    breach.due_at = LATE
    return breach


CHANGES: list[Callable[[Breach], object]] = [
    lambda breach: Breach.objects.update(due_at=LATE),
    lambda breach: Breach.objects.filter(pk=breach.pk).update(hours=48),
    lambda breach: breach.save(),
    lambda breach: Breach.objects.all()._raw_delete(Breach.objects.db),
    lambda breach: BreachEnd.objects.update(ended_at=breach.due_at),
    lambda breach: BreachEnd.objects.all().delete(),
    lambda breach: BreachCause.objects.update(detail="anders"),
    lambda breach: BreachCause.objects.all().delete(),
    lambda breach: sql("UPDATE inquiries_breach SET measure = 'service'"),
    lambda breach: sql("DELETE FROM inquiries_breach"),
    lambda breach: sql("UPDATE inquiries_breachend SET how = 'closed'"),
    lambda breach: sql("DELETE FROM inquiries_breachend"),
    lambda breach: sql("UPDATE inquiries_breachcause SET cause = 'load'"),
    lambda breach: sql("UPDATE inquiries_breachcause SET given_by_id = NULL, detail = ''"),
    lambda breach: sql("DELETE FROM inquiries_breachcause"),
    lambda breach: write_over("inquiries_breach", "hours", "99"),
    lambda breach: write_over("inquiries_breachend", "how", "'closed'"),
    lambda breach: write_over("inquiries_breachcause", "cause", "'load'"),
    lambda breach: write_over_by_key(),
    lambda breach: empty("inquiries_breach"),
    lambda breach: empty("inquiries_breachend"),
    lambda breach: empty("inquiries_breachcause"),
    lambda breach: Breach.objects.bulk_create(
        [Breach(pk=breach.pk, **facts(breach) | {"hours": 99})],
        update_conflicts=True,
        update_fields=["hours"],
        unique_fields=["id"],
    ),
    lambda breach: Breach.objects.bulk_update([later(breach)], ["due_at"]),
]


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_changes_or_deletes_a_breach(
    change: Callable[[Breach], object], breach: Breach, officer: User
) -> None:
    rules.give_cause(breach, cause="overlooked", detail="Urlaub", actor=officer, now=LATE)
    before = [list(model._default_manager.values()) for model in (Breach, BreachEnd, BreachCause)]
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        change(breach)
    after = [list(model._default_manager.values()) for model in (Breach, BreachEnd, BreachCause)]
    assert after == before


def test_an_inquiry_with_a_breach_cannot_be_deleted(breach: Breach) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        breach.inquiry.delete()


def test_who_gave_a_cause_is_forgotten_with_the_account(breach: Breach, officer: User) -> None:
    given = rules.give_cause(breach, cause="load", actor=officer, now=LATE)
    BreachCause.objects.filter(pk=given.pk).update(given_by=None)
    given.refresh_from_db()
    assert (given.given_by, given.cause) == (None, "load")


def test_causes_add_up(breach: Breach, officer: User, lead: User) -> None:
    rules.give_cause(breach, cause="overlooked", actor=officer, now=LATE)
    rules.give_cause(breach, cause="other", detail="Umzug", actor=lead, now=LATE + HOUR)
    assert [(c.cause, c.detail) for c in breach.causes.all()] == [
        ("overlooked", ""),
        ("other", "Umzug"),
    ]
    assert not breaches.without_cause().exists()


def test_another_cause_needs_words(breach: Breach, officer: User) -> None:
    with pytest.raises(RuleError, match="was die Ursache war"):
        rules.give_cause(breach, cause="other", actor=officer, now=LATE)


def test_anonymising_keeps_the_breach(breach: Breach, officer: User) -> None:
    rules.close(breach.inquiry, harvest="none", reason="erledigt", actor=officer, now=LATE + HOUR)
    years = LATE + timedelta(days=4 * 365)
    assert anonymising.anonymise_closed(years) == 1
    assert Breach.objects.get().due_at == MONDAY + 24 * HOUR


def test_a_reply_that_is_taken_back_does_not_end_a_breach(officer: User) -> None:
    inquiry = asked(owner=officer)
    sent = rules.reply(
        inquiry,
        kind=Message.Kind.ANSWER,
        text="So.",
        author=officer,
        undo_seconds=20,
        now=LATE,
    )
    rules.undo(sent, actor=officer, now=LATE + timedelta(seconds=5))
    breaches.record_ends(LATE + 2 * HOUR)
    assert (Breach.objects.count(), BreachEnd.objects.count()) == (1, 0)
    inquiry.refresh_from_db()
    again = LATE + 3 * HOUR
    rules.reply(inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=again)
    breaches.record_ends(again + HOUR)
    assert BreachEnd.objects.get().ended_at == again


def test_the_desk_asks_for_the_cause_until_it_is_given(
    breach: Breach, officer: User, client: Client
) -> None:
    client.force_login(officer)
    page = f"/arbeitsplatz/anfragen/{breach.inquiry.number}/"
    assert "Ursache nennen" in client.get(page).content.decode()
    assert breach.inquiry.number in client.get("/arbeitsplatz/verstoesse/").content.decode()
    address = f"/arbeitsplatz/verstoesse/{breach.pk}/"
    assert client.post(address, {"cause": "absence", "detail": "Grippe"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "niemand war da: Krankheit, Urlaub, Wochenende: Grippe" in shown
    assert breach.inquiry.number not in client.get("/arbeitsplatz/verstoesse/").content.decode()


def test_a_breach_found_by_the_clock_alone_has_no_end_yet(officer: User) -> None:
    asked(owner=officer)
    escalation.watch(LATE)
    breaches.record_ends(LATE + 2 * HOUR)
    assert BreachEnd.objects.count() == 0

"""The log cannot be changed without anybody noticing."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from lotse.audit import origin, rules
from lotse.audit.models import AuditChain, AuditEntry

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def three_entries() -> None:
    for hour in range(3):
        rules.record(
            "role.changed",
            actor_id=7,
            subject="person:12",
            before={"rollen": []},
            after={"rollen": ["desk"]},
            now=NOON + timedelta(hours=hour),
        )


def without_triggers(statement: str) -> None:
    """Do what somebody with full rights on the database could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_stays")
            cursor.execute("DROP TRIGGER audit_entry_kept")
        else:
            cursor.execute("DROP TRIGGER audit_entry_stays ON audit_auditentry")
        cursor.execute(statement)


def test_entries_form_a_chain_that_can_be_checked() -> None:
    three_entries()

    verdict = rules.verify()

    assert (verdict.entries, verdict.last_number, verdict.problems) == (3, 3, ())
    assert verdict.last_seal == AuditEntry.objects.get(number=3).seal


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET reason = 'nie geschehen' WHERE number = 2",
        "DELETE FROM audit_auditentry WHERE number = 2",
        "DELETE FROM audit_auditentry",
    ],
)
def test_database_refuses_to_change_or_remove_entries(statement: str) -> None:
    three_entries()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert rules.verify().entries == 3


COLUMNS = "number, happened_at, actor_id, origin, action, subject, before, after, reason, seal"


def test_database_refuses_to_write_over_entries() -> None:
    three_entries()
    written = f"INSERT INTO audit_auditentry ({COLUMNS}) SELECT {COLUMNS} FROM audit_auditentry"
    statement = (
        written.replace("INSERT", "INSERT OR REPLACE").replace(
            " reason, seal FROM", " 'x', seal FROM"
        )
        if connection.vendor == "sqlite"
        else f"{written} ON CONFLICT (number) DO UPDATE SET reason = 'x'"
    )

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert not AuditEntry.objects.exclude(reason="").exists()


def test_database_refuses_to_empty_the_log() -> None:
    three_entries()
    is_sqlite = connection.vendor == "sqlite"

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(("DELETE FROM" if is_sqlite else "TRUNCATE") + " audit_auditentry")

    assert rules.verify().entries == 3


def test_check_finds_that_the_newest_entries_were_cut_off() -> None:
    """With the end of the chain moved back to what is left, so that nothing seems to be missing."""
    three_entries()
    without_triggers("DELETE FROM audit_auditentry WHERE number = 3")
    left = AuditEntry.objects.get(number=2)
    AuditChain.objects.update(last_number=2, last_seal=left.seal)

    assert rules.verify().problems == ("Das Ende der Kette wurde verändert.",)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE audit_auditentry SET actor_id = 8 WHERE number = 2",
            "Eintrag 2 wurde verändert.",
        ),
        (
            "DELETE FROM audit_auditentry WHERE number = 2",
            "Zwischen Eintrag 1 und 3 fehlt etwas.",
        ),
        (
            "DELETE FROM audit_auditentry WHERE number = 3",
            "Am Ende der Kette fehlt etwas: 2 statt 3.",
        ),
        (
            "UPDATE audit_auditchain SET anchor_number = 1",
            "Der Anfang der Kette wurde verändert.",
        ),
    ],
)
def test_check_finds_what_was_done_past_the_triggers(statement: str, problem: str) -> None:
    three_entries()
    without_triggers(statement)

    assert problem in rules.verify().problems


def test_log_that_was_emptied_as_a_whole_shows_by_its_end() -> None:
    three_entries()
    without_triggers("DELETE FROM audit_auditchain")

    assert rules.verify().problems == ("3 Einträge, aber kein Anfang der Kette.",)


def test_old_entries_go_by_retention_and_the_rest_stays_whole() -> None:
    three_entries()

    assert rules.trim(NOON + timedelta(hours=2), now=NOON + timedelta(days=800)) == 2
    assert rules.trim(NOON + timedelta(hours=2), now=NOON + timedelta(days=800)) == 0

    assert [entry.number for entry in AuditEntry.objects.order_by("number")] == [3, 4]
    assert AuditEntry.objects.get(number=4).after == {"bis": 2, "anzahl": 2}
    assert rules.verify().is_whole


def test_entries_stay_valid_when_the_secret_key_changes(settings: object) -> None:
    three_entries()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "ein neuer Schlüssel " * 5  # type: ignore[attr-defined]
    three_entries()

    assert rules.verify().is_whole


def test_refused_transaction_leaves_no_entry_and_no_gap() -> None:
    three_entries()
    with transaction.atomic():
        rules.record("role.changed", now=NOON)
        transaction.set_rollback(True)
    rules.record("role.changed", now=NOON)

    assert AuditChain.objects.get().last_number == 4
    assert rules.verify().is_whole


def test_origin_is_a_network_never_a_single_machine() -> None:
    assert origin.coarse("203.0.113.77") == "203.0.113.0/24"
    assert origin.coarse("2001:db8:1:2::/64") == "2001:db8:1::/48"
    assert origin.coarse("unknown") == ""


def test_command_names_what_is_wrong_and_ends_with_one() -> None:
    three_entries()
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert out.getvalue().startswith("3 Einträge, die Kette ist unversehrt. Letzter Eintrag 3")

    without_triggers("UPDATE audit_auditentry SET reason = 'anders' WHERE number = 1")
    with pytest.raises(SystemExit) as stopped:
        call_command("audit", "verify", stdout=out)

    assert stopped.value.code == 1
    assert "Eintrag 1 wurde verändert." in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_entries_written_at_the_same_time_still_form_one_chain() -> None:
    from concurrent.futures import ThreadPoolExecutor

    def write(number: int) -> None:
        try:
            rules.record("role.changed", subject=f"person:{number}", now=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(12)))

    verdict = rules.verify()
    assert (verdict.entries, verdict.problems) == (12, ())

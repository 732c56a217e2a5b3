"""Journey 3: the database goes away, the mail server refuses; every mail is there once."""

import smtplib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.fixtures.installation import Installation, wait_for
from tests.fixtures.mail import RunningPostbox
from tests.journeys.conftest import deliver

pytestmark = pytest.mark.slow

CLERK = "hannah.vogt@weimar.example"


@contextmanager
def without_database(installation: Installation) -> Iterator[None]:
    """Take the database away: PostgreSQL lets nobody in, SQLite's file is locked by somebody."""
    url = installation.environment["DATABASE_URL"]
    if url.startswith("sqlite"):
        file = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
        file.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            file.execute("ROLLBACK")
            file.close()
        return
    name = urlsplit(url).path.strip("/")
    somewhere = urlsplit(url)._replace(path="/postgres").geturl()
    with psycopg.connect(somewhere, autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def questions(installation: Installation) -> list[str]:
    """Return the subject of every question of the clerk."""
    return [row["subject"] for row in installation.rows("inquiries") if row["sender"] == CLERK]


def retry_now(installation: Installation) -> None:
    """Let mails that wait for their next attempt be due at once; that time is not what we test."""
    statement = "UPDATE mail_outgoingmail SET next_attempt_at = created_at WHERE sent_at IS NULL"
    url = installation.environment["DATABASE_URL"]
    if url.startswith("sqlite"):
        file = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30)
        with file:
            file.execute(statement)
        file.close()
        return
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(statement)


def test_while_the_database_is_away_mail_is_put_off_and_then_taken_in_once(
    installation: Installation, postbox: RunningPostbox
) -> None:
    installation.serve()
    deliver(installation, "Wohin mit 80 Menschen?", sender=CLERK, subject="Davor")
    wait_for(lambda: len(postbox.to(CLERK)) == 1, seconds=60, what="the first receipt")

    with without_database(installation):
        with pytest.raises(smtplib.SMTPDataError) as refused:
            deliver(installation, "Und wohin mit 20?", sender=CLERK, subject="Währenddessen")
        assert refused.value.smtp_code == 451
        # Nobody sees a stack trace: what is kept in memory, else a calm page.
        assert installation.status_of("/arbeitsplatz/") in (302, 503)

    # The sending server comes again, as it must after 4xx.
    def is_taken() -> bool:
        try:
            deliver(installation, "Und wohin mit 20?", sender=CLERK, subject="Währenddessen")
        except smtplib.SMTPDataError:
            return False
        return True

    wait_for(is_taken, seconds=180, what="mail is taken again")
    wait_for(lambda: len(postbox.to(CLERK)) == 2, seconds=180, what="the second receipt")
    assert sorted(questions(installation)) == ["Davor", "Währenddessen"]
    assert installation.status_of("/readyz") == 200


def test_receipts_that_the_mail_server_refuses_for_a_while_go_out_once(
    installation: Installation, postbox: RunningPostbox
) -> None:
    postbox.refusal = "451 4.3.0 try later"
    installation.serve()
    deliver(installation, "Wohin mit 80 Menschen?", sender=CLERK, subject="Eine Frage")

    def receipt() -> dict[str, object] | None:
        mine = [row for row in installation.rows("mail", "outbox") if row["recipient"] == CLERK]
        return mine[0] if mine and mine[0]["attempts"] else None

    refused = wait_for(receipt, seconds=60, what="a refused receipt")
    assert refused["state"] == "waiting"
    assert postbox.to(CLERK) == []

    postbox.refusal = ""
    retry_now(installation)
    wait_for(lambda: postbox.to(CLERK), seconds=60, what="the receipt")
    wait_for(
        lambda: (row := receipt()) is not None and row["state"] == "sent",
        seconds=30,
        what="noted as sent",
    )
    assert [mail["Message-ID"] for mail in postbox.to(CLERK)] == [refused["message_id"]]


def test_a_refusal_for_good_is_not_repeated_and_stays_visible(
    installation: Installation, postbox: RunningPostbox
) -> None:
    postbox.refusal = "550 5.1.1 nobody here"
    installation.serve()
    deliver(installation, "Wohin mit 80 Menschen?", sender=CLERK, subject="Eine Frage")

    def receipt() -> dict[str, object] | None:
        mine = [row for row in installation.rows("mail", "outbox") if row["recipient"] == CLERK]
        return mine[0] if mine and mine[0]["state"] == "failed" else None

    failed = wait_for(receipt, seconds=60, what="a receipt given up")
    assert failed["attempts"] == 1
    assert questions(installation) == ["Eine Frage"]

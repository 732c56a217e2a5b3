"""The database server restarts and crashes while mail comes and goes; each mail is there once."""

import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.installation import Installation, wait_for
from tests.fixtures.mail import RunningPostbox
from tests.journeys.delivering import Deliverer, letter, release_claims
from tests.postgres import Server

pytestmark = pytest.mark.slow

MAILS = 160
RESTARTS = (signal.SIGINT, signal.SIGQUIT, signal.SIGINT)
"""A fast shutdown as the system's service does it, and an immediate one, which is like a crash."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A PostgreSQL server of this test alone, whatever the others run on."""
    running = Server()
    try:
        running.start()
        yield running
    finally:
        running.remove()


@pytest.fixture
def on_postgres(server: Server, tmp_path: Path, postbox: RunningPostbox) -> Iterator[Installation]:
    (tmp_path / "data").mkdir()
    installation = Installation(tmp_path / "data", server.url, postbox.url)
    installation.lotse("migrate", "--no-input", seconds=900)
    yield installation
    installation.stop()


def test_restarted_database_loses_no_mail_and_sends_none_twice(
    server: Server, on_postgres: Installation, postbox: RunningPostbox
) -> None:
    on_postgres.start("worker")
    on_postgres.start("mailroom", "--port", str(on_postgres.smtp_port))
    mails = [letter(number) for number in range(MAILS)]
    deliverers = [Deliverer(on_postgres.smtp_port, mails[part::2]) for part in range(2)]

    def accepted() -> list[str]:
        return [found for deliverer in deliverers for found in deliverer.accepted]

    def wait_until_accepted(count: int) -> None:
        wait_for(lambda: len(accepted()) >= count, seconds=300, what=f"{count} mails")

    for deliverer in deliverers:
        deliverer.start()
    for number, how in enumerate(RESTARTS, start=1):
        share = MAILS * number // (len(RESTARTS) + 1)
        wait_until_accepted(share)
        server.stop(how)
        server.start()
    for deliverer in deliverers:
        deliverer.join(600)

    assert sorted(accepted()) == sorted(mail["Message-ID"] for mail in mails)
    expected = Counter(mail["Message-ID"] for mail in mails)
    wait_for(
        lambda: len(on_postgres.rows("inquiries")) >= MAILS, seconds=300, what=f"{MAILS} inquiries"
    )
    messages = on_postgres.rows("inquiries", "--messages")
    assert Counter(row["message_id"] for row in messages if row["direction"] == "in") == expected
    assert on_postgres.rows("quarantine") == []

    # Mails claimed in the very moment the database went away; nobody is sending them any more.
    wait_for(lambda: len(postbox.mails) > MAILS * 3 // 4, seconds=300, what="most receipts")
    release_claims(on_postgres)
    wait_for(
        lambda: {row["state"] for row in on_postgres.rows("mail", "outbox")} == {"sent"},
        seconds=300,
        what="an empty outbox",
    )
    outbox = on_postgres.rows("mail", "outbox")
    assert Counter(row["in_reply_to"] for row in outbox) == expected
    assert Counter(mail["Message-ID"] for mail in postbox.mails) == Counter(
        row["message_id"] for row in outbox
    )

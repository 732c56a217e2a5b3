"""A mailbox at a real Dovecot instead of a listener: every mail becomes one inquiry, once."""

import smtplib
import subprocess

from tests.fixtures.dovecot import Dovecot
from tests.fixtures.installation import MAILBOX, PROGRAM, Installation, wait_for


def mail(number: int) -> bytes:
    return (
        f"From: Käthe Böhm <kaethe.boehm@gemeinde-seeberg.example>\r\nTo: {MAILBOX}\r\n"
        f"Subject: Postfachfrage {number}\r\nMessage-ID: <{number}@gemeinde-seeberg.example>\r\n"
        "Date: Thu, 12 Nov 2026 10:12:00 +0100\r\n\r\n"
        f"Wie machen wir Leichtbauhalle {number} winterfest?\r\n"
    ).encode()


def subjects(installation: Installation) -> list[str]:
    rows = installation.rows("inquiries")
    return sorted(row["subject"] for row in rows if row["subject"].startswith("Postfachfrage "))


def test_mailbox_is_fetched_while_everything_runs_and_a_killed_mailroom_is_followed_by_another(
    installation: Installation, dovecot: Dovecot
) -> None:
    mailbox = dovecot.mailbox()
    installation.environment["LOTSE_IMAP_URL"] = mailbox.url() + "?done=Erledigt"
    mailbox.deliver(mail(1))
    installation.start("worker")
    first = installation.start("mailroom", "--port", str(installation.smtp_port))
    wait_for(
        lambda: subjects(installation) == ["Postfachfrage 1"], seconds=60, what="the first inquiry"
    )

    # The same mail by the other door, then new ones while the one that fetches is killed.
    with smtplib.SMTP("127.0.0.1", installation.smtp_port) as smtp:
        smtp.sendmail("kaethe.boehm@gemeinde-seeberg.example", [MAILBOX], mail(1))
    installation.start("mailroom", "--port", "0")
    for number in range(2, 12):
        mailbox.deliver(mail(number))
    first.kill()
    mailbox.deliver(mail(12))
    expected = sorted(f"Postfachfrage {number}" for number in range(1, 13))
    wait_for(lambda: subjects(installation) == expected, seconds=90, what="all twelve, once each")

    wait_for(lambda: mailbox.count("Erledigt") == 12, seconds=30, what="twelve done messages")
    assert mailbox.count() == 0
    (line,) = [
        row for row in doctor(installation).splitlines() if "Postfach" in row and "Ordner" in row
    ]
    assert line.startswith(
        f"gut     Postfach {mailbox.user}@127.0.0.1/INBOX: Ordner INBOX, 0 Mails warten, "
        "meldet neue Mails, abgeholt vor "
    )


def test_fetch_once_prints_what_it_did_and_says_what_is_wrong(
    installation: Installation, dovecot: Dovecot
) -> None:
    mailbox = dovecot.mailbox()
    name = f"{mailbox.user}@127.0.0.1/INBOX"
    code, words = fetch(installation)
    assert (code, "Kein Postfach ist gesetzt. Setzen Sie LOTSE_IMAP_URL." in words) == (1, True)

    installation.environment["LOTSE_IMAP_URL"] = mailbox.url()
    mailbox.deliver(mail(1))
    (row,) = installation.rows("mail", "fetch")
    assert (row["mailbox"], row["accepted"], row["duplicate"]) == (name, 1, 0)
    assert installation.lotse("mail", "fetch").strip() == (
        f"{name}: aufgenommen (accepted): 0, schon bekannt (duplicate): 0, "
        "in Quarantäne (set aside): 0, noch nicht lesbar (failed): 0"
    )

    installation.environment["LOTSE_IMAP_URL"] = mailbox.url().replace("geheim", "falsch")
    code, words = fetch(installation)
    assert code == 1
    assert f"lehnt die Anmeldung von {mailbox.user} ab." in words
    assert "1 von 1 Postfächern nicht abgeholt." in words
    assert f"FEHLER  Postfach {name}: Der Mailserver 127.0.0.1 lehnt" in doctor(installation)


def fetch(installation: Installation) -> tuple[int, str]:
    """Return exit code and what was complained about."""
    done = _run(installation, "mail", "fetch")
    return done.returncode, done.stderr.strip()


def doctor(installation: Installation) -> str:
    return _run(installation, "doctor").stdout


def _run(installation: Installation, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=installation.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

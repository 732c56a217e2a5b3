"""Delivers many mails as a mail server does, whatever happens at the other end meanwhile."""

import smtplib
import sqlite3
import threading
import time
from email.message import EmailMessage

import psycopg

from tests.fixtures.installation import MAILBOX, Installation

DELIVERY_SECONDS = 1500
"""Limit of the whole delivery, so that a broken mailroom ends the test."""


def letter(number: int) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"Änne Groß <amt{number}@gemeinde-{number % 60}.example>"
    mail["To"] = MAILBOX
    mail["Subject"] = f"Unterkünfte winterfest machen ({number})"
    mail["Message-ID"] = f"<kill-{number}@gemeinde.example>"
    mail.set_content(f"Guten Tag,\n\nwie beheizen wir Zelte im Winter? Kennung {number}.\n")
    return mail


class Deliverer(threading.Thread):
    """Delivers mails as a mail server does: again and again until each got its 250."""

    def __init__(self, port: int, mails: list[EmailMessage]) -> None:
        super().__init__(daemon=True)
        self._port = port
        self._mails = mails
        self.accepted: list[str] = []

    def run(self) -> None:
        deadline = time.monotonic() + DELIVERY_SECONDS
        for mail in self._mails:
            while time.monotonic() < deadline:
                if self._deliver(mail):
                    self.accepted.append(mail["Message-ID"])
                    break
                time.sleep(0.05)

    def _deliver(self, mail: EmailMessage) -> bool:
        try:
            with smtplib.SMTP("127.0.0.1", self._port, timeout=30) as server:
                sender = mail["From"].addresses[0].addr_spec
                server.sendmail(sender, [MAILBOX], mail.as_bytes())
        except (OSError, smtplib.SMTPException):
            return False
        return True


def release_claims(installation: Installation) -> None:
    """Let the claims of killed workers run out now; they hold for minutes, which we do not wait."""
    statement = "UPDATE mail_outgoingmail SET claimed_until = NULL WHERE sent_at IS NULL"
    url = installation.environment["DATABASE_URL"]
    if url.startswith("postgres"):
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(statement)
    else:
        file = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30)
        with file:
            file.execute(statement)
        file.close()

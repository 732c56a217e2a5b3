"""``lotse mail parse|import|fetch|outbox``"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from lotse.mail import fetchers, fetching, gateway, importing, mailboxes, outbox
from lotse.mail.gateway import Delivery
from lotse.mail.imap import ImapTrouble
from lotse.mail.importing import Summary, Unreadable
from lotse.mail.parse import Address, ParsedMail, parse


class Command(BaseCommand):
    help = "Liest Mails, nimmt sie auf und zeigt den Postausgang."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(
            dest="action", required=True, metavar="parse|import|fetch|outbox"
        )
        reading = actions.add_parser("parse", help="Mails lesen, ohne etwas zu speichern")
        reading.add_argument("files", nargs="+", type=Path, metavar="FILE")
        taking = actions.add_parser("import", help="Dateien, Maildir-Ordner und mbox aufnehmen")
        taking.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        taking.add_argument(
            "--recipient", default="", metavar="ADDR", help="Empfänger statt der im Kopf genannten"
        )
        taking.add_argument("--json", action="store_true", help="Ergebnis als JSON")
        fetching_once = actions.add_parser("fetch", help="Postfächer einmal abholen (IMAP)")
        fetching_once.add_argument(
            "--json", action="store_true", help="ein JSON-Objekt je Postfach"
        )
        leaving = actions.add_parser("outbox", help="ausgehende Mails mit ihrem Stand")
        leaving.add_argument("--json", action="store_true", help="ein JSON-Objekt je Zeile")

    def handle(self, *args: Any, **options: Any) -> None:
        {
            "parse": self._parse,
            "import": self._import,
            "fetch": self._fetch,
            "outbox": self._outbox,
        }[options["action"]](options)

    def _parse(self, options: dict[str, Any]) -> None:
        unreadable = 0
        for path in options["files"]:
            try:
                raw = path.read_bytes()
            except OSError as error:
                self.stderr.write(f"{path}: nicht lesbar ({error.strerror or error})")
                unreadable += 1
                continue
            self._line(_fields(str(path), parse(raw)))
        if unreadable:
            raise CommandError(f"{unreadable} Dateien waren nicht lesbar.")

    def _import(self, options: dict[str, Any]) -> None:
        recipient = options["recipient"].strip().lower()
        if recipient and not gateway.is_known(recipient):
            raise CommandError(
                f"{recipient} ist kein Postfach von Lotse. Prüfen Sie --recipient und "
                "LOTSE_INQUIRY_ADDRESS."
            )
        summary = Summary()
        found = importing.deliveries(options["paths"], recipient=recipient, now=timezone.now())
        for batch in _batches(self._readable(found, summary)):
            self._store(batch, summary)
            if sys.stderr.isatty():
                self.stderr.write(f"{summary.accepted + summary.duplicate} gelesen", ending="\r")
        if options["json"]:
            self._line(asdict(summary))
        else:
            self.stdout.write(
                f"aufgenommen (accepted): {summary.accepted}, "
                f"schon bekannt (duplicate): {summary.duplicate}, "
                f"gescheitert (failed): {summary.failed}"
            )
        if summary.failed:
            raise CommandError(f"{summary.failed} Mails wurden nicht aufgenommen.")

    def _readable(
        self, found: Iterable[Delivery | Unreadable], summary: Summary
    ) -> Iterator[Delivery]:
        for each in found:
            if isinstance(each, Unreadable):
                self.stderr.write(f"{each.path}: {each.reason}")
                summary.failed += 1
            else:
                yield each

    def _store(self, batch: list[Delivery], summary: Summary) -> None:
        try:
            stored = gateway.accept_many(batch)
        except DatabaseError as error:
            if len(batch) > 1:
                # One of them may be the cause; the others shall not fail with it.
                for delivery in batch:
                    self._store([delivery], summary)
                return
            self.stderr.write(f"{batch[0].source_id}: nicht gespeichert ({type(error).__name__})")
            summary.failed += len(batch)
            return
        accepted = sum(1 for rows in stored if rows)
        summary.accepted += accepted
        summary.duplicate += len(batch) - accepted

    def _fetch(self, options: dict[str, Any]) -> None:
        accounts = mailboxes.configured()
        if not accounts:
            raise CommandError("Kein Postfach ist gesetzt. Setzen Sie LOTSE_IMAP_URL.")
        troubles = 0
        for account in accounts:
            try:
                fetched = fetchers.fetch_once(account, clock=timezone.now)
            except mailboxes.LeaseLost as lost:
                # A running mailroom does the same all the time.
                self.stderr.write(f"{account.name}: {lost.message}")
            except (ImapTrouble, DatabaseError) as trouble:
                sentence = trouble if isinstance(trouble, ImapTrouble) else type(trouble).__name__
                self.stderr.write(f"{account.name}: {sentence}")
                troubles += 1
            else:
                self._show_fetched(account.name, fetched, is_json=options["json"])
        if troubles:
            raise CommandError(f"{troubles} von {len(accounts)} Postfächern nicht abgeholt.")

    def _show_fetched(self, name: str, fetched: fetching.Summary, *, is_json: bool) -> None:
        if is_json:
            self._line({"mailbox": name, **asdict(fetched)})
            return
        self.stdout.write(
            f"{name}: aufgenommen (accepted): {fetched.accepted}, "
            f"schon bekannt (duplicate): {fetched.duplicate}, "
            f"in Quarantäne (set aside): {fetched.set_aside}, "
            f"noch nicht lesbar (failed): {fetched.failed}"
        )
        if fetched.remark:
            self.stderr.write(fetched.remark)

    def _outbox(self, options: dict[str, Any]) -> None:
        for mail in outbox.all_mails().order_by("pk").iterator(chunk_size=500):
            row = {
                "state": mail.state,
                "purpose": mail.purpose,
                "recipient": mail.recipient,
                "subject": mail.subject,
                "message_id": mail.message_id,
                "in_reply_to": mail.in_reply_to,
                "attempts": mail.attempts,
                "created_at": mail.created_at.isoformat(),
                "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
                "server_answer": mail.server_answer,
            }
            if options["json"]:
                self._line(row)
            else:
                self.stdout.write(
                    "  ".join(
                        str(row[name])
                        for name in (
                            "state",
                            "recipient",
                            "subject",
                            "message_id",
                            "in_reply_to",
                            "attempts",
                        )
                    )
                )

    def _line(self, row: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(row, ensure_ascii=False))


def _batches(deliveries: Iterable[Delivery]) -> Iterator[list[Delivery]]:
    batch: list[Delivery] = []
    size = 0
    for delivery in deliveries:
        batch.append(delivery)
        size += len(delivery.raw)
        if len(batch) >= importing.BATCH_MAILS or size >= importing.BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _fields(file: str, mail: ParsedMail) -> dict[str, Any]:
    """Return the fields of the command's contract (docs/operate/mail.md), in this order."""
    return {
        "file": file,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "from": _address(mail.sender),
        "to": [_address(each) for each in mail.to],
        "cc": [_address(each) for each in mail.cc],
        "reply_to": [_address(each) for each in mail.reply_to],
        "date": mail.date.isoformat() if mail.date else None,
        "subject": mail.subject,
        "kind": mail.kind,
        "bounced_recipients": list(mail.bounced_recipients),
        "attachments": [
            {"name": each.name, "type": each.type, "size": each.size} for each in mail.attachments
        ],
        "text": mail.text,
        "new_text": mail.new_text,
        "problems": list(mail.problems),
    }


def _address(address: Address) -> dict[str, str]:
    return {"name": address.name, "address": address.address}

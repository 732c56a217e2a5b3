"""``lotse quarantine [--json]``"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lotse.mail import quarantine


class Command(BaseCommand):
    help = "Zeigt Mails, die auf einen Menschen warten, mit Grund und Vorschlag."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="ein JSON-Objekt je Zeile")

    def handle(self, *args: Any, **options: Any) -> None:
        for mail in quarantine.waiting().iterator(chunk_size=500):
            row = {
                "id": mail.pk,
                "received_at": mail.received_at.isoformat(),
                "quarantined_at": mail.quarantined_at.isoformat() if mail.quarantined_at else None,
                "from": mail.from_address,
                "recipients": mail.recipients,
                "subject": mail.subject,
                "message_id": mail.message_id,
                "kind": mail.kind,
                "reason": mail.quarantine_reason,
                "suggestion": mail.quarantine_suggestion,
            }
            if options["json"]:
                self.stdout.write(json.dumps(row, ensure_ascii=False))
            else:
                self.stdout.write(
                    f"{mail.pk}  {mail.received_at:%d.%m.%Y %H:%M}  {mail.from_address}  "
                    f"{mail.subject}  ({mail.quarantine_reason})"
                )

"""``lotse testmail``: one mail through the real door."""

import smtplib
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

TEXT = """Guten Tag,

wir bauen gerade eine Leichtbauhalle für 120 Menschen auf. Wie machen wir die Halle winterfest,
und wie viel Vorlauf brauchen wir für Heizung und Dämmung?

Mit freundlichen Grüßen
Kim Muster
Stadt Musterstadt
"""


class Command(BaseCommand):
    help = "Schickt eine Anfrage über SMTP an das eigene Postzimmer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sender",
            default="kim.muster@musterstadt.example",
            help="Absender (Vorgabe: kim.muster@musterstadt.example)",
        )
        parser.add_argument(
            "--subject",
            default="Wie machen wir Leichtbauhallen winterfest?",
            help="Betreff der Mail",
        )
        parser.add_argument(
            "--smtp-port",
            type=int,
            default=settings.SMTP_LISTEN_PORT,
            help="Port des Postzimmers (Vorgabe: LOTSE_SMTP_LISTEN_PORT)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        mail = EmailMessage()
        mail["From"] = f"Kim Muster <{options['sender']}>"
        mail["To"] = settings.INQUIRY_ADDRESS
        mail["Subject"] = options["subject"]
        mail["Date"] = format_datetime(timezone.localtime())
        mail["Message-ID"] = make_msgid(domain=options["sender"].rpartition("@")[2])
        mail.set_content(TEXT)
        host, port = settings.SMTP_LISTEN_HOST, options["smtp_port"]
        try:
            with smtplib.SMTP(host, port, timeout=10) as server:
                server.send_message(mail, options["sender"], [settings.INQUIRY_ADDRESS])
        except (OSError, smtplib.SMTPException) as error:
            raise CommandError(
                f"Das Postzimmer {host}:{port} hat die Mail nicht angenommen: {error}"
            ) from None
        self.stdout.write(
            f"Angenommen. Die Antwort steht im Postausgang: {settings.BASE_URL}/postausgang/"
        )

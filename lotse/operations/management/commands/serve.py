"""``lotse serve [--host --port --smtp-port]``"""

import os
import socket
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from lotse.operations import clockwork, preparation, welcome
from lotse.operations.processes import Child, Family
from lotse.operations.webserver import WebServer, host_and_port


class Command(BaseCommand):
    help = "Betreibt Web, Aufgaben und Postzimmer in einem, bis der Prozess beendet wird."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Adresse (Vorgabe: 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="Port (Vorgabe: 8000)")
        parser.add_argument(
            "--smtp-port",
            type=int,
            default=settings.SMTP_LISTEN_PORT,
            help="Port des Postzimmers (Vorgabe: LOTSE_SMTP_LISTEN_PORT)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        settings.SMTP_LISTEN_PORT = options["smtp_port"]
        _refuse_unprepared()
        _refuse_taken(settings.SMTP_LISTEN_HOST, options["smtp_port"])
        _refuse_taken(options["host"], options["port"])
        address = host_and_port(options["host"], options["port"])
        if not settings.IS_PRODUCTION and "LOTSE_BASE_URL" not in os.environ:
            # So that links in mails lead here, whatever port was chosen to try it out.
            settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = f"http://{address}"
        # Imported before the fork, so that the worker shares them too.
        clockwork.all_jobs()
        family = Family(
            [
                Child("worker", lambda: call_command("worker")),
                Child("mailroom", lambda: call_command("mailroom")),
            ]
        )

        def announce() -> None:
            self.stdout.write("\n".join(welcome.lines(address)))
            self.stdout.flush()

        WebServer(address, family, announce).run()


def _refuse_unprepared() -> None:
    try:
        is_ready = preparation.is_ready()
    except DatabaseError as error:
        raise CommandError(
            f"Die Datenbank ist nicht erreichbar ({type(error).__name__}). Prüfen Sie DATABASE_URL."
        ) from None
    if not is_ready:
        raise CommandError(
            "Die Datenbank ist nicht eingerichtet. Führen Sie zuerst aus: lotse setup"
        )


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise CommandError(
            f"{host_and_port(host, port)} lässt sich nicht öffnen ({error.strerror}). "
            "Wählen Sie einen anderen Port oder beenden Sie, was ihn belegt."
        ) from None

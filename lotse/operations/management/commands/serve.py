"""``lotse serve [--host --port --smtp-port]``"""

import contextlib
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from lotse.operations import clockwork, preparation, welcome
from lotse.operations.processes import Child, Family
from lotse.operations.webserver import WebServer, freeze, host_and_port, load


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
        host, port, smtp_port = options["host"], options["port"], options["smtp_port"]
        settings.SMTP_LISTEN_PORT = smtp_port
        self._refuse_unprepared()
        listening = _listen(host, port)
        # Taken only to see that it is free; the mailroom opens it itself.
        _listen(settings.SMTP_LISTEN_HOST, smtp_port).close()
        greeting = welcome.lines(host_and_port(host, port))
        load()
        jobs = clockwork.all_jobs()
        freeze()

        def announce() -> None:
            self.stdout.write("\n".join(greeting))
            self.stdout.flush()

        family = Family(
            [
                Child("web", WebServer(f"fd://{listening.fileno()}").run),
                Child("worker", lambda: call_command("worker")),
                Child("mailroom", lambda: call_command("mailroom")),
            ]
        )
        assert jobs
        with contextlib.closing(listening):
            sys.exit(family.run(announce))

    def _refuse_unprepared(self) -> None:
        try:
            is_ready = preparation.is_ready()
        except DatabaseError as error:
            raise CommandError(
                f"Die Datenbank ist nicht erreichbar ({type(error).__name__}). "
                "Prüfen Sie DATABASE_URL."
            ) from None
        if not is_ready:
            raise CommandError(
                "Die Datenbank ist nicht eingerichtet. Führen Sie zuerst aus: lotse setup"
            )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        raise CommandError(
            f"{host_and_port(host, port)} lässt sich nicht öffnen ({error.strerror}). "
            "Wählen Sie einen anderen Port oder beenden Sie, was ihn belegt."
        ) from None

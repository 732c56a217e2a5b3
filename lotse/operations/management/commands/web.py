"""``lotse web [--host --port]``"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lotse.operations.webserver import WebServer, host_and_port


class Command(BaseCommand):
    help = "Beantwortet HTTP-Anfragen, bis der Prozess beendet wird."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Adresse (Vorgabe: 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="Port (Vorgabe: 8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        WebServer(host_and_port(options["host"], options["port"])).run()

"""``lotse mailroom [--host --port]``"""

import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lotse.mail import mailroom, routes


class Command(BaseCommand):
    help = "Nimmt Mails über SMTP an, bis der Prozess beendet wird."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host", default=None, help="Adresse (Vorgabe: LOTSE_SMTP_LISTEN_HOST)"
        )
        parser.add_argument(
            "--port", type=int, default=None, help="Port (Vorgabe: LOTSE_SMTP_LISTEN_PORT)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host = options["host"] or settings.SMTP_LISTEN_HOST
        port = settings.SMTP_LISTEN_PORT if options["port"] is None else options["port"]
        # Loaded before the first connection, which would otherwise wait for it.
        routes.all_routes()
        try:
            asyncio.run(self._serve(host, port))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} lässt sich nicht öffnen ({error.strerror or error}). "
                "Prüfen Sie Adresse, Port und Zertifikat."
            ) from error

    async def _serve(self, host: str, port: int) -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopping.set)
        await mailroom.serve(host, port, stopping=stopping, announce=self._announce(host))

    def _announce(self, host: str) -> Any:
        def announce(port: int) -> None:
            self.stdout.write(f"Postzimmer nimmt Mails an unter {host}:{port}")
            self.stdout.flush()

        return announce

"""``lotse mailroom [--host --port --lmtp-port]``"""

import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lotse.lib import garbage
from lotse.mail import mailboxes, mailroom, routes
from lotse.mail.fetchers import Fetcher

SECONDS_TO_FINISH = 10
"""How long a fetcher that was told to stop may take to finish what it is storing."""


class Command(BaseCommand):
    help = "Nimmt Mails über SMTP und LMTP an und holt Postfächer ab, bis der Prozess beendet wird."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host", default=None, help="Adresse (Vorgabe: LOTSE_SMTP_LISTEN_HOST)"
        )
        parser.add_argument(
            "--port", type=int, default=None, help="Port (Vorgabe: LOTSE_SMTP_LISTEN_PORT)"
        )

        parser.add_argument(
            "--lmtp-port", type=int, default=None, help="Port für LMTP (Vorgabe: LOTSE_LMTP_PORT)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host = options["host"] or settings.SMTP_LISTEN_HOST
        port = settings.SMTP_LISTEN_PORT if options["port"] is None else options["port"]
        # Loaded before the first connection, which would otherwise wait for it.
        routes.all_routes()
        lmtp_port = settings.LMTP_PORT if options["lmtp_port"] is None else options["lmtp_port"]
        garbage.settle()
        fetchers = [Fetcher(account) for account in mailboxes.configured()]
        try:
            asyncio.run(self._serve(host, port, lmtp_port, fetchers))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} lässt sich nicht öffnen ({error.strerror or error}). "
                "Prüfen Sie Adresse, Port und Zertifikat."
            ) from error

    async def _serve(
        self, host: str, port: int, lmtp_port: int | None, fetchers: list[Fetcher]
    ) -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopping.set)

        def announce(door: str, taken_port: int) -> None:
            self._say(f"Postzimmer nimmt Mails an unter {host}:{taken_port} ({door})")
            for fetcher in fetchers:
                if not fetcher.is_alive():
                    fetcher.start()

        try:
            await mailroom.serve(
                host, port, lmtp_port=lmtp_port, stopping=stopping, announce=announce
            )
        finally:
            for fetcher in fetchers:
                fetcher.stop()
            for fetcher in fetchers:
                if fetcher.is_alive():
                    await loop.run_in_executor(None, fetcher.join, SECONDS_TO_FINISH)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

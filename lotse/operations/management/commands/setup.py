"""``lotse setup [--demo] [--force]``"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lotse.operations import preparation


class Command(BaseCommand):
    help = (
        "Richtet Datenbank, Gestaltung, Register, Themen und Rollen ein; mit --demo auch Inhalte."
    )
    # The checks need a database that does not exist yet.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="auch Inhalte und erfundene Personen laden"
        )
        parser.add_argument(
            "--force", action="store_true", help="alles noch einmal laden, auch Unverändertes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for step in preparation.steps(has_demo=options["demo"], is_forced=options["force"]):
            self.stdout.write(f"{step.title} … ", ending="")
            self.stdout.flush()
            self.stdout.write(step.run() or "auf dem Stand")

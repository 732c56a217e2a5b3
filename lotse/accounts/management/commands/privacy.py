"""``lotse privacy``: print the register of personal data."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lotse.lib import privacy


class Command(BaseCommand):
    help = "Zeigt, welche personenbezogenen Daten wozu und wie lange gespeichert werden."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="ein Objekt je Zeile")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            for row in privacy.as_rows():
                self.stdout.write(json.dumps(row, ensure_ascii=False))
            return
        self.stdout.write(privacy.as_markdown(), ending="")

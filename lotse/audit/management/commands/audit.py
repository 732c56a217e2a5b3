"""``lotse audit verify [--json]``"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lotse.audit import rules


class Command(BaseCommand):
    help = "Prüft, ob am Protokoll etwas verändert, entfernt oder eingefügt wurde."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser("verify", help="die ganze Kette nachrechnen")
        verify.add_argument("--json", action="store_true", help="ein Objekt je Zeile")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = rules.verify()
        if options["json"]:
            facts = {
                "entries": verdict.entries,
                "last_number": verdict.last_number,
                "last_seal": verdict.last_seal,
                "problems": list(verdict.problems),
            }
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        elif verdict.is_whole:
            end = f"Letzter Eintrag {verdict.last_number}, Siegel {verdict.last_seal[:16]}."
            self.stdout.write(f"{verdict.entries} Einträge, die Kette ist unversehrt. {end}")
        else:
            self.stdout.write("\n".join(verdict.problems))
        if not verdict.is_whole:
            sys.exit(1)

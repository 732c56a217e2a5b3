"""``lotse retention preview [--json]``, ``lotse retention run [--dry-run]``"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from lotse.protection import queries, rules


class Command(BaseCommand):
    help = "Zeigt, was wann gelöscht wird, und löscht, was an der Reihe ist."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        preview = actions.add_parser("preview", help="zeigen, was jetzt und später gelöscht wird")
        preview.add_argument("--json", action="store_true", help="ein Objekt je Zeile")
        run = actions.add_parser("run", help="löschen, was an der Reihe ist")
        run.add_argument("--dry-run", action="store_true", help="nur zeigen, nichts löschen")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "run" and not options["dry_run"]:
            report = rules.run_retention(timezone.now())
            if report is None:
                self.stdout.write("Nichts war an der Reihe.")
                return
            for name, count in report.counts.items():
                self.stdout.write(f"{name}: {count}")
            return
        for one in queries.previews(timezone.now()):
            counts = dict(zip(queries.HORIZONS, one.counts, strict=True))
            if options.get("json"):
                facts = {"rule": one.rule.name, "counts": counts, "sample": list(one.sample)}
                self.stdout.write(json.dumps(facts, ensure_ascii=False))
                continue
            days = ", ".join(f"in {day} Tagen {count}" for day, count in counts.items() if day)
            self.stdout.write(f"{one.rule.name} ({one.rule.period}): jetzt {counts[0]}, {days}")

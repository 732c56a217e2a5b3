"""``lotse doctor [--json]``"""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from lotse.operations import checkup


class Command(BaseCommand):
    help = "Prüft Konfiguration, Datenbank, Postzimmer, Versand, Ablage, Index und Aufgaben."
    # A broken part is what this command reports; it must not stop before.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="ein Objekt je Zeile")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = checkup.examine(timezone.now())
        for finding in findings:
            if options["json"]:
                self.stdout.write(json.dumps(asdict(finding), ensure_ascii=False))
            else:
                mark = "gut   " if finding.is_healthy else "FEHLER"
                self.stdout.write(f"{mark}  {finding.check}: {finding.sentence}")
        if not all(finding.is_healthy for finding in findings):
            sys.exit(1)

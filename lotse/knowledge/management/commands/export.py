"""``lotse export``: the knowledge in open formats, into a folder."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import QueryDict
from django.utils import timezone

from lotse.knowledge.open_data import formats
from lotse.knowledge.open_data.formats import FORMATS, Format
from lotse.knowledge.open_data.kinds import KINDS, Kind
from lotse.knowledge.open_data.records import Record, View
from lotse.lib.audience import Audience

_SECONDS = 2
"""Between two lines of progress."""


class Command(BaseCommand):
    help = "Schreibt das veröffentlichte Wissen in offenen Formaten in einen Ordner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--out", type=Path, default=Path("lotse-export"), help="Ordner; wird angelegt"
        )
        parser.add_argument(
            "--kind",
            action="append",
            choices=list(KINDS),
            help="nur diese Art, mehrfach möglich: " + ", ".join(KINDS),
        )
        parser.add_argument(
            "--format",
            action="append",
            choices=list(FORMATS),
            help="nur dieses Format, mehrfach möglich: " + ", ".join(FORMATS),
        )
        parser.add_argument(
            "--audience",
            default="public",
            choices=[audience.name.lower() for audience in Audience],
            help="was diese Menschen sehen; sonst nur Öffentliches",
        )
        parser.add_argument("--json", action="store_true", help="ein Objekt je Datei")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["out"]
        view = View(Audience[options["audience"].upper()], timezone.localdate())
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in options["kind"] or KINDS:
                for ending in options["format"] or FORMATS:
                    self._write(folder, KINDS[name], FORMATS[ending], view, options["json"])
        except OSError as error:
            raise CommandError(f"In „{folder}“ lässt sich nicht schreiben: {error}") from None

    def _write(self, folder: Path, kind: Kind, form: Format, view: View, as_json: bool) -> None:
        path = folder / f"{kind.file}.{form.ending}"
        counted = _Counted(self, path.name)
        # Under another name first: who reads the folder never sees half a file.
        descriptor, beside = tempfile.mkstemp(dir=folder, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as target:
                found = counted.through(kind.records(QueryDict(), view))
                formats.write(form, kind, found, target)
            Path(beside).chmod(0o640)
            Path(beside).replace(path)
        finally:
            Path(beside).unlink(missing_ok=True)
        told: dict[str, object] = {"file": str(path), "kind": kind.name, "records": counted.number}
        self.stdout.write(
            formats.json_line(told) if as_json else f"{path}: {counted.number} Einträge"
        )


class _Counted:
    """Counts records on their way and tells on long ones how far it is."""

    def __init__(self, command: Command, name: str) -> None:
        self._command, self._name, self.number = command, name, 0

    def through(self, found: Iterator[Record]) -> Iterator[Record]:
        told_at = time.monotonic()
        for record in found:
            yield record
            self.number += 1
            if time.monotonic() - told_at > _SECONDS:
                told_at = time.monotonic()
                self._command.stderr.write(f"{self._name}: {self.number} …")

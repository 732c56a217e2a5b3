"""``lotse import``: a spreadsheet of good examples becomes drafts."""  # noqa: N999 - its name

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lotse.accounts.models import User
from lotse.knowledge.importing import queries, rules
from lotse.knowledge.importing.fields import FIELDS
from lotse.knowledge.models import SheetImport
from lotse.lib.errors import RuleError

_TOLD = 50
"""Rows with something to say that are printed; all stand under /einlesen/."""


class Command(BaseCommand):
    help = "Liest gute Beispiele aus XLSX, CSV oder JSON Lines als Entwürfe ein."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="die Tabelle")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="ÜBERSCHRIFT=FELD",
            help="andere Zuordnung als geraten; Felder: " + ", ".join(FIELDS),
        )
        parser.add_argument("--dry-run", action="store_true", help="nur prüfen, nichts anlegen")
        parser.add_argument("--by", default="", help="in wessen Namen; Mailadresse eines Kontos")
        parser.add_argument("--undo", type=int, metavar="NUMMER", help="nimmt ein Einlesen zurück")
        parser.add_argument("--json", action="store_true", help="ein Objekt als Ergebnis")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["undo"] is not None:
                self._undo(options["undo"], as_json=options["json"])
            elif options["file"] is None:
                raise CommandError("Nennen Sie eine Datei oder --undo NUMMER.")
            else:
                self._import(options)
        except RuleError as error:
            raise CommandError(error.message) from None

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"„{path}“ lässt sich nicht lesen: {error.strerror}.") from None
        by = _person(options["by"])
        sheet = rules.take_in(name=path.name, content=content, by=by, now=timezone.now())
        try:
            mapping = _mapping(sheet, options["column"])
            rules.map_columns(sheet, mapping, now=timezone.now())
            self._walk(sheet, options["dry_run"])
        except (RuleError, CommandError):
            sheet.delete()
            raise
        self._tell(sheet, as_json=options["json"])
        if options["dry_run"]:
            sheet.delete()

    def _walk(self, sheet: SheetImport, is_dry: bool) -> None:
        while sheet.checked_at is None:
            rules.check_batch(sheet, now=timezone.now())
            sheet.refresh_from_db()
            self._progress(sheet, "geprüft", queries.progress(sheet).checked)
        if is_dry:
            return
        rules.begin(sheet, now=timezone.now())
        while sheet.finished_at is None:
            rules.draft_batch(sheet, now=timezone.now())
            sheet.refresh_from_db()
            self._progress(sheet, "eingelesen", queries.progress(sheet).handled)

    def _progress(self, sheet: SheetImport, what: str, done: int) -> None:
        if done < sheet.total:
            self.stderr.write(f"{done} von {sheet.total} {what} …")

    def _tell(self, sheet: SheetImport, *, as_json: bool) -> None:
        found = queries.progress(sheet)
        if as_json:
            told = {
                "import": sheet.pk,
                "rows": found.total,
                "drafts": found.drafted,
                "ready": found.ready,
                "wrong": found.wrong,
                "duplicates": found.duplicates,
                "similar": found.similar,
            }
            self.stdout.write(json.dumps(told))
            return
        for row in queries.odd(sheet.rows.all())[:_TOLD]:
            said = "; ".join(row.problems)
            said = said or (row.duplicate_title and f"gibt es schon: {row.duplicate_title}")
            self.stdout.write(f"Zeile {row.number}: {said or f'ähnlich: {row.similar_title}'}")
        self.stdout.write(
            f"Einlesen {sheet.pk}: {found.total} Zeilen, {found.drafted} Entwürfe, "
            f"{found.wrong} mit Fehlern, {found.duplicates} gibt es schon, "
            f"{found.similar} ähnlich."
        )

    def _undo(self, pk: int, *, as_json: bool) -> None:
        sheet = SheetImport.objects.filter(pk=pk).first()
        if sheet is None:
            raise CommandError("Dieses Einlesen gibt es nicht.")
        removed, kept = rules.take_back(sheet, now=timezone.now())
        told = {"import": pk, "removed": removed, "kept": kept}
        said = f"{removed} Entwürfe entfernt, {kept} bleiben."
        self.stdout.write(json.dumps(told) if as_json else said)


def _person(address: str) -> User | None:
    if not address:
        return None
    found = User.objects.filter(email=address.lower(), is_active=True).first()
    if found is None:
        raise CommandError("Ein Konto mit dieser Adresse gibt es nicht.")
    return found


def _mapping(sheet: SheetImport, wishes: list[str]) -> list[str]:
    mapping = list(sheet.mapping)
    for wish in wishes:
        heading, _sign, name = wish.rpartition("=")
        if heading not in sheet.header or (name and name not in FIELDS):
            raise CommandError(f"--column {wish}: Überschrift oder Feld gibt es nicht.")
        mapping = ["" if other == name else other for other in mapping]
        mapping[sheet.header.index(heading)] = name
    return mapping

"""A file to rows of text. Refuses in one sentence what is none, too large or dangerous.

Nothing is unpacked before its table of contents was looked at, and no formula is calculated.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from lotse.lib import filecheck, spreadsheets
from lotse.lib.errors import RuleError

MAX_BYTES = 10_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 100
MAX_CELL = 10_000
MAX_UNPACKED = 200_000_000
"""Bytes all parts of a workbook may have unpacked."""
_ENCODINGS = ("utf-8-sig", "cp1252")
_BAD = ("bomb", "encrypted", "macros", "executable", "executableInside", "unreadableArchive")


@dataclass(frozen=True)
class Sheet:
    header: list[str]
    rows: list[tuple[int, list[str]]]
    """Number of the row in the file, and its cells as text, as many as the header."""


def read(name: str, content: bytes) -> Sheet:
    """Return the table in a file. name: with ending. Raises RuleError."""
    if not content:
        raise RuleError(_("Die Datei ist leer."))
    if len(content) > MAX_BYTES:
        raise RuleError(_("Die Datei ist zu groß. Möglich sind 10 MB; teilen Sie die Tabelle."))
    ending = name.rpartition(".")[2].lower()
    if ending == "xlsx":
        lines = _workbook(name, content)
    elif ending in ("csv", "txt"):
        lines = _csv(content)
    elif ending == "jsonl":
        lines = _json_lines(content)
    else:
        raise RuleError(_("Diese Dateiart lesen wir nicht. Speichern Sie als XLSX oder CSV."))
    return _sheet(lines)


def _sheet(lines: Iterator[list[str]]) -> Sheet:
    header = [cell.strip() for cell in next(lines, [])]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise RuleError(_("In der ersten Zeile stehen keine Überschriften."))
    if len(header) > MAX_COLUMNS:
        raise RuleError(_("Die Tabelle hat zu viele Spalten. Möglich sind %d.") % MAX_COLUMNS)
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(islice(lines, MAX_ROWS * 4), start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= MAX_ROWS:
            raise RuleError(
                _("Die Tabelle hat mehr als %d Zeilen. Bitte teilen Sie sie.") % MAX_ROWS
            )
        if any(len(cell) > MAX_CELL for cell in cells):
            raise RuleError(_("In Zeile %d steht in einer Zelle zu viel Text.") % number)
        wanted = [spreadsheets.bare(cell).strip() for cell in cells[: len(header)]]
        rows.append((number, wanted + [""] * (len(header) - len(wanted))))
    if not rows:
        raise RuleError(_("Unter den Überschriften steht nichts."))
    return Sheet(header, rows)


def _csv(content: bytes) -> Iterator[list[str]]:
    if b"\x00" in content[:4096]:
        raise RuleError(_("Das ist keine CSV-Datei. Speichern Sie als XLSX oder CSV."))
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            # A line of its own for each row, or a quotation mark that never ends would be one.
            yield [cell.replace("\x00", "") for cell in row]
    except csv.Error:
        raise RuleError(_("Ab Zeile %d ist die Datei nicht lesbar.") % reader.line_num) from None


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleError(_("Die Zeichen der Datei sind nicht lesbar. Speichern Sie sie in UTF-8."))


def _workbook(name: str, content: bytes) -> Iterator[list[str]]:
    odd = filecheck.warnings(name, content)
    if "bomb" in odd or _unpacked(content) > MAX_UNPACKED:
        raise RuleError(_("Die Datei wird entpackt zu groß. Teilen Sie die Tabelle."))
    if "encrypted" in odd:
        raise RuleError(_("Die Datei ist mit einem Kennwort geschützt. Bitte heben Sie es auf."))
    if set(odd) & {*_BAD, "mismatch"}:
        raise RuleError(_("Das ist keine lesbare XLSX-Datei ohne Makros. Speichern Sie sie neu."))
    # Five megabytes that no other page needs.
    import openpyxl

    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        for row in book.worksheets[0].iter_rows(values_only=True, max_col=MAX_COLUMNS + 1):
            yield [_text(value) for value in row]
    # The reader raises whatever its parsers raise, and says nothing about which.
    except Exception as error:
        if isinstance(error, RuleError):
            raise
        raise RuleError(_("Die Datei ist beschädigt. Speichern Sie sie neu als XLSX.")) from None


def _unpacked(content: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return 0


def _json_lines(content: bytes) -> Iterator[list[str]]:
    """Yield our own export as a table: names of the fields, then their values."""
    header: list[str] = []
    for number, line in enumerate(_decoded(content).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            raise RuleError(_("Zeile %d ist kein JSON-Objekt.") % number)
        if not header:
            header = list(record)
            yield header
        yield [_json_text(record.get(name)) for name in header]


def _json_text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_json_text(one) for one in value)
    if isinstance(value, dict):
        # What a record of ours says of a place, a topic, a source.
        return str(value.get("key") or value.get("code") or value.get("url") or "")
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

"""How records are written: JSON Lines, CSV, XLSX, JSON-LD. Nothing holds more than one record."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.core.serializers.json import DjangoJSONEncoder

from lotse.knowledge.open_data import linked
from lotse.knowledge.open_data.kinds import Kind
from lotse.knowledge.open_data.records import Record
from lotse.lib import spreadsheets
from lotse.lib.spreadsheets import Cell


@dataclass(frozen=True)
class Format:
    ending: str
    label: str
    media_type: str


CSV = Format("csv", "CSV", spreadsheets.CSV)
XLSX = Format("xlsx", "XLSX", spreadsheets.XLSX)
JSON_LINES = Format("jsonl", "JSON Lines", "application/jsonl; charset=utf-8")
JSON_LD = Format("jsonld", "JSON-LD", linked.MEDIA_TYPE)
FORMATS = {one.ending: one for one in (CSV, XLSX, JSON_LINES, JSON_LD)}


def text(form: Format, kind: Kind, found: Iterable[Record]) -> Iterator[str]:
    """Yield a text file piece by piece. form: any but XLSX."""
    if form is CSV:
        return spreadsheets.csv_lines(header(kind), rows(kind, found))
    return json_lines(found) if form is JSON_LINES else json_ld(kind, found)


def write(form: Format, kind: Kind, found: Iterable[Record], target: IO[bytes]) -> None:
    """Write a whole file."""
    if form is XLSX:
        spreadsheets.write_xlsx(target, str(kind.title), header(kind), rows(kind, found))
        return
    for piece in text(form, kind, found):
        target.write(piece.encode())


def json_lines(found: Iterable[Record]) -> Iterator[str]:
    return (json_line(record) + "\n" for record in found)


def json_ld(kind: Kind, found: Iterable[Record]) -> Iterator[str]:
    yield f'{{"@context": {json_line(linked.CONTEXT)}, "@graph": [\n'
    for position, part in enumerate(linked.document(kind.name, str(kind.title), found)):
        yield (",\n" if position else "") + json_line(part)
    yield "\n]}\n"


def header(kind: Kind) -> list[str]:
    return [str(column.label) for column in kind.columns]


def rows(kind: Kind, found: Iterable[Record]) -> Iterator[list[Cell]]:
    return ([column.cell(record[column.key]) for column in kind.columns] for record in found)


def json_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)

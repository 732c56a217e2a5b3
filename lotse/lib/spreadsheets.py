"""Cells of CSV and XLSX files: text or numbers, never formulas."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
MARK = "\ufeff"
"""At the beginning of a file it tells spreadsheets that this is UTF-8."""
MAX_CELL = 32_767
"""Letters a cell of a workbook may hold."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
Cell = str | int | float


def safe(text: str) -> str:
    """Return a text no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def bare(text: str) -> str:
    """Return a text as it was before ``safe``."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_DANGEROUS) else text


class _Line:
    """Keeps what the writer of the csv module wrote last."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield a CSV file line by line: semicolons, decimal comma, as German spreadsheets read it."""
    line = _Line()
    writer = csv.writer(line, delimiter=";")
    writer.writerow([safe(name) for name in header])
    yield MARK + line.text
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
        yield line.text


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return safe(cell) if isinstance(cell, str) else str(cell)


def write_xlsx(
    target: IO[bytes], title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a workbook of one sheet. Holds one row in memory, however many there are."""
    # Three megabytes that no other page needs.
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet(title[:31])
    sheet.set_column(0, len(header), 18)
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(header):
        sheet.write_string(0, column, safe(name))
    for number, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(number, column, safe(cell)[:MAX_CELL])
            else:
                sheet.write_number(number, column, cell)
    book.close()

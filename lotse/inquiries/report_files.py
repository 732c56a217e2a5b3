"""The report as CSV and XLSX. Cells are text or numbers, never formulas."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from lotse.inquiries.figures import Figures
from lotse.inquiries.models import Breach
from lotse.inquiries.report import Report, breaches_in
from lotse.lib import german
from lotse.lib.spreadsheets import XLSX, Cell, safe

MAX_BREACHES = 10_000
__all__ = ["MAX_BREACHES", "XLSX", "as_csv", "as_xlsx"]


def header() -> list[str]:
    return [
        _("Gliederung"),
        _("Gruppe"),
        _("Zusagen"),
        _("gehalten"),
        _("Anteil gehalten"),
        _("Median bis Reaktion, Stunden"),
        _("Median bis Reaktion, Dienststunden"),
        _("längste Wartezeit, Stunden"),
        _("längste Wartezeit, Dienststunden"),
        _("Median bis Antwort, Stunden"),
        _("Median bis Antwort, Dienststunden"),
        _("Median bis Antwort ohne Pausen, Stunden"),
        _("Median bis Antwort ohne Pausen, Dienststunden"),
        _("Antworten mit Termin"),
        _("Termin gehalten"),
        _("Antworten mit Termin, wie zuerst zugesagt"),
        _("zuerst zugesagten Termin gehalten"),
    ]


def lines(report: Report) -> Iterator[list[Cell]]:
    """Yield the rows below the header."""
    yield [_("Gesamt"), _("erste Nachricht"), *_cells(report.first)]
    yield [_("Gesamt"), _("weitere Nachrichten"), *_cells(report.further)]
    for section in report.sections:
        for group in section.groups:
            yield [section.title, group.label, *_cells(group.figures)]


def _cells(figures: Figures) -> list[Cell]:
    return [
        figures.reactions,
        figures.kept,
        "" if figures.share is None else round(figures.share, 4),
        *(
            _hours(span)
            for span in (
                figures.median,
                figures.median_service,
                figures.longest,
                figures.longest_service,
                figures.answer_median,
                figures.answer_median_service,
                figures.answer_median_running,
                figures.answer_median_running_service,
            )
        ),
        figures.targets,
        figures.targets_kept,
        figures.plain_targets,
        figures.plain_targets_kept,
    ]


def _hours(span: timedelta | None) -> Cell:
    return "" if span is None else round(span.total_seconds() / 3600, 2)


def breach_header() -> list[str]:
    return [
        _("Anfrage"),
        _("Zusage"),
        _("gegeben"),
        _("zugesagt bis"),
        _("beendet"),
        _("Verspätung, Stunden"),
        _("Ursache"),
        _("in Worten"),
    ]


def breach_lines(report: Report) -> Iterator[list[Cell]]:
    found = (
        breaches_in(report.period)
        .select_related("inquiry", "end")
        .prefetch_related("causes")
        .order_by("due_at", "pk")
    )
    for breach in found[:MAX_BREACHES]:
        yield _breach_cells(breach)


def _breach_cells(breach: Breach) -> list[Cell]:
    end = getattr(breach, "end", None)
    causes = list(breach.causes.all())
    return [
        breach.inquiry.number,
        breach.get_kind_display(),
        _instant(breach.started_at),
        _instant(breach.due_at),
        _instant(end.ended_at) if end else "",
        _hours(end.ended_at - breach.due_at) if end else "",
        "; ".join(str(cause.get_cause_display()) for cause in causes),
        "; ".join(cause.detail for cause in causes if cause.detail),
    ]


def _instant(instant: Any) -> str:
    return f"{german.local(instant):%d.%m.%Y %H:%M}"


def as_csv(report: Report) -> bytes:
    """Return the figures as CSV: semicolons and UTF-8 with BOM, as German spreadsheets read it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(header())
    for row in lines(report):
        writer.writerow([_csv_cell(cell) for cell in row])
    writer.writerow([])
    writer.writerow(breach_header())
    for row in breach_lines(report):
        writer.writerow([_csv_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return safe(cell) if isinstance(cell, str) else str(cell)


def as_xlsx(report: Report) -> bytes:
    """Return figures and missed promises as a workbook of two sheets."""
    # Three megabytes that no other page needs.
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    for title, head, rows in (
        (_("Zusage"), header(), lines(report)),
        (_("Nicht gehalten"), breach_header(), breach_lines(report)),
    ):
        sheet = book.add_worksheet(title)
        for column, name in enumerate(head):
            sheet.write_string(0, column, name)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, safe(cell))
                else:
                    sheet.write_number(number, column, cell)
        sheet.set_column(0, len(head), 18)
        sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()

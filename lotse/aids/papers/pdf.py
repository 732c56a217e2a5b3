"""A paper as PDF: bookmarks, language and title are set. The library writes no tags."""

from pathlib import Path
from typing import Any

import lotse.ui
from lotse.aids.papers import Block, Box, Heading, Listing, Paper, Paragraph, Table

MEDIA_TYPE = "application/pdf"
_FONTS = Path(lotse.ui.__file__).parent / "static/ui/kern/fonts/fira-sans"
_FONT = "Fira"
_LINE, _SMALL = 5.5, 4.6
"""Height of a line of text in millimetres."""
_DARK, _MUTED = (23, 26, 43), (84, 89, 110)
_SIDE = 3.6
"""Of a box, in millimetres."""
_NEXT = {"align": "L", "new_x": "LMARGIN", "new_y": "NEXT", "wrapmode": "WORD"}


def write(paper: Paper) -> bytes:
    sheet = _sheet(paper)
    sheet.add_page()
    sheet.start_section(paper.title)
    sheet.set_font(_FONT, "B", 20)
    sheet.multi_cell(0, 9, paper.title, **_NEXT)
    _text(sheet, paper.meta, is_small=True)
    for block in paper.blocks:
        _draw(sheet, block)
    return bytes(sheet.output())


def _sheet(paper: Paper) -> Any:
    # Ten megabytes that no other page needs.
    from fpdf import FPDF

    class Sheet(FPDF):
        def footer(self) -> None:
            self.set_y(-15)
            self.set_font(_FONT, size=8)
            self.set_text_color(*_MUTED)
            self.cell(150, 8, paper.foot)
            self.cell(0, 8, f"{self.page_no()} / {{nb}}", align="R")
            self.set_text_color(*_DARK)

    sheet = Sheet(format="A4")
    sheet.add_font(_FONT, "", _FONTS / "FiraSans-Regular.woff2")
    sheet.add_font(_FONT, "B", _FONTS / "FiraSans-SemiBold.woff2")
    sheet.set_margins(20, 20, 20)
    sheet.set_auto_page_break(auto=True, margin=20)
    sheet.set_title(paper.title)
    sheet.set_author(paper.author)
    sheet.set_lang("de-DE")
    sheet.set_text_color(*_DARK)
    return sheet


def _draw(sheet: Any, block: Block) -> None:
    match block:
        case Heading(text):
            _heading(sheet, text)
        case Paragraph(text, is_small):
            _text(sheet, text, is_small=is_small)
        case Listing(items, is_numbered):
            for number, item in enumerate(items, start=1):
                _item(sheet, f"{number}." if is_numbered else "•", item)
        case Box():
            _box(sheet, block)
        case Table(header, rows):
            sheet.set_font(_FONT, size=9)
            with sheet.table([header, *rows], text_align="LEFT", line_height=_LINE):
                pass
            sheet.ln(2)


def _heading(sheet: Any, text: str) -> None:
    sheet.ln(3)
    if sheet.will_page_break(4 * _LINE):
        sheet.add_page()
    sheet.start_section(text, level=1)
    sheet.set_font(_FONT, "B", 13)
    sheet.multi_cell(0, 7, text, **_NEXT)


def _text(sheet: Any, text: str, *, is_small: bool = False) -> None:
    sheet.set_font(_FONT, size=9 if is_small else 10.5)
    sheet.set_text_color(*(_MUTED if is_small else _DARK))
    sheet.multi_cell(0, _SMALL if is_small else _LINE, text, **_NEXT)
    sheet.set_text_color(*_DARK)
    sheet.ln(1.2)


def _item(sheet: Any, mark: str, text: str) -> None:
    sheet.set_font(_FONT, size=10.5)
    if sheet.will_page_break(_LINE):
        sheet.add_page()
    left = sheet.l_margin
    sheet.cell(6, _LINE, mark)
    _indented(sheet, left, text, _LINE)


def _box(sheet: Any, box: Box) -> None:
    if sheet.will_page_break(2 * _LINE):
        sheet.add_page()
    left, top = sheet.l_margin, sheet.get_y() + (_LINE - _SIDE) / 2
    start = left + sheet.c_margin
    sheet.rect(start, top, _SIDE, _SIDE)
    if box.is_ticked:
        sheet.line(start, top, start + _SIDE, top + _SIDE)
        sheet.line(start, top + _SIDE, start + _SIDE, top)
    sheet.set_font(_FONT, size=10.5)
    _indented(sheet, left, box.text, _LINE)
    sheet.set_font(_FONT, size=9)
    sheet.set_text_color(*_MUTED)
    for note in box.notes:
        _indented(sheet, left, note, _SMALL)
    sheet.set_text_color(*_DARK)
    sheet.ln(1)


def _indented(sheet: Any, left: float, text: str, height: float) -> None:
    # The margin moves for the text, so that its second page is indented too.
    sheet.set_left_margin(left + 6)
    sheet.set_x(left + 6)
    sheet.multi_cell(0, height, text, **_NEXT)
    sheet.set_left_margin(left)
    sheet.set_x(left)

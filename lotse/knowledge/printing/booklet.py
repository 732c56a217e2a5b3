"""Readings of examples as a PDF. Draws only what ``reading`` hands over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

import lotse.ui
from lotse.knowledge.facts import book, marks
from lotse.knowledge.facts.marks import Moment
from lotse.knowledge.open_data.records import absolute
from lotse.knowledge.reading import Reading, Section, about, meta
from lotse.knowledge.rights import TEXT_LICENCE
from lotse.lib import german
from lotse.lib.audience import Audience

_FONTS = Path(lotse.ui.__file__).parent / "static/ui/kern/fonts/fira-sans"
_FONT = "Fira"
_LINE = 5.5
"""Height of a line of text in millimetres."""
_DARK, _MUTED = (23, 26, 43), (84, 89, 110)


@dataclass(frozen=True)
class Cover:
    title: str
    lines: tuple[str, ...]
    """What was chosen, how much of it, as of when."""


def pdf(cover: Cover, readings: Sequence[Reading], *, today: date) -> bytes:
    """Return the file. readings: not empty, in the order in which they are printed."""
    sheet = _sheet(cover, today)
    _draw_cover(sheet, cover)
    for position, reading in enumerate(readings):
        # The contents end their page by themselves.
        if position:
            sheet.add_page()
        _draw_example(sheet, reading, today)
    return bytes(sheet.output())


def _sheet(cover: Cover, today: date) -> Any:
    # Ten megabytes that no other page needs.
    from fpdf import FPDF

    class Sheet(FPDF):
        def footer(self) -> None:
            self.set_y(-15)
            self.set_font(_FONT, size=8)
            self.set_text_color(*_MUTED)
            said = f"{settings.PLATFORM_NAME} · {settings.BASE_URL} · {german.date_de(today)}"
            self.cell(130, 8, said)
            self.cell(0, 8, _("Seite %d von {nb}") % self.page_no(), align="R")
            self.set_text_color(*_DARK)

    sheet = Sheet(format="A4")
    sheet.add_font(_FONT, "", _FONTS / "FiraSans-Regular.woff2")
    sheet.add_font(_FONT, "B", _FONTS / "FiraSans-SemiBold.woff2")
    sheet.set_margins(20, 20, 20)
    sheet.set_auto_page_break(auto=True, margin=20)
    sheet.set_title(cover.title)
    sheet.set_lang("de-DE")
    sheet.set_author(settings.PLATFORM_NAME)
    sheet.set_text_color(*_DARK)
    return sheet


def _draw_cover(sheet: Any, cover: Cover) -> None:
    sheet.add_page()
    sheet.set_font(_FONT, "B", 24)
    sheet.multi_cell(0, 11, cover.title, new_x="LMARGIN", new_y="NEXT")
    for line in cover.lines:
        _text(sheet, line)
    sheet.ln(4)
    sheet.set_font(_FONT, "B", 14)
    sheet.cell(0, 9, _("Inhalt"), new_x="LMARGIN", new_y="NEXT")
    sheet.insert_toc_placeholder(_contents, allow_extra_pages=True)


def _contents(sheet: Any, outline: Sequence[Any]) -> None:
    sheet.set_font(_FONT, size=10)
    for entry in outline:
        link = sheet.add_link(page=entry.page_number)
        name = _shortened(sheet, str(entry.name), 150)
        sheet.cell(152, 6, name, link=link)
        sheet.cell(0, 6, str(entry.page_number), align="R", link=link)
        sheet.ln(6)


def _draw_example(sheet: Any, reading: Reading, today: date) -> None:
    example = reading.example
    sheet.start_section(example.title)
    sheet.set_font(_FONT, "B", 17)
    sheet.multi_cell(0, 8, example.title, new_x="LMARGIN", new_y="NEXT")
    _small(sheet, " · ".join(meta(example)))
    for mark in reading.setbacks:
        _small(sheet, mark)
    if example.audience != Audience.PUBLIC:
        _small(sheet, _("Nur für Mitglieder. Bitte nicht weitergeben."))
    facts = book.for_texts(one.plain_text for one in reading.sections)
    moment = Moment(today, reading.reach, about(example, today))
    for section in reading.sections:
        _draw_section(sheet, section, lambda text: marks.plain(text, moment, facts))
    _draw_facts(sheet, _("Aufwand"), reading.effort)
    _draw_facts(sheet, _("Stand"), reading.dates)
    if contact := reading.contact:
        parts = (contact.office, contact.phone, contact.email)
        _heading(sheet, _("Ansprechstelle"))
        _text(sheet, ", ".join(part for part in parts if part))
    _draw_sources(sheet, reading)


def _draw_section(sheet: Any, section: Section, plain: Any) -> None:
    _heading(sheet, section.heading)
    if section.text:
        _text(sheet, plain(section.text))
    for item in section.items:
        _text(sheet, f"• {plain(item)}")
    for number, step in enumerate(section.steps, start=1):
        said = " – ".join(part for part in (step.when, step.text) if part)
        _text(sheet, f"{number}. {step.title}" + (f": {said}" if said else ""))
    for fact in section.facts:
        _text(sheet, f"{fact.label}: {fact.value}")
    for label, lines in (
        (_("Passt gut, wenn"), section.suitable),
        (_("Passt weniger, wenn"), section.unsuitable),
    ):
        if lines:
            _text(sheet, f"{label}: " + "; ".join(lines))
    if section.note:
        _small(sheet, plain(section.note))


def _draw_facts(sheet: Any, heading: str, facts: Sequence[Any]) -> None:
    if facts:
        _heading(sheet, heading)
        _text(sheet, "\n".join(f"{fact.label}: {fact.value}" for fact in facts))


def _draw_sources(sheet: Any, reading: Reading) -> None:
    _heading(sheet, _("Quellen"))
    for number, source in enumerate(reading.sources, start=1):
        on = german.date_de(source.accessed_on) if source.accessed_on else ""
        read_on = _(", abgerufen am %s") % on if on else ""
        _small(sheet, f"{number}. {source.label}{read_on}")
        _small(sheet, source.url, link=source.url)
    place = absolute(reading.example.get_absolute_url())
    _small(sheet, place, link=place)
    if reading.example.audience == Audience.PUBLIC:
        _small(sheet, _("Lizenz unserer Texte: %s") % TEXT_LICENCE.value)


def _heading(sheet: Any, text: str) -> None:
    sheet.ln(2)
    if sheet.will_page_break(3 * _LINE):
        sheet.add_page()
    sheet.set_font(_FONT, "B", 12)
    sheet.multi_cell(0, 7, text, new_x="LMARGIN", new_y="NEXT")


def _text(sheet: Any, text: str) -> None:
    sheet.set_font(_FONT, size=10.5)
    sheet.multi_cell(0, _LINE, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _small(sheet: Any, text: str, *, link: str = "") -> None:
    sheet.set_font(_FONT, size=9)
    sheet.set_text_color(*_MUTED)
    sheet.multi_cell(
        0, 4.6, text, align="L", new_x="LMARGIN", new_y="NEXT", link=link, wrapmode="WORD"
    )
    sheet.set_text_color(*_DARK)


def _shortened(sheet: Any, text: str, width: float) -> str:
    while text and sheet.get_string_width(text) > width:
        text = text[:-2].rstrip() + "…"
    return text

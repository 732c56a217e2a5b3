"""A paper: an aid or a copy as headings, paragraphs, lists, boxes and tables. Pure: no Django.

Each kind of aid says once what stands on its paper; each module here writes it in one format:

    docx.write(paper), odt.write(paper), pdf.write(paper)    # bytes

Texts are texts everywhere: nothing in them is taken for markup, a field or a formula.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lotse.lib import body


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str
    """Line breaks stay."""
    is_small: bool = False


@dataclass(frozen=True)
class Listing:
    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Box:
    """A point to tick."""

    text: str
    notes: tuple[str, ...] = ()
    """Lines below it: hint, deadline, who, source."""
    is_ticked: bool = False

    @property
    def mark(self) -> str:
        return "☒" if self.is_ticked else "☐"


@dataclass(frozen=True)
class Table:
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """As many cells as the header has."""


Block = Heading | Paragraph | Listing | Box | Table


@dataclass(frozen=True)
class Paper:
    title: str
    meta: str
    """One line below the title: kind, version, day."""
    blocks: tuple[Block, ...]
    foot: str
    """Where it comes from: platform and address."""
    author: str


def of_prose(text: str) -> Sequence[Block]:
    """Return plain text as the page reads it: paragraphs, headings, lists."""
    return [_block(one) for one in body.blocks(text)]


def _block(found: body.Block) -> Block:
    if found.kind == "heading":
        return Heading(" ".join(found.lines))
    if found.kind in ("numbers", "bullets"):
        return Listing(found.lines, is_numbered=found.kind == "numbers")
    return Paragraph("\n".join(found.lines))

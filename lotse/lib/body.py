"""Plain text of a message as blocks, for mails and pages. Pure: no Django.

People at the desk write plain text. Blank lines part paragraphs, "1." and "-" start list items, a
line in capitals or after "# " is a heading, and a paragraph that begins with "Kurz gesagt" is the
short answer.
"""

import re
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "lead", "heading", "numbers", "bullets"]
_NUMBER = re.compile(r"\s*\d{1,2}[.)]\s+(?=\S)")
_BULLET = re.compile(r"\s*[-–*•]\s+(?=\S)")
_LEAD = re.compile(r"kurz (?:gesagt|vorweg)\b\s*[:.]?\s*", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
MAX_HEADING = 60


@dataclass(frozen=True)
class Block:
    kind: BlockKind
    lines: tuple[str, ...]
    """Items of a list; otherwise the lines of the paragraph, without breaks made by hand."""


def blocks(text: str) -> list[Block]:
    """Return the text as blocks in order. Never raises, loses no word."""
    found: list[Block] = []
    for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        if lines:
            found += _parts(lines)
    return found


def _parts(lines: list[str]) -> list[Block]:
    found: list[Block] = []
    rest = lines
    if heading := _heading(rest[0]):
        found.append(Block("heading", (heading,)))
        rest = rest[1:]
        if not rest:
            return found
    start = next((n for n, line in enumerate(rest) if _item(line)), len(rest))
    if start:
        kind: BlockKind = "lead" if _LEAD.match(rest[0]) else "paragraph"
        found.append(Block(kind, tuple(rest[:start])))
    if start < len(rest):
        found += _lists(rest[start:])
    return found


def _lists(lines: list[str]) -> list[Block]:
    found: list[tuple[BlockKind, list[str]]] = []
    for line in lines:
        item = _item(line)
        if item is None:
            # Not a new item: the broken line belongs to the one before.
            found[-1][1][-1] += f" {line}"
        elif found and found[-1][0] == item[0]:
            found[-1][1].append(item[1])
        else:
            found.append((item[0], [item[1]]))
    return [Block(kind, tuple(items)) for kind, items in found]


def _item(line: str) -> tuple[BlockKind, str] | None:
    if number := _NUMBER.match(line):
        return "numbers", line[number.end() :]
    if bullet := _BULLET.match(line):
        return "bullets", line[bullet.end() :]
    return None


def _heading(line: str) -> str:
    """Return the words of a heading; empty if the line is none."""
    if line.startswith("# "):
        return line[2:].strip()
    letters = _LETTERS.findall(line)
    is_one = (
        len(line) <= MAX_HEADING
        and len(letters) >= 4
        and " " in line
        and all(letter.isupper() or letter == "ß" for letter in letters)
    )
    return line if is_one else ""

"""An easy text as blocks. Pure. Each sentence keeps its line: that is how it is read."""

import re

from lotse.lib.body import Block

_HEADING = re.compile(r"#{1,3}\s+")
_BULLET = re.compile(r"[-–•*]\s+")


def blocks(text: str) -> list[Block]:
    """Return headings, lists and paragraphs in order. Never raises, loses no word."""
    found: list[Block] = []
    for raw in [*text.replace("\r", "\n").split("\n"), ""]:
        line = raw.strip()
        if not line:
            found.append(Block("paragraph", ()))
        elif heading := _HEADING.match(line):
            found += [Block("heading", (line[heading.end() :],)), Block("paragraph", ())]
        elif bullet := _BULLET.match(line):
            _extend(found, "bullets", line[bullet.end() :])
        else:
            _extend(found, "paragraph", line)
    return [block for block in found if any(block.lines)]


def _extend(found: list[Block], kind: str, line: str) -> None:
    if found and found[-1].kind == kind:
        found[-1] = Block(found[-1].kind, (*found[-1].lines, line))
    else:
        found.append(Block("bullets" if kind == "bullets" else "paragraph", (line,)))

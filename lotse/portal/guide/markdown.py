"""The Markdown of our own documentation as HTML. Pure: no Django.

Headings, paragraphs, lists, tables, bold, emphasis, code and links; nothing else is used there, and
a test renders every page. Everything is escaped, so a page never brings markup of its own.
"""

import re
from collections.abc import Callable, Iterator
from html import escape

Link = Callable[[str], str]
"""From a target as it is written to an address; empty: shown as plain text."""
_HEADING = re.compile(r"(#{1,4})\s+(.*)")
_BULLET = re.compile(r"[-*]\s+(.*)")
_NUMBER = re.compile(r"\d+\.\s+(.*)")
_RULE = re.compile(r"\|[\s|:-]+\|?\s*$")
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])\*([^*\s][^*]*?)\*(?![\w*])")


def title(text: str) -> str:
    """Return the first heading as plain text; empty if there is none."""
    return next(iter(headings(text)), "")


def headings(text: str) -> list[str]:
    """Return all headings as plain text, in order."""
    lines = (_HEADING.match(line) for line in text.splitlines())
    return [_plain(found[2]) for found in lines if found]


def anchor(heading: str) -> str:
    """Return the name by which links reach a heading, as GitHub makes it."""
    kept = re.sub(r"[^\w\s-]", "", _plain(heading).lower())
    return re.sub(r"\s+", "-", kept.strip())


def render(text: str, link: Link) -> str:
    """Return the text as HTML. Text that looks like nothing known becomes a paragraph."""
    return "\n".join(_block(lines, link) for lines in _parts(text))


def _parts(text: str) -> Iterator[list[str]]:
    """Blank lines part blocks; a heading, a list and a table begin one of their own."""
    part: list[str] = []
    for line in text.splitlines():
        begins = not part or _kind(line) not in ("text", _kind(part[0]))
        is_heading = bool(part) and _kind(part[0]) == "heading"
        if part and (not line.strip() or begins or is_heading):
            yield part
            part = []
        if line.strip():
            part.append(line)
    if part:
        yield part


def _kind(line: str) -> str:
    if _HEADING.match(line):
        return "heading"
    if line.startswith("|"):
        return "table"
    if _BULLET.match(line):
        return "bullets"
    return "numbers" if _NUMBER.match(line) else "text"


def _block(lines: list[str], link: Link) -> str:
    kind = _kind(lines[0])
    if kind == "heading":
        found = _HEADING.match(lines[0])
        assert found
        level = len(found[1])
        return f'<h{level} id="{anchor(found[2])}">{_inline(found[2], link)}</h{level}>'
    if kind == "table":
        return _table(lines, link)
    if kind in ("bullets", "numbers"):
        tag = "ul" if kind == "bullets" else "ol"
        items = "".join(f"<li>{_inline(item, link)}</li>" for item in _items(lines))
        return f"<{tag}>{items}</{tag}>"
    return f"<p>{_inline(' '.join(line.strip() for line in lines), link)}</p>"


def _items(lines: list[str]) -> list[str]:
    """Lines of a list as its items; a line without a mark goes on with the item before."""
    items: list[str] = []
    for line in lines:
        found = _BULLET.match(line) or _NUMBER.match(line)
        if found:
            items.append(found[1])
        else:
            items[-1] += " " + line.strip()
    return items


def _table(lines: list[str], link: Link) -> str:
    rows = [_cells(line) for line in lines if not _RULE.match(line)]
    head = "".join(f'<th scope="col">{_inline(cell, link)}</th>' for cell in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{_inline(cell, link)}</td>" for cell in row) + "</tr>"
        for row in rows[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _inline(text: str, link: Link) -> str:
    """Code first, because nothing inside it means anything."""
    parts = _CODE.split(text)
    shown = [
        f"<code>{escape(part)}</code>" if number % 2 else _words(part, link)
        for number, part in enumerate(parts)
    ]
    return "".join(shown)


def _words(text: str, link: Link) -> str:
    def linked(found: re.Match[str]) -> str:
        target = link(found[2])
        return f'<a href="{escape(target)}">{found[1]}</a>' if target else found[1]

    shown = _LINK.sub(linked, escape(text, quote=False))
    shown = _BOLD.sub(r"<strong>\1</strong>", shown)
    return _EMPHASIS.sub(r"<em>\1</em>", shown)


def _plain(text: str) -> str:
    return re.sub(r"[*`]", "", _LINK.sub(r"\1", text)).strip()

"""HTML mail to plain text, quotations marked with ``>`` as in plain mail."""

import html
import re

from inscriptis import get_annotated_text
from inscriptis.model.config import ParserConfig

from lotse.mail.parsing.characters import clean_text

MAX_CHARACTERS = 1_000_000
"""Characters of HTML that become text; more would cost seconds and hold no letter."""
_CONFIG = ParserConfig(annotation_rules={"blockquote": ["quote"]})
_COMMENT_START, _COMMENT_END = "<!--", "-->"
_HIDDEN = re.compile(r"<(style|script|head|title)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,5000}>")
_BLOCK_TAG = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li|/?h[1-6])\b[^<>]{0,5000}>", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"(<div\b[^<>]{0,500}>)\s{0,20}(?:&nbsp;|\u00a0|&#160;)\s{0,20}(?=</div>)")
"""An empty line as WEB.DE and GMX write it; the library would drop it."""
_BLANK_LINES = re.compile(r"\n{3,}")
_META_CHARSET = re.compile(
    rb"<meta\b[^<>]{0,200}charset=[\"' ]{0,2}([A-Za-z0-9._:-]{2,40})", re.IGNORECASE
)
_NESTING = re.compile(r"<(/?)(div|table|blockquote|span|ul|ol|font|b|i)\b", re.IGNORECASE)
_MANY_TAGS, _CHARACTERS_PER_TAG = 500, 20
_DEEP = 60
"""Nesting from which the library takes too long, and later drops text; a table counts three."""


def declared_charset(start: bytes) -> str:
    """Return the character set a page names itself, for mails that name none; empty if neither."""
    found = _META_CHARSET.search(start)
    return found[1].decode("ascii") if found else ""


def to_text(source: str) -> tuple[str, str]:
    """Return readable text and a problem in German (empty if none)."""
    problem = ""
    if len(source) > MAX_CHARACTERS:
        source = source[:MAX_CHARACTERS]
        problem = "Der HTML-Teil ist sehr lang; der Text wurde gekürzt."
    source = _EMPTY_LINE.sub(r"\1<br>", _without_comments(source))
    if _is_dense(source) or _is_deep(source):
        return _strip_tags(source), problem
    try:
        annotated = get_annotated_text(source, _CONFIG)
        text = _mark_quotations(annotated["text"], annotated.get("label", []))
    except Exception:  # noqa: BLE001
        # Foreign markup may break any reader; the words are worth more than their layout.
        return _strip_tags(source), problem
    return _tidy(text), problem


def _mark_quotations(text: str, labels: list[tuple[int, int, str]]) -> str:
    if not labels:
        return text
    changes = sorted(change for start, end, _name in labels for change in ((start, 1), (end, -1)))
    marked = []
    position = level = done = 0
    for line in text.split("\n"):
        # A quotation that ends where this line begins does not belong to it any more.
        while done < len(changes) and changes[done][0] <= position:
            level += changes[done][1]
            done += 1
        deepest = level
        while done < len(changes) and changes[done][0] < position + len(line):
            level += changes[done][1]
            deepest = max(deepest, level)
            done += 1
        position += len(line) + 1
        marked.append(">" * deepest + " " + line.strip() if deepest > 0 else line)
    return "\n".join(marked)


def _tidy(text: str) -> str:
    lines = (line.strip() for line in clean_text(text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _without_comments(source: str) -> str:
    """Outlook hides whole documents in conditional comments."""
    if _COMMENT_START not in source:
        return source
    kept = []
    position = 0
    while (start := source.find(_COMMENT_START, position)) >= 0:
        kept.append(source[position:start])
        end = source.find(_COMMENT_END, start)
        if end < 0:
            return "".join(kept)
        position = end + len(_COMMENT_END)
    return "".join(kept) + source[position:]


def _is_dense(source: str) -> bool:
    """Say whether there is hardly anything but tags, which would take the library too long."""
    tags = source.count("<")
    return tags > _MANY_TAGS and tags * _CHARACTERS_PER_TAG > len(source)


def _is_deep(source: str) -> bool:
    """Say whether elements may be nested deeper than the library reads.

    Counts open elements without knowing which need no end: too careful is harmless here.
    """
    level = deepest = 0
    for match in _NESTING.finditer(source):
        weight = 3 if match[2].lower() == "table" else 1
        level = max(0, level - weight) if match[1] else level + weight
        deepest = max(deepest, level)
    return deepest > _DEEP


def _strip_tags(source: str) -> str:
    pieces = []
    position = 0
    lowered = source.lower()
    while match := _HIDDEN.search(source, position):
        pieces.append(source[position : match.start()])
        end = lowered.find(f"</{match[1].lower()}", match.end())
        if end < 0:
            position = len(source) if match[1].lower() in ("style", "script") else match.end()
            continue
        position = end
    pieces.append(source[position:])
    text = _BLOCK_TAG.sub("\n", "".join(pieces))
    return _tidy(html.unescape(_TAG.sub("", text)))

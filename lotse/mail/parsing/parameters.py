"""Parameters of Content-Type and Content-Disposition, RFC 2231 and what Outlook does instead."""

import re
from urllib.parse import unquote_to_bytes

from lotse.mail.parsing.characters import clean_line, decode
from lotse.mail.parsing.headers import decode_words

_PARAMETER = re.compile(r';\s*([^\s=;"]{1,200})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_NAME = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?\Z")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_FOLDER = re.compile(r"\A(?:[A-Za-z]:|\.{0,2}[/\\]).*[/\\]", re.DOTALL)
MAX_BYTES = 64_000
_LONGEST_NAME = 150


def parse(value: str) -> tuple[str, dict[str, str]]:
    """Return the value in lower case and its parameters, decoded, names in lower case.

    Handles ``name*=utf-8''…``, ``name*0*=…`` split over many (RFC 2231), RFC 2047 words inside
    quotes (forbidden and common) and raw 8-bit names.
    """
    value = value[:MAX_BYTES]
    main, separator, rest = value.partition(";")
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    plain: dict[str, str] = {}
    for match in _PARAMETER.finditer(separator + rest):
        name, content = _NAME.match(match[1].lower()), match[2].strip()
        if content.startswith('"'):
            content = _ESCAPED.sub(r"\1", content.strip('"') if len(content) > 1 else "")
        if name is None:
            continue
        is_extended = name[3] is not None
        if name[2] is None and not is_extended:
            plain.setdefault(name[1], clean_line(decode_words(content)))
        else:
            pieces.setdefault(name[1], {}).setdefault(int(name[2] or 0), (content, is_extended))
    for base, parts in pieces.items():
        # The extended form wins over the plain one kept for old readers (RFC 6266, 4.3).
        plain[base] = _join(parts)
    return main.strip().lower(), plain


def _join(parts: dict[int, tuple[str, bool]]) -> str:
    charset = ""
    data = b""
    for number in sorted(parts):
        content, is_extended = parts[number]
        if is_extended and number == min(parts) and content.count("'") >= 2:
            charset, _language, content = content.split("'", 2)
        if is_extended:
            data += unquote_to_bytes(content)
        else:
            data += content.encode("utf-8", "replace")
    text = decode(data, charset or "utf-8")[0]
    return clean_line(decode_words(text))


def file_name(name: str) -> str:
    """Return a name without folders, at most 150 characters long, the extension kept."""
    name = _FOLDER.sub("", clean_line(name)).replace("/", "_").replace("\\", "_")
    name = name if name.strip(". ") else ""
    if len(name) <= _LONGEST_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:_LONGEST_NAME]
    return stem[: _LONGEST_NAME - len(extension) - 1] + dot + extension

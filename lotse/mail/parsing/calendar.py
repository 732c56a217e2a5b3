"""A calendar invitation as words: what, when, where (RFC 5545)."""

import re
from datetime import UTC, datetime

_FOLD = re.compile(r"\n[ \t]")
_LINE = re.compile(r"([A-Za-z-]{1,40})((?:;[^:\n]{0,500})?):(.*)")
_INSTANT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
_ESCAPE = re.compile(r"\\([\\;,nN])")


def describe(source: str) -> tuple[str, str]:
    """Return the method (REQUEST, REPLY, CANCEL …) and a few German lines about the first event."""
    method, values, is_in_event = "", dict[str, str](), False
    for line in _FOLD.sub("", source[:200_000]).split("\n"):
        match = _LINE.match(line)
        if match is None:
            continue
        name, value = match[1].upper(), match[3].strip()
        if name == "METHOD":
            method = value.upper()[:20]
        elif name == "BEGIN" and value.upper() == "VEVENT":
            is_in_event = True
        elif name == "END" and value.upper() == "VEVENT":
            break
        elif is_in_event:
            values.setdefault(name, _unescape(value))
    lines = [f"Termin: {values['SUMMARY']}"] if "SUMMARY" in values else []
    if start := _instant(values.get("DTSTART", "")):
        end = _instant(values.get("DTEND", ""))
        lines.append(f"Beginn: {start}" + (f", Ende: {end}" if end else ""))
    if values.get("LOCATION"):
        lines.append(f"Ort: {values['LOCATION']}")
    if values.get("DESCRIPTION"):
        lines += ["", values["DESCRIPTION"].strip()]
    return method, "\n".join(lines)


def _instant(value: str) -> str:
    match = _INSTANT.match(value)
    if match is None:
        return ""
    try:
        day = datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
    except ValueError:
        return ""
    clock = f" {match[4]}:{match[5]} Uhr" if match[4] else ""
    return f"{day:%d.%m.%Y}{clock}" + (" (UTC)" if match[6] else "")


def _unescape(value: str) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)

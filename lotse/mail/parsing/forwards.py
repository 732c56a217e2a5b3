"""Who wrote first, if a mail passes on somebody else's."""

import re

from lotse.mail.parsing import addresses, quotes

_SENDER = re.compile(
    r"[>\s]*[*_]{0,2}(?:Von|From|De|Absender)[*_]{0,2}\s?:[*_]{0,2}\s*(.{3,400})", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"[>\s]*[*_]{0,2}(?:Betreff|Subject|Thema)[*_]{0,2}\s?:[*_]{0,2}\s*(.{0,400})", re.IGNORECASE
)
_OUTLOOK_ADDRESS = re.compile(r"\[(?:mailto:|SMTP:)?([^\[\]\s]{3,200})\]", re.IGNORECASE)
_LINES = 12
"""Lines of one header block."""
_SEARCHED_LINES = 400
_MAX_DEPTH = 5
"""Mails passed on inside each other."""


def original_sender(text: str, *, subject: str) -> tuple[str, str] | None:
    """Return (name, address) of the first author, or None if the mail is no forward.

    A mail passed on several times names several senders. The first author is the deepest one
    that is reached through forwards alone: what that person had quoted is not followed.
    """
    lines = [line[:500] for line in text.split("\n")[:_SEARCHED_LINES]]
    start = next((n for n, line in enumerate(lines) if quotes.is_forward_mark(line)), None)
    if start is None and not quotes.is_forward_subject(subject):
        return None
    found: tuple[str, str] | None = None
    position = 0 if start is None else start
    for _depth in range(_MAX_DEPTH):
        reach = len(lines) if found is None and start is None else position + _LINES
        block = _next_block(lines, position, reach)
        if block is None:
            break
        sender, inner_subject, position = block
        found = sender or found
        # A block that passes something on itself, or is followed by a mark, hides another one.
        mark = _next_mark(lines, position)
        if mark is not None:
            position = mark
        elif not quotes.is_forward_subject(inner_subject):
            break
        else:
            position = _next_sender(lines, position)
    return found


def _next_block(
    lines: list[str], start: int, end: int
) -> tuple[tuple[str, str] | None, str, int] | None:
    """Return sender, subject and the end of the next header block within a stretch of lines."""
    for number in range(start, min(end, len(lines))):
        match = _SENDER.match(lines[number])
        if match is None:
            continue
        subject = ""
        # Thunderbird writes the subject above the sender, the others below.
        first = max(start, number - 4)
        for line in lines[first : number + _LINES]:
            named = _SUBJECT.match(line)
            if named:
                subject = named[1]
                break
        found = addresses.parse(_OUTLOOK_ADDRESS.sub(r"<\1>", match[1]).replace("*", ""))
        return (found[0] if found else None), subject, number + 1
    return None


def _next_mark(lines: list[str], start: int) -> int | None:
    return next((n for n in range(start, len(lines)) if quotes.is_forward_mark(lines[n])), None)


def _next_sender(lines: list[str], start: int) -> int:
    return next((n for n in range(start, len(lines)) if _SENDER.match(lines[n])), len(lines))

"""Who wrote first, if a mail passes on somebody else's."""

import re

from lotse.mail.parsing import addresses, quotes

_SENDER = re.compile(
    r"[>\s]*[*_]{0,2}(?:Von|From|De|Absender)[*_]{0,2}\s?:[*_]{0,2}\s*(.{3,400})", re.IGNORECASE
)
_OUTLOOK_ADDRESS = re.compile(r"\[(?:mailto:|SMTP:)?([^\[\]\s]{3,200})\]", re.IGNORECASE)
_LINES = 12
_SEARCHED_LINES = 400


def original_sender(text: str, *, subject: str) -> tuple[str, str] | None:
    """Return (name, address) of the first author, or None if the mail is no forward."""
    lines = [line[:500] for line in text.split("\n")[:_SEARCHED_LINES]]
    marker = next((n for n, line in enumerate(lines) if quotes.is_forward_mark(line)), None)
    if marker is None and not quotes.is_forward_subject(subject):
        return None
    candidates = lines if marker is None else lines[marker : marker + _LINES]
    for line in candidates:
        match = _SENDER.match(line)
        if match is None:
            continue
        found = addresses.parse(_OUTLOOK_ADDRESS.sub(r"<\1>", match[1]).replace("*", ""))
        return found[0] if found else None
    return None

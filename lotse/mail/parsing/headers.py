"""Header fields: unfolding, RFC 2047 words, raw 8-bit text, Message-IDs, dates."""

import binascii
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from lotse.mail.parsing.characters import clean_line, decode

MAX_FIELDS = 5_000
MAX_FIELD_BYTES = 4_000_000
_WORD_START = re.compile(r"=\?([^\s?]{1,60})\?([bBqQ])\?")
_ENVELOPE_LINE = re.compile(rb"\A>?From [^\r\n]*\r?\n")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,248})>")
_HEX_OR_UNDERSCORE = re.compile(rb"=([0-9A-Fa-f]{2})|_")
_MONTHS = {"mrz": "Mar", "mär": "Mar", "märz": "Mar", "mai": "May", "okt": "Oct", "dez": "Dec"}
_MONTH = re.compile(r"\b(Mrz|März?|Mai|Okt|Dez)\b\.?", re.IGNORECASE)
_WEEKDAY = re.compile(r"\A\s*(?:Mo|Di|Mi|Do|Fr|Sa|So)\.?,\s*", re.IGNORECASE)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


class Headers:
    """The fields of one header block, in order, names in lower case."""

    def __init__(self, block: bytes) -> None:
        self._fields: dict[str, list[bytes]] = {}
        self._order: list[str] = []
        self.is_cut = False
        name = ""
        pieces: list[bytes] = []
        count = 0
        for line in _ENVELOPE_LINE.sub(b"", block, count=1).split(b"\n"):
            line = line.rstrip(b"\r")
            if line[:1] in (b" ", b"\t"):
                if name:
                    pieces.append(line)
                continue
            before, colon, after = line.partition(b":")
            field = before.strip().lower()
            # A line without a name is damage on the way; the field before it stays what it was.
            if not colon or not field or b" " in field or not field.isascii():
                continue
            self._add(name, pieces)
            name, pieces = field.decode("ascii"), [after]
            count += 1
            if count > MAX_FIELDS:
                self.is_cut = True
                return
        self._add(name, pieces)

    def _add(self, name: str, pieces: list[bytes]) -> None:
        if name:
            value = b"".join(pieces)
            self.is_cut = self.is_cut or len(value) > MAX_FIELD_BYTES
            self._fields.setdefault(name, []).append(value[:MAX_FIELD_BYTES])
            self._order.append(name)

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def names(self) -> list[str]:
        return list(self._fields)

    def count(self, name: str) -> int:
        return len(self._fields.get(name, ()))

    def in_order(self, *names: str) -> list[tuple[str, str]]:
        """Return the fields of these names as they stand, from the top: (name, value)."""
        left = {name: iter(self._fields.get(name, ())) for name in names}
        return [
            (name, decode_raw(next(left[name])).strip()) for name in self._order if name in left
        ]

    def raw(self, name: str) -> str:
        """Return the first field of a name, unfolded but with RFC 2047 words as they are."""
        values = self._fields.get(name)
        return decode_raw(values[0]).strip() if values else ""

    def raw_all(self, name: str) -> str:
        """Return all fields of a name as one list separated by commas."""
        return ", ".join(decode_raw(value).strip() for value in self._fields.get(name, ()))

    def text(self, name: str) -> str:
        """Return the first field of a name as a readable line."""
        return clean_line(decode_words(self.raw(name)))


def decode_raw(value: bytes) -> str:
    """Return header bytes as text; 8-bit headers are UTF-8 or Windows-1252."""
    return decode(value, "")[0]


def decode_words(text: str) -> str:
    """Decode RFC 2047 words, also wrongly split or padded ones; other text stays.

    Neighbouring words of one character set are joined before decoding: Outlook and others split
    in the middle of a letter.
    """
    if "=?" not in text:
        return text
    result: list[str] = []
    run, run_charset = b"", ""
    position = 0
    for match in _WORD_START.finditer(text):
        if match.start() < position:
            continue
        end = text.find("?=", match.end())
        if end < 0:
            break
        between = text[position : match.start()]
        charset = match[1].partition("*")[0].lower()
        if between.strip() or charset != run_charset or not run:
            result.append(decode(run, run_charset)[0] if run else "")
            # White space between two words is folding, not text.
            is_folding = bool(run) and not between.strip()
            result.append("" if is_folding else between)
            run = b""
        run += _word_bytes(text[match.end() : end], match[2])
        run_charset = charset
        position = end + 2
    result.append(decode(run, run_charset)[0] if run else "")
    result.append(text[position:])
    return "".join(result)


def _word_bytes(content: str, encoding: str) -> bytes:
    data = content.encode("utf-8", "replace")
    if encoding in "bB":
        return decode_base64(data)
    return _HEX_OR_UNDERSCORE.sub(
        lambda match: bytes([int(match[1], 16)]) if match[1] else b" ", data
    )


def decode_base64(data: bytes) -> bytes:
    """Decode base64 as far as it goes: odd characters skipped, missing padding added."""
    end = data.find(b"=")
    if end < 0 or not data[end:].strip(b"=\r\n\t "):
        try:
            return binascii.a2b_base64(data)
        except binascii.Error:
            return _decode_segment(data)
    # Padding in the middle: several encodings were joined. Each one is decoded alone.
    return b"".join(_decode_segment(segment) for segment in data.split(b"=") if segment)


def _decode_segment(data: bytes) -> bytes:
    letters = _NOT_BASE64.sub(b"", data)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def message_ids(value: str, *, limit: int = 100) -> tuple[str, ...]:
    """Return the Message-IDs of a field, with angle brackets, each once.

    Of too many the first and the latest stay, as they decide the thread.
    """
    found = [f"<{inner}>" for inner in _MESSAGE_ID.findall(value)]
    if not found:
        found = [f"<{word.strip('<>,;')}>" for word in value.split() if "@" in word[:248]]
        found = [word for word in found if len(word) <= 250]
    unique = list(dict.fromkeys(clean_line(word) for word in found))
    return tuple(unique[:1] + unique[1:][-(limit - 1) :])


def date(value: str) -> datetime | None:
    """Return an aware instant, or None if the field cannot be read."""
    # "Mo, 2 Mrz 2026": programs that ask the system for the names of days and months.
    value = _WEEKDAY.sub("", _MONTH.sub(lambda found: _MONTHS[found[1].lower()], value[:200]))
    try:
        parsed = parsedate_to_datetime(value)
        if parsed.tzinfo is None:
            parsed = parsed.replace(tzinfo=UTC)
        # An offset that leaves the calendar cannot be stored.
        parsed.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None
    return parsed

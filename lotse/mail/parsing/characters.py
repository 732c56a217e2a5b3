"""Bytes to readable text: character sets as senders mean them, nothing invisible left."""

import codecs
import re
import unicodedata
from functools import lru_cache

_ALIASES = {
    # HTML5 and every mail client read Latin-1 as Windows-1252: nobody sends C1 controls on purpose.
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
}
_WINDOWS = {
    "iso8859-2": "cp1250",
    "iso8859-7": "cp1253",
    "iso8859-9": "cp1254",
}
"""What Windows programs mean if they write quotation marks where ISO has control characters."""
_C1 = re.compile(rb"[\x80-\x9f]")
_NOT_FOR_TEXT = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
_NOT_ASCII = ("utf-7", "utf-16", "utf-32", "iso2022", "hz")
"""Codecs that write other letters with plain ASCII bytes."""
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc\ud800-\udfff]"
)
_ODD_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SPACES = re.compile(r"\s+")
_PIECE = 1_000
_PIECES = re.compile(rf"[\s\S]{{1,{_PIECE}}}(?=[\x00-\x7f]|\Z)|[\s\S]{{1,{_PIECE}}}")


def decode(data: bytes, charset: str) -> tuple[str, str]:
    """Return the text of some bytes and a problem in German (empty if none).

    A declared character set is believed unless the bytes contradict it.
    """
    codec = _codec(charset)
    if b"\x1b$" in data and (not codec or codec == "cp1252"):
        # Japanese mail without a label: no other text holds these escapes.
        codec = "iso2022_jp"
    if data.isascii() and not codec.startswith(_NOT_ASCII):
        return data.decode("ascii"), ""
    if codec in ("utf-8", "cp1252", "iso8859-15", ""):
        return _decode_western(data, codec, charset)
    if codec in _WINDOWS and _C1.search(data):
        codec = _WINDOWS[codec]
    try:
        return data.decode(codec), ""
    except (UnicodeError, ValueError):
        return (
            data.decode(codec, "replace"),
            f"Zeichen passen nicht zum angegebenen Zeichensatz {charset[:40]}.",
        )


def _decode_western(data: bytes, codec: str, charset: str) -> tuple[str, str]:
    problem = f"Angegebener Zeichensatz {charset[:40]} stimmt nicht." if charset else ""
    try:
        # Bytes above 127 that form valid UTF-8 are UTF-8, whatever the header says.
        return data.decode("utf-8"), "" if codec == "utf-8" else problem
    except UnicodeDecodeError:
        pass
    if codec == "utf-8":
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        valid = sum(1 for character in text if character > "\x7f") - broken
        if valid >= broken:
            return text, "Einzelne Zeichen sind beschädigt."
    is_latin9 = codec == "iso8859-15" and not _C1.search(data)
    return data.decode(codec if is_latin9 else "cp1252", "replace"), (
        "" if codec in ("cp1252", "iso8859-15") and not _is_ascii_name(charset) else problem
    )


def _is_ascii_name(charset: str) -> bool:
    return charset.strip().lower() in ("ascii", "us-ascii", "ansi_x3.4-1968")


@lru_cache(maxsize=256)
def _codec(charset: str) -> str:
    """Return the name of a text codec, empty if the name means nothing."""
    name = charset.strip().strip("\"'").lower()[:60]
    name = _ALIASES.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if not getattr(info, "_is_text_encoding", True) or info.name in _NOT_FOR_TEXT:
        return ""
    return _ALIASES.get(info.name, info.name)


def clean_text(text: str) -> str:
    """Return text with ``\\n`` as its only line end, composed (NFC), without invisible characters.

    Invisible ones hide words from search and turn reading order around; a NUL cannot be stored.
    """
    if "\r" in text or not text.isascii() or "\x0c" in text or "\x0b" in text:
        text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    if text.isascii():
        return text
    return _composed(_ODD_SPACES.sub(" ", text))


def _composed(text: str) -> str:
    """Compose letters and accents in pieces: sorting thousands of accents is quadratic.

    A piece ends before an ASCII character, where nothing can be composed across the cut.
    """
    if len(text) <= _PIECE:
        return unicodedata.normalize("NFC", text)
    return "".join(unicodedata.normalize("NFC", piece) for piece in _PIECES.findall(text))


def clean_line(text: str) -> str:
    """Return text as one line: like ``clean_text``, every run of white space one space."""
    return _SPACES.sub(" ", clean_text(text)).strip()

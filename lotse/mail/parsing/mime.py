"""The tree of parts of a mail, as views into its bytes; nothing is decoded here but on demand."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lotse.mail.parsing import parameters
from lotse.mail.parsing.headers import Headers, decode_base64

MAX_DEPTH = 25
MAX_PARTS = 1_000
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_BLANK_LINE = re.compile(rb"\r?\n")
_FIRST_DELIMITER = re.compile(rb"(?:\A|\n)--([^\s][^\r\n]{0,198}[^\s])[ \t]*\r?\n")
_FIELD_LINE = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_ENVELOPE = re.compile(rb"(?:\r?\n)*>?From [^\r\n]*\r?\n")
_UU_BEGIN = re.compile(rb"(?:\A|\n)begin [0-7]{3,4} [^\r\n]*\r?\n")


@dataclass
class Part:
    """One node of the tree. ``children`` are the parts of a multipart."""

    headers: Headers
    type: str
    parameters: dict[str, str]
    source: bytes
    """The whole message; the body of this part is ``source[start:end]``, copied only on demand."""
    start: int
    end: int
    head: int = 0
    """Where its own header begins; ``source[head:end]`` is the whole part."""
    children: list["Part"] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        """As transferred."""
        return self.source[self.start : self.end]

    @property
    def whole(self) -> bytes:
        """Header and body as transferred: what a signature covers."""
        return self.source[self.head : self.end]

    @property
    def disposition(self) -> str:
        return parameters.parse(self.headers.raw("content-disposition"))[0]

    @property
    def file_name(self) -> str:
        """Return the name the sender gave, cleaned; empty if none."""
        named = parameters.parse(self.headers.raw("content-disposition"))[1].get("filename", "")
        return parameters.file_name(named or self.parameters.get("name", ""))

    @property
    def content_id(self) -> str:
        """Return the name by which HTML refers to this part, without brackets (RFC 2392)."""
        return self.headers.raw("content-id").strip("<> ")[:250]

    @property
    def charset(self) -> str:
        return self.parameters.get("charset", "")

    def content(self) -> bytes:
        """Return the body with its transfer encoding undone, as far as that goes."""
        encoding = self.headers.raw("content-transfer-encoding").lower().strip("\"'; ")
        if encoding == "base64":
            return decode_base64(self.body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _decode_uu(self.body)
        return self.body

    def walk(self) -> Iterator["Part"]:
        """Yield this part and all below it, in order."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


class Reader:
    """Builds the tree; remembers what was odd."""

    def __init__(self) -> None:
        self.problems: dict[str, None] = {}
        self._parts = 0

    def read(self, data: bytes) -> Part:
        """Return the tree of a whole message."""
        leading = _ENVELOPE.match(data)
        start = leading.end() if leading else len(data) - len(data.lstrip(b"\r\n"))
        return self._read(data, start, len(data), "", 0)

    def note(self, problem: str) -> None:
        if problem:
            self.problems[problem] = None

    def _read(self, data: bytes, start: int, end: int, default_type: str, depth: int) -> Part:
        self._parts += 1
        head, body_start = _split(data, start, end)
        headers = Headers(head)
        if headers.is_cut:
            self.note("Die Kopfzeilen sind übermäßig lang und wurden gekürzt.")
        kind, values = parameters.parse(headers.raw("content-type"))
        if kind.count("/") != 1 or kind.startswith("/") or kind.endswith("/"):
            kind = default_type or "text/plain"
        part = Part(headers, kind, values, data, body_start, end, start)
        if not kind.startswith("multipart/"):
            return part
        if depth >= MAX_DEPTH:
            self.note("Die Mail ist zu tief verschachtelt; der Rest steht nur im Original.")
            part.end = part.start
            return part
        self._read_children(part, depth)
        return part

    def _read_children(self, part: Part, depth: int) -> None:
        boundary = part.parameters.get("boundary", "").encode("utf-8", "replace")
        pieces = _pieces(part, boundary) if boundary else []
        if not pieces:
            guessed = _FIRST_DELIMITER.search(part.source, max(part.start - 1, 0), part.end)
            pieces = _pieces(part, guessed[1]) if guessed else []
            self.note("Die Trennlinie zwischen den Teilen der Mail fehlt oder stimmt nicht.")
        if not pieces:
            part.type = "text/plain"
            return
        if not pieces[-1][2]:
            self.note("Die Mail ist unvollständig: der letzte Teil hat kein Ende.")
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for start, end, _is_closed in pieces:
            if self._parts >= MAX_PARTS:
                self.note("Die Mail hat zu viele Teile; der Rest steht nur im Original.")
                break
            part.children.append(self._read(part.source, start, end, default, depth + 1))


def _split(data: bytes, start: int, end: int) -> tuple[bytes, int]:
    """Return the header block and where the body starts."""
    blank = _BLANK_LINE.match(data, start, end)
    if blank:
        return b"", blank.end()
    if not _FIELD_LINE.match(data, start, end):
        # No header at all: what looks like one is the first paragraph.
        return b"", start
    head_end = _HEAD_END.search(data, start, end)
    if head_end is None:
        return data[start:end], end
    return data[start : head_end.start()], head_end.end()


def _pieces(part: Part, boundary: bytes) -> list[tuple[int, int, bool]]:
    """Return where each part between delimiter lines starts and ends, and whether it is closed."""
    data, delimiter = part.source, b"--" + boundary
    pieces: list[tuple[int, int, bool]] = []
    start = -1
    position = part.start
    while (found := data.find(delimiter, position, part.end)) >= 0:
        position = found + len(delimiter)
        line_end = data.find(b"\n", position, part.end)
        rest_end = line_end if line_end >= 0 else part.end
        rest = data[position : min(rest_end, position + 200)].strip()
        # A longer boundary of an inner multipart may begin with ours.
        if (found > part.start and data[found - 1 : found] != b"\n") or rest not in (b"", b"--"):
            continue
        if start >= 0:
            pieces.append((start, _before_line_end(data, start, found), True))
        start = line_end + 1 if line_end >= 0 else part.end
        if rest == b"--":
            return pieces
        position = start
    if start >= 0:
        pieces.append((start, part.end, False))
    return pieces


def _before_line_end(data: bytes, start: int, end: int) -> int:
    """The line end before a delimiter belongs to the delimiter (RFC 2046, 5.1.1)."""
    if end > start and data[end - 1 : end] == b"\n":
        end -= 1
        if end > start and data[end - 1 : end] == b"\r":
            end -= 1
    return end


def _decode_uu(data: bytes) -> bytes:
    begin = _UU_BEGIN.search(data)
    if begin is None:
        return data
    end = data.find(b"\nend", begin.end() - 1)
    decoded = []
    for line in data[begin.end() : end if end >= 0 else len(data)].splitlines():
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders leave the padding away; the length is in the first character.
            length = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                decoded.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                continue
    return b"".join(decoded)

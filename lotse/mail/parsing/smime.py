"""The content of an opaquely signed S/MIME mail, out of its ASN.1 wrapping.

Nothing is verified here: that costs more and happens once, at the door (``mail/smime.py``).
Source: RFC 5652 (SignedData), X.690 (BER; Outlook writes indefinite lengths and split strings).
"""

from dataclasses import dataclass
from typing import Literal

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_ENVELOPED_DATA = bytes.fromhex("2a864886f70d010703")
_AUTH_ENVELOPED_DATA = bytes.fromhex("2a864886f70d0109100117")
_SEQUENCE, _SET, _OBJECT_ID, _INTEGER, _OCTETS, _OCTETS_SPLIT = 0x30, 0x31, 0x06, 0x02, 0x04, 0x24
_EXPLICIT_0 = 0xA0
_MAX_DEPTH = 12


@dataclass(frozen=True)
class Secured:
    """The S/MIME layer of a mail, as far as it can be told without keys."""

    kind: Literal["detached", "opaque", "encrypted"]
    data: bytes
    """The CMS structure, DER or BER."""
    content: bytes = b""
    """What a detached signature covers, with the line ends it was made over."""
    is_whole: bool = True
    """False if parts of the mail stand outside, such as the footer of a list."""


def canonical(content: bytes) -> bytes:
    """Return signed content with the line ends that RFC 8551, 3.1.1 asks for."""
    if content.count(b"\n") == content.count(b"\r\n"):
        return content
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


class _Odd(Exception):
    """The bytes are not what they should be."""


def signed_content(data: bytes) -> bytes | None:
    """Return the mail inside a SignedData, or None if it is something else or damaged."""
    try:
        kind, content = _content_info(data)
        if kind != _SIGNED_DATA:
            return None
        reader = _Reader(content)
        fields = _Reader(reader.expect(_SEQUENCE))
        fields.expect(_INTEGER)
        fields.expect(_SET)
        inner = _Reader(fields.expect(_SEQUENCE))
        inner.expect(_OBJECT_ID)
        return _Reader(inner.expect(_EXPLICIT_0)).octets()
    except (_Odd, RecursionError):
        return None


def is_enveloped(data: bytes) -> bool:
    """Say whether the content is encrypted."""
    try:
        return _content_info(data)[0] in (_ENVELOPED_DATA, _AUTH_ENVELOPED_DATA)
    except _Odd:
        return False


def _content_info(data: bytes) -> tuple[bytes, bytes]:
    outer = _Reader(_Reader(data).expect(_SEQUENCE))
    return outer.expect(_OBJECT_ID), outer.expect(_EXPLICIT_0)


class _Reader:
    """Reads elements one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def expect(self, wanted: int) -> bytes:
        tag, content = self._next()
        if tag != wanted:
            raise _Odd
        return content

    def octets(self) -> bytes:
        """Return an octet string, whole or in pieces."""
        tag, content = self._next()
        if tag == _OCTETS:
            return content
        if tag != _OCTETS_SPLIT:
            raise _Odd
        pieces = _Reader(content)
        collected = []
        while not pieces.is_at_end():
            collected.append(pieces.expect(_OCTETS))
        return b"".join(collected)

    def is_at_end(self) -> bool:
        return self._position >= len(self._data)

    def _next(self) -> tuple[int, bytes]:
        tag, start, length = self._header(self._position)
        if length is not None:
            self._position = start + length
            if self._position > len(self._data):
                raise _Odd
            return tag, self._data[start : self._position]
        end = self._end_of_indefinite(start)
        self._position = end + 2
        return tag, self._data[start:end]

    def _end_of_indefinite(self, position: int) -> int:
        """Return where the two zero bytes stand that close an element opened before."""
        level = 1
        while True:
            if self._data[position : position + 2] == b"\x00\x00":
                level -= 1
                if level == 0:
                    return position
                position += 2
                continue
            _tag, start, length = self._header(position)
            if length is None:
                level += 1
                if level > _MAX_DEPTH:
                    raise _Odd
                position = start
            else:
                position = start + length

    def _header(self, position: int) -> tuple[int, int, int | None]:
        if position + 2 > len(self._data):
            raise _Odd
        tag, first = self._data[position], self._data[position + 1]
        if tag & 0x1F == 0x1F:
            raise _Odd
        position += 2
        if first < 0x80:
            return tag, position, first
        if first == 0x80:
            return tag, position, None
        count = first & 0x7F
        if count > 4 or position + count > len(self._data):
            raise _Odd
        length = int.from_bytes(self._data[position : position + count], "big")
        return tag, position + count, length

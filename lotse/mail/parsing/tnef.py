"""winmail.dat: Outlook's own wrapping of attachments and text (MS-OXTNEF), as far as we need it."""

import struct
from dataclasses import dataclass, field

from lotse.mail.parsing.characters import decode

_SIGNATURE = 0x223E9F78
_LEVEL_ATTACHMENT = 2
_ATT_BODY = 0x800C
_ATT_MAPI = 0x9003
_ATT_CODE_PAGE = 0x9007
_ATT_RENDER_DATA = 0x9002
_ATT_DATA = 0x800F
_ATT_TITLE = 0x8010
_ATT_PROPERTIES = 0x9005
_NAMES = (0x3707, 0x3704, 0x3001)
"""Long file name, short file name, display name."""
_PROPERTY_DATA, _PROPERTY_HTML, _PROPERTY_TEXT = 0x3701, 0x1013, 0x1000
_FIXED_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_TEXT_TYPES = (30, 31)
_VARIABLE_TYPES = (30, 31, 258, 13)
_MANY = 0x1000
_MAX_PROPERTIES = 2_000


@dataclass
class Tnef:
    text: str = ""
    html: str = ""
    attachments: list[tuple[str, bytes]] = field(default_factory=list)


@dataclass
class _Attachment:
    title: str = ""
    name: str = ""
    data: bytes = b""


def read(data: bytes) -> Tnef | None:
    """Return text and attachments, or None if the bytes are no TNEF. Damage ends the reading."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        return None
    result = Tnef()
    charset = "cp1252"
    position = 6
    attachments: list[_Attachment] = []
    while position + 9 <= len(data):
        level, attribute, length = struct.unpack_from("<BII", data, position)
        start = position + 9
        content = data[start : start + length]
        position = start + length + 2
        name = attribute & 0xFFFF
        if name == _ATT_CODE_PAGE and len(content) >= 4:
            charset = f"cp{struct.unpack_from('<I', content)[0]}"
        elif name == _ATT_BODY:
            result.text = _text(content, charset)
        elif name == _ATT_MAPI:
            _take_message(result, _properties(content), charset)
        elif name == _ATT_RENDER_DATA:
            attachments.append(_Attachment())
        elif level == _LEVEL_ATTACHMENT and attachments:
            _take_attachment(attachments[-1], name, content, charset)
    result.attachments = [
        (found.name or found.title or "Anlage", found.data) for found in attachments if found.data
    ]
    return result


def _take_message(result: Tnef, properties: dict[int, tuple[int, bytes]], charset: str) -> None:
    if _PROPERTY_HTML in properties:
        result.html = _text(properties[_PROPERTY_HTML][1], charset)
    if _PROPERTY_TEXT in properties:
        result.text = _property_text(*properties[_PROPERTY_TEXT], charset)


def _take_attachment(attachment: _Attachment, name: int, content: bytes, charset: str) -> None:
    if name == _ATT_TITLE:
        attachment.title = _text(content, charset)
    elif name == _ATT_DATA:
        attachment.data = content
    elif name == _ATT_PROPERTIES:
        properties = _properties(content)
        for wanted in _NAMES:
            if wanted in properties and not attachment.name:
                attachment.name = _property_text(*properties[wanted], charset)
        if _PROPERTY_DATA in properties and not attachment.data:
            kind, data = properties[_PROPERTY_DATA]
            # An embedded object begins with 16 bytes that say which interface it has.
            attachment.data = data[16:] if kind == 13 else data


def _properties(data: bytes) -> dict[int, tuple[int, bytes]]:
    """Return the MAPI properties: number to type and (first) value. Damage ends the reading."""
    found: dict[int, tuple[int, bytes]] = {}
    try:
        count = min(struct.unpack_from("<I", data)[0], _MAX_PROPERTIES)
        position = 4
        for _number in range(count):
            kind, name = struct.unpack_from("<HH", data, position)
            position += 4
            if name >= 0x8000:
                position = _skip_name(data, position)
            value, position = _value(data, position, kind)
            found.setdefault(name, (kind & ~_MANY, value))
    except struct.error:
        pass
    return found


def _skip_name(data: bytes, position: int) -> int:
    kind, length = struct.unpack_from("<II", data, position + 16)
    position += 24
    return position + _padded(length) if kind == 1 else position


def _value(data: bytes, position: int, kind: int) -> tuple[bytes, int]:
    """Return the first value of a property and where the next property starts."""
    base = kind & ~_MANY
    is_variable = base in _VARIABLE_TYPES
    count = 1
    if is_variable or kind & _MANY:
        (count,) = struct.unpack_from("<I", data, position)
        position += 4
    first = b""
    for number in range(min(count, _MAX_PROPERTIES)):
        if is_variable:
            (length,) = struct.unpack_from("<I", data, position)
            position += 4
        else:
            length = _FIXED_SIZES.get(base, 4)
        if number == 0:
            first = data[position : position + length]
        position += _padded(length)
    return first, position


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4


def _property_text(kind: int, value: bytes, charset: str) -> str:
    if kind == 31:
        return value.decode("utf-16-le", "replace").rstrip("\x00")
    return _text(value, charset)


def _text(value: bytes, charset: str) -> str:
    return decode(value.rstrip(b"\x00"), charset)[0]

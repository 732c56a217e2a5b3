"""What Word and OpenDocument share: a ZIP file of XML parts."""

import re
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters XML 1.0 does not know; one of them and no program opens the file."""
_DAY = (2000, 1, 1, 0, 0, 0)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def xml(text: str) -> str:
    """Return a text for an element or an attribute in double quotes."""
    return escape(_FORBIDDEN.sub("", text), {'"': "&quot;"})


def packed(parts: Mapping[str, str], *, first: str = "") -> bytes:
    """Return the file. first: name of a part that is not compressed (OpenDocument 1.3, 3.3)."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, text in parts.items():
            info = ZipInfo(name, date_time=_DAY)
            info.compress_type = ZIP_STORED if name == first else ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return target.getvalue()

"""Whether a file somebody chose in a form may come in: what pretends, attacks or only confuses not.

What comes by mail is kept and marked instead (``filecheck``), because accepted means kept. Nothing
is unpacked, calculated or drawn here; of a picture only its head is read.
"""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from lotse.lib import filecheck

MAX_PIXELS = 50_000_000
PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "tif", "tiff", "avif")
_TABLES = ("csv", "tsv")
_SCRIPT = re.compile(rb"<(?:script|html|svg|iframe|!doctype|\?php)[\s>]", re.IGNORECASE)
_PRINTER = re.compile(rb"[\s\xef\xbb\xbf]*(?:\x1b%-12345X[^%]*)?\Z")
"""What may stand before a PDF: nothing, or what a printer was told (PJL)."""
_FORMULA = re.compile(r"[=@]|[+-](?![\d.,\s]|$)|[\t\r]")


def refusal(name: str, content: bytes) -> str:
    """Return a German sentence why a file is not taken; empty if it may come in."""
    return next((sentence % {"name": name[:80]} for sentence in _refusals(name, content)), "")


def _refusals(name: str, content: bytes) -> Iterator[str]:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    odd = filecheck.warnings(name, content)
    if "activeContent" in odd:
        yield _("„%(name)s“ ist eine Webseite oder SVG-Datei. Bitte senden Sie PDF oder ein Bild.")
    if {"executable", "executableInside"} & {*odd}:
        yield _("„%(name)s“ enthält ein Programm. Das nehmen wir nicht an.")
    if "macros" in odd:
        yield _("„%(name)s“ enthält Makros. Bitte speichern Sie die Datei ohne Makros.")
    if "bomb" in odd:
        yield _("„%(name)s“ wird entpackt zu groß. Bitte senden Sie die Dateien einzeln.")
    if "unreadableArchive" in odd:
        yield _("„%(name)s“ lässt sich nicht prüfen. Bitte senden Sie die Dateien ungepackt.")
    if "mismatch" in odd or _is_two_things(ending, content):
        yield _("Bei „%(name)s“ passen Inhalt und Endung nicht zusammen. Bitte speichern Sie neu.")
    if ending in _TABLES and _has_formulas(content):
        yield _("In „%(name)s“ beginnen Zellen mit einer Formel. Bitte senden Sie nur die Werte.")
    if ending in PICTURES:
        yield from _picture(content)


def _is_two_things(ending: str, content: bytes) -> bool:
    """Whether a file is also something else: an archive behind a picture, a page before a PDF."""
    if ending == "pdf":
        head = content[: content.find(b"%PDF-")]
        return _PRINTER.match(head) is None or _ends_as_archive(content)
    if ending in PICTURES:
        return bool(_SCRIPT.search(content)) or b"%PDF-" in content[:1024] or _is_archive(content)
    return False


def _is_archive(content: bytes) -> bool:
    return b"PK\x05\x06" in content[-66_000:] and zipfile.is_zipfile(io.BytesIO(content))


def _ends_as_archive(content: bytes) -> bool:
    # A PDF may hold an archive, but none is read as one from its end.
    return _is_archive(content) and b"%%EOF" not in content[content.rfind(b"PK\x05\x06") :]


def _has_formulas(content: bytes) -> bool:
    text = content.decode("utf-8-sig", errors="replace")
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return any(_FORMULA.match(cell) for row in rows for cell in row)
    except csv.Error:
        return True


def _picture(content: bytes) -> Iterator[str]:
    try:
        with warnings.catch_warnings():
            # We count for ourselves, and lower.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                width, height = picture.size
    except Image.DecompressionBombError:
        width = height = MAX_PIXELS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        yield _("„%(name)s“ ist kein lesbares Bild.")
        return
    if width * height > MAX_PIXELS:
        yield _("„%(name)s“ hat mehr als 50 Megapixel. Bitte verkleinern Sie das Bild.")

"""Pictures without what a camera or a program wrote into them."""

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from lotse.lib.errors import RuleError

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def without_metadata(content: bytes, content_type: str) -> bytes:
    """Return a picture with its pixels alone, turned the way it was meant to be seen.

    Raises RuleError if it cannot be read, because then it cannot be cleaned either.
    """
    kind = _FORMATS.get(content_type)
    if kind is None:
        raise RuleError(_("Diese Bildart können wir nicht bereinigen. Wandeln Sie sie in PNG um."))
    try:
        with Image.open(BytesIO(content)) as picture:
            upright = ImageOps.exif_transpose(picture)
            bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
            if upright.mode == "P" and (palette := upright.getpalette()):
                bare.putpalette(palette)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise RuleError(_("Das Bild lässt sich nicht lesen. Übernehmen Sie es von Hand.")) from None
    written = BytesIO()
    bare.save(written, kind)
    return written.getvalue()

"""Files that leave an inquiry for everybody: without what a camera or a program wrote into them."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

from lotse.accounts.models import User
from lotse.inquiries.models import Attachment
from lotse.lib.errors import RuleError

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def document(attachment: Attachment, *, owner: User) -> AbstractDocument:
    """Copy a file for the editors; pictures lose place, time, camera and whatever else is in them.

    Raises RuleError if a picture cannot be read, because then it cannot be cleaned either.
    """
    with attachment.file.open("rb") as opened:
        content = opened.read()
    if attachment.content_type.startswith("image/"):
        content = without_metadata(content, attachment.content_type)
    copied: AbstractDocument = get_document_model()(title=attachment.name, uploaded_by_user=owner)
    copied.file.save(attachment.name, ContentFile(content), save=False)
    copied.save()
    return copied


def without_metadata(content: bytes, content_type: str) -> bytes:
    """Return a picture with its pixels alone, turned the way it was meant to be seen."""
    kind = _FORMATS.get(content_type)
    if kind is None:
        raise RuleError(_("Diese Bildart können wir nicht bereinigen. Wandeln Sie sie in PNG um."))
    try:
        with Image.open(BytesIO(content)) as picture:
            upright = ImageOps.exif_transpose(picture)
            bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
            if upright.mode == "P" and (palette := upright.getpalette()):
                bare.putpalette(palette)
    except (UnidentifiedImageError, OSError, ValueError):
        raise RuleError(_("Das Bild lässt sich nicht lesen. Übernehmen Sie es von Hand.")) from None
    written = BytesIO()
    bare.save(written, kind)
    return written.getvalue()

"""Files of a conversation. How any file is named, typed and kept is said in ``lib/files.py``."""

from django.core.files.storage import default_storage

from lotse.inquiries.models import Attachment, Draft, ScheduledReply, Upload
from lotse.lib.files import (
    UNKNOWN,
    StoredFile,
    clean_name,
    content_type,
    described,
    download,
    store,
    store_sent,
)

__all__ = [
    "UNKNOWN",
    "StoredFile",
    "attachment",
    "clean_name",
    "content_type",
    "delete_unused",
    "described",
    "download",
    "store",
    "store_sent",
]


def attachment(stored: StoredFile) -> Attachment:
    """Return an unsaved record for a file."""
    return Attachment(**stored.columns())


def delete_unused(names: set[str]) -> None:
    """Delete files nobody points to any more; the same content may hang on several messages."""
    used = set(Attachment.objects.filter(file__in=names).values_list("file", flat=True))
    used |= set(Upload.objects.filter(file__in=names).values_list("file", flat=True))
    for model in (Draft, ScheduledReply):
        for rows in model.objects.exclude(files=[]).values_list("files", flat=True):
            used |= {row["path"] for row in rows}
    for name in names - used - {""}:
        default_storage.delete(name)

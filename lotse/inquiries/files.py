"""Files of a conversation. How any file is named, typed and kept is said in ``lib/files.py``."""

from lotse.inquiries.models import Attachment
from lotse.lib.files import (
    StoredFile,
    clean_name,
    content_type,
    download,
    store,
    store_sent,
)

__all__ = [
    "StoredFile",
    "attachment",
    "clean_name",
    "content_type",
    "download",
    "store",
    "store_sent",
]


def attachment(stored: StoredFile) -> Attachment:
    """Return an unsaved record for a file."""
    return Attachment(**stored.columns())

"""Files that leave an inquiry for everybody: without what a camera or a program wrote into them."""

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

from lotse.accounts.models import User
from lotse.inquiries.models import Attachment
from lotse.lib import pictures


def document(attachment: Attachment, *, owner: User) -> AbstractDocument:
    """Copy a file for the editors; pictures lose place, time, camera and whatever else is in them.

    Raises RuleError if a picture cannot be read, because then it cannot be cleaned either.
    """
    with attachment.file.open("rb") as opened:
        content = opened.read()
    if attachment.content_type.startswith("image/"):
        content = pictures.without_metadata(content, attachment.content_type)
    copied: AbstractDocument = get_document_model()(title=attachment.name, uploaded_by_user=owner)
    copied.file.save(attachment.name, ContentFile(content), save=False)
    copied.save()
    return copied

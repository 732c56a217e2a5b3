"""A file of a submission goes into the draft, with its licence and its rights."""

from datetime import datetime
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from lotse.accounts.models import User
from lotse.knowledge.models import Attachment, Example, Picture, SubmissionFile
from lotse.knowledge.submissions import queries
from lotse.lib import german, pictures, uploadcheck
from lotse.lib.errors import RuleError


@transaction.atomic
def take_over_file(file: SubmissionFile, *, editor: User, now: datetime) -> None:
    """Put a file into the draft: a picture with alternative text and credit, else an attachment.

    Pictures lose place, time and camera. Raises RuleError without rights, without a draft, for
    malware, for a file that was not kept, and if a picture cannot be cleaned.
    """
    submission = file.submission
    draft = queries.draft_of(submission)
    if draft is None or submission.is_settled:
        raise RuleError(_("Nehmen Sie die Einsendung zuerst an. Dann gibt es einen Entwurf."))
    if not file.has_rights:
        raise RuleError(
            _("Lizenz, Rechte oder Beschreibung fehlen noch. Fragen Sie die Kommune danach.")
        )
    if file.is_infected or not file.is_kept:
        raise RuleError(_("Diese Datei lässt sich nicht übernehmen."))
    ours = SubmissionFile.objects.filter(pk=file.pk, taken_over_at=None).update(taken_over_at=now)
    if not ours:
        raise RuleError(_("Diese Datei steht schon im Entwurf."))
    with file.file.open("rb") as opened:
        content = opened.read()
    if sentence := uploadcheck.refusal(file.name, content):
        raise RuleError(sentence)
    if file.is_picture:
        _add_picture(draft, file, content, editor)
    else:
        _add_attachment(draft, file, content, editor)
    # Into the draft alone: what is online changes when somebody publishes.
    draft.save_revision(user=editor, clean=False)


def _add_picture(draft: Example, file: SubmissionFile, content: bytes, editor: User) -> None:
    bare = pictures.without_metadata(content, file.content_type)
    image = get_image_model().objects.create(
        title=file.alt_text[:255],
        file=ImageFile(BytesIO(bare), name=file.name),
        uploaded_by_user=editor,
    )
    words = {
        "day": german.date_de(file.rights_confirmed_at) if file.rights_confirmed_at else "",
        "name": file.submission.name or file.submission.email,
        "number": file.submission.number,
    }
    draft.pictures.add(
        Picture(
            image=image,
            alt_text=file.alt_text,
            credit=file.credit or file.submission.name,
            licence=file.licence,
            people_shown=file.people_shown,
            consent_note=(_("%(name)s am %(day)s, Einsendung %(number)s") % words)[:250],
            sort_order=draft.pictures.count(),
        )
    )


def _add_attachment(draft: Example, file: SubmissionFile, content: bytes, editor: User) -> None:
    document = get_document_model()(title=file.name, uploaded_by_user=editor)
    document.file.save(file.name, ContentFile(content), save=False)
    document.save()
    draft.attachments.add(
        Attachment(
            document=document,
            licence=file.licence,
            sort_order=draft.attachments.count(),
        )
    )

"""Files of a conversation: always saved, never shown inside our pages."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lotse.accounts.access import role_required
from lotse.audit import rules as audit
from lotse.inquiries import access, files
from lotse.inquiries.desk.views.mail import as_file
from lotse.mail.models import InboundMail
from lotse.protection.actions import ORIGINAL_READ


@role_required(*access.AT_CASES)
@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.attachment_at_desk(access.desk_user(request), pk)
    return cast(HttpResponse, files.download(found))


@role_required(*access.AT_CASES)
@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail of a message exactly as it was received."""
    mail = access.original_at_desk(access.desk_user(request), pk)
    _note_opening(request, mail)
    return as_file(request, mail, f"nachricht-{pk}.eml")


@role_required(*access.AT_DESK)
@require_safe
def quarantined_original(request: HttpRequest, pk: int) -> HttpResponse:
    mail = access.quarantined_at_desk(access.desk_user(request), pk)
    _note_opening(request, mail)
    return as_file(request, mail, f"quarantaene-{pk}.eml")


def _note_opening(request: HttpRequest, mail: InboundMail) -> None:
    """Write down who took an original out: it holds more than the desk needs for its work."""
    me = access.desk_user(request)
    audit.record(ORIGINAL_READ, actor_id=me.pk, subject=f"mail:{mail.pk}", now=timezone.now())

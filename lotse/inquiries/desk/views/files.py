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
    return as_file(request, mail, f"nachricht-{pk}.eml")
    _note_opening(request, mail)
    return _as_file(bytes(mail.raw), f"nachricht-{pk}.eml")


@role_required(*access.AT_DESK)
@require_safe
def quarantined_original(request: HttpRequest, pk: int) -> HttpResponse:
    mail = access.quarantined_at_desk(access.desk_user(request), pk)
    return as_file(request, mail, f"quarantaene-{pk}.eml")
    _note_opening(request, mail)
    return _as_file(bytes(mail.raw), f"quarantaene-{pk}.eml")


def _note_opening(request: HttpRequest, mail: InboundMail) -> None:
    """Write down who took an original out: it holds more than the desk needs for its work."""
    me = access.desk_user(request)
    audit.record(ORIGINAL_READ, actor_id=me.pk, subject=f"mail:{mail.pk}", now=timezone.now())


def _as_file(raw: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        raw,
        content_type="message/rfc822",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )

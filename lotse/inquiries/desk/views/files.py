"""Files of a conversation: always saved, never shown inside our pages."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lotse.accounts.access import role_required
from lotse.inquiries import access, files


@role_required(*access.AT_DESK)
@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.attachment_at_desk(access.desk_user(request), pk)
    return cast(HttpResponse, files.download(found))


@role_required(*access.AT_DESK)
@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail of a message exactly as it was received."""
    mail = access.original_at_desk(access.desk_user(request), pk)
    return _as_file(bytes(mail.raw), f"nachricht-{pk}.eml")


@role_required(*access.AT_DESK)
@require_safe
def quarantined_original(request: HttpRequest, pk: int) -> HttpResponse:
    mail = access.quarantined_at_desk(access.desk_user(request), pk)
    return _as_file(bytes(mail.raw), f"quarantaene-{pk}.eml")


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

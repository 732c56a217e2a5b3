"""A mail as it came: with its proofs, its design shut in, and whether it is still the same."""

import hashlib
import logging

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.inquiries import access
from lotse.inquiries.desk.contexts import mailfacts
from lotse.inquiries.rules import forwarding
from lotse.lib.errors import RuleError
from lotse.mail import display, reading
from lotse.mail.models import InboundMail

log = logging.getLogger(__name__)
_FRAMED = {"frame-src": [SELF]}
_SHUT_IN: dict[str, list[str] | None] = {
    "default-src": [NONE],
    "script-src": None,
    "font-src": None,
    "connect-src": None,
    "manifest-src": None,
    "object-src": None,
    "style-src": [SELF],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "sandbox": [],
}


@csp_update(_FRAMED)
@role_required(*access.AT_DESK)
@require_safe
@never_cache
def message_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail of a message: headers, proofs, design, whole text."""
    mail = access.original_at_desk(access.desk_user(request), pk)
    context = mailfacts.original(mail) | {
        "html_address": reverse("inquiries:desk:message_html", args=[pk]),
        "download_address": reverse("inquiries:desk:original", args=[pk]),
        "has_images": "bilder" in request.GET,
    }
    return render(request, "inquiries/desk/mail.html", context)


@csp_replace(_SHUT_IN)
@role_required(*access.AT_DESK)
@require_safe
@never_cache
def message_html(request: HttpRequest, pk: int) -> HttpResponse:
    mail = access.original_at_desk(access.desk_user(request), pk)
    return _design(request, mail)


@csp_replace(_SHUT_IN)
@role_required(*access.AT_DESK)
@require_safe
@never_cache
def quarantined_html(request: HttpRequest, pk: int) -> HttpResponse:
    mail = access.quarantined_at_desk(access.desk_user(request), pk)
    return _design(request, mail)


def _design(request: HttpRequest, mail: InboundMail) -> HttpResponse:
    """The design alone: no script, nothing loaded, no own origin."""
    parsed = reading.read(mail)
    shown = display.show(parsed.html, parsed.attachments, has_images="bilder" in request.GET)
    # Cleaned of everything that could act or load.
    design = mark_safe(shown.html)  # noqa: S308
    response = render(request, "inquiries/desk/_mail_design.html", {"design": design})
    # Opened alone instead of in our frame it must not know where the reader came from.
    response["Referrer-Policy"] = "no-referrer"
    return response


def as_file(request: HttpRequest, mail: InboundMail, name: str) -> HttpResponse:
    """Give out the original byte for byte, if it still is the original.

    If its fingerprint has changed, a page says so; ``?trotzdem=1`` gives out what there is.
    """
    raw = bytes(mail.raw)
    fingerprint = hashlib.sha256(raw).hexdigest()
    is_intact = not mail.sha256 or mail.sha256 == fingerprint
    if not is_intact:
        log.error("Inbound mail %s is not what was received", mail.pk)
        if "trotzdem" not in request.GET:
            context = {"mail": mail, "sha256": fingerprint}
            return render(request, "inquiries/desk/mail_altered.html", context, status=409)
    return HttpResponse(
        raw,
        content_type="message/rfc822",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "X-Lotse-SHA256": fingerprint,
        },
    )


_DECISIONS = {
    "confirm": forwarding.confirm,
    "dismiss": forwarding.dismiss,
    "undo": forwarding.undo,
}


@role_required(*access.AT_DESK)
@require_POST
def decide_forwarding(request: HttpRequest, number: str) -> HttpResponse:
    """Say who asked: the person a forwarded mail names, or who sent it."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    found = access.forwarding_of(inquiry)
    decision = request.POST.get("decision", "")
    try:
        if decision in _DECISIONS:
            _DECISIONS[decision](found, actor=user, now=timezone.now())
        elif decision in ("copies", "withoutCopies"):
            forwarding.set_copies(found, has_copies=decision == "copies")
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(inquiry)

"""Suggestions: hide what does not fit, show it again, see what helps and what does not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.inquiries import access, suggestions
from lotse.inquiries.desk import composer
from lotse.inquiries.desk.contexts import suggestions as contexts
from lotse.inquiries.desk.filters import Desk, QueueFilter
from lotse.inquiries.desk.views.addresses import inquiry_page, wants_fragment
from lotse.inquiries.desk.views.drafts import keep_text
from lotse.inquiries.models import Inquiry


@role_required(*access.AT_CASES)
@require_POST
def dismiss(request: HttpRequest, number: str) -> HttpResponse:
    """Hide a suggestion for this inquiry; the record stays citable by searching for it."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    kind, _colon, object_id = request.POST.get("vorschlag", "").partition(":")
    if object_id.isdecimal() and len(object_id) <= 18 and kind:
        suggestions.dismiss(
            inquiry, kind=kind[:20], object_id=int(object_id), actor=user, now=timezone.now()
        )
    else:
        messages.error(request, _("Diesen Vorschlag gibt es nicht mehr."))
    return _offers(request, inquiry)


@role_required(*access.AT_CASES)
@require_POST
def show_again(request: HttpRequest, number: str) -> HttpResponse:
    inquiry = access.inquiry_at_desk(access.desk_user(request), number)
    suggestions.show_again(inquiry)
    return _offers(request, inquiry)


def _offers(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    user = access.desk_user(request)
    if not wants_fragment(request):
        keep_text(request, inquiry)
        return redirect(inquiry_page(request, inquiry, "h-vorschlaege"))
    draft = inquiry.drafts.filter(author=user).first()
    sources = composer.sources(inquiry, composer.read(draft))
    desk = Desk.of(user, timezone.now())
    context = contexts.of(inquiry, desk, sources, list(inquiry.topics.all()))
    query = QueueFilter.read(request.GET).address
    context |= {"inquiry": inquiry, "query": f"?{query}" if query else ""}
    return render(request, "inquiries/desk/_offers_by_itself.html", context)


@role_required(*access.AT_DESK)
@require_safe
def usefulness(request: HttpRequest) -> HttpResponse:
    """Which suggestions did not fit how often, beside how often they were cited."""
    has_shortcuts = access.desk_user(request).has_shortcuts
    context = contexts.usefulness(request.GET) | {"has_shortcuts": has_shortcuts}
    return render(request, "inquiries/desk/usefulness.html", context)

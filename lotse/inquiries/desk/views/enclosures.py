"""Files that go with a reply: chosen, taken out again, opened by whoever reads the draft."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.inquiries import access, files, tool_access
from lotse.inquiries.desk.contexts import inquiry as contexts
from lotse.inquiries.desk.filters import QueueFilter
from lotse.inquiries.desk.views.addresses import inquiry_page, wants_fragment
from lotse.inquiries.desk.views.drafts import keep_text, take_files
from lotse.inquiries.models import Inquiry
from lotse.inquiries.rules import enclosing


@role_required(*access.AT_CASES)
@require_POST
def enclose(request: HttpRequest, number: str) -> HttpResponse:
    inquiry = access.inquiry_at_desk(access.desk_user(request), number)
    keep_text(request, inquiry)
    return _list(request, inquiry, refusal=take_files(request, inquiry))


@role_required(*access.AT_CASES)
@require_POST
def take_out(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    keep_text(request, inquiry)
    sha256 = request.POST.get("datei", "")
    enclosing.take_out(inquiry, sha256=sha256, author=user, now=timezone.now())
    return _list(request, inquiry)


def _list(request: HttpRequest, inquiry: Inquiry, *, refusal: str = "") -> HttpResponse:
    if not wants_fragment(request):
        if refusal:
            messages.error(request, refusal)
        return redirect(inquiry_page(request, inquiry, "antwort"))
    kept = inquiry.drafts.filter(author=access.desk_user(request)).first()
    query = QueueFilter.read(request.GET).address
    context = contexts.enclosed(kept) | {
        "inquiry": inquiry,
        "refusal": refusal,
        "query": f"?{query}" if query else "",
    }
    return render(request, "inquiries/desk/_enclosed.html", context)


@role_required(*access.AT_CASES)
@require_safe
def download(request: HttpRequest, number: str, pk: int, place: int) -> HttpResponse:
    """Save a file of a draft: of the own one, or of one that was given to read."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    found = enclosing.of(tool_access.shared_draft_at_desk(user, inquiry, pk))
    if not 1 <= place <= len(found):
        raise Http404
    return cast(HttpResponse, files.download(files.attachment(found[place - 1])))

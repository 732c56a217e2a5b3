"""One inquiry: read it, look for sources."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from lotse.accounts.access import role_required
from lotse.inquiries import access, queries
from lotse.inquiries.desk import besides
from lotse.inquiries.desk.contexts import cases, suggestions
from lotse.inquiries.desk.contexts import inquiry as contexts
from lotse.inquiries.desk.filters import Desk, QueueFilter
from lotse.inquiries.desk.forms import DraftForm
from lotse.inquiries.desk.views.addresses import inquiry_page, wants_fragment
from lotse.inquiries.models import Inquiry


@role_required(*access.AT_CASES)
@require_safe
@vary_on_headers("HX-Request")
def inquiry(request: HttpRequest, number: str) -> HttpResponse:
    found = access.inquiry_at_desk(access.desk_user(request), number)
    if found.merged_into is not None:
        # What was merged goes on elsewhere; the page there says what came from where.
        return redirect(inquiry_page(request, queries.home(found)))
    return page(request, found)


def page(
    request: HttpRequest, inquiry: Inquiry, *, form: DraftForm | None = None, status: int = 200
) -> HttpResponse:
    """Render the page of an inquiry, with a form that was refused if there is one."""
    desk = Desk.of(access.desk_user(request), timezone.now())
    here = besides.of(inquiry, desk.user)
    context = contexts.page_context(
        inquiry,
        desk,
        QueueFilter.read(request.GET),
        here,
        form=form,
        mode=request.GET.get("modus", ""),
        is_whole=request.GET.get("verlauf") == "alle",
    )
    context |= suggestions.of(
        inquiry,
        desk,
        context["sources"],
        context["topics"],
        hides_some="dismissals" in here,
    )
    context |= cases.of(inquiry, desk, here)
    return render(request, "inquiries/desk/inquiry.html", context, status=status)


@role_required(*access.AT_CASES)
@require_safe
@vary_on_headers("HX-Request")
def sources(request: HttpRequest, number: str) -> HttpResponse:
    """Search the whole knowledge for something to cite."""
    user = access.desk_user(request)
    found = access.inquiry_at_desk(user, number)
    context = suggestions.search(found, user, request.GET)
    context["query"] = QueueFilter.read(request.GET).address
    name = "_sources.html" if wants_fragment(request) else "sources.html"
    return render(request, f"inquiries/desk/{name}", context)

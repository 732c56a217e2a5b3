"""The queue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from lotse.accounts.access import role_required
from lotse.inquiries import access
from lotse.inquiries.desk.contexts import queue as contexts
from lotse.inquiries.desk.contexts import saved_views
from lotse.inquiries.desk.filters import Desk, QueueFilter
from lotse.inquiries.desk.views.addresses import wants_fragment


@role_required(*access.AT_CASES)
@require_safe
@vary_on_headers("HX-Request")
def queue(request: HttpRequest) -> HttpResponse:
    desk = Desk.of(access.desk_user(request), timezone.now())
    is_fragment = wants_fragment(request)
    saved = [] if is_fragment and request.GET else saved_views.seen(desk)
    first = None if request.GET else saved_views.first(saved, desk)
    if first is not None:
        return redirect(f"{request.path}?{first}")
    chosen = QueueFilter.read(request.GET)
    context = contexts.rows_context(chosen, desk, request.GET)
    if is_fragment:
        return render(request, "inquiries/desk/_queue.html", context)
    context |= contexts.frame_context(chosen, desk, saved)
    return render(request, "inquiries/desk/queue.html", context)

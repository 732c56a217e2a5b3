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
    first = None if request.GET else saved_views.first(desk)
    if first is not None:
        return redirect(f"{request.path}?{first}")
    chosen = QueueFilter.read(request.GET)
    context = contexts.rows_context(chosen, desk, request.GET)
    if wants_fragment(request):
        return render(request, "inquiries/desk/_queue.html", context)
    return render(
        request, "inquiries/desk/queue.html", context | contexts.frame_context(chosen, desk)
    )

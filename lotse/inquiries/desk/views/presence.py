"""Who else has an inquiry open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from lotse.accounts.access import role_required
from lotse.inquiries import access
from lotse.inquiries.desk.contexts import teamwork


@role_required(*access.AT_CASES)
@require_POST
def presence(request: HttpRequest, number: str) -> HttpResponse:
    """Say that the page is still open; answer with who else is there, or nothing new."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    context = teamwork.presence_context(inquiry, user, timezone.now())
    if context["present_key"] == request.POST.get("stand"):
        # Unchanged: nothing is put in, so nothing is read out again.
        return HttpResponse(status=204)
    return render(request, "inquiries/desk/_presence.html", context)

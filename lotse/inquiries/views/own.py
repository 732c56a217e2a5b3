"""The inquiries somebody has asked."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lotse.accounts.access import signed_in
from lotse.accounts.models import User
from lotse.inquiries import access, links, states
from lotse.inquiries.models import Inquiry
from lotse.lib import paging

VIEWS: dict[str, dict[str, Any]] = {
    "": {},
    "offen": {"closed_at": None},
    "abgeschlossen": {"closed_at__isnull": False},
}


@never_cache
@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    view = request.GET.get("ansicht", "")
    rows = access.inquiries_of(request.user).filter(**VIEWS.get(view, {}))
    page = paging.by_key(rows, order=("-received_at", "-pk"), query=request.GET)
    now = timezone.now()
    context = {
        "page": page,
        "rows": [_row(inquiry, now) for inquiry in page.rows],
        "view": view if view in VIEWS else "",
        "is_whole_municipality": access.sees_whole_municipality(request.user),
        "now": now,
    }
    return render(request, "inquiries/own.html", context)


def _row(inquiry: Inquiry, now: datetime) -> dict[str, object]:
    return {
        "inquiry": inquiry,
        "state": states.of(inquiry, now),
        "deadline": states.deadline(inquiry, now),
        "path": links.status_path(inquiry),
    }

"""The map of what is there and what is missing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lotse.accounts.access import reach
from lotse.knowledge import access, coverage
from lotse.ui.page_cache import public_page


@require_safe
@public_page()
def coverage_map(request: HttpRequest) -> HttpResponse:
    found = coverage.of(reach(request.user), land_code=request.GET.get("land", ""))
    context = {"coverage": found, "is_commissioner": access.is_commissioner(request.user)}
    return render(request, "knowledge/coverage.html", context)

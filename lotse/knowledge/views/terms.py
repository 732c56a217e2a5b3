"""The web door: all explained words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lotse.knowledge.models import GlossaryTerm
from lotse.ui.page_cache import public_page


@require_safe
@public_page()
def term_list(request: HttpRequest) -> HttpResponse:
    return render(request, "knowledge/terms/list.html", {"terms": GlossaryTerm.objects.all()})

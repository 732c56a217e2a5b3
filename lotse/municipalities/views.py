"""The web door to the register: a look-up page, and the suggestions while typing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from lotse.municipalities import queries
from lotse.municipalities.forms import LookupForm
from lotse.municipalities.models import ATTRIBUTION
from lotse.ui.page_cache import public_page

MOST = 20
MAX_LETTERS = 120


@require_safe
@public_page(seconds=3600)
def lookup(request: HttpRequest) -> HttpResponse:
    # The suggestions come from a field of another form, whose name the address tells.
    asked = request.GET.get(request.GET.get("feld", "q"), "")[:MAX_LETTERS].strip()
    context = {
        "places": queries.find(asked, MOST) if len(asked) > 1 else [],
        "asked": asked,
        "form": LookupForm(initial={"q": asked}),
        "attribution": ATTRIBUTION,
    }
    is_fragment = bool(getattr(request, "htmx", None))
    template = "municipalities/_options.html" if is_fragment else "municipalities/lookup.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response

"""The web door: results for a question, and a few finds while somebody is writing one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from lotse.accounts.access import reach
from lotse.search import engine, resultspage
from lotse.topics import queries as topics

MIN_LETTERS = 3
"""Below this nothing is suggested."""
SUGGESTIONS = 3


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    asked = resultspage.read(request.GET)
    if not asked.words:
        return render(request, "search/start.html", {"fields": topics.fields()})
    is_fragment = bool(getattr(request, "htmx", False))
    own = resultspage.own_values(request.user)
    shown = resultspage.show(asked, request.GET, reach=reach(request.user), own=own)
    context = {
        "shown": shown,
        "orders": resultspage.ORDERS.items(),
        "promise_hours": settings.PROMISE_HOURS,
        "is_fragment": is_fragment,
    }
    template = "search/_results.html" if is_fragment else "search/results.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """A fragment for forms: up to three finds for what has been written so far."""
    words = resultspage.read(request.GET).words
    finds = []
    if len(words) >= MIN_LETTERS:
        seen_by = reach(request.user)
        finds = resultspage.finds(engine.best(words, reach=seen_by, limit=SUGGESTIONS))
    response = render(request, "search/_suggestions.html", {"finds": finds})
    patch_vary_headers(response, ["Cookie"])
    return response

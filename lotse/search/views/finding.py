"""The web door: results for a question, and a few finds while somebody is writing one."""

import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from lotse.accounts.access import reach
from lotse.lib import robots
from lotse.lib.audience import Audience
from lotse.search import engine, missed, prefixes, resultspage
from lotse.search.resultspage import Shown
from lotse.topics import queries as topics

logger = logging.getLogger(__name__)

MIN_LETTERS = 3
"""Below this nothing is suggested."""
SUGGESTIONS = 3


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    own, seen_by = resultspage.own_values(request.user), reach(request.user)
    query = prefixes.translate(request.GET) if seen_by >= Audience.TEAM else request.GET
    asked = resultspage.read(query)
    if not asked.words:
        return render(request, "search/start.html", {"fields": topics.fields()})
    is_fragment = bool(getattr(request, "htmx", False))
    shown = resultspage.show(asked, query, reach=seen_by, own=own)
    if not is_fragment and not robots.is_robot(request.headers.get("User-Agent", "")):
        _note_missed(shown, seen_by)
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


def _note_missed(shown: Shown, seen_by: Audience) -> None:
    """Keep a question nothing good was found for, if it was put without filters."""
    asked, outcome = shown.asked, missed.outcome_of(shown.found)
    is_plain = not (asked.chosen or asked.is_literal or asked.is_newest_first or asked.number > 1)
    if not outcome or not is_plain or seen_by >= Audience.TEAM:
        return
    try:
        missed.note(asked.words, outcome=outcome, reach=seen_by, now=timezone.now())
    except DatabaseError:
        # Nobody who searches shall wait or stumble because we count.
        logger.warning("A missed question could not be noted.", exc_info=True)


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

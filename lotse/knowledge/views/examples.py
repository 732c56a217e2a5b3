"""The web door: list of good examples and one example."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lotse.accounts.access import reach
from lotse.knowledge import (
    access,
    deciding,
    documents,
    facets,
    feeds,
    origins,
    prose,
    queries,
    reading,
)
from lotse.knowledge.comparing import choice
from lotse.knowledge.comparing import queries as comparing
from lotse.knowledge.easy import queries as easy
from lotse.knowledge.listing import Sets
from lotse.knowledge.models import Example
from lotse.knowledge.views.addresses import follows_moves
from lotse.lib.audience import Audience
from lotse.lib.paging import NUMBER_PARAMETER, Page, read_number
from lotse.municipalities.models import ATTRIBUTION
from lotse.ui.page_cache import public_page

_FEED = feeds.Feed(_("Gute Beispiele"), "/feeds/beispiele.atom")


@require_safe
@public_page()
def example_list(request: HttpRequest) -> HttpResponse:
    seen_by, own = reach(request.user), getattr(request.user, "municipality", None)
    sets = Sets()
    names = facets.labels(sets)
    chosen = facets.selection(request.GET, names)
    order = queries.known_order(request.GET.get("sortierung"))
    number = read_number(request.GET.get(NUMBER_PARAMETER))
    page = queries.page(sets, chosen, reach=seen_by, number=number, order=order, own=own)
    context = {
        "page": page,
        "comparison": _comparison(request, page),
        "groups": facets.groups(sets, chosen, seen_by, names),
        "chips": facets.chips(request.GET, chosen, names),
        "easier": facets.easier(request.GET, sets, chosen, seen_by, names),
        "feeds": feeds.of(_FEED, chosen, names),
        "order": order,
        "orders": queries.ORDERS.items(),
        "is_complete": not chosen,
    }
    is_fragment = getattr(request, "htmx", None)
    name = "_results.html" if is_fragment else "list.html"
    response = render(request, f"knowledge/{name}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _comparison(request: HttpRequest, page: Page[queries.Row]) -> choice.Chosen:
    titles = comparing.titles(choice.read(request.GET), reach(request.user))
    return choice.in_list(request.GET, titles, [row.example.pk for row in page.rows])


@require_safe
@public_page()
@follows_moves(Example)
def example_detail(request: HttpRequest, slug: str) -> HttpResponse:
    example = access.example(request.user, slug)
    seen_by, own = reach(request.user), getattr(request.user, "municipality", None)
    today = timezone.localdate()
    shown = reading.of(example, reach=seen_by, today=today)
    is_team = seen_by >= Audience.TEAM
    context = {
        "reading": shown,
        "decision": deciding.about(shown, request.user, today),
        "may_confirm": access.may_confirm(request.user),
        "prose": prose.of_example(example, shown, today=today),
        "traces": origins.traces(documents.KIND, example.pk) if is_team else None,
        "example": example,
        "easy_write_url": easy.write_url(documents.KIND, example.pk)
        if access.may_confirm(request.user)
        else "",
        "easy_switch": easy.switch(documents.KIND, example.pk, example.get_absolute_url()),
        "likeness": reading.likeness(shown.municipalities, own),
        "mirror": getattr(example, "mirror", None),
        "origin": queries.origin(example, seen_by),
        "adaptations": queries.adaptations(example, seen_by),
        "similar": queries.similar(example, seen_by),
        "today": today,
        "attribution": ATTRIBUTION,
    }
    return render(request, "knowledge/detail.html", context)

"""The web door: list of rules and numbers, and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from lotse.accounts.access import reach
from lotse.knowledge import access, origins
from lotse.knowledge.facts import documents, facets, queries, reading
from lotse.knowledge.facts.book import Entry
from lotse.lib import paging
from lotse.lib.audience import Audience
from lotse.lib.paging import NUMBER_PARAMETER, read_number
from lotse.ui.page_cache import public_page

PAGE_SIZE = 30


@require_safe
@public_page()
def fact_list(request: HttpRequest) -> HttpResponse:
    seen_by, today = reach(request.user), timezone.localdate()
    facts = queries.complete(queries.visible(seen_by)).order_by("key__name", "code")
    rows, names = [facets.listed(fact, today) for fact in facts], facets.labels()
    chosen = facets.selection(request.GET, names)
    found = facets.having(rows, chosen)
    page = _page([row.entry for row in found], read_number(request.GET.get(NUMBER_PARAMETER)))
    context = {
        "page": page,
        "rows": [reading.row(entry, today) for entry in page.rows],
        "groups": facets.groups(rows, chosen, names),
        "chips": facets.chips(request.GET, chosen, names),
        "is_complete": not chosen,
    }
    name = "_results.html" if getattr(request, "htmx", None) else "list.html"
    response = render(request, f"knowledge/facts/{name}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@public_page()
def fact_detail(request: HttpRequest, slug: str) -> HttpResponse:
    fact = access.fact(request.user, slug)
    seen_by, today = reach(request.user), timezone.localdate()
    is_team = seen_by >= Audience.TEAM
    others = queries.same_key(fact, seen_by)
    context = {
        "reading": reading.of(fact, others, reach=seen_by, today=today),
        "fact": fact,
        "may_confirm": access.may_confirm(request.user),
        "uses": queries.uses(fact, seen_by),
        "traces": origins.traces(documents.KIND, fact.pk) if is_team else None,
        "today": today,
    }
    return render(request, "knowledge/facts/detail.html", context)


def _page(entries: list[Entry], number: int) -> paging.Page[Entry]:
    number = min(number, max(1, -(-len(entries) // PAGE_SIZE)))
    rows = entries[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return paging.of_rows(rows, number=number, size=PAGE_SIZE, total=len(entries))

"""The web door: list of answered questions and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lotse.accounts.access import reach
from lotse.knowledge import access, deciding, feeds, origins, prose
from lotse.knowledge.answers import documents, facets, queries, reading
from lotse.knowledge.easy import queries as easy
from lotse.knowledge.models import Answer
from lotse.knowledge.views.addresses import follows_moves
from lotse.lib import paging
from lotse.lib.audience import Audience
from lotse.lib.paging import NUMBER_PARAMETER, read_number
from lotse.ui.page_cache import public_page

_FEED = feeds.Feed(_("Beantwortete Fragen"), "/feeds/antworten.atom")


@require_safe
@public_page()
def answer_list(request: HttpRequest) -> HttpResponse:
    seen_by = reach(request.user)
    names = facets.labels()
    chosen = facets.selection(request.GET, names)
    found = queries.rows(facets.found(chosen, seen_by))
    number = read_number(request.GET.get(NUMBER_PARAMETER))
    today = timezone.localdate()
    page = paging.by_number(
        found.order_by("-first_published_at", "-pk"), number=number, size=queries.PAGE_SIZE
    )
    context = {
        "page": page,
        "rows": [reading.row(answer, today) for answer in page.rows],
        "groups": facets.groups(chosen, seen_by, names),
        "chips": facets.chips(request.GET, chosen, names),
        "feeds": feeds.of(_FEED, chosen, names),
        "is_complete": not chosen,
    }
    is_fragment = getattr(request, "htmx", None)
    name = "_results.html" if is_fragment else "list.html"
    response = render(request, f"knowledge/answers/{name}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@public_page()
@follows_moves(Answer)
def answer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    answer = access.answer(request.user, slug)
    seen_by, today = reach(request.user), timezone.localdate()
    is_team = seen_by >= Audience.TEAM
    context = {
        "reading": reading.of(answer, reach=seen_by, today=today),
        "answer": answer,
        "easy_write_url": easy.write_url(documents.KIND, answer.pk)
        if access.may_confirm(request.user)
        else "",
        "easy_switch": easy.switch(documents.KIND, answer.pk, answer.get_absolute_url()),
        "passing": deciding.of_answer(answer, today),
        "may_confirm": access.may_confirm(request.user),
        "prose": prose.of_answer(answer, reach=seen_by, today=today),
        "asked": origins.asked(documents.KIND, answer.pk),
        "traces": origins.traces(documents.KIND, answer.pk) if is_team else None,
        "similar": [reading.row(other, today) for other in queries.similar(answer, seen_by)],
        "today": today,
    }
    return render(request, "knowledge/answers/detail.html", context)

"""Start page, topics, news, press, and the small files machines ask for."""

import csv

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lotse.accounts import access
from lotse.knowledge import access as knowledge_access
from lotse.knowledge.easy import queries as easy
from lotse.lib import paging
from lotse.portal import figures, home, measurement, queries, sitemap
from lotse.portal.forms import BarrierForm, NewsFilter
from lotse.team import queries as team
from lotse.topics import queries as topics
from lotse.ui.page_cache import public_page


@require_safe
@public_page(seconds=60)
def start(request: HttpRequest) -> HttpResponse:
    context = home.start(reach=access.reach(request.user), now=timezone.now())
    return render(request, "portal/start.html", context)


@require_safe
@public_page()
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    top = get_object_or_404(topics.top_level(), slug=slug)
    context = home.topic(top, reach=access.reach(request.user), today=timezone.localdate())
    if knowledge_access.may_confirm(request.user):
        context["easy_write_url"] = easy.write_url("topic", top.pk)
    return render(request, "portal/topic.html", context)


@require_safe
@public_page()
def news(request: HttpRequest) -> HttpResponse:
    form = NewsFilter(request.GET)
    chosen = form.chosen()
    page = paging.by_key(
        queries.news(topic=chosen.topic, kind=chosen.kind), order=queries.ORDER, query=request.GET
    )
    context = {"filter": form, "chosen": chosen, "page": page}
    return render(request, "portal/news.html", context)


@require_safe
@public_page()
def press(request: HttpRequest) -> HttpResponse:
    page = paging.by_key(queries.press(), order=queries.ORDER, query=request.GET)
    context = {
        "page": page,
        "contact": team.press_contact(),
        "figures": figures.published(timezone.now()),
        "now": timezone.now(),
    }
    return render(request, "portal/press.html", context)


@require_safe
@public_page(seconds=60)
def press_figures(request: HttpRequest) -> HttpResponse:
    """The same figures as a table for further use: UTF-8, semicolons, decimal comma."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lotse-zahlen.csv"'
    # The mark at the beginning tells spreadsheets that this is UTF-8.
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["Angabe", "Wert", "Zeitraum", "Stand"])
    now = timezone.now()
    for figure in figures.published(now):
        writer.writerow([figure.label, figure.value, figure.period, f"{timezone.localdate(now)}"])
    return response


@require_safe
@public_page(seconds=60)
def promise_record(request: HttpRequest) -> HttpResponse:
    """The record of the promise month by month: UTF-8, semicolons, decimal comma."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lotse-zusage.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(measurement.RECORD_HEADER)
    for month in measurement.months(timezone.now()):
        writer.writerow(measurement.record_row(month))
    return response


@require_safe
def barrier(request: HttpRequest) -> HttpResponse:
    """Lead to the question form with what was said about a barrier already in it."""
    form = BarrierForm(request.GET if "barriere" in request.GET else None)
    if form.is_valid():
        return HttpResponseRedirect(form.question_url())
    if not form.is_bound:
        form.initial["seite"] = request.META.get("HTTP_REFERER", "")[:300]
    return render(request, "portal/barrier.html", {"form": form})


@require_safe
def newest_examples(request: HttpRequest) -> HttpResponse:
    """The permanent address that stands in print."""
    return redirect("/beispiele/")


@require_safe
@public_page(seconds=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in sitemap.HIDDEN),
        f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@public_page(seconds=3600)
def site_map(request: HttpRequest) -> HttpResponse:
    context = {"entries": sitemap.entries(request.build_absolute_uri("/").rstrip("/"))}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")

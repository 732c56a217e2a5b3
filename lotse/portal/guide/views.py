"""The guide inside the admin. Wagtail lets only those in who may work there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from lotse.portal.guide import pages


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    shown = [page for page in pages.all_pages().values() if page.fits(words)]
    context = {
        "words": words,
        "pages": [(page.slug, pages.name(page), page.found(words)) for page in shown],
    }
    return render(request, "portal/guide/index.html", context)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    found = pages.all_pages().get(slug)
    if found is None:
        raise Http404
    # Our own files, and the renderer escapes every text in them.
    html = mark_safe(pages.html(found))  # noqa: S308
    context = {"title": pages.name(found), "html": html}
    return render(request, "portal/guide/page.html", context)

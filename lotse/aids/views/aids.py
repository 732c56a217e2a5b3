"""The list of aids, one of them, its versions; editors withdraw it here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import reach, role_required
from lotse.accounts.models import User
from lotse.aids import (
    access,
    calculators,
    documents,
    exporting,
    kinds,
    queries,
    reading,
    versions,
    withdrawing,
)
from lotse.aids.forms import WithdrawForm
from lotse.aids.models import Aid
from lotse.lib import paging
from lotse.lib.errors import RuleError
from lotse.topics import queries as topics
from lotse.ui.page_cache import public_page


@require_safe
@public_page()
def aid_list(request: HttpRequest) -> HttpResponse:
    found = queries.visible(reach(request.user))
    fields = list(topics.top_level())
    kind, field = request.GET.get("art", ""), request.GET.get("thema", "")
    if kind in Aid.Kind.values:
        found = found.filter(kind=kind)
    if field in {one.pk for one in fields}:
        found = found.filter(queries.about(field))
    page = paging.by_number(
        found.order_by("title", "pk"),
        number=paging.read_number(request.GET.get(paging.NUMBER_PARAMETER)),
        size=queries.PAGE_SIZE,
    )
    today, used = timezone.localdate(), queries.usage(page.rows)
    context = {
        "page": page,
        "rows": [reading.row(aid, today, used.get(aid.pk, 0)) for aid in page.rows],
        "kinds": Aid.Kind.choices,
        "fields": fields,
        "kind": kind,
        "field": field,
        "is_filtered": bool(kind or field),
    }
    return render(request, "aids/list.html", context)


@require_safe
@public_page()
def aid_detail(request: HttpRequest, slug: str) -> HttpResponse:
    aid, today = access.aid(request.user, slug), timezone.localdate()
    person = request.user if isinstance(request.user, User) else None
    users, named = queries.used_by(aid)
    conduct = kinds.conduct(aid.kind)
    context = {
        "aid": aid,
        "conduct": conduct,
        "text": conduct.read(aid.text, aid.definition),
        "prose": reading.writer(reach(request.user), today),
        "corrections": calculators.corrections(aid),
        "version": versions.latest(aid),
        "users": users,
        "named": named,
        "adapted": queries.adapted(aid) if users else [],
        "credits": queries.contributors(aid),
        "is_review_due": documents.is_review_due(aid, today),
        "topics": list(aid.concepts.all()),
        "may_copy": person is not None
        and person.has_role(*access.USERS)
        and person.municipality_id is not None,
        "may_decide": person is not None and person.has_role(*access.DECIDERS),
    }
    context |= conduct.on_page(aid, request, today)
    return render(request, "aids/detail.html", context)


@require_safe
@never_cache
def download(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    aid = access.aid(request.user, slug)
    return exporting.file_of_aid(aid, ending, request=request, today=timezone.localdate())


@require_safe
@public_page()
def version_list(request: HttpRequest, slug: str) -> HttpResponse:
    aid = access.aid(request.user, slug)
    context = {"aid": aid, "versions": aid.versions.all()}
    return render(request, "aids/versions.html", context)


@require_safe
@public_page()
def version_detail(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    aid = access.aid(request.user, slug)
    version, conduct = access.version(aid, number), kinds.conduct(aid.kind)
    context = {
        "aid": aid,
        "version": version,
        "conduct": conduct,
        "text": conduct.read(version.text, version.definition),
        "prose": reading.writer(reach(request.user), timezone.localdate()),
    }
    return render(request, "aids/version.html", context)


@role_required(*access.DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    aid = access.aid(request.user, slug)
    form = WithdrawForm(request.POST or None, aid=aid)
    if request.method == "POST" and form.is_valid():
        try:
            told = withdrawing.withdraw(aid, **form.cleaned_data, now=timezone.now())
            messages.success(request, _("Zurückgezogen. Mails an Nutzende: %s.") % told)
            return redirect(aid)
        except RuleError as error:
            form.add_error(None, error.message)
    context = {"aid": aid, "form": form, "users": queries.used_by(aid)[0]}
    return render(request, "aids/withdraw.html", context)


@role_required(*access.DECIDERS)
@require_POST
def reinstate(request: HttpRequest, slug: str) -> HttpResponse:
    aid = access.aid(request.user, slug)
    try:
        withdrawing.reinstate(aid)
        messages.success(request, _("Die Hilfestellung gilt wieder."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(aid)

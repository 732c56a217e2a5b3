"""Data protection in the browser: log, retention, holds, exports, erasures."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import role_required, signed_in
from lotse.accounts.models import User
from lotse.audit import rules as audit
from lotse.lib import paging, retention
from lotse.lib.errors import RuleError
from lotse.protection import access, exports, queries, rules
from lotse.protection.forms import ErasureForm, ExportForm, HoldForm, LogFilter
from lotse.protection.models import DataExport, ErasureRequest, Hold, RetentionRun

FORM = ["GET", "HEAD", "POST"]


@role_required(*access.KEEPERS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "protection/overview.html", {"me": access.keeper(_me(request))})


@role_required(*access.KEEPERS)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    page = queries.log_page(request.GET)
    context = {
        "form": LogFilter(request.GET or None),
        "page": page,
        "rows": queries.log_rows(page.rows),
        "query": request.GET.urlencode(),
    }
    return render(request, "protection/log.html", context)


@role_required(*access.KEEPERS)
@require_safe
def log_as_file(request: HttpRequest) -> HttpResponse:
    text = queries.log_as_csv(request.GET)
    audit.record("audit.exported", actor_id=_me(request).pk, now=timezone.now())
    # The mark at the start lets spreadsheets read umlauts.
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lotse-protokoll.csv"'
    return response


@role_required(*access.KEEPERS)
@require_http_methods(FORM)
def keeping(request: HttpRequest) -> HttpResponse:
    """Show what goes when, what went, and what is held; hold something more."""
    form = HoldForm(request.POST or None)
    if form.is_valid():
        try:
            rules.place_hold(by=_me(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Das Löschen ist angehalten."))
            return redirect("protection:keeping")
        except RuleError as error:
            form.add_error(None, error.message)
    now = timezone.now()
    holds = Hold.objects.filter(rules.standing_holds(now)).select_related("placed_by")
    context = {
        "form": form,
        "previews": queries.previews(now),
        "page": paging.by_key(holds, order=("-placed_at", "-pk"), query=request.GET, size=25),
        "runs": RetentionRun.objects.all()[:10],
    }
    return render(request, "protection/keeping.html", context)


@role_required(*access.KEEPERS)
@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    rules.lift_hold(access.hold(_me(request), pk), by=_me(request), now=timezone.now())
    messages.success(request, _("Das Löschen ist wieder erlaubt."))
    return redirect("protection:keeping")


@role_required(*access.KEEPERS)
@require_http_methods(FORM)
def all_exports(request: HttpRequest) -> HttpResponse:
    form = ExportForm(request.POST or None)
    if form.is_valid():
        try:
            exports.ask(by=_me(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Die Auskunft wird gepackt; der Link geht an die Adresse."))
            return redirect("protection:exports")
        except RuleError as error:
            form.add_error(None, error.message)
    found = DataExport.objects.select_related("requested_by")
    page = paging.by_key(found, order=("-requested_at", "-pk"), query=request.GET, size=25)
    return render(request, "protection/exports.html", {"form": form, "page": page})


@signed_in
@require_http_methods(FORM)
def own_export(request: HttpRequest) -> HttpResponse:
    """Ask for everything about oneself; the link comes by mail."""
    me = _me(request)
    if request.method == "POST":
        exports.ask(address=me.email, by=me, now=timezone.now())
        messages.success(request, _("Wir packen Ihre Daten. Der Link kommt gleich per Mail."))
        return redirect("own_export")
    found = DataExport.objects.filter(person=me, requested_by=me)
    page = paging.by_key(found, order=("-requested_at", "-pk"), query=request.GET, size=10)
    return render(request, "protection/own_export.html", {"page": page})


@never_cache
@require_http_methods(FORM)
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what the link leads to; only a click fetches it, because scanners open links too."""
    export = access.export_by_token(token, timezone.now())
    if request.method != "POST":
        return render(request, "protection/download.html", {"export": export})
    by = request.user if isinstance(request.user, User) else None
    exports.note_download(export, by=by, now=timezone.now())
    return FileResponse(
        default_storage.open(str(export.file)),
        as_attachment=True,
        filename="lotse-auskunft.zip",
        content_type="application/zip",
    )


@role_required(*access.KEEPERS)
@require_http_methods(FORM)
def erasures(request: HttpRequest) -> HttpResponse:
    """Preview what is known about an address; with a reason, have it forgotten."""
    form = ErasureForm(request.POST or None)
    known: list[tuple[object, int]] = []
    if form.is_valid():
        address = form.cleaned_data["address"].lower()
        known = [(one.label, one.count(address)) for one in retention.erasers.values()]
        try:
            if request.POST.get("aktion") == "loeschen":
                rules.ask_erasure(by=_me(request), now=timezone.now(), **form.cleaned_data)
                messages.success(request, _("Eingetragen, sieben Tage lang zurückzunehmen."))
                return redirect("protection:erasures")
        except RuleError as error:
            form.add_error(None, error.message)
    found = ErasureRequest.objects.select_related("requested_by")
    page = paging.by_key(found, order=("-requested_at", "-pk"), query=request.GET, size=25)
    context = {"form": form, "known": known, "page": page}
    return render(request, "protection/erasures.html", context)


@role_required(*access.KEEPERS)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    request_ = access.erasure(_me(request), pk)
    try:
        rules.cancel_erasure(request_, by=_me(request), now=timezone.now())
        messages.success(request, _("Zurückgenommen: Es wird nichts gelöscht."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("protection:erasures")


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user

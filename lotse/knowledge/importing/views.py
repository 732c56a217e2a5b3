"""The web door for editors: file, columns, preview, progress, taking back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.knowledge.importing import queries, rules
from lotse.knowledge.importing.forms import ColumnsForm, FileForm
from lotse.knowledge.models import SheetImport
from lotse.lib import paging
from lotse.lib.errors import RuleError

IMPORTERS = (Role.EDITOR, Role.LEAD)


@role_required(*IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file, me = form.cleaned_data["file"], request.user
        assert isinstance(me, User)
        try:
            sheet = rules.take_in(name=file.name, content=file.read(), by=me, now=timezone.now())
            return redirect("knowledge:import_columns", sheet.pk)
        except RuleError as error:
            form.add_error("file", error.message)
    found = SheetImport.objects.select_related("created_by")
    page = paging.by_key(found, order=("-created_at", "-pk"), query=request.GET)
    return render(request, "knowledge/importing/start.html", {"form": form, "page": page})


@role_required(*IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(SheetImport, pk=pk, begun_at=None)
    form = ColumnsForm(request.POST or None, sheet=sheet)
    if form.is_valid():
        try:
            rules.map_columns(sheet, form.mapping(), now=timezone.now())
            return redirect(sheet)
        except RuleError as error:
            form.add_error(None, error.message)
    return render(request, "knowledge/importing/columns.html", {"form": form, "sheet": sheet})


@role_required(*IMPORTERS)
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(SheetImport.objects.select_related("created_by"), pk=pk)
    if sheet.mapped_at is None:
        return redirect("knowledge:import_columns", sheet.pk)
    rows = sheet.rows.select_related("example")
    if request.GET.get("nur") == "auffaellig":
        rows = queries.odd(rows)
    context = {
        "sheet": sheet,
        "progress": queries.progress(sheet),
        "page": paging.by_key(rows, order=("number",), query=request.GET, size=50),
        "is_odd_only": request.GET.get("nur") == "auffaellig",
    }
    is_fragment = getattr(request, "htmx", None)
    name = "_progress.html" if is_fragment else "detail.html"
    response = render(request, f"knowledge/importing/{name}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@role_required(*IMPORTERS)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(SheetImport, pk=pk)
    try:
        rules.begin(sheet, now=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(sheet)


@role_required(*IMPORTERS)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(SheetImport, pk=pk)
    try:
        removed, kept = rules.take_back(sheet, now=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
        return redirect(sheet)
    said = ngettext("%d Entwurf entfernt.", "%d Entwürfe entfernt.", removed) % removed
    if kept:
        said += " " + (
            ngettext(
                "%d bleibt, weil inzwischen jemand daran gearbeitet hat.",
                "%d bleiben, weil inzwischen jemand daran gearbeitet hat.",
                kept,
            )
            % kept
        )
    messages.success(request, said)
    return redirect(sheet)

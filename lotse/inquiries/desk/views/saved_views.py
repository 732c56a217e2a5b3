"""Views of the queue under a name: save, share, rename, delete, bring back, open first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotse.accounts.access import role_required
from lotse.inquiries import access
from lotse.inquiries.desk.case_forms import SavedViewForm
from lotse.inquiries.desk.contexts import saved_views as contexts
from lotse.inquiries.desk.filters import Desk, QueueFilter
from lotse.inquiries.rules import saved_views as rules
from lotse.lib.errors import RuleError

_page = require_http_methods(["GET", "HEAD", "POST"])


@role_required(*access.AT_CASES)
@_page
def views(request: HttpRequest) -> HttpResponse:
    """List the saved views; with a filter in the address, offer to save it."""
    desk = Desk.of(access.desk_user(request), timezone.now())
    query = QueueFilter.read(request.GET.dict() | {"sicht": ""}).address
    form = SavedViewForm(request.POST or None, areas=list(desk.areas))
    if request.method == "POST" and form.is_valid():
        try:
            view = rules.save(owner=desk.user, query=query, now=desk.now, **form.choices)
            messages.success(request, _("Die Ansicht „%s“ ist gespeichert.") % view.name)
            return redirect(f"/arbeitsplatz/?{contexts.filter_of(view).address}")
        except RuleError as error:
            form.add_error(None, error.message)
    context = contexts.page(desk) | {"form": form, "query": query, "has_shortcuts": False}
    context["description"] = contexts.describe(query) if query or form.is_bound else ""
    return render(request, "inquiries/desk/saved_views.html", context)


@role_required(*access.AT_CASES)
@_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a view and say who sees it."""
    desk = Desk.of(access.desk_user(request), timezone.now())
    view = access.saved_view(desk.user, pk, desk.own_areas)
    sharing = str(view.area_id) if view.area_id else ("desk" if view.is_shared else "")
    initial = {"name": view.name, "sharing": sharing}
    form = SavedViewForm(request.POST or None, areas=list(desk.areas), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            rules.change(view, actor=desk.user, **form.choices)
            return redirect("inquiries:desk:saved_views")
        except RuleError as error:
            form.add_error(None, error.message)
    context = {"view": view, "form": form, "description": contexts.describe(view.query)}
    return render(request, "inquiries/desk/saved_view.html", context)


@role_required(*access.AT_CASES)
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    desk = Desk.of(access.desk_user(request), timezone.now())
    view = access.saved_view(desk.user, pk, desk.own_areas)
    try:
        rules.delete(view, actor=desk.user, now=desk.now)
        text = _("Die Ansicht „%s“ ist gelöscht. Sie können sie unten zurückholen.")
        messages.success(request, text % view.name)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("inquiries:desk:saved_views")


@role_required(*access.AT_CASES)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    view = access.saved_view_to_restore(user, pk)
    try:
        rules.restore(view, actor=user)
        messages.success(request, _("Die Ansicht „%s“ ist wieder da.") % view.name)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("inquiries:desk:saved_views")


@role_required(*access.AT_CASES)
@require_POST
def default(request: HttpRequest) -> HttpResponse:
    """Choose the view with which the queue opens; without one it opens with all."""
    desk = Desk.of(access.desk_user(request), timezone.now())
    chosen = request.POST.get("sicht", "")
    view = None
    if chosen.isdecimal() and len(chosen) < 10:
        view = access.saved_view(desk.user, int(chosen), desk.own_areas)
    rules.make_default(view, user=desk.user)
    messages.success(request, _("So öffnet sich Ihre Liste ab jetzt."))
    return redirect("inquiries:desk:saved_views")

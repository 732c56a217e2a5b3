"""The radar: clusters of inquiries that ask the same, and what people do about them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.inquiries import access
from lotse.inquiries.desk.contexts import radar as contexts
from lotse.inquiries.desk.forms_radar import DismissForm, NameForm
from lotse.inquiries.models import Cluster, ClusterEvent
from lotse.inquiries.rules import groups
from lotse.inquiries.rules import radar as rules
from lotse.knowledge import commissioning
from lotse.knowledge.models import Commission
from lotse.lib.errors import RuleError


@role_required(*access.AT_DESK)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    has_shortcuts = access.desk_user(request).has_shortcuts
    context = contexts.listing(request.GET, timezone.now()) | {"has_shortcuts": has_shortcuts}
    return render(request, "inquiries/desk/radar.html", context)


@role_required(*access.AT_DESK)
@require_safe
def cluster(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.cluster_at_desk(access.desk_user(request), pk)
    if found.merged_into is not None:
        return redirect(found.merged_into)
    return _page(request, found)


def _page(
    request: HttpRequest, found: Cluster, *, dismiss_form: DismissForm | None = None
) -> HttpResponse:
    context = contexts.detail(found, timezone.now())
    context["name_form"] = NameForm(initial={"name": found.name})
    context["dismiss_form"] = dismiss_form or DismissForm()
    context["has_errors"] = dismiss_form is not None
    context["has_shortcuts"] = access.desk_user(request).has_shortcuts
    status = 422 if dismiss_form else 200
    return render(request, "inquiries/desk/cluster.html", context, status=status)


@role_required(*access.AT_DESK)
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    found = access.cluster_at_desk(user, pk)
    form = NameForm(request.POST)
    if form.is_valid():
        rules.rename(found, name=form.cleaned_data["name"], actor=user, now=timezone.now())
        messages.success(request, _("Der Name ist gespeichert."))
    return redirect(found)


@role_required(*access.AT_DESK)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    found = access.cluster_at_desk(user, pk)
    inquiry = access.inquiry_at_desk(user, request.POST.get("anfrage", ""))
    try:
        rules.remove(found, inquiry, actor=user, now=timezone.now())
        messages.success(request, _("%s gehört nicht mehr zu dieser Häufung.") % inquiry.number)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(found)


@role_required(*access.AT_DESK)
@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    found = access.cluster_at_desk(user, pk)
    target = request.POST.get("ziel", "")
    if not target.isdecimal() or len(target) > 18:
        raise Http404
    into = access.cluster_at_desk(user, int(target))
    try:
        rules.merge(found, into, actor=user, now=timezone.now())
        messages.success(request, _("Die beiden Häufungen sind jetzt eine."))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect(found)
    return redirect(into)


@role_required(*access.AT_DESK)
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    found = access.cluster_at_desk(user, pk)
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _page(request, found, dismiss_form=form)
    rules.dismiss(found, reason=form.cleaned_data["grund"], actor=user, now=timezone.now())
    messages.success(request, _("Verworfen. Unter „Verworfen“ lässt sie sich zurückholen."))
    return redirect("inquiries:desk:radar")


@role_required(*access.AT_DESK)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    found = access.cluster_at_desk(user, pk)
    rules.restore(found, actor=user, now=timezone.now())
    return redirect(found)


@role_required(*access.AT_DESK)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin one answer to all open inquiries of a cluster."""
    user = access.desk_user(request)
    found = access.cluster_at_desk(user, pk)
    inquiries = [trace.inquiry for trace in found.traces.select_related("inquiry")]
    try:
        return redirect(groups.begin(inquiries, author=user, cluster=found, now=timezone.now()))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect(found)


@role_required(*access.AT_DESK)
@require_POST
def commission(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the editors for an aid that answers what so many ask."""
    user = access.desk_user(request)
    found = access.cluster_at_desk(user, pk)
    now = timezone.now()
    commissioning.ask(
        kind=Commission.Kind.AID,
        title=found.label,
        why=_("{inquiries} Anfragen aus {places} Kommunen fragen dasselbe.").format(
            inquiries=found.inquiry_count, places=found.municipality_count
        ),
        origin_label=_("Häufung %s") % found.pk,
        origin_url=reverse("inquiries:desk:cluster", args=[found.pk]),
        asked_by=user,
        now=now,
    )
    rules.record(found, ClusterEvent.What.COMMISSIONED, actor=user, now=now)
    messages.success(request, _("Die Redaktion hat den Auftrag."))
    return redirect(found)

"""What the desk does with an inquiry besides writing: each action is a button or a small page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotse.accounts.access import role_required
from lotse.inquiries import access, rules
from lotse.inquiries.desk.contexts import actions as contexts
from lotse.inquiries.desk.forms import (
    AssignForm,
    CloseForm,
    MunicipalityForm,
    RouteForm,
)
from lotse.inquiries.desk.views.addresses import asked_for, inquiry_page, wants_fragment
from lotse.lib.errors import RuleError

_page = require_http_methods(["GET", "HEAD", "POST"])


@role_required(*access.AT_CASES)
@require_POST
def take_from_queue(request: HttpRequest) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, request.POST.get("number", ""))
    rules.assign(inquiry, owner=user, actor=user, now=timezone.now())
    messages.success(request, _("%s gehört jetzt Ihnen.") % inquiry.number)
    return redirect(asked_for(request))


@role_required(*access.AT_CASES)
@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    rules.assign(inquiry, owner=user, actor=user, now=timezone.now())
    messages.success(request, _("Die Anfrage gehört jetzt Ihnen."))
    return redirect(inquiry_page(request, inquiry))


@role_required(*access.AT_CASES)
@_page
def assign(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    form = AssignForm(
        request.POST or None, people=contexts.people(inquiry), initial={"owner": inquiry.owner_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            owner = form.cleaned_data["owner"]
            rules.assign(inquiry, owner=owner, actor=user, now=timezone.now())
            return redirect(inquiry_page(request, inquiry))
        except RuleError as error:
            form.add_error(None, error.message)
    context = contexts.page(inquiry, form, request, title=_("Zuweisen"), button=_("Zuweisen"))
    return render(request, "inquiries/desk/action.html", context)


@role_required(*access.AT_CASES)
@_page
def route(request: HttpRequest, number: str) -> HttpResponse:
    """Change programme area, topics and urgency together."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    form = RouteForm(request.POST or None, initial=contexts.routing(inquiry))
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        rules.set_topics(inquiry, topics=contexts.topics_after(inquiry, data), actor=user, now=now)
        rules.route(inquiry, area=data["area"], actor=user, now=now)
        rules.set_urgency(inquiry, urgency=data["urgency"], actor=user, now=now)
        return redirect(inquiry_page(request, inquiry))
    context = contexts.page(
        inquiry, form, request, title=_("Bereich und Themen ändern"), button=_("Speichern")
    )
    return render(request, "inquiries/desk/action.html", context)


@role_required(*access.AT_CASES)
@_page
def municipality(request: HttpRequest, number: str) -> HttpResponse:
    """Look a municipality up in the register and choose it."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    form = MunicipalityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["municipality"]
        rules.set_municipality(inquiry, municipality=chosen, actor=user, now=timezone.now())
        return redirect(inquiry_page(request, inquiry))
    context = contexts.page(inquiry, form, request, title=_("Kommune festlegen"))
    context |= contexts.municipalities(inquiry, request.GET.get("name", ""))
    name = "_municipalities.html" if wants_fragment(request) else "municipality.html"
    return render(request, f"inquiries/desk/{name}", context)


@role_required(*access.AT_CASES)
@_page
def close(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rules.close(inquiry, actor=user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Die Anfrage ist abgeschlossen."))
            if inquiry.harvest != inquiry.Harvest.NONE:
                return redirect("inquiries:desk:harvest", inquiry.number)
            return redirect(inquiry_page(request, inquiry))
        except RuleError as error:
            form.add_error(None, error.message)
    context = contexts.page(
        inquiry, form, request, title=_("Anfrage abschließen"), button=_("Abschließen")
    )
    return render(request, "inquiries/desk/action.html", context)


@role_required(*access.AT_CASES)
@require_POST
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    try:
        rules.reopen(inquiry, actor=user, now=timezone.now())
        messages.success(request, _("Die Anfrage ist wieder offen."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(inquiry_page(request, inquiry))

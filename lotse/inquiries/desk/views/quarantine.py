"""Mails that wait for a person."""

from collections.abc import Callable

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.inquiries import access
from lotse.inquiries.desk import clearing
from lotse.inquiries.desk.contexts import quarantine as contexts
from lotse.inquiries.desk.forms import NumberForm, ReasonForm
from lotse.inquiries.models import Inquiry
from lotse.lib.errors import RuleError
from lotse.mail.models import InboundMail


@role_required(*access.AT_DESK)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    has_shortcuts = access.desk_user(request).has_shortcuts
    context = contexts.listing(request.GET) | {"has_shortcuts": has_shortcuts}
    return render(request, "inquiries/desk/quarantine.html", context)


@csp_update({"frame-src": [SELF]})
@role_required(*access.AT_DESK)
@require_safe
@never_cache
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.quarantined_at_desk(access.desk_user(request), pk)
    return _page(request, found)


def _page(
    request: HttpRequest,
    found: InboundMail,
    *,
    number_form: NumberForm | None = None,
    reason_form: ReasonForm | None = None,
) -> HttpResponse:
    context = contexts.detail(found)
    suggested = context["suggested"]
    initial = {"number": suggested.number} if suggested else None
    context["number_form"] = number_form or NumberForm(initial=initial)
    context["reason_form"] = reason_form or ReasonForm()
    context["has_images"] = "bilder" in request.GET
    refused = number_form or reason_form
    context["has_errors"] = refused is not None
    return render(
        request, "inquiries/desk/quarantined.html", context, status=422 if refused else 200
    )


@role_required(*access.AT_DESK)
@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    found = access.quarantined_at_desk(user, pk)
    form = NumberForm(request.POST)
    inquiry = None
    if form.is_valid():
        inquiry = access.inquiries_at_desk(user).filter(number=form.cleaned_data["number"]).first()
        if inquiry is None:
            form.add_error("number", _("Diese Nummer gibt es nicht. Bitte prüfen Sie sie."))
    if inquiry is None:
        return _page(request, found, number_form=form)
    target = inquiry
    return _decide(
        request, found, lambda: clearing.attach(found, target, actor=user, now=timezone.now())
    )


@role_required(*access.AT_DESK)
@require_POST
def open_inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    found = access.quarantined_at_desk(user, pk)
    return _decide(
        request, found, lambda: clearing.open_inquiry(found, actor=user, now=timezone.now())
    )


def _decide(
    request: HttpRequest, found: InboundMail, decide: Callable[[], Inquiry]
) -> HttpResponse:
    try:
        inquiry = decide()
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("inquiries:desk:quarantined", pk=found.pk)
    messages.success(request, _("Die Mail gehört jetzt zu %s.") % inquiry.number)
    return redirect(inquiry)


@role_required(*access.AT_DESK)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    found = access.quarantined_at_desk(user, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reason_form=form)
    try:
        reason = form.cleaned_data["reason"]
        clearing.discard(found, reason=reason, actor=user, now=timezone.now())
        messages.success(request, _("Die Mail ist verworfen. Sie können sie zurückholen."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("inquiries:desk:quarantined", pk=found.pk)


@role_required(*access.AT_DESK)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    found = access.quarantined_at_desk(user, pk)
    try:
        clearing.restore(found, actor=user, now=timezone.now())
        messages.success(request, _("Die Mail wartet wieder."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("inquiries:desk:quarantined", pk=found.pk)

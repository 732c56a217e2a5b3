"""What people decide about the due time of one inquiry: pause, run on, put off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotse.accounts.access import role_required
from lotse.inquiries import access, rules
from lotse.inquiries.desk.contexts import actions as contexts
from lotse.inquiries.desk.promise_forms import ExtendForm, PauseForm
from lotse.inquiries.desk.views.addresses import inquiry_page
from lotse.lib.errors import RuleError

_page = require_http_methods(["GET", "HEAD", "POST"])


@role_required(*access.AT_DESK)
@_page
def pause(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rules.pause(inquiry, actor=user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Die Frist der Antwort ist angehalten."))
            return redirect(inquiry_page(request, inquiry))
        except RuleError as error:
            form.add_error(None, error.message)
    title = _("Frist der Antwort anhalten")
    context = contexts.page(inquiry, form, request, title=title, button=_("Frist anhalten"))
    return render(request, "inquiries/desk/action.html", context)


@role_required(*access.AT_DESK)
@require_POST
def resume(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    try:
        rules.resume(inquiry, actor=user, now=timezone.now())
        messages.success(request, _("Die Frist läuft weiter."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(inquiry_page(request, inquiry))


@role_required(*access.AT_DESK)
@_page
def extend(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            rules.extend_target(
                inquiry, due_at=form.due_at, reason=reason, actor=user, now=timezone.now()
            )
            messages.success(request, _("Der Termin der Antwort ist verschoben."))
            return redirect(inquiry_page(request, inquiry))
        except RuleError as error:
            form.add_error(None, error.message)
    title = _("Antwort verschieben")
    context = contexts.page(inquiry, form, request, title=title, button=_("Verschieben"))
    return render(request, "inquiries/desk/action.html", context)

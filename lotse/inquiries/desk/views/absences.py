"""Absences of people at the desk, and what one looks after meanwhile."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotse.accounts.access import role_required
from lotse.inquiries import access
from lotse.inquiries.desk.contexts import promises as contexts
from lotse.inquiries.desk.contexts.actions import people
from lotse.inquiries.desk.promise_forms import AbsenceForm
from lotse.inquiries.desk.views.addresses import inquiry_page
from lotse.inquiries.rules import standins
from lotse.lib.errors import RuleError
from lotse.team import rules as team


@role_required(*access.AT_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    user, now = access.desk_user(request), timezone.now()
    form = AbsenceForm(
        request.POST or None,
        people=contexts.may_be_away(user),
        others=people(),
        initial={"person": user.pk},
    )
    if request.method == "POST" and form.is_valid():
        try:
            team.enter_absence(actor=user, now=now, **form.cleaned_data)
            messages.success(request, _("Die Abwesenheit ist eingetragen."))
            return redirect("inquiries:desk:absences")
        except RuleError as error:
            form.add_error(None, error.message)
    context = contexts.frame(request, user) | {"form": form}
    context |= contexts.absences_context(access.absences(user), user, now)
    return render(request, "inquiries/desk/absences.html", context)


@role_required(*access.AT_DESK)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    absence = get_object_or_404(access.absences(user), pk=pk)
    try:
        team.cancel_absence(absence, actor=user, now=timezone.now())
        messages.success(request, _("Die Abwesenheit ist gelöscht."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("inquiries:desk:absences")


@role_required(*access.AT_DESK)
@require_POST
def keep(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    handover = access.handover_at_desk(user, number)
    try:
        standins.keep(handover, actor=user, now=timezone.now())
        messages.success(request, _("Die Anfrage bleibt bei Ihnen."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(inquiry_page(request, handover.inquiry))

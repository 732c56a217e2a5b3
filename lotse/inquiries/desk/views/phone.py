"""Somebody calls."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotse.accounts.access import role_required
from lotse.inquiries import access
from lotse.inquiries.desk.case_forms import PhoneForm
from lotse.inquiries.rules import calls
from lotse.lib.errors import RuleError


@role_required(*access.AT_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    user = access.desk_user(request)
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            inquiry = calls.record(form.call, taken_by=user, now=timezone.now())
            messages.success(request, _("Der Anruf ist als %s erfasst.") % inquiry.number)
            return redirect(inquiry)
        except RuleError as error:
            form.add_error(None, error.message)
    context = {"form": form, "has_shortcuts": user.has_shortcuts}
    return render(request, "inquiries/desk/phone.html", context)

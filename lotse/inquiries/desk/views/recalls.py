"""Recall: sources that changed after they were cited."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.inquiries import access
from lotse.inquiries.desk.contexts import recalls as contexts
from lotse.inquiries.desk.forms_radar import DecideForm
from lotse.inquiries.rules import Cited, groups
from lotse.inquiries.rules import recalls as rules
from lotse.lib.errors import RuleError


@role_required(*access.AT_DESK)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    has_shortcuts = access.desk_user(request).has_shortcuts
    context = contexts.listing(request.GET) | {"has_shortcuts": has_shortcuts}
    return render(request, "inquiries/desk/recalls.html", context)


@role_required(*access.AT_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    found = access.recall_at_desk(user, pk)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision, reason = form.cleaned_data["entscheidung"], form.cleaned_data["grund"]
        try:
            rules.decide(found, decision=decision, reason=reason, actor=user, now=timezone.now())
            messages.success(request, _("Die Entscheidung ist festgehalten."))
            return redirect("inquiries:desk:recalls")
        except RuleError as error:
            form.add_error(None, error.message)
    context = contexts.detail(found) | {"form": form, "has_shortcuts": user.has_shortcuts}
    return render(request, "inquiries/desk/recall.html", context)


@role_required(*access.AT_DESK)
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a correction to everybody who was answered with this source."""
    user = access.desk_user(request)
    found = access.recall_at_desk(user, pk)
    try:
        group = groups.begin_correction(
            list(rules.answers(found)), recall=found, author=user, now=timezone.now()
        )
        if not group.text:
            cited = [Cited(found.kind, found.object_id)] if found.after else []
            groups.write(group, text=contexts.proposal(found), citations=cited, choices={})
        return redirect(group)
    except RuleError as error:
        messages.error(request, error.message)
        return redirect(found)

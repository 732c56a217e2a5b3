"""The same thing done to several inquiries: choose, look at what will happen, do, undo."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.inquiries import access
from lotse.inquiries.desk import case_forms
from lotse.inquiries.desk.contexts import actions as pages
from lotse.inquiries.models import BulkRun
from lotse.inquiries.rules import bulk as rules
from lotse.lib.errors import RuleError


@role_required(*access.AT_DESK)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """One page for every step: what to do, with which choices, what will happen, done."""
    user = access.desk_user(request)
    chosen = access.chosen_at_desk(user, request.POST.getlist("auswahl"))
    action = request.POST.get("action", "")
    is_chosen = action in BulkRun.Action.values
    has_choices = request.POST.get("schritt") in ("pruefen", "tun")
    data = request.POST if has_choices else None
    form: Form = case_forms.BulkForm()
    if is_chosen:
        form = case_forms.choices_of(action, data, pages.people())
    context = {"chosen": chosen, "action": action if is_chosen else "", "form": form}
    context |= {"back": request.POST.get("zurueck", ""), "has_shortcuts": user.has_shortcuts}
    if is_chosen and has_choices and form.is_valid():
        try:
            number = form.cleaned_data.get("number")
            target = access.inquiry_named(user, number) if number else None
            order = case_forms.order_of(action, form.cleaned_data, target)
            if request.POST["schritt"] == "tun":
                run = rules.carry_out(chosen, order, actor=user, now=timezone.now())
                return redirect("inquiries:desk:bulk_result", run.pk)
            context |= {"steps": rules.plan(chosen, order), "order": order}
        except RuleError as error:
            form.add_error(None, error.message)
    context["action_label"] = BulkRun.Action(action).label if is_chosen else ""
    return render(request, "inquiries/desk/bulk.html", context)


@role_required(*access.AT_DESK)
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    run = access.bulk_run(user, pk)
    done = [outcome for outcome in run.outcomes if not outcome["problem"]]
    left = [outcome for outcome in run.outcomes if outcome["problem"]]
    context = {"run": run, "done": done, "left": left, "has_shortcuts": user.has_shortcuts}
    return render(request, "inquiries/desk/bulk_result.html", context)


@role_required(*access.AT_DESK)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    run = access.bulk_run(user, pk)
    try:
        left = rules.undo(run, actor=user, now=timezone.now())
        messages.success(request, _("Das ist zurückgenommen."))
        for sentence in left:
            messages.warning(request, sentence)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("inquiries:desk:bulk_result", pk)

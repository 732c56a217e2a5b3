"""Pages of the desk that are not about one inquiry: report, missed promises, terms, assignment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lotse.accounts.access import role_required
from lotse.inquiries import access, report, report_files, rules
from lotse.inquiries.desk.contexts import promises as contexts
from lotse.inquiries.desk.contexts.actions import people
from lotse.inquiries.desk.promise_forms import AssignmentForm, CauseForm, PeriodForm, TermsForm
from lotse.inquiries.rules import assignment, promises
from lotse.lib import paging
from lotse.lib.errors import RuleError

_page = require_http_methods(["GET", "HEAD", "POST"])


@role_required(*access.AT_DESK)
@require_safe
def show_report(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    period = contexts.default_period(now)
    chosen = {"von": period.first, "bis": period.last}
    form = PeriodForm(request.GET if "von" in request.GET else chosen)
    if form.is_valid():
        period = report.Period(form.cleaned_data["von"], form.cleaned_data["bis"])
    found = report.of(period, now)
    context = contexts.frame(request, access.desk_user(request)) | {
        "form": form,
        "report": found,
        "causes": contexts.causes(found),
        "periods": contexts.periods(now),
        "address": f"von={period.first}&bis={period.last}",
    }
    return render(request, "inquiries/desk/report.html", context)


@role_required(*access.AT_DESK)
@require_safe
def export_report(request: HttpRequest, kind: str) -> HttpResponse:
    now = timezone.now()
    period = contexts.default_period(now)
    form = PeriodForm(request.GET)
    if form.is_valid():
        period = report.Period(form.cleaned_data["von"], form.cleaned_data["bis"])
    found = report.of(period, now)
    body, content_type = {
        "csv": (report_files.as_csv, "text/csv; charset=utf-8"),
        "xlsx": (report_files.as_xlsx, report_files.XLSX),
    }[kind]
    response = HttpResponse(body(found), content_type=content_type)
    name = f"zusage-{period.first}-{period.last}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@role_required(*access.AT_DESK)
@require_safe
def breaches(request: HttpRequest) -> HttpResponse:
    shown = "alle" if request.GET.get("ansicht") == "alle" else "offen"
    page = paging.by_key(
        contexts.breaches(shown), order=("-due_at", "-pk"), query=request.GET, size=25
    )
    context = contexts.frame(request, access.desk_user(request)) | {
        "page": page,
        "is_open_view": shown == "offen",
        "is_whole_view": shown == "alle",
    }
    return render(request, "inquiries/desk/breaches.html", context)


@role_required(*access.AT_DESK)
@_page
def give_cause(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = access.desk_user(request), timezone.now()
    breach = access.breach_at_desk(user, pk)
    form = CauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rules.give_cause(breach, actor=user, now=now, **form.cleaned_data)
            messages.success(request, _("Die Ursache ist festgehalten."))
            return redirect(breach.inquiry)
        except RuleError as error:
            form.add_error(None, error.message)
    context = contexts.frame(request, user) | {
        "form": form,
        "breach": breach,
        "now": timezone.now(),
    }
    return render(request, "inquiries/desk/cause.html", context)


@role_required(*access.AS_LEAD)
@_page
def terms(request: HttpRequest) -> HttpResponse:
    user, now = access.desk_user(request), timezone.now()
    form = TermsForm(
        request.POST or None, lands=contexts.lands(), initial=contexts.present_terms(now)
    )
    context = contexts.frame(request, user) | {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            checked = promises.check_terms(form.record, now=now)
            if "pruefen" not in request.POST:
                rules.set_terms(form.record, actor=user, now=now)
                messages.success(request, _("Die neue Regel ist gespeichert."))
                return redirect("inquiries:desk:terms")
            context["examples"] = contexts.examples(checked, now)
        except RuleError as error:
            form.add_error(None, error.message)
    return render(request, "inquiries/desk/terms.html", context | contexts.terms_context(now))


@role_required(*access.AS_LEAD)
@require_safe
def assignments(request: HttpRequest) -> HttpResponse:
    context = contexts.frame(request, access.desk_user(request)) | contexts.assignment_context()
    return render(request, "inquiries/desk/assignments.html", context)


@role_required(*access.AS_LEAD)
@_page
def change_assignment(request: HttpRequest, slug: str) -> HttpResponse:
    user = access.desk_user(request)
    area = access.area_as_lead(user, slug)
    form = AssignmentForm(
        request.POST or None, everybody=people(), initial=contexts.rule_values(area)
    )
    if request.method == "POST" and form.is_valid():
        try:
            assignment.set_rule(area, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Die Regel für %s ist gespeichert.") % area)
            return redirect("inquiries:desk:assignments")
        except RuleError as error:
            form.add_error(None, error.message)
    context = contexts.frame(request, user) | {"form": form, "area": area}
    return render(request, "inquiries/desk/assignment.html", context)

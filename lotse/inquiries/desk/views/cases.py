"""Merge, split, link, sort: what the desk does when one inquiry is not simply one inquiry."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotse.accounts.access import role_required
from lotse.inquiries import access, rules
from lotse.inquiries.desk.case_forms import (
    DetailsForm,
    FindForm,
    KindForm,
    LinkForm,
    MergeForm,
    PartForm,
)
from lotse.inquiries.desk.contexts import actions as pages
from lotse.inquiries.desk.contexts import cases as contexts
from lotse.inquiries.desk.filters import Desk
from lotse.inquiries.desk.views.addresses import inquiry_page
from lotse.inquiries.rules import linking, merging, sorting, splitting
from lotse.lib.errors import RuleError

_page = require_http_methods(["GET", "HEAD", "POST"])
MAX_FORMS = splitting.MAX_PARTS


@role_required(*access.AT_CASES)
@_page
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """Choose the inquiry this one goes into; different askers must be agreed to."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    form = MergeForm(request.POST or None)
    asks_consent = False
    if request.method == "POST" and form.is_valid():
        try:
            target = access.inquiry_named(user, form.cleaned_data["number"])
            consent = form.cleaned_data["consent"]
            now = timezone.now()
            merging.merge(inquiry, target, writes_to_both=consent, actor=user, now=now)
            text = _("%(source)s steht jetzt in %(target)s. Sie können das unten zurücknehmen.")
            messages.success(request, text % {"source": number, "target": target.number})
            return redirect(inquiry_page(request, target))
        except RuleError as error:
            asks_consent = isinstance(error, merging.DifferentAskers)
            form.add_error(None, error.message)
    context = pages.page(inquiry, form, request, title=_("Zusammenführen"))
    words = request.GET.get("q", "")
    context |= contexts.candidates(inquiry, Desk.of(user, timezone.now()), words)
    context |= {"find": FindForm(initial={"q": words}), "asks_consent": asks_consent}
    context["undo_days"] = merging.UNDO_DAYS
    return render(request, "inquiries/desk/merge.html", context)


@role_required(*access.AT_CASES)
@require_POST
def unmerge(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    made = access.merge_at_desk(user, inquiry, request.POST.get("merge", ""))
    try:
        source = merging.undo(made, actor=user, now=timezone.now())
        text = _("%(source)s und %(target)s sind wieder getrennt.")
        messages.success(request, text % {"source": source.number, "target": number})
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(inquiry_page(request, inquiry))


@role_required(*access.AT_CASES)
@_page
def split(request: HttpRequest, number: str) -> HttpResponse:
    """Make parts of an inquiry inquiries of their own."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    sources = contexts.sources(inquiry)
    asked = request.GET.get("teile", "1")
    count = min(max(int(asked) if asked.isdecimal() and len(asked) < 3 else 1, 1), MAX_FORMS)
    data = request.POST or None
    forms = [PartForm(data, sources=sources, prefix=f"teil{i}") for i in range(1, count + 1)]
    refusal = ""
    if data is not None and all(form.is_valid() for form in forms):
        try:
            parts = [part for form in forms if (part := form.part)]
            made = splitting.split(inquiry, parts=parts, actor=user, now=timezone.now())
            names = ", ".join(part.number for part in made)
            messages.success(request, _("Abgeteilt: %s. Die Kommune weiß Bescheid.") % names)
            return redirect(inquiry_page(request, inquiry))
        except RuleError as error:
            refusal = error.message
    context = pages.page(inquiry, forms[0], request, title=_("Aufteilen"))
    context |= {"forms": forms, "sources": sources, "refusal": refusal}
    context["more"] = count + 1 if count < MAX_FORMS else 0
    return render(request, "inquiries/desk/split.html", context)


@role_required(*access.AT_CASES)
@require_POST
def unsplit(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    made = access.split_at_desk(user, inquiry, request.POST.get("teil", ""))
    try:
        splitting.undo(made, actor=user, now=timezone.now())
        messages.success(request, _("%s ist keine eigene Anfrage mehr.") % made.part.number)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(inquiry_page(request, inquiry))


@role_required(*access.AT_CASES)
@_page
def link(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    form = LinkForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if request.method == "POST" and form.is_valid():
        try:
            other = access.inquiry_named(user, form.cleaned_data["number"])
            kind = form.cleaned_data["kind"]
            linking.link(inquiry, other, kind=kind, actor=user, now=timezone.now())
            return redirect(inquiry_page(request, inquiry, fragment="h-zusammenhang"))
        except RuleError as error:
            form.add_error(None, error.message)
    context = pages.page(inquiry, form, request, title=_("Verknüpfen"), button=_("Verknüpfen"))
    words = request.GET.get("q", "")
    context |= contexts.candidates(inquiry, Desk.of(user, timezone.now()), words)
    context["find"] = FindForm(initial={"q": words})
    return render(request, "inquiries/desk/link.html", context)


@role_required(*access.AT_CASES)
@require_POST
def unlink(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    found = access.link_at_desk(user, inquiry, request.POST.get("verknuepfung", ""))
    linking.unlink(found, actor=user, now=timezone.now())
    messages.success(request, _("Die Verknüpfung ist entfernt."))
    return redirect(inquiry_page(request, inquiry, fragment="h-zusammenhang"))


@role_required(*access.AT_CASES)
@_page
def kind(request: HttpRequest, number: str) -> HttpResponse:
    """Say what kind of inquiry it is: by one click on the proposal, or from the list."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    form = KindForm(request.POST or None, initial={"kind": inquiry.kind})
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.cleaned_data["kind"]
            sorting.set_kind(inquiry, kind=chosen, actor=user, now=timezone.now())
            messages.success(request, _("Art der Anfrage: %s.") % inquiry.get_kind_display())
            return redirect(inquiry_page(request, inquiry))
        except RuleError as error:
            form.add_error(None, error.message)
    context = pages.page(
        inquiry, form, request, title=_("Art der Anfrage"), button=_("Art speichern")
    )
    return render(request, "inquiries/desk/action.html", context)


@role_required(*access.AT_CASES)
@_page
def details(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    initial = {name: getattr(inquiry, name) for name in DetailsForm.base_fields}
    form = DetailsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        sorting.set_details(inquiry, actor=user, now=timezone.now(), **form.cleaned_data)
        return redirect(inquiry_page(request, inquiry))
    context = pages.page(
        inquiry, form, request, title=_("Termin und Vertraulichkeit"), button=_("Speichern")
    )
    return render(request, "inquiries/desk/action.html", context)


@role_required(*access.AT_CASES)
@require_POST
def ready_text(request: HttpRequest, number: str) -> HttpResponse:
    """Put the text for this kind of inquiry into the own draft, to be checked and sent."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    try:
        text, citations = contexts.with_ready_text(inquiry, user)
        now = timezone.now()
        rules.save_draft(inquiry, text=text, citations=citations, author=user, now=now)
        messages.success(request, _("Der Text steht im Entwurf. Prüfen Sie ihn vor dem Senden."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(inquiry_page(request, inquiry, fragment="antwort-formular"))

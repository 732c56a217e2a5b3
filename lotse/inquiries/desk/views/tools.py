"""Using what is kept ready in one inquiry: text modules, macros, checklists."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from lotse.accounts.access import role_required
from lotse.inquiries import access, rules, tool_access
from lotse.inquiries.desk import composer
from lotse.inquiries.desk.contexts import teamwork, tools
from lotse.inquiries.desk.contexts.inquiry import greeting
from lotse.inquiries.desk.views.addresses import inquiry_page, wants_fragment
from lotse.inquiries.rules import checklists, macros, text_modules
from lotse.lib.errors import RuleError

_page = require_http_methods(["GET", "HEAD", "POST"])


@role_required(*access.AT_CASES)
@require_safe
@vary_on_headers("HX-Request")
def modules(request: HttpRequest, number: str) -> HttpResponse:
    """Find a text module for this inquiry."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    context = teamwork.around(inquiry, request)
    context |= tools.modules(inquiry, user, request.GET.get("wort", ""), timezone.now())
    name = "_modules.html" if wants_fragment(request) else "modules.html"
    return render(request, f"inquiries/desk/{name}", context)


@role_required(*access.AT_CASES)
@require_POST
def insert(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Put a text module into the draft. With scripts it is in the text already: only counted."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    module = tool_access.text_module_at_desk(user, pk)
    text_modules.count_use(module)
    if wants_fragment(request):
        return HttpResponse(status=204)
    kept, now = inquiry.drafts.filter(author=user).first(), timezone.now()
    filled = text_modules.text_for(module, inquiry, author=user, now=now)
    text = composer.insert(kept.text if kept else greeting(inquiry, user), filled)
    rules.save_draft(inquiry, text=text, citations=composer.read(kept), author=user, now=now)
    return redirect(inquiry_page(request, inquiry, "antwort"))


@role_required(*access.AT_CASES)
@require_safe
def choose_macro(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    context = teamwork.around(inquiry, request)
    context |= tools.macros_for(user, request.GET)
    return render(request, "inquiries/desk/macros.html", context)


@role_required(*access.AT_CASES)
@_page
def run_macro(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show what a macro would do; do it when confirmed."""
    user, now = access.desk_user(request), timezone.now()
    inquiry = access.inquiry_at_desk(user, number)
    macro = tool_access.macro_at_desk(user, pk)
    refusal = ""
    if request.method == "POST":
        turn = request.POST.get("turn", "")
        try:
            macros.run(
                macro,
                inquiry,
                actor=user,
                turn=int(turn) if turn.isdecimal() and len(turn) < 10 else -1,
                undo_seconds=settings.UNDO_SECONDS,
                now=now,
            )
            messages.success(request, _("„%s“ ist ausgeführt.") % macro.title)
            return redirect(inquiry_page(request, inquiry))
        except RuleError as error:
            refusal = error.message
    effects = macros.effects(macro, inquiry, actor=user, now=now)
    context = teamwork.around(inquiry, request) | {"macro": macro, "effects": effects}
    status = 409 if refusal else 200
    context["refusal"] = refusal
    return render(request, "inquiries/desk/run_macro.html", context, status=status)


@role_required(*access.AT_CASES)
@_page
def add_checklist(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    if request.method == "POST":
        pk = request.POST.get("vorlage", "")
        template = tool_access.checklist_template_at_desk(user, int(pk) if pk.isdecimal() else 0)
        try:
            checklists.add(inquiry, template=template, actor=user, now=timezone.now())
            return redirect(inquiry_page(request, inquiry, "checklisten"))
        except RuleError as error:
            messages.error(request, error.message)
    context = teamwork.around(inquiry, request) | tools.templates_for(inquiry, request.GET)
    return render(request, "inquiries/desk/add_checklist.html", context)


@role_required(*access.AT_CASES)
@require_POST
def set_step(request: HttpRequest, number: str) -> HttpResponse:
    """Settle a step of a checklist: the button names step and state."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    pk, _separator, state = request.POST.get("schritt", "").partition(":")
    item = tool_access.checklist_item_at_desk(inquiry, pk)
    if state in item.State.values:
        checklists.set_state(item, state=state, actor=user, now=timezone.now())
    if wants_fragment(request):
        context = teamwork.around(inquiry, request) | {"lists": teamwork.lists(inquiry)}
        return render(request, "inquiries/desk/_checklists.html", context)
    return redirect(inquiry_page(request, inquiry, "checklisten"))


@role_required(*access.AT_CASES)
@require_POST
def remove_checklist(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    checklist = tool_access.checklist_at_desk(inquiry, pk)
    try:
        checklists.remove(checklist, actor=user, now=timezone.now())
        messages.success(request, _("Die Checkliste ist entfernt. Sie können sie neu hinzufügen."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(inquiry_page(request, inquiry, "checklisten"))

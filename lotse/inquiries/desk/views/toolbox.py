"""Text modules, macros and checklists: the lists, and writing them."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.inquiries import access, tool_access
from lotse.inquiries.desk.contexts import toolbox as contexts
from lotse.inquiries.desk.toolbox_forms import ChecklistTemplateForm, MacroForm, TextModuleForm
from lotse.inquiries.models import ChecklistTemplate, Macro, TextModule
from lotse.inquiries.rules import keeping, macros, text_modules
from lotse.lib.errors import RuleError

_FINDERS: dict[str, Callable[[User, int], keeping.Kept]] = {
    "modules": tool_access.text_module_at_desk,
    "macros": tool_access.macro_at_desk,
    "templates": tool_access.checklist_template_at_desk,
}
_page = require_http_methods(["GET", "HEAD", "POST"])


@role_required(*access.AT_CASES)
@require_safe
def listed(request: HttpRequest, kind: str) -> HttpResponse:
    user = access.desk_user(request)
    context = contexts.listed(kind, user, request.GET)
    return render(request, "inquiries/desk/toolbox/list.html", context)


@role_required(*access.AT_CASES)
@_page
def module(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    user = access.desk_user(request)
    found = tool_access.text_module_at_desk(user, pk) if pk else None
    initial = {"is_shared": True}
    if found:
        initial = {name: getattr(found, name) for name in ("title", "keywords", "body", "area")}
        initial["is_shared"] = found.owner_id is None
    form = TextModuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            text_modules.save(found, actor=user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Der Textbaustein ist gespeichert."))
            return redirect("inquiries:desk:modules")
        except RuleError as refusal:
            form.add_error(None, refusal.message)
    return _form(request, form, "modules", found)


@role_required(*access.AT_CASES)
@_page
def macro(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    user = access.desk_user(request)
    found = tool_access.macro_at_desk(user, pk) if pk else None
    form = MacroForm(request.POST or None, instance=found, user=user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            macros.save(
                form.instance,
                is_shared=data["is_shared"],
                topics=list(data["topics"]),
                actor=user,
                now=timezone.now(),
            )
            messages.success(request, _("Das Makro ist gespeichert."))
            return redirect("inquiries:desk:macros")
        except RuleError as refusal:
            form.add_error(None, refusal.message)
    return _form(request, form, "macros", found)


@role_required(*access.AT_CASES)
@_page
def template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    user = access.desk_user(request)
    found = tool_access.checklist_template_at_desk(user, pk) if pk else None
    initial = {n: getattr(found, n) for n in ("title", "area", "steps")} if found else {}
    form = ChecklistTemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.save_template(found, actor=user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Die Checkliste ist gespeichert."))
            return redirect("inquiries:desk:templates")
        except RuleError as refusal:
            form.add_error(None, refusal.message)
    return _form(request, form, "templates", found)


def _form(
    request: HttpRequest,
    form: TextModuleForm | MacroForm | ChecklistTemplateForm,
    kind: str,
    found: TextModule | Macro | ChecklistTemplate | None,
) -> HttpResponse:
    chosen = contexts.kinds()[kind]
    context = {
        "form": form,
        "kind": chosen,
        "title": found.title if found else chosen.new,
        "button": _("Speichern"),
        "found": found,
    }
    return render(request, "inquiries/desk/toolbox/form.html", context)


@role_required(*access.AT_CASES)
@require_POST
def retire(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Put something away, or back; which one the button says."""
    user = access.desk_user(request)
    found = _FINDERS[kind](user, pk)
    try:
        if request.POST.get("tun") == "zurueck":
            keeping.put_back(found)
            messages.success(request, _("„%s“ wird wieder angeboten.") % found.title)
        else:
            keeping.retire(found, now=timezone.now())
            messages.success(
                request,
                _("„%s“ ist abgelegt. Unter „Abgelegte“ holen Sie es zurück.") % found.title,
            )
    except RuleError as refusal:
        messages.error(request, refusal.message)
    return redirect(f"inquiries:desk:{kind}")

"""One answer to many: write, look at each mail, release, watch it leave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.inquiries import access
from lotse.inquiries.desk import composer
from lotse.inquiries.desk.contexts import groups as contexts
from lotse.inquiries.desk.forms_radar import GroupForm, choices
from lotse.inquiries.desk.views.addresses import wants_fragment
from lotse.inquiries.models import GroupReply
from lotse.inquiries.rules import groups as rules
from lotse.lib.errors import RuleError


@role_required(*access.AT_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Show all group replies; POST begins one for the inquiries that were chosen."""
    user = access.desk_user(request)
    if request.method == "POST":
        numbers = request.POST.getlist("anfrage")[: rules.MAX_RECIPIENTS + 1]
        chosen = access.inquiries_at_desk(user).filter(number__in=numbers)
        try:
            return redirect(rules.begin(list(chosen), author=user, now=timezone.now()))
        except RuleError as error:
            messages.error(request, error.message)
            return redirect("inquiries:desk:queue")
    context = contexts.listing(request.GET) | {"has_shortcuts": user.has_shortcuts}
    return render(request, "inquiries/desk/groups.html", context)


@role_required(*access.AT_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a draft, or see how a released one leaves."""
    user = access.desk_user(request)
    found = access.group_at_desk(user, pk)
    if found.released_at is not None:
        fragment = wants_fragment(request)
        name = "_group_progress.html" if fragment else "group_progress.html"
        context = contexts.progress(found) | {"has_shortcuts": user.has_shortcuts}
        return render(request, f"inquiries/desk/{name}", context)
    form = GroupForm(request.POST or None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_save(request, found, form.cleaned_data["text"]))
        except RuleError as error:
            form.add_error(None, error.message)
    context = contexts.writing(found, user, request.GET)
    context |= {"form": form, "has_shortcuts": user.has_shortcuts}
    return render(request, "inquiries/desk/group.html", context)


def _save(request: HttpRequest, found: GroupReply, text: str) -> str:
    """Keep what was posted and return where to go. Raises RuleError once it is released."""
    text = text.replace("\r\n", "\n")
    cited = rules.cited_by(found)
    source = composer.named(request.POST["zitieren"]) if "zitieren" in request.POST else None
    if source is not None:
        cited, place = composer.add(cited, source)
        text = composer.mark(text, place)
    position = request.POST.get("entfernen", "")
    if position.isdecimal():
        text, cited = composer.remove(text, cited, int(position))
    rules.write(found, text=text, citations=cited, choices=choices(request, found))
    if "vorschau" in request.POST:
        return reverse("inquiries:desk:group_preview", args=[found.pk])
    if "speichern" in request.POST:
        messages.success(request, _("Gespeichert."))
    words = request.GET.urlencode()
    return found.get_absolute_url() + (f"?{words}" if words else "")


@role_required(*access.AT_DESK)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.desk_user(request)
    found = access.group_at_desk(user, pk)
    if found.released_at is not None:
        return redirect(found)
    context = contexts.previews(found) | {"has_shortcuts": user.has_shortcuts}
    return render(request, "inquiries/desk/group_preview.html", context)


@role_required(*access.AT_DESK)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.group_at_desk(access.desk_user(request), pk)
    try:
        rules.release(found, now=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(found)


@role_required(*access.AT_DESK)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.group_at_desk(access.desk_user(request), pk)
    try:
        rules.discard(found)
        messages.success(request, _("Der Entwurf ist verworfen. Es wurde nichts gesendet."))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect(found)
    return redirect("inquiries:desk:groups")

"""Four eyes: share a draft, read it, release it or give it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotse.accounts.access import role_required
from lotse.accounts.roles import Role
from lotse.inquiries import access, tool_access
from lotse.inquiries.desk import composer
from lotse.inquiries.desk.contexts import actions, teamwork
from lotse.inquiries.desk.forms import AnswerForm
from lotse.inquiries.desk.toolbox_forms import FourEyesForm
from lotse.inquiries.desk.views.addresses import inquiry_page
from lotse.inquiries.desk.views.drafts import keep, written
from lotse.inquiries.desk.views.inquiry import page
from lotse.inquiries.desk.writing_forms import ReadForm, ShareForm
from lotse.inquiries.models import Draft
from lotse.inquiries.rules import mentioning, releasing
from lotse.lib.errors import RuleError

_page = require_http_methods(["GET", "HEAD", "POST"])


@role_required(*access.AT_CASES)
@_page
def share(request: HttpRequest, number: str) -> HttpResponse:
    """Choose who reads the draft. The composer posts its text here first."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    kept = inquiry.drafts.filter(author=user).first()
    is_complete = "reader" in request.POST
    if request.method == "POST" and not is_complete:
        text = written(request, inquiry, AnswerForm)
        if not text.is_valid():
            return page(request, inquiry, form=text, status=422)
        kept = keep(inquiry, text, composer.read(kept), user)
    if kept is None:
        return redirect(inquiry_page(request, inquiry, "antwort"))
    people = mentioning.desk_people().exclude(pk=user.pk)
    form = ShareForm(request.POST if is_complete else None, people=people)
    if is_complete and form.is_valid():
        try:
            releasing.share(kept, actor=user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Der Entwurf ist zum Gegenlesen geteilt."))
            return redirect(inquiry_page(request, inquiry, "antwort"))
        except RuleError as refusal:
            form.add_error(None, refusal.message)
    title = _("Zum Gegenlesen geben")
    context = actions.page(inquiry, form, request, title=title, button=_("Entwurf teilen"))
    return render(request, "inquiries/desk/action.html", context)


@role_required(*access.AT_CASES)
@require_POST
def unshare(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    kept = inquiry.drafts.filter(author=user).first()
    if kept is not None:
        releasing.unshare(kept, actor=user, now=timezone.now())
    return redirect(inquiry_page(request, inquiry, "antwort"))


@role_required(*access.AT_CASES)
@_page
def read(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The shared draft as its reader sees it, with what others said about it."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    shared = tool_access.shared_draft_at_desk(user, inquiry, pk)
    form = ReadForm(request.POST or None, initial={"seen": releasing.digest_of(shared)})
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _judge(request, shared, form))
            return redirect(teamwork.shared_page(shared))
        except RuleError as refusal:
            form.add_error(None, refusal.message)
    context = teamwork.shared_context(inquiry, shared, form, request)
    return render(request, "inquiries/desk/shared_draft.html", context)


def _judge(request: HttpRequest, shared: Draft, form: ReadForm) -> str:
    """Do what the pressed button says; return what to tell."""
    user, now = access.desk_user(request), timezone.now()
    text = form.cleaned_data["text"]
    match request.POST.get("tun"):
        case "freigeben":
            releasing.release(shared, seen=form.cleaned_data["seen"], actor=user, now=now)
            if text.strip():
                releasing.comment(shared, text=text, author=user, now=now)
            return _("Freigegeben. %s bekommt Bescheid.") % shared.author.name
        case "zurueckgeben":
            releasing.hand_back(shared, reason=text, actor=user, now=now)
            return _("Zurückgegeben. %s bekommt Bescheid.") % shared.author.name
        case _:
            releasing.comment(shared, text=text, author=user, now=now)
            return _("Anmerkung gespeichert.")


@role_required(Role.LEAD)
@_page
def four_eyes(request: HttpRequest) -> HttpResponse:
    """Choose for which areas and topics answers need a second person."""
    form = FourEyesForm(request.POST or None, initial=FourEyesForm.present())
    if request.method == "POST" and form.is_valid():
        releasing.set_four_eyes(
            areas=[area.pk for area in form.cleaned_data["areas"]],
            topics=[topic.pk for topic in form.cleaned_data["topics"]],
        )
        messages.success(request, _("Gespeichert."))
        return redirect(request.path)
    context = {"form": form, "title": _("Vier-Augen-Prinzip"), "button": _("Speichern")}
    return render(request, "inquiries/desk/toolbox/form.html", context)

"""Making knowledge out of closed inquiries, and deciding what must not leave them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.inquiries import access
from lotse.inquiries.desk import harvest_forms as shapes
from lotse.inquiries.desk.contexts import harvest as contexts
from lotse.inquiries.models import Inquiry
from lotse.inquiries.rules import harvesting, redacting
from lotse.knowledge.models import Commission
from lotse.lib import paging
from lotse.lib.errors import RuleError

_page = require_http_methods(["GET", "HEAD", "POST"])
ORDER = ("-closed_at", "-pk")
_DONE = {
    shapes.ANSWER: _("Der Entwurf liegt in der Redaktion."),
    shapes.EXAMPLE: _("Der Entwurf liegt in der Redaktion."),
    shapes.AID: _("Der Auftrag steht in der Liste der Redaktion."),
    shapes.CHANGE: _("Der Auftrag steht in der Liste der Redaktion."),
    shapes.EXISTING: _("Die Anfrage zählt jetzt bei diesem Eintrag."),
}


@role_required(*access.AT_DESK)
@_page
def harvest(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    act = request.POST.get("was", "")
    form = _form(act, inquiry, request)
    refused = {}
    if form is not None:
        refused[act] = form
        if form.is_valid():
            try:
                _ACTS[act](inquiry, user, form.cleaned_data)
                messages.success(request, _DONE[act])
                return redirect("inquiries:desk:harvest", inquiry.number)
            except RuleError as error:
                form.add_error(None, error.message)
    context = contexts.page(inquiry, request, refused)
    return render(request, "inquiries/desk/harvest/harvest.html", context)


def _form(act: str, inquiry: Inquiry, request: HttpRequest) -> forms.Form | None:
    """Return the form of what was asked for, None if nothing was."""
    if request.method != "POST" or act not in shapes.ACTS:
        return None
    if act == shapes.EXAMPLE:
        files = contexts.files(inquiry)
        return shapes.ExampleDraftForm(request.POST, files=files, auto_id="beispiel-%s")
    kinds: dict[str, tuple[type[forms.Form], str]] = {
        shapes.ANSWER: (forms.Form, "antwort-%s"),
        shapes.AID: (shapes.AidForm, "hilfe-%s"),
        shapes.CHANGE: (shapes.ChangeForm, "aenderung-%s"),
        shapes.EXISTING: (shapes.ExistingForm, "vorhanden-%s"),
    }
    shape, ids = kinds[act]
    return shape(request.POST, auto_id=ids)


def _draft_answer(inquiry: Inquiry, user: User, data: dict[str, Any]) -> None:
    harvesting.draft_answer(inquiry, actor=user, now=timezone.now())


def _draft_example(inquiry: Inquiry, user: User, data: dict[str, Any]) -> None:
    harvesting.draft_example(
        inquiry,
        attachments=list(data.get("attachments") or ()),
        is_checked=data.get("is_checked", False),
        actor=user,
        now=timezone.now(),
    )


def _ask_for_aid(inquiry: Inquiry, user: User, data: dict[str, Any]) -> None:
    kind = Commission.Kind.AID
    harvesting.commission(inquiry, kind=kind, actor=user, now=timezone.now(), **data)


def _ask_for_change(inquiry: Inquiry, user: User, data: dict[str, Any]) -> None:
    harvesting.commission(
        inquiry,
        kind=Commission.Kind.CHANGE,
        title=_("Eintrag ändern"),
        actor=user,
        now=timezone.now(),
        **data,
    )


def _count_there(inquiry: Inquiry, user: User, data: dict[str, Any]) -> None:
    harvesting.already_there(inquiry, target=data["target"], actor=user, now=timezone.now())


_ACTS: dict[str, Callable[[Inquiry, User, dict[str, Any]], None]] = {
    shapes.ANSWER: _draft_answer,
    shapes.EXAMPLE: _draft_example,
    shapes.AID: _ask_for_aid,
    shapes.CHANGE: _ask_for_change,
    shapes.EXISTING: _count_there,
}


@role_required(*access.AT_DESK, Role.EDITOR)
@_page
def redact(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_to_redact(user, number)
    shown = contexts.mark_forms(inquiry, request.POST if request.method == "POST" else None)
    if request.method == "POST" and _decide_all(shown, inquiry, user):
        messages.success(request, _("Ihre Entscheidungen sind gespeichert."))
        return redirect(reverse("inquiries:desk:redact", args=[inquiry.number]))
    context = contexts.redaction_page(inquiry, shown)
    return render(request, "inquiries/desk/harvest/redact.html", context)


def _decide_all(shown: list[shapes.MarkForm], inquiry: Inquiry, user: User) -> bool:
    """Decide about each mark that was answered; a refused one takes no other with it."""
    if [form for form in shown if not form.is_valid()]:
        return False
    decided = [form for form in shown if form.is_decided]
    return not [form for form in decided if not _decide(form, inquiry, user)]


def _decide(form: shapes.MarkForm, inquiry: Inquiry, user: User) -> bool:
    try:
        redacting.decide(inquiry, actor=user, now=timezone.now(), **form.cleaned_data)
    except RuleError as error:
        form.add_error(None, error.message)
        return False
    return True


@role_required(*access.AT_DESK)
@require_safe
def to_harvest(request: HttpRequest) -> HttpResponse:
    user = access.desk_user(request)
    only_mine = request.GET.get("wer") == "ich"
    outcome = request.GET.get("was", "")
    rows = contexts.waiting()
    if only_mine:
        rows = rows.filter(owner=user)
    if outcome in Inquiry.Harvest.values:
        rows = rows.filter(harvest=outcome)
    context = {
        "page": paging.by_key(rows, order=ORDER, query=request.GET),
        "only_mine": only_mine,
        "outcome": outcome,
        "outcomes": [one for one in Inquiry.Harvest.choices if one[0] != Inquiry.Harvest.NONE],
        "now": timezone.now(),
    }
    return render(request, "inquiries/desk/harvest/waiting.html", context)

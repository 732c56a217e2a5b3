"""The list of what is still to be written, for editors and the desk."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.knowledge import access, commissioning
from lotse.knowledge.models import Commission
from lotse.lib import paging
from lotse.lib.errors import RuleError
from lotse.ui.facets import Option

_ORDER = ("-created_at", "-pk")


class DropForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Warum wird nichts daraus?"),
        max_length=300,
        error_messages={"required": gettext_lazy("Nennen Sie den Grund.")},
    )


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@role_required(*access.COMMISSIONERS)
@require_safe
def commission_list(request: HttpRequest) -> HttpResponse:
    state, kind = _state(request.GET), _kind(request.GET)
    found = Commission.objects.select_related("created_by", "taken_by", "settled_by")
    if state:
        found = found.filter(commissioning.in_state(state))
    if kind:
        found = found.filter(kind=kind)
    is_at_desk = _person(request).is_desk
    context = {
        "page": paging.by_key(found, order=_ORDER, query=request.GET),
        "states": _options(Commission.State.choices, state),
        "kinds": _options(Commission.Kind.choices, kind),
        "is_filtered": bool(kind) or state != Commission.State.OPEN,
        "is_at_desk": is_at_desk,
        "now": timezone.now(),
    }
    return render(request, "knowledge/commissions/list.html", context)


@role_required(*access.COMMISSIONERS)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    commission = access.commission(pk)
    return _settle(
        request,
        _("Der Auftrag gehört jetzt Ihnen."),
        lambda: commissioning.take(commission, person=_person(request), now=timezone.now()),
    )


@role_required(*access.COMMISSIONERS)
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    commission = access.commission(pk)
    return _settle(
        request,
        _("Der Auftrag ist erledigt."),
        lambda: commissioning.finish(commission, person=_person(request), now=timezone.now()),
    )


@role_required(*access.COMMISSIONERS)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    commission = access.commission(pk)
    return _settle(
        request,
        _("Der Auftrag ist wieder offen."),
        lambda: commissioning.reopen(commission),
    )


@role_required(*access.COMMISSIONERS)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    commission = access.commission(pk)
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            person = _person(request)
            commissioning.drop(commission, reason=reason, person=person, now=timezone.now())
            messages.success(request, _("Der Auftrag ist verworfen. Sie können ihn wieder öffnen."))
            return redirect("knowledge:commissions")
        except RuleError as error:
            form.add_error(None, error.message)
    context = {"commission": commission, "form": form}
    return render(request, "knowledge/commissions/drop.html", context)


def _settle(request: HttpRequest, sentence: str, rule: Any) -> HttpResponse:
    try:
        rule()
        messages.success(request, sentence)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("knowledge:commissions")


def _state(query: QueryDict) -> str:
    """Without a choice the open ones; "alle" for all."""
    wish = query.get("stand", Commission.State.OPEN.value)
    if wish == "alle":
        return ""
    return wish if wish in Commission.State.values else Commission.State.OPEN.value


def _kind(query: QueryDict) -> str:
    wish = query.get("art", "")
    return wish if wish in Commission.Kind.values else ""


def _options(choices: Any, chosen: str) -> list[Option]:
    return [Option(str(value), str(label), None, value == chosen) for value, label in choices]

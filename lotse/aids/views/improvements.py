"""Editors decide what municipalities propose."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.aids import access, following, improving, queries
from lotse.aids.forms import DecisionForm
from lotse.aids.models import Improvement
from lotse.lib import paging
from lotse.lib.errors import RuleError

_deciders = role_required(*access.DECIDERS)


@_deciders
@require_safe
@never_cache
def improvement_list(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("stand", Improvement.State.OPEN.value)
    known = state if state in Improvement.State.values else ""
    found = queries.improvements(known)
    page = paging.by_key(found, order=("-proposed_at", "-pk"), query=request.GET)
    context = {
        "page": page,
        "states": Improvement.State.choices,
        "state": known,
        "now": timezone.now(),
    }
    return render(request, "aids/improvements.html", context)


@_deciders
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def improvement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    found = access.improvement(request.user, pk)
    form = DecisionForm(request.POST or None, improvement=found)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(found, form, request.user)
            messages.success(request, _("Entschieden. Die Kommune bekommt eine Mail."))
            return redirect("aids:improvements")
        except RuleError as error:
            form.add_error(None, error.message)
    context = {
        "improvement": found,
        "form": form,
        "pieces": following.difference(found.before, found.text),
        "now": timezone.now(),
    }
    return render(request, "aids/improvement.html", context)


def _decide(improvement: Improvement, form: DecisionForm, editor: User) -> None:
    filled, now = form.cleaned_data, timezone.now()
    if form.declines:
        improving.decline(improvement, answer=filled["answer"], editor=editor, now=now)
        return
    improving.accept(
        improvement,
        text=filled.get("text", ""),
        hint=filled.get("hint", ""),
        answer=filled["answer"],
        editor=editor,
        now=now,
    )

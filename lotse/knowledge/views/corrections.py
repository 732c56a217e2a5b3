"""What has to be corrected because a fact changed: listed, settled, opened again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.knowledge import access
from lotse.knowledge.facts import queries, rules
from lotse.knowledge.models import Correction
from lotse.lib import paging
from lotse.lib.errors import RuleError

_ORDER = ("-noticed_at", "-pk")


@role_required(*access.COMMISSIONERS)
@require_safe
def correction_list(request: HttpRequest) -> HttpResponse:
    is_settled = request.GET.get("stand") == "erledigt"
    person = request.user
    assert isinstance(person, User)
    context = {
        "page": paging.by_key(
            queries.corrections(is_settled=is_settled), order=_ORDER, query=request.GET
        ),
        "is_settled": is_settled,
        "is_open": not is_settled,
        "is_at_desk": person.is_desk,
        "now": timezone.now(),
    }
    return render(request, "knowledge/corrections/list.html", context)


@role_required(*access.COMMISSIONERS)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    correction, person = access.correction(pk), request.user
    assert isinstance(person, User)
    is_done = request.POST.get("ergebnis") == "berichtigt"
    outcome = Correction.Outcome.DONE if is_done else Correction.Outcome.UNAFFECTED
    return _change(
        request,
        _("Notiert. Sie finden es unter „Erledigt“."),
        lambda: rules.settle(
            correction,
            outcome=outcome,
            person=person,
            now=timezone.now(),
        ),
    )


@role_required(*access.COMMISSIONERS)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    correction = access.correction(pk)
    return _change(request, _("Die Nacharbeit wartet wieder."), lambda: rules.reopen(correction))


def _change(request: HttpRequest, sentence: str, rule: Any) -> HttpResponse:
    try:
        rule()
        messages.success(request, sentence)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("knowledge:corrections")

"""Submissions for editors: the list, and one with all that is known about it."""

from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lotse.accounts.access import role_required
from lotse.knowledge.submissions import access, contexts, desk_forms, queries, states
from lotse.knowledge.submissions.content import headline
from lotse.knowledge.submissions.states import State
from lotse.lib import files, paging
from lotse.ui.facets import Option

_ORDER = ("-received_at", "-pk")
ALL = "alle"
OPEN = "offen"


@role_required(*access.EDITORS)
@require_safe
@never_cache
def submission_list(request: HttpRequest) -> HttpResponse:
    wish = _wish(request.GET)
    wanted = {ALL: states.FOR_EDITORS, OPEN: states.OPEN}.get(wish) or (State(wish),)
    page = paging.by_key(queries.for_board(*wanted), order=_ORDER, query=request.GET)
    rows = [
        {"submission": one, "state": states.of(one), "headline": headline(one)} for one in page.rows
    ]
    options = _options(wish)
    context = {"page": page, "rows": rows, "options": options, "now": timezone.now()}
    return render(request, "knowledge/submissions/desk/list.html", context)


def _options(wish: str) -> list[Option]:
    states_shown = [(state.value, str(state.label)) for state in states.FOR_EDITORS]
    named = [(OPEN, _("offen")), *states_shown, (ALL, _("alle"))]
    return [Option(value, label, None, value == wish) for value, label in named]


def _wish(query: QueryDict) -> str:
    """Without a choice what is open."""
    wish = query.get("stand", OPEN)
    known = {ALL, OPEN, *(state.value for state in states.FOR_EDITORS)}
    return wish if wish in known else OPEN


@role_required(*access.EDITORS)
@require_safe
@never_cache
def detail(request: HttpRequest, number: str) -> HttpResponse:
    submission = access.for_editor(number)
    forms = desk_forms.all_forms()
    forms["ask_consent_form"].initial = {"recipient": submission.email}
    context = contexts.detail(submission, now=timezone.now()) | forms
    return render(request, "knowledge/submissions/desk/detail.html", context)


@role_required(*access.EDITORS)
@require_safe
@never_cache
def file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return cast(HttpResponse, files.download(access.file_for_editor(number, pk)))

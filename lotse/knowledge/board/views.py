"""The editors' board and the one-click check."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.knowledge import access
from lotse.knowledge.board import sections
from lotse.knowledge.board.sections import Found, Scope, Section
from lotse.knowledge.checking import rules as checking
from lotse.lib.errors import RuleError
from lotse.topics import queries as topics
from lotse.ui.facets import Option

EDITORS = (Role.EDITOR, Role.LEAD)
SHOWN = 7
"""Entries of a part on the whole board: what one can do in a day."""
SHOWN_ALONE = 100


@dataclass(frozen=True)
class Shown:
    section: Section
    found: Found
    is_cut: bool
    """There are more than are shown."""


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@role_required(*EDITORS)
@require_safe
@never_cache
def board(request: HttpRequest) -> HttpResponse:
    now, fields = timezone.now(), list(topics.fields())
    field = _known(request.GET, "feld", [one.pk for one in fields])
    parts = sections.all_sections()
    alone = _known(request.GET, "bereich", [part.key for part in parts])
    scope = Scope(
        person=_person(request),
        is_own=request.GET.get("wer") == "ich",
        field=field,
        limit=SHOWN_ALONE if alone else SHOWN,
        now=now,
    )
    shown = [_shown(part, scope) for part in parts if alone in ("", part.key)]
    context = {
        "shown": [one for one in shown if one.found.count or alone],
        "empty": [one.section for one in shown if not one.found.count],
        "fields": [Option(one.pk, one.name, None, one.pk == field) for one in fields],
        "scope": scope,
        "alone": alone,
        "total": sum(one.found.count for one in shown),
        "now": now,
    }
    return render(request, "knowledge/board/board.html", context)


@role_required(*EDITORS)
@require_POST
def confirm_check(request: HttpRequest, pk: int) -> HttpResponse:
    check, person = access.check(pk), _person(request)
    try:
        seen = _number(request.POST.get("fassung", ""))
        checking.confirm(check, revision_id=seen, person=person, now=timezone.now())
        messages.success(
            request, _("Geprüft: %s. Der Vermerk für Lesende ist weg.") % check.record_title
        )
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(_back(request))


def _shown(section: Section, scope: Scope) -> Shown:
    found = section.find(scope)
    return Shown(section, found, is_cut=found.count > len(found.entries))


def _known(query: QueryDict, name: str, values: list[str]) -> str:
    wish = query.get(name, "")
    return wish if wish in values else ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _back(request: HttpRequest) -> str:
    """Where the button stood, so that the filter stays."""
    wish = request.POST.get("zurueck", "")
    is_ours = url_has_allowed_host_and_scheme(wish, allowed_hosts=None)
    return wish if is_ours and wish.startswith("/") else "/redaktion-heute/"

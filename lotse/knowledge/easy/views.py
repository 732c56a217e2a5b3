"""The web door of easy texts: for readers beside the record, for editors as a list with a form."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import reach, role_required
from lotse.accounts.models import User
from lotse.knowledge import access
from lotse.knowledge.easy import queries, rules, wording
from lotse.knowledge.easy.forms import EasyForm
from lotse.knowledge.easy.kinds import KINDS
from lotse.knowledge.models import EasyText
from lotse.lib import paging
from lotse.lib.errors import RuleError
from lotse.ui.facets import Option
from lotse.ui.page_cache import public_page

_EDITORS = access.CONFIRMERS


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_safe
@public_page()
def easy_text(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    record_id = KINDS[kind].by_slug(slug, reach(request.user))
    easy = queries.shown(kind, record_id) if record_id else None
    if easy is None or easy.shown is None:
        raise Http404
    context = {"easy": easy, "version": easy.shown, "blocks": wording.blocks(easy.shown.text)}
    return render(request, "knowledge/easy/text.html", context)


@role_required(*_EDITORS)
@require_safe
def easy_list(request: HttpRequest) -> HttpResponse:
    wish = request.GET.get("stand", "")
    state = wish if wish in EasyText.State.values else ""
    found = EasyText.objects.select_related("shown")
    if state:
        found = found.filter(rules.in_state(state))
    context = {
        "page": paging.by_key(found, order=("-changed_at", "-pk"), query=request.GET),
        "states": [Option(v, str(name), None, v == state) for v, name in EasyText.State.choices],
        "is_all": not state,
        "now": timezone.now(),
    }
    return render(request, "knowledge/easy/list.html", context)


@role_required(*_EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, kind: str, record_id: str) -> HttpResponse:
    document = KINDS[kind].document(record_id) if kind in KINDS else None
    if document is None:
        raise Http404
    easy = EasyText.objects.filter(record_kind=kind, record_id=record_id).first()
    form = EasyForm(request.POST or None, initial=_initial(easy))
    if request.method == "POST" and form.is_valid():
        is_shown = "show" in request.POST
        person, now = _person(request), timezone.now()
        try:
            rules.save(
                kind, record_id, **form.cleaned_data, is_shown=is_shown, person=person, now=now
            )
            done = _("Der Text ist erschienen.") if is_shown else _("Der Entwurf ist gespeichert.")
            messages.success(request, done)
            return redirect("knowledge:easy_texts")
        except RuleError as error:
            form.add_error(None, error.message)
    versions = list(easy.versions.select_related("saved_by")[:10]) if easy else []
    context = {"document": document, "easy": easy, "form": form, "versions": versions}
    return render(request, "knowledge/easy/form.html", context)


def _initial(easy: EasyText | None) -> dict[str, Any]:
    latest = easy.versions.first() if easy else None
    names = ("level", "title", "text", "checked_by")
    return {name: getattr(latest, name) for name in names} if latest else {"level": "easy"}


@role_required(*_EDITORS)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    easy, seen = get_object_or_404(EasyText, pk=pk), request.POST.get("gesehen", "")[:32]
    done = _("Notiert: Der Text passt zur Fassung.")
    return _change(request, done, lambda: rules.confirm(easy, seen=seen, now=timezone.now()))


@role_required(*_EDITORS)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    easy = get_object_or_404(EasyText, pk=pk)
    done = _("Zurückgezogen. Unter „zurückgezogen“ holen Sie den Text wieder.")
    return _change(request, done, lambda: rules.withdraw(easy, now=timezone.now()))


@role_required(*_EDITORS)
@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    easy = get_object_or_404(EasyText, pk=pk)
    return _change(request, _("Der Text ist wieder da."), lambda: rules.bring_back(easy))


def _change(request: HttpRequest, sentence: str, rule: Any) -> HttpResponse:
    try:
        rule()
        messages.success(request, sentence)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("knowledge:easy_texts")

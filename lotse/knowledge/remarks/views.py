"""Reading a draft line by line, and proposing another wording for what is published."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lotse.accounts.access import role_required, signed_in
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.knowledge import access
from lotse.knowledge.language import rules as language
from lotse.knowledge.models import Remark
from lotse.knowledge.remarks import contexts, passages, queries, rules
from lotse.knowledge.remarks.forms import RemarkForm
from lotse.knowledge.remarks.subjects import Subject
from lotse.lib.errors import RuleError

EDITORS = (Role.EDITOR, Role.LEAD)
_page = require_http_methods(["GET", "HEAD", "POST"])


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@role_required(*EDITORS)
@_page
@never_cache
def read(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The latest draft line by line, with all that was said about it."""
    chosen, record = access.record_to_edit(kind, pk)
    draft = record.get_latest_revision_as_object()
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and _add(request, form, chosen, draft):
        return redirect("knowledge:read", kind, pk)
    said = queries.of_record(kind, pk)
    lines, elsewhere = contexts.lines(passages.of(kind, draft), said, form)
    context = {
        "record": draft,
        "kind": chosen,
        "form": form,
        "lines": lines,
        "elsewhere": elsewhere,
        "edit_url": chosen.edit_url(pk),
        "compare_url": compare_url(record),
        "advice": language.advice(language.measure(kind, draft))
        if kind in language.COLUMNS
        else [],
        "now": timezone.now(),
    }
    return render(request, "knowledge/remarks/read.html", context)


@signed_in
@_page
@never_cache
def propose(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What is published, line by line, for whoever knows a better wording."""
    chosen, record = access.record_to_reword(_person(request), kind, pk)
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and _add(request, form, chosen, record):
        return redirect("knowledge:propose", kind, pk)
    lines, _elsewhere = contexts.lines(passages.of(kind, record), [], form)
    context = {"record": record, "kind": chosen, "form": form, "lines": lines}
    return render(request, "knowledge/remarks/propose.html", context)


def _add(request: HttpRequest, form: RemarkForm, kind: Subject, record: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        rules.add(kind, record, author=_person(request), now=timezone.now(), **form.cleaned_data)
    except RuleError as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("Danke. Die Redaktion sieht es an dieser Stelle."))
    return True


@role_required(*EDITORS)
@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    remark, text = access.remark(pk), request.POST.get("text", "")
    return _done(
        request,
        remark,
        _("Die Antwort steht beim Kommentar."),
        lambda: rules.reply(remark, text=text, author=_person(request), now=timezone.now()),
    )


@role_required(*EDITORS)
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    remark = access.remark(pk)
    return _done(
        request,
        remark,
        _("Erledigt."),
        lambda: rules.settle(remark, person=_person(request), now=timezone.now()),
    )


@role_required(*EDITORS)
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    remark = access.remark(pk)
    return _done(
        request,
        remark,
        _("Der Wortlaut steht im Entwurf. Veröffentlichen Sie ihn, wenn Sie so weit sind."),
        lambda: rules.accept(remark, person=_person(request), now=timezone.now()),
    )


@role_required(*EDITORS)
@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    remark, reason = access.remark(pk), request.POST.get("reason", "")
    return _done(
        request,
        remark,
        _("Abgelehnt."),
        lambda: rules.reject(remark, reason=reason, person=_person(request), now=timezone.now()),
    )


def compare_url(record: Any) -> str:
    """Return where the latest draft stands beside what is published; empty if nothing differs."""
    if not (record.live and record.has_unpublished_changes):
        return ""
    name = type(record).snippet_viewset.get_url_name("revisions_compare")
    return reverse(name, args=[record.pk, "live", "latest"])


def _done(
    request: HttpRequest, remark: Remark, sentence: str, rule: Callable[[], object]
) -> HttpResponse:
    try:
        rule()
        messages.success(request, sentence)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("knowledge:read", remark.record_kind, remark.record_id)

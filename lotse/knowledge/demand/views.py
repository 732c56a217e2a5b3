"""What people ask for and we do not have yet, for editors and the desk."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.knowledge import access
from lotse.knowledge.demand import rules, sources
from lotse.knowledge.demand.forms import CommissionForm, WordFilter
from lotse.lib import paging
from lotse.lib.errors import RuleError
from lotse.search import missed
from lotse.search.models import MissedQuestion, MissedWeek
from lotse.ui.facets import Option

_ORDER = ("-total", "-pk")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@role_required(*access.COMMISSIONERS)
@require_safe
def demand(request: HttpRequest) -> HttpResponse:
    state, outcome = _choice(request.GET, "stand"), _choice(request.GET, "art")
    words = request.GET.get("q", "").strip()[:100]
    found = _found(state or MissedQuestion.State.OPEN.value, outcome, words)
    context = {
        "page": paging.by_key(found, order=_ORDER, query=request.GET),
        "states": _options(MissedQuestion.State.choices, state or MissedQuestion.State.OPEN.value),
        "outcomes": _options(MissedQuestion.Outcome.choices, outcome),
        "filter": WordFilter({"q": words}),
        "is_filtered": bool(state or outcome or words),
        "may_promote": _person(request).has_role(*access.CONFIRMERS),
        "sources": sources.every(),
        "privacy": missed.promise_of_privacy(),
    }
    return render(request, "knowledge/demand/list.html", context)


def _found(state: str, outcome: str, words: str) -> QuerySet[MissedQuestion]:
    found = MissedQuestion.objects.filter(missed.in_state(state)).prefetch_related(
        Prefetch("weeks", MissedWeek.objects.order_by("-monday"))
    )
    if outcome:
        found = found.filter(outcome=outcome)
    return found.filter(key__contains=words.lower()) if words else found


@role_required(*access.COMMISSIONERS)
@require_safe
def from_source(request: HttpRequest, name: str) -> HttpResponse:
    source = sources.named(name)
    if source is None:
        raise Http404
    now = timezone.now()
    page = paging.by_key(source.rows(now), order=source.order, query=request.GET)
    context = {
        "source": source,
        "sources": sources.every(),
        "page": page,
        "rows": source.wanted(page.rows, now),
        "is_at_desk": _person(request).is_desk,
        "now": now,
    }
    return render(request, "knowledge/demand/source.html", context)


@role_required(*access.COMMISSIONERS)
@require_http_methods(["GET", "HEAD", "POST"])
def commission(request: HttpRequest, pk: int) -> HttpResponse:
    question = access.missed_question(pk)
    first = {"kind": "aid", "title": question.text, "why": rules.reason(question)}
    return _ask(
        request,
        question.text,
        first,
        back="/nachfrage/",
        rule=lambda data: rules.commission(
            question, **data, person=_person(request), now=timezone.now()
        ),
    )


@role_required(*access.COMMISSIONERS)
@require_http_methods(["GET", "HEAD", "POST"])
def commission_from(request: HttpRequest, name: str, key: str) -> HttpResponse:
    source, now = sources.named(name), timezone.now()
    wanted = source.one(key, now) if source else None
    if source is None or wanted is None:
        raise Http404
    first = {"kind": "aid", "title": wanted.text[:200], "why": wanted.why}
    return _ask(
        request,
        wanted.text,
        first,
        back=f"/nachfrage/{name}/",
        rule=lambda data: source.commission(
            key, data["kind"], data["title"], data["why"], _person(request), now
        ),
    )


def _ask(
    request: HttpRequest, text: str, first: dict[str, str], *, back: str, rule: Callable[..., Any]
) -> HttpResponse:
    form = CommissionForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            rule(form.cleaned_data)
            messages.success(request, _("Die Redaktion hat den Auftrag."))
            return redirect(back)
        except RuleError as error:
            form.add_error(None, error.message)
    context = {"form": form, "text": text, "back": back}
    return render(request, "knowledge/demand/commission.html", context)


@role_required(*access.COMMISSIONERS)
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    question = access.missed_question(pk)
    sentence = _("Verworfen. Unter „verworfen“ lässt sich die Frage zurückholen.")
    person = _person(request)
    return _change(
        request, sentence, lambda: missed.dismiss(question, person=person, now=timezone.now())
    )


@role_required(*access.COMMISSIONERS)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    question = access.missed_question(pk)
    return _change(request, _("Die Frage ist zurück."), lambda: missed.restore(question))


def _change(request: HttpRequest, sentence: str, rule: Callable[[], None]) -> HttpResponse:
    try:
        rule()
        messages.success(request, sentence)
    except RuleError as error:
        messages.error(request, error.message)
    kept = {name: value for name in ("stand", "art", "q") if (value := request.POST.get(name))}
    return redirect(f"/nachfrage/?{urlencode(kept)}" if kept else "/nachfrage/")


def _choice(query: QueryDict, name: str) -> str:
    known = MissedQuestion.State.values if name == "stand" else MissedQuestion.Outcome.values
    wish = query.get(name, "")
    return wish if wish in known else ""


def _options(choices: Any, chosen: str) -> list[Option]:
    return [Option(str(value), str(label), None, value == chosen) for value, label in choices]

"""The web door of adoptions: declare, see one's own, report, withdraw, and the tree for all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts import limits
from lotse.accounts.access import reach, role_required
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.knowledge import access as examples
from lotse.knowledge.adoption import access, queries, rules, tree
from lotse.knowledge.adoption.forms import AdoptionForm, ResultForm, initial
from lotse.knowledge.models import Adoption, AdoptionResult, Example
from lotse.knowledge.views.addresses import follows_moves
from lotse.lib import paging
from lotse.lib.errors import RuleError
from lotse.ui.page_cache import public_page

LIMIT = limits.Limit("adoption-result", 20, 60)
_page = require_http_methods(["GET", "HEAD", "POST"])
_members = role_required(Role.MEMBER, Role.COORDINATOR)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@_members
@_page
@follows_moves(Example)
def adopt(request: HttpRequest, slug: str) -> HttpResponse:
    example, person = examples.example(request.user, slug), _person(request)
    own = access.place(person)
    adoption = queries.own(example, own)
    form = AdoptionForm(
        request.POST or None, example=example, municipality=own, initial=initial(adoption)
    )
    if request.method == "POST" and form.is_valid():
        try:
            rules.declare(
                example,
                municipality=own,
                details=form.details(),
                person=person,
                now=timezone.now(),
            )
            messages.success(request, _("Eingetragen: %s übernimmt dieses Beispiel.") % own)
            return redirect(example)
        except RuleError as error:
            form.add_error(None, error.message)
    context = {"example": example, "adoption": adoption, "own": own, "form": form}
    return render(request, "knowledge/adoption/adopt.html", context)


@_members
@require_safe
def own_adoptions(request: HttpRequest) -> HttpResponse:
    own = access.place(_person(request))
    found = queries.of_municipality(own)
    page = paging.by_key(found, order=("-declared_at", "-pk"), query=request.GET)
    context = {"own": own, "page": page, "now": timezone.now()}
    return render(request, "knowledge/adoption/own.html", context)


@_members
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    adoption = access.adoption(_person(request), pk)
    try:
        rules.withdraw(adoption, now=timezone.now())
        sentence = _(
            "Zurückgezogen. Niemand sonst sieht die Übernahme; hier stellen Sie sie wieder her."
        )
        messages.success(request, sentence)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("knowledge:own_adoptions")


@_members
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    adoption = access.adoption(_person(request), pk)
    try:
        rules.restore(adoption, now=timezone.now())
        messages.success(request, _("Die Übernahme steht wieder wie vorher."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("knowledge:own_adoptions")


@_members
@_page
def own_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what came of it without having been asked."""
    adoption = access.adoption(_person(request), pk)
    form = _result_form(request, adoption, rules.UNASKED)
    if request.method == "POST" and _report(form, adoption, rules.UNASKED):
        messages.success(request, _("Danke. Das Ergebnis steht jetzt am Beispiel."))
        return redirect("knowledge:own_adoptions")
    context = {"adoption": adoption, "form": form, "months": rules.UNASKED}
    return render(request, "knowledge/adoption/result.html", context)


@never_cache
@_page
def result(request: HttpRequest, token: str) -> HttpResponse:
    """Where a link in a mail leads. Only the button counts."""
    adoption, months = access.by_token(token)
    form = _result_form(request, adoption, months)
    has_room = not limits.is_reached(LIMIT, key=str(adoption.pk), now=timezone.now())
    if request.method == "POST" and has_room and _report(form, adoption, months):
        limits.count(LIMIT, key=str(adoption.pk), now=timezone.now())
        messages.success(request, _("Danke. Sie können Ihre Angabe hier noch ändern."))
        return redirect("knowledge:adoption_result", token)
    context = {"adoption": adoption, "form": form, "months": months, "token": token}
    return _unlisted(render(request, "knowledge/adoption/result.html", context))


# Mail programs unsubscribe with a POST of their own (RFC 8058); they know no CSRF token, and the
# signed address is the proof.
@csrf_exempt
@never_cache
@_page
def stop(request: HttpRequest, token: str) -> HttpResponse:
    adoption, _months = access.by_token(token)
    is_done = request.method == "POST"
    if is_done:
        rules.stop_reminders(adoption, now=timezone.now())
    context = {"adoption": adoption, "is_done": is_done}
    return _unlisted(render(request, "knowledge/adoption/stop.html", context))


@require_safe
@public_page()
@follows_moves(Example)
def passed_on(request: HttpRequest, slug: str) -> HttpResponse:
    example, seen_by = examples.example(request.user, slug), reach(request.user)
    context = {
        "example": example,
        "tree": tree.of(example, seen_by, timezone.localdate()),
    }
    return render(request, "knowledge/adoption/tree.html", context)


def _result_form(request: HttpRequest, adoption: Adoption, months: int) -> ResultForm:
    said = AdoptionResult.objects.filter(adoption=adoption, months=months).first()
    wanted = request.GET.get("ergebnis", "")
    known = wanted if wanted in AdoptionResult.Result.values else ""
    start = {"ergebnis": known or (said.result if said else ""), "text": said.text if said else ""}
    return ResultForm(request.POST or None, initial=start)


def _report(form: ResultForm, adoption: Adoption, months: int) -> bool:
    """Report what the form says; whether that was possible. Otherwise the form says why not."""
    if not form.is_valid():
        return False
    filled = form.cleaned_data
    try:
        rules.report(
            adoption,
            months=months,
            result=filled["ergebnis"],
            text=filled["text"],
            now=timezone.now(),
        )
    except RuleError as error:
        form.add_error(None, error.message)
        return False
    return True


def _unlisted(response: HttpResponse) -> HttpResponse:
    # The address is the key: it must not end up in a search engine.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

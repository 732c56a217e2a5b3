"""The web door for editors: take over, see what changed at the origin, decide."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.knowledge import documents
from lotse.knowledge.mirroring import access, queries, rules
from lotse.knowledge.mirroring.forms import AddressForm
from lotse.knowledge.models import Mirror
from lotse.knowledge.reviews.kinds import KINDS
from lotse.lib import paging
from lotse.lib.errors import RuleError
from lotse.ui.facets import Option


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@role_required(*access.EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def mirror_list(request: HttpRequest) -> HttpResponse:
    form = AddressForm(request.POST or None)
    if form.is_valid():
        try:
            raw, person = form.cleaned_data["address"], _person(request)
            mirror, problems = rules.take_over(raw, by=person, now=timezone.now())
            messages.success(request, _("Übernommen. Der Entwurf liegt bereit."))
            _say(request, problems)
            return redirect(mirror)
        except RuleError as error:
            form.add_error("address", error.message)
    context = {"form": form, **_listed(request)}
    return render(request, "knowledge/mirroring/list.html", context)


def _listed(request: HttpRequest) -> dict[str, object]:
    state = request.GET.get("stand", "")
    found = Mirror.objects.select_related("example")
    if state in Mirror.State.values:
        found = found.filter(queries.in_state(Mirror.State(state)))
    choices = Mirror.State.choices
    return {
        "page": paging.by_key(found, order=("-taken_at", "-pk"), query=request.GET),
        "states": [Option(v, str(label), None, v == state) for v, label in choices],
        "is_all": state not in Mirror.State.values,
        "now": timezone.now(),
    }


@role_required(*access.EDITORS)
@require_safe
def mirror_detail(request: HttpRequest, pk: int) -> HttpResponse:
    mirror = access.mirror(pk)
    context = {
        "mirror": mirror,
        "differences": queries.differences(mirror),
        "edit_url": KINDS[documents.KIND].edit_url(mirror.example_id),
        "now": timezone.now(),
    }
    return render(request, "knowledge/mirroring/detail.html", context)


@role_required(*access.EDITORS)
@require_POST
def take_changes(request: HttpRequest, pk: int) -> HttpResponse:
    mirror, seen = access.mirror(pk), request.POST.get("fassung", "")
    try:
        person, now = _person(request), timezone.now()
        problems = rules.take_changes(mirror, fingerprint=seen, by=person, now=now)
        messages.success(
            request, _("Die Änderungen stehen im Entwurf. Veröffentlicht ist er damit noch nicht.")
        )
        _say(request, problems)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(mirror)


@role_required(*access.EDITORS)
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    mirror, seen = access.mirror(pk), request.POST.get("fassung", "")
    try:
        rules.keep(mirror, fingerprint=seen, by=_person(request), now=timezone.now())
        messages.success(request, _("Bleibt, wie es ist. Die nächste Änderung zeigen wir wieder."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(mirror)


def _say(request: HttpRequest, problems: list[str]) -> None:
    if problems:
        messages.warning(request, _("Nicht übernommen: %s") % " ".join(problems)[:1000])

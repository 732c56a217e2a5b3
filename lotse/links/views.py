"""Addresses for editors: which do not work, where each stands, putting aside, replacing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.lib import paging
from lotse.lib.errors import RuleError
from lotse.links import access, queries, rules
from lotse.links.forms import IgnoreForm, ReplaceForm, WordFilter
from lotse.links.models import Link, Replacement
from lotse.ui.facets import Option

_form = require_http_methods(["GET", "HEAD", "POST"])


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@role_required(*access.EDITORS)
@require_safe
def link_list(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    default = "alle" if words else Link.State.BROKEN.value
    state = request.GET.get("stand", default)
    found = Link.objects.filter(uses_count__gt=0)
    if state in Link.State.values:
        found = found.filter(queries.in_state(state))
    if words:
        found = found.filter(address__icontains=words)
    context = {
        "page": paging.by_key(found, order=("-uses_count", "-pk"), query=request.GET),
        "states": [Option(v, str(label), None, v == state) for v, label in Link.State.choices],
        "is_all": state not in Link.State.values,
        "filter": WordFilter({"q": words}),
        "is_filtered": bool(words) or state != Link.State.BROKEN,
        "now": timezone.now(),
    }
    return render(request, "links/list.html", context)


@role_required(*access.EDITORS)
@require_safe
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an address stands, and what can be done about it."""
    return _link_page(request, access.link(pk))


def _link_page(
    request: HttpRequest,
    found: Link,
    *,
    ignore_form: IgnoreForm | None = None,
    replace_form: ReplaceForm | None = None,
) -> HttpResponse:
    uses = found.uses.order_by("record_kind", "record_id")
    context = {
        "link": found,
        "page": paging.by_key(uses, order=("record_kind", "record_id", "pk"), query=request.GET),
        "ignore_form": ignore_form or IgnoreForm(),
        "replace_form": replace_form or ReplaceForm(initial={"new": found.moved_to}),
        "now": timezone.now(),
    }
    status = 422 if ignore_form or replace_form else 200
    return render(request, "links/link.html", context, status=status)


@role_required(*access.EDITORS)
@require_POST
def ignore(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = access.link(pk), IgnoreForm(request.POST)
    if form.is_valid():
        try:
            reason, now = form.cleaned_data["reason"], timezone.now()
            rules.ignore(found, reason=reason, person=_person(request), now=now)
            messages.success(request, _("Zurückgestellt. Hier nehmen Sie sie wieder auf."))
            return redirect("links:link", pk)
        except RuleError as error:
            form.add_error(None, error.message)
    return _link_page(request, found, ignore_form=form)


@role_required(*access.EDITORS)
@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        rules.take_up(access.link(pk), now=timezone.now())
        messages.success(request, _("Die Adresse wird wieder geprüft."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("links:link", pk)


@role_required(*access.EDITORS)
@_form
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """First the preview, then the button that does it."""
    found = access.link(pk)
    form = ReplaceForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return _link_page(request, found, replace_form=form)
    try:
        new = rules.checked_new(found, form.cleaned_data["new"])
        if request.method == "POST":
            person, now = _person(request), timezone.now()
            made = rules.replace(found, new=new, person=person, now=now)
            return redirect("links:replacement", made.pk)
    except RuleError as error:
        form.add_error("new", error.message)
        return _link_page(request, found, replace_form=form)
    uses = found.uses.order_by("record_kind", "record_id")
    context = {"link": found, "new": new, "uses": uses[: rules.MAX_REPLACED]}
    return render(request, "links/replace.html", context)


@role_required(*access.EDITORS)
@require_safe
def replacement_list(request: HttpRequest) -> HttpResponse:
    found = Replacement.objects.select_related("made_by", "undone_by")
    page = paging.by_key(found, order=("-made_at", "-pk"), query=request.GET)
    return render(request, "links/replacements.html", {"page": page, "now": timezone.now()})


@role_required(*access.EDITORS)
@require_safe
def replacement(request: HttpRequest, pk: int) -> HttpResponse:
    made = access.replacement(pk)
    rows = list(made.records.order_by("pk"))
    context = {
        "made": made,
        "changed": [row for row in rows if not row.refusal],
        "refused": [row for row in rows if row.refusal],
        "now": timezone.now(),
    }
    return render(request, "links/replacement.html", context)


@role_required(*access.EDITORS)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        refused = rules.undo(access.replacement(pk), person=_person(request), now=timezone.now())
        if refused:
            count = len(refused)
            sentence = ngettext("%d Eintrag blieb: %s", "%d Einträge blieben: %s", count)
            messages.warning(request, sentence % (count, "; ".join(refused)[:500]))
        else:
            messages.success(request, _("Zurückgenommen. Überall steht wieder die alte Adresse."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("links:replacement", pk)

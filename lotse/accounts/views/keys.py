"""API keys in the browser: one's own, and all of them for lead and operator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts import access, queries
from lotse.accounts import keys as rules
from lotse.accounts.access import role_required
from lotse.accounts.forms import KeyForm
from lotse.accounts.models import ApiToken, User
from lotse.accounts.roles import PEOPLE_ROLES, Role
from lotse.lib import paging
from lotse.lib.errors import RuleError


@role_required(*Role)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def keys(request: HttpRequest) -> HttpResponse:
    """List one's own keys and make a new one. The secret stands on this answer and nowhere else."""
    me = request.user
    assert isinstance(me, User)
    form = KeyForm(request.POST or None, owner=me)
    secret = ""
    if form.is_valid():
        try:
            _token, secret = rules.make(owner=me, now=timezone.now(), **form.cleaned_data)
            form = KeyForm(owner=me)
        except RuleError as error:
            form.add_error(None, error.message)
    found = ApiToken.objects.filter(owner=me).select_related("owner")
    page = paging.by_key(found, order=("-created_at", "-pk"), query=request.GET, size=20)
    context = {
        "form": form,
        "secret": secret,
        "page": page,
        "rows": queries.key_rows(page.rows, timezone.now()),
        "manages_people": me.has_role(*PEOPLE_ROLES),
    }
    return render(request, "accounts/keys.html", context)


@role_required(*PEOPLE_ROLES)
@require_safe
def all_keys(request: HttpRequest) -> HttpResponse:
    found = ApiToken.objects.select_related("owner")
    page = paging.by_key(found, order=("-created_at", "-pk"), query=request.GET, size=25)
    context = {"page": page, "rows": queries.key_rows(page.rows, timezone.now())}
    return render(request, "accounts/all_keys.html", context)


@role_required(*Role)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    token = access.key_to_revoke(request.user, pk)
    try:
        rules.revoke(token, by=request.user, now=timezone.now())
        messages.success(request, _("Der Schlüssel „%s“ gilt nicht mehr.") % token.name)
    except RuleError as error:
        messages.error(request, error.message)
    is_own = token.owner_id == request.user.pk
    return redirect("accounts:keys" if is_own else "accounts:all_keys")

"""One's own account."""

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts import queries, rules, scopes
from lotse.accounts.access import signed_in
from lotse.accounts.forms import OwnDataForm
from lotse.accounts.models import User
from lotse.accounts.roles import PEOPLE_ROLES, Role


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, User)
    form = OwnDataForm(request.POST or None, instance=person)
    if form.is_valid():
        rules.change_own(person, **form.cleaned_data)
        messages.success(request, _("Ihre Angaben sind gespeichert."))
        return redirect("accounts:account")
    context = {
        "form": form,
        "person": User.objects.select_related("municipality").get(pk=person.pk),
        "roles": [role.label for role in Role if role in person.roles],
        "has_colleagues": person.has_role(Role.COORDINATOR) and person.municipality_id,
        "manages_people": person.has_role(*PEOPLE_ROLES),
        "has_keys": bool(scopes.open_to(person)),
        "has_password": person.has_usable_password(),
    }
    return render(request, "accounts/account.html", context)


@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    rules.sign_out_everywhere(request.user, now=timezone.now())
    logout(request, show_message=False)
    messages.success(request, _("Sie sind auf allen Geräten abgemeldet."))
    return redirect("accounts:sign_in")


@signed_in
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    content = queries.everything_about(request.user, now=timezone.now())
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="lotse-meine-daten.json"'
    return response

"""Other people's accounts: colleagues of a municipality, and everybody for lead and operator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts import access, queries, rules
from lotse.accounts.access import role_required
from lotse.accounts.forms import InviteForm, PeopleFilterForm, PersonForm
from lotse.accounts.models import User
from lotse.accounts.roles import PEOPLE_ROLES, Role
from lotse.lib.errors import RuleError


@role_required(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def colleagues(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    people = access.colleagues(me)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            rules.invite_colleague(by=me, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Die Einladung ist unterwegs."))
            return redirect("accounts:colleagues")
        except RuleError as error:
            form.add_error(None, error.message)
    page = queries.page(people, request.GET)
    rows = [queries.Row(person, can_remove=rules.may_remove(me, person)) for person in page.rows]
    context = {"form": form, "page": page, "rows": rows, "municipality": me.municipality}
    return render(request, "accounts/colleagues.html", context)


@role_required(Role.COORDINATOR)
@require_POST
def remove_colleague(request: HttpRequest, person_id: int) -> HttpResponse:
    person = access.colleague(_me(request), person_id)
    _open_or_close(request, person)
    return redirect("accounts:colleagues")


@role_required(*PEOPLE_ROLES)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    form = PeopleFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.people(
        text=wanted.get("q", ""), role=wanted.get("role", ""), closed=wanted.get("closed", False)
    )
    page = queries.page(found, request.GET)
    rows = [queries.Row(person) for person in page.rows]
    return render(request, "accounts/people.html", {"form": form, "page": page, "rows": rows})


@role_required(*PEOPLE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, by=_me(request))
    if form.is_valid():
        try:
            rules.add_person(by=_me(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Das Konto ist angelegt, die Person bekommt eine Mail."))
            return redirect("accounts:people")
        except RuleError as error:
            form.add_error(None, error.message)
    return render(request, "accounts/person.html", {"form": form, "person": None})


@role_required(*PEOPLE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request: HttpRequest, person_id: int) -> HttpResponse:
    me = _me(request)
    person = access.person_to_manage(me, person_id)
    form = PersonForm(
        request.POST or None, by=me, person=person, initial=queries.form_values(person)
    )
    if form.is_valid():
        try:
            rules.change_person(person, by=me, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Die Angaben sind gespeichert."))
            return redirect("accounts:people")
        except RuleError as error:
            form.add_error(None, error.message)
    context = {"form": form, "person": person, "can_remove": rules.may_remove(me, person)}
    return render(request, "accounts/person.html", context)


@role_required(*PEOPLE_ROLES)
@require_POST
def close_person(request: HttpRequest, person_id: int) -> HttpResponse:
    person = access.person_to_manage(_me(request), person_id)
    _open_or_close(request, person)
    return redirect("accounts:people")


def _open_or_close(request: HttpRequest, person: User) -> None:
    try:
        if request.POST.get("aktion") == "oeffnen":
            rules.reactivate(person, by=_me(request), now=timezone.now())
            messages.success(request, _("Das Konto ist wieder offen."))
        else:
            rules.deactivate(person, by=_me(request), now=timezone.now())
            messages.success(request, _("Das Konto ist geschlossen."))
    except RuleError as error:
        messages.error(request, error.message)


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user

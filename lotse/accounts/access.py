"""From a person to what they may see, and the locks on the doors of other slices."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django_htmx.http import HttpResponseClientRedirect

from lotse.accounts import tokens
from lotse.accounts.models import ApiToken, SignInRequest, User
from lotse.accounts.roles import MEMBER_ROLES, PEOPLE_ROLES, Role
from lotse.lib.audience import Audience

Visitor = User | AnonymousUser
View = Callable[..., HttpResponse]
LINK_MINUTES = 15
"""How long a sign-in link lets somebody in."""


def reach(person: Visitor) -> Audience:
    """Return the largest audience whose content this person may see."""
    if not isinstance(person, User) or not person.is_active:
        return Audience.PUBLIC
    if person.is_team:
        return Audience.TEAM
    if person.has_role(*MEMBER_ROLES):
        return Audience.MEMBERS
    return Audience.PUBLIC


def role_required(*roles: Role) -> Callable[[View], View]:
    """Let only people with one of these roles in.

    Whoever is not signed in is sent to the sign-in page and comes back afterwards; for everybody
    else the page does not exist.
    """
    return _guard(lambda person: person.has_role(*roles))


def signed_in(view: View) -> View:
    """Let everybody in who is signed in, whatever their roles."""
    return _guard(lambda person: True)(view)


def _guard(may_enter: Callable[[User], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, User):
                return _to_sign_in(request)
            if not may_enter(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    htmx = getattr(request, "htmx", None)
    if htmx:
        # A redirect would put the sign-in page into the fragment of the page.
        back = redirect_to_login(htmx.current_url_abs_path or request.get_full_path())
        return HttpResponseClientRedirect(back.url)
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    return redirect_to_login("/")


def sign_in_link(token: str, now: datetime) -> SignInRequest | None:
    """Return the sign-in request a link belongs to, or None if it lets nobody in any more."""
    request_id = tokens.read(token)
    if request_id is None:
        return None
    return (
        SignInRequest.objects.select_related("user")
        .filter(
            pk=request_id,
            purpose=SignInRequest.Purpose.LINK,
            used_at=None,
            requested_at__gt=now - timedelta(minutes=LINK_MINUTES),
            user__is_active=True,
        )
        .first()
    )


def colleagues(person: User) -> QuerySet[User]:
    """People of a coordinator's own municipality. Raises Http404 without one."""
    if person.municipality_id is None:
        raise Http404
    return User.objects.filter(municipality_id=person.municipality_id)


def colleague(person: User, person_id: int) -> User:
    return get_object_or_404(colleagues(person), pk=person_id)


def person_to_manage(person: User, person_id: int) -> User:
    """Return an account for lead or operator. Raises Http404 for everybody else."""
    if not person.has_role(*PEOPLE_ROLES):
        raise Http404
    return get_object_or_404(User.objects.select_related("municipality"), pk=person_id)


def key_to_revoke(person: User, pk: int) -> ApiToken:
    """Return an API key of one's own; for lead or operator anybody's."""
    keys = ApiToken.objects.select_related("owner")
    if not person.has_role(*PEOPLE_ROLES):
        keys = keys.filter(owner=person)
    return get_object_or_404(keys, pk=pk)

"""From a person to what they may see, and the locks on the doors of other slices."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect

from lotse.accounts.models import User
from lotse.accounts.roles import MEMBER_ROLES, Role
from lotse.lib.audience import Audience

Visitor = User | AnonymousUser
View = Callable[..., HttpResponse]


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

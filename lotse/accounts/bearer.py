"""The lock on every operation of the machine interface: a key with the scope it needs."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from lotse.accounts import keys, limits, scopes
from lotse.accounts.models import ApiToken, User
from lotse.accounts.scopes import Scope
from lotse.lib.problems import Problem

WITHOUT_KEY = limits.Limit("api-client", keys.PER_MINUTE, 1)
"""What comes from memory costs nothing and is not counted."""
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="lotse"'}


class Bearer(HttpBearer):
    """Lets in who shows a valid key with this scope whose owner may still do it."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        given = request.headers.get("Authorization", "")
        kind, _space, text = given.partition(" ")
        if kind.lower() != "bearer" or not text:
            detail = _("Bitte senden Sie einen Schlüssel: Authorization: Bearer lotse_…")
            raise Problem(401, "unauthenticated", detail, headers=CHALLENGE)
        return self.authenticate(request, text.strip())

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        try:
            key = keys.use(token, now=timezone.now())
        except keys.Refused as refusal:
            detail = _("Dieser Schlüssel gilt nicht. Bitte legen Sie unter Mein Konto einen an.")
            raise Problem(401, f"key_{refusal.reason}", detail, headers=CHALLENGE) from None
        except keys.TooFast:
            detail = _("Zu viele Anfragen mit diesem Schlüssel. Bitte warten Sie eine Minute.")
            raise Problem(429, "too_fast", detail, headers={"Retry-After": "60"}) from None
        if not scopes.allows(key.owner, key.scopes, self.scope):
            detail = _("Der Schlüssel oder die Rolle seiner Person reicht dafür nicht.")
            raise Problem(403, "scope_missing", detail, scope=self.scope.value)
        return key


class OpenBearer(Bearer):
    """Lets everybody in; who shows a key with the scope sees what its owner may see."""

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" in request.headers:
            return super().__call__(request)
        now, client = timezone.now(), limits.client(request)
        if limits.is_reached(WITHOUT_KEY, key=client, now=now):
            detail = _("Zu viele Anfragen ohne Schlüssel. Bitte warten Sie eine Minute.")
            raise Problem(429, "too_fast", detail, headers={"Retry-After": "60"})
        limits.count(WITHOUT_KEY, key=client, now=now)
        return AnonymousUser()


def visitor(request: HttpRequest) -> User | AnonymousUser:
    """Return in whose name the program works, or nobody. Only behind ``OpenBearer``."""
    shown = getattr(request, "auth", None)
    return shown.owner if isinstance(shown, ApiToken) else AnonymousUser()


def owner(request: HttpRequest) -> User:
    """Return in whose name the program works. Only behind ``Bearer``."""
    return key(request).owner


def key(request: HttpRequest) -> ApiToken:
    shown = getattr(request, "auth", None)
    assert isinstance(shown, ApiToken)
    return shown

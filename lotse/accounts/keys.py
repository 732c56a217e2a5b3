"""API keys: made once, shown once, used until they end or somebody revokes them."""

import hashlib
import hmac
import re
from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import token_hex, token_urlsafe

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from lotse.accounts import actions, scopes
from lotse.accounts.models import ApiToken, User
from lotse.accounts.roles import PEOPLE_ROLES
from lotse.audit import rules as audit
from lotse.lib.errors import RuleError

MAX_PER_PERSON = 20
MAX_DAYS = 366
PER_MINUTE = 120
"""Requests one key may make in a minute."""
WINDOW = timedelta(minutes=1)
_FORM = re.compile(r"lotse_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


class Refused(Exception):
    """A key that lets nobody in. ``reason``: unknown, revoked, expired, closed."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class TooFast(Exception):
    """The key has used up its minute."""


@transaction.atomic
def make(
    *, name: str, owner: User, wanted: Collection[str], days: int, now: datetime
) -> tuple[ApiToken, str]:
    """Make a key and return it with its secret, which nobody can read again afterwards.

    days: until it ends, 1 to ``MAX_DAYS``. Raises RuleError.
    """
    open_to = {scope.value for scope in scopes.open_to(owner)}
    if not wanted or not set(wanted) <= open_to:
        raise RuleError(_("Bitte wählen Sie, was das Programm darf. Mehr als Sie darf es nie."))
    if not 1 <= days <= MAX_DAYS:
        raise RuleError(_("Ein Schlüssel gilt mindestens einen Tag und höchstens ein Jahr."))
    if valid(now).filter(owner=owner).count() >= MAX_PER_PERSON:
        raise RuleError(_("Sie haben schon 20 Schlüssel. Bitte widerrufen Sie zuerst einen."))
    prefix, secret = token_hex(6), token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name.strip(),
        owner=owner,
        prefix=prefix,
        secret_hash=_hash(secret),
        scopes=sorted(set(wanted)),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    after = {"rechte": token.scopes, "gilt_bis": token.expires_at.isoformat()}
    audit.record(
        actions.TOKEN_MADE, actor_id=owner.pk, subject=f"token:{prefix}", after=after, now=now
    )
    return token, f"lotse_{prefix}_{secret}"


@transaction.atomic
def revoke(token: ApiToken, *, by: User, now: datetime) -> None:
    """End a key at once. Its owner may do that, and whoever manages people. Twice is fine."""
    if token.owner_id != by.pk and not by.has_role(*PEOPLE_ROLES):
        raise RuleError(_("Diesen Schlüssel dürfen Sie nicht widerrufen."))
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now, revoked_by=by):
        subject = f"token:{token.prefix}"
        audit.record(actions.TOKEN_REVOKED, actor_id=by.pk, subject=subject, now=now)


def use(text: str, *, now: datetime) -> ApiToken:
    """Return the key a program shows, with its owner, and count this use. now: aware.

    Raises Refused or TooFast.
    """
    parts = _FORM.fullmatch(text)
    if parts is None:
        raise Refused("unknown")
    prefix, secret = parts.groups()
    token = (
        ApiToken.objects.select_related("owner")
        .prefetch_related("owner__groups")
        .filter(prefix=prefix)
        .first()
    )
    if token is None or not hmac.compare_digest(token.secret_hash, _hash(secret)):
        raise Refused("unknown")
    if token.revoked_at is not None:
        raise Refused("revoked")
    if token.expires_at <= now:
        raise Refused("expired")
    if not token.owner.is_active:
        raise Refused("closed")
    if not _count(token, now):
        raise TooFast
    return token


def valid(now: datetime) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(revoked_at=None, expires_at__gt=now)


def _count(token: ApiToken, now: datetime) -> int:
    """Count a use in the present window, or begin a new one; one statement, no race."""
    is_new = Q(window_started_at=None) | Q(window_started_at__lte=now - WINDOW)
    return (
        ApiToken.objects.filter(pk=token.pk)
        .filter(is_new | Q(window_uses__lt=PER_MINUTE))
        .update(
            last_used_at=now,
            window_uses=Case(When(is_new, then=Value(1)), default=F("window_uses") + 1),
            window_started_at=Case(When(is_new, then=Value(now)), default=F("window_started_at")),
        )
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

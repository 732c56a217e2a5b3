"""Reads about people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Prefetch, Q, QuerySet

from lotse.accounts.models import ApiToken, User
from lotse.accounts.roles import Role
from lotse.accounts.scopes import Scope
from lotse.lib import paging, privacy
from lotse.lib.paging import Page


@dataclass(frozen=True)
class Row:
    """A person in a list, with the words the list shows."""

    person: User
    can_remove: bool = False

    @property
    def roles(self) -> str:
        return ", ".join(str(role.label) for role in Role if role in self.person.roles)


def page(people: QuerySet[User], query: Mapping[str, str]) -> Page[User]:
    """Return a page of people by name, with roles and municipality read at once."""
    groups = Prefetch("groups", queryset=Group.objects.only("name"))
    found = people.select_related("municipality").prefetch_related(groups)
    return paging.by_key(found, order=("name", "pk"), query=query, size=25)


def people(*, text: str = "", role: str = "", closed: bool = False) -> QuerySet[User]:
    """Find people by words of name, address or municipality, and by role."""
    found = User.objects.all() if closed else User.objects.filter(is_active=True)
    for word in text.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(municipality__name__icontains=word)
        )
    return found.filter(groups__name=role) if role else found


def form_values(person: User) -> dict[str, Any]:
    return {
        "name": person.name,
        "office": person.office,
        "phone": person.phone,
        "municipality": person.municipality_id,
        "roles": list(person.roles),
    }


def everything_about(person: User, *, now: datetime) -> dict[str, Any]:
    """Return what is stored about a person, by the register of personal data.

    Keys are model labels; values are lists of objects with the registered fields.
    """
    return {
        "exported_at": now.isoformat(),
        "roles": sorted(person.roles),
        "records": privacy.collect(person.pk),
    }


@dataclass(frozen=True)
class KeyRow:
    """An API key in a list."""

    token: ApiToken
    scopes: str
    state: str
    """``valid``, ``expired`` or ``revoked``."""


def key_rows(tokens: Iterable[ApiToken], now: datetime) -> list[KeyRow]:
    return [_key_row(token, now) for token in tokens]


def _key_row(token: ApiToken, now: datetime) -> KeyRow:
    labels = [str(scope.label) for scope in Scope if scope in token.scopes]
    ended = "expired" if token.expires_at <= now else "valid"
    return KeyRow(token, ", ".join(labels), "revoked" if token.revoked_at else ended)

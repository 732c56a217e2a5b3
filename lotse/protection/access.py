"""Lead and operator see what data protection needs; people see what is about themselves."""

from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404

from lotse.accounts.models import User
from lotse.accounts.roles import PEOPLE_ROLES
from lotse.protection import exports
from lotse.protection.models import DataExport, ErasureRequest, Hold

KEEPERS = tuple(PEOPLE_ROLES)
"""Roles for ``role_required`` on every page below /betrieb/."""


def keeper(person: User) -> User:
    if not person.has_role(*PEOPLE_ROLES):
        raise Http404
    return person


def hold(person: User, pk: int) -> Hold:
    keeper(person)
    return get_object_or_404(Hold, pk=pk)


def erasure(person: User, pk: int) -> ErasureRequest:
    keeper(person)
    return get_object_or_404(ErasureRequest, pk=pk)


def export_by_token(token: str, now: datetime) -> DataExport:
    """Return an archive that is still there. The link went to the address it is about."""
    found = exports.by_token(token, now)
    if found is None:
        raise Http404
    return found

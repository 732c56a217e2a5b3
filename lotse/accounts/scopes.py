"""What a program may do with a key. A key never reaches further than its owner's roles."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.accounts.roles import DESK_ROLES, MEMBER_ROLES, TEAM_ROLES, Role


class Scope(models.TextChoices):
    INQUIRIES_READ = "inquiries:read", _("Anfragen lesen")
    INQUIRIES_WRITE = "inquiries:write", _("Anfragen anlegen, beantworten, zuweisen, abschließen")
    CONTENT_READ = "content:read", _("Wissen lesen, das ich selbst sehen darf")
    REPORTS_READ = "reports:read", _("Zahlen zum 24-Stunden-Versprechen lesen")


NEEDED: dict[Scope, frozenset[Role]] = {
    Scope.INQUIRIES_READ: DESK_ROLES,
    Scope.INQUIRIES_WRITE: DESK_ROLES,
    Scope.CONTENT_READ: MEMBER_ROLES | TEAM_ROLES,
    Scope.REPORTS_READ: DESK_ROLES | {Role.OPERATOR},
}
"""Roles of which the owner needs one, at every request anew."""


def open_to(person: User) -> list[Scope]:
    """Return the scopes a person may give to a key of their own."""
    return [scope for scope in Scope if person.has_role(*NEEDED[scope])]


def allows(owner: User, granted: Collection[str], wanted: Scope) -> bool:
    """Say whether a key with these scopes may do this for its owner now."""
    return wanted in granted and owner.is_active and owner.has_role(*NEEDED[wanted])

"""From a person to what they may see."""

from django.contrib.auth.models import AnonymousUser

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.lib.audience import Audience

Visitor = User | AnonymousUser


def reach(person: Visitor) -> Audience:
    """Return the largest audience whose content this person may see."""
    if not isinstance(person, User) or not person.is_active:
        return Audience.PUBLIC
    if person.is_team:
        return Audience.TEAM
    if person.has_role(Role.MEMBER, Role.COORDINATOR):
        return Audience.MEMBERS
    return Audience.PUBLIC

"""Base data every installation needs: one group for each role."""

from datetime import datetime

from django.contrib.auth.models import Group, Permission
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from lotse.accounts import grants
from lotse.accounts.roles import WAGTAIL_ROLES, Role


def load(now: datetime) -> str:
    """Create the groups and what they may do in the editorial admin. Doing it twice is fine."""
    for role in Role:
        grants.group(role)
    admin = Permission.objects.get(codename="access_admin", content_type__model="admin")
    for role in WAGTAIL_ROLES:
        grants.group(role).permissions.add(admin)
        grants.allow_collection(role, get_image_model(), "add", "change", "choose")
        grants.allow_collection(role, get_document_model(), "add", "change", "choose")
    # Wagtail's own example groups would only be a second, undocumented set of roles.
    Group.objects.filter(name__in=["Editors", "Moderators"], user=None).delete()
    return f"{len(Role)} Rollen eingerichtet"

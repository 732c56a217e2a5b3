"""Roles. A role is a Django group of the same name; one person may hold several."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    MEMBER = "member", _("Mitglied")
    COORDINATOR = "coordinator", _("Koordination einer Kommune")
    DESK = "desk", _("Fachreferat")
    EDITOR = "editor", _("Redaktion")
    LEAD = "lead", _("Leitung")
    PRESS = "press", _("Presse")
    OPERATOR = "operator", _("Betrieb")


MEMBER_ROLES = frozenset({Role.MEMBER, Role.COORDINATOR})
"""Roles of people who work for a member municipality."""
TEAM_ROLES = frozenset({Role.DESK, Role.EDITOR, Role.LEAD, Role.PRESS})
"""Roles of the competence team; they see team content. Operators run machines and see none."""
DESK_ROLES = frozenset({Role.DESK, Role.LEAD})
"""Roles that work on inquiries."""
EDITOR_ROLES = frozenset({Role.EDITOR, Role.LEAD})
"""Roles that prepare what is sent in and read what readers say."""
WAGTAIL_ROLES = frozenset({Role.EDITOR, Role.LEAD, Role.PRESS})
"""Roles that work in the editorial admin."""
PEOPLE_ROLES = frozenset({Role.LEAD, Role.OPERATOR})
"""Roles that give access to other people."""

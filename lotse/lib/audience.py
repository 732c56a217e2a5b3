"""Who may see content: three audiences, each including the ones before it.

A record stores the smallest audience that may see it; a person has a reach. Content is visible if
``record.audience <= reach``, so every query filters with ``audience__lte=reach``.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.IntegerChoices):
    PUBLIC = 0, _("öffentlich")
    MEMBERS = 1, _("Mitglieder")
    TEAM = 2, _("Kompetenzteam")

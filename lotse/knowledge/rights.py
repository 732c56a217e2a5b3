"""Rights in files and pictures: licence, and whether the people shown agreed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """Under which terms others may use a file or a picture."""

    CC_BY = "CC BY 4.0", _("CC BY 4.0: nutzen und anpassen mit Namensnennung")
    CC0 = "CC0 1.0", _("CC0 1.0: frei nutzen")
    DL_DE_BY = "dl-de/by-2-0", _("Datenlizenz Deutschland, Namensnennung 2.0")
    ASK = "nachfragen", _("Nutzung nur nach Rückfrage bei der Kommune")


class PeopleShown(models.TextChoices):
    """Whether somebody can be recognised in a picture, and agreed to it (KunstUrhG 22)."""

    NOBODY = "nobody", _("Niemand ist zu erkennen")
    AGREED = "agreed", _("Alle Erkennbaren sind einverstanden")

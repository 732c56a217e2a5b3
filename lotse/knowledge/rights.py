"""Rights in files and pictures: licence, and whether the people shown agreed."""

from django.conf import settings
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


TEXT_LICENCE = Licence(settings.CONTENT_LICENCE)
"""Under which terms our own words in public records may be used; quoted sources keep theirs."""
ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.DL_DE_BY: "https://www.govdata.de/dl-de/by-2-0",
}

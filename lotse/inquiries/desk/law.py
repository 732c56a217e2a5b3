"""Whose law an answer rests on."""

from django.utils.translation import gettext as _

from lotse.inquiries.rules import FEDERAL
from lotse.municipalities.queries import lands


def law_of(jurisdiction: str) -> str:
    """Return whose law it is: "Bundesrecht", "Landesrecht NW"."""
    return _("Bundesrecht") if jurisdiction == FEDERAL else _("Landesrecht %s") % jurisdiction


def jurisdictions() -> list[tuple[str, str]]:
    """Return the choices for whose law an answer rests on."""
    return [("", _("Land der Kommune")), (FEDERAL, _("Bund")), *lands()]

"""The programme areas every installation starts with; the lead adapts them in the admin."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from lotse.accounts import grants
from lotse.accounts.roles import Role
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept


@dataclass(frozen=True)
class Area:
    slug: str
    initials: str
    name: str
    department: str
    description: str
    topics: tuple[str, ...] = ()
    """Codes of the fields it answers for."""
    is_press: bool = False


AREAS = (
    Area(
        "leitung",
        "LK",
        "Leitung Kompetenzteam",
        "Organisations- und Informationsmanagement",
        "Gesamtverantwortung, Zusammenarbeit mit Ländern und Verbänden",
    ),
    Area(
        "organisation",
        "FO",
        "Fachreferat Organisation",
        "Organisations- und Informationsmanagement",
        "Unterbringung und Winter, Prozesse und Schnittstellen",
        ("U", "S"),
    ),
    Area(
        "personal",
        "FP",
        "Fachreferat Personal",
        "Personalmanagement",
        "Personal gewinnen, Mitarbeitende unterstützen",
        ("P", "M"),
    ),
    Area(
        "vergleiche",
        "BV",
        "Beratung & Vergleiche",
        "Geschäftsbereich Beratung & Vergleiche",
        "Ehrenamt, Kommunikation, Kennzahlen und Finanzierung",
        ("E", "K"),
    ),
    Area(
        "redaktion",
        "RE",
        "Redaktion",
        "Gute Beispiele und Hilfestellungen",
        "Meldungen, Freigaben, Korrekturen",
    ),
    Area(
        "presse",
        "PR",
        "Presse- und Öffentlichkeitsarbeit",
        "Kommunikation",
        "Anfragen von Medien",
        is_press=True,
    ),
)


def load(now: datetime) -> str:
    """Create missing programme areas; what somebody has changed stays. Needs the vocabulary."""
    for position, area in enumerate(AREAS, start=1):
        record, is_new = ProgrammeArea.objects.get_or_create(
            slug=area.slug,
            defaults={
                "initials": area.initials,
                "name": area.name,
                "department": area.department,
                "description": area.description,
                "email": settings.INQUIRY_ADDRESS,
                "is_press": area.is_press,
                "position": position,
            },
        )
        if is_new:
            record.topics.set(Concept.objects.filter(code__in=area.topics))
    grants.allow(Role.LEAD, ProgrammeArea, "add", "change", "delete")
    return f"{len(AREAS)} Programmbereiche eingerichtet"

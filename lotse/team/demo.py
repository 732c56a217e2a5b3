"""Invented mailboxes, phone numbers and people for the programme areas of the demo."""

from datetime import datetime

from lotse.accounts.models import User
from lotse.team.models import ProgrammeArea

HOURS = "Mo–Fr, 8–17 Uhr"
CONTACTS = {
    "leitung": ("leitung", "030 23125-100", "leitung", "fachreferat"),
    "organisation": ("organisation", "030 23125-101", "fachreferat", "fachreferat2"),
    "personal": ("personal", "030 23125-102", "fachreferat2", "fachreferat"),
    "vergleiche": ("vergleiche", "030 23125-103", "fachreferat2", "leitung"),
    "redaktion": ("redaktion-postfach", "030 23125-104", "redaktion", "leitung"),
    "presse": ("pressestelle", "030 23125-110", "presse", "leitung"),
}
"""Area to mailbox, phone, responsible person and deputy; all at lotse.example."""


def load(now: datetime) -> str:
    """Fill in contacts where an area has no phone yet. Needs the demo people."""
    people = {
        user.email.partition("@")[0]: user
        for user in User.objects.filter(email__endswith="@lotse.example")
    }
    for area in ProgrammeArea.objects.filter(slug__in=CONTACTS, phone=""):
        mailbox, phone, responsible, deputy = CONTACTS[area.slug]
        area.email, area.phone, area.hours = f"{mailbox}@lotse.example", phone, HOURS
        area.responsible, area.deputy = people.get(responsible), people.get(deputy)
        area.has_named_people = True
        area.save()
    return f"{len(CONTACTS)} Ansprechstellen mit erfundenen Angaben versehen"

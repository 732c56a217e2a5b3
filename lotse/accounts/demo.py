"""Demo people and members: real municipalities, invented people, mail domains that cannot exist."""

from dataclasses import dataclass
from datetime import date, datetime

from lotse.accounts import grants
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.municipalities.models import MailDomain, Membership, Municipality

PASSWORD = "lotse-demo-2026"  # noqa: S105 (printed for everybody who tries the demo)

MEMBERS = {
    "01002000": "kiel",
    "03159": "landkreis-goettingen",
    "03404000": "osnabrueck",
    "04012000": "bremerhaven",
    "05362028": "huerth",
    "05554008": "bocholt",
    "06533003": "bad-camberg",
    "07339030": "ingelheim",
    "08416041": "tuebingen",
    "09371": "landkreis-amberg-sulzbach",
    "10044115": "saarlouis",
    "12052000": "cottbus",
    "13003000": "rostock",
    "13076": "ludwigslust-parchim",
    "14627140": "meissen",
    "15001000": "dessau-rosslau",
    "16055000": "weimar",
}
"""Official key to the name in front of ``.example``: towns and districts of every size class."""


@dataclass(frozen=True)
class DemoPerson:
    email: str
    name: str
    office: str
    roles: tuple[Role, ...]
    phone: str = ""
    municipality: str = ""
    """Official key; empty for the competence team."""


PEOPLE = (
    DemoPerson(
        "mitglied@weimar.example", "Jutta Feldhaus", "Sozialamt", (Role.MEMBER,), "", "16055000"
    ),
    DemoPerson(
        "koordination@weimar.example",
        "Bernd Ostrowski",
        "Hauptamt",
        (Role.MEMBER, Role.COORDINATOR),
        "",
        "16055000",
    ),
    DemoPerson(
        "fachreferat@lotse.example",
        "Mareike Thomsen",
        "Fachreferat Organisation",
        (Role.DESK,),
        "030 23125-101",
    ),
    DemoPerson(
        "fachreferat2@lotse.example",
        "Cem Aydın",
        "Fachreferat Personal",
        (Role.DESK,),
        "030 23125-102",
    ),
    DemoPerson(
        "redaktion@lotse.example", "Hanna Wiebe", "Redaktion", (Role.EDITOR,), "030 23125-104"
    ),
    DemoPerson(
        "leitung@lotse.example",
        "Ulrike Sandmann",
        "Leitung Kompetenzteam",
        (Role.LEAD,),
        "030 23125-100",
    ),
    DemoPerson(
        "presse@lotse.example",
        "Paul Lindner",
        "Presse- und Öffentlichkeitsarbeit",
        (Role.PRESS,),
        "030 23125-110",
    ),
    DemoPerson("betrieb@lotse.example", "Samira Kraft", "Betrieb", (Role.OPERATOR,)),
)


def load(now: datetime) -> str:
    """Create demo members and demo people where they are missing. Needs the register."""
    for key, name in MEMBERS.items():
        municipality = Municipality.objects.get(key=key)
        Membership.objects.get_or_create(
            municipality=municipality, defaults={"since": date(2024, 1, 1)}
        )
        MailDomain.objects.get_or_create(
            domain=f"{name}.example", defaults={"municipality": municipality}
        )
    for person in PEOPLE:
        _load(person, now)
    return f"{len(MEMBERS)} Mitglieder und {len(PEOPLE)} Konten zum Ausprobieren angelegt"


def _load(person: DemoPerson, now: datetime) -> None:
    if User.objects.filter(email=person.email).exists():
        return
    home = Municipality.objects.get(key=person.municipality) if person.municipality else None
    user = User.objects.create_user(
        person.email,
        PASSWORD,
        name=person.name,
        office=person.office,
        phone=person.phone,
        municipality=home,
        created_at=now,
    )
    user.groups.set([grants.group(role) for role in person.roles])


def accounts() -> list[tuple[str, str, str]]:
    """Return address, password and role names of each demo account, for the welcome text."""
    return [
        (person.email, PASSWORD, ", ".join(str(role.label) for role in person.roles))
        for person in PEOPLE
    ]

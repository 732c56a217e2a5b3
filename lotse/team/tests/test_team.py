"""Who answers for what, and how people find them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page

from lotse.accounts import bootstrap as accounts
from lotse.accounts import demo as people
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.municipalities.models import Land, Municipality
from lotse.team import bootstrap, demo, queries
from lotse.team.models import ProgrammeArea
from lotse.team.tests.factories import ProgrammeAreaFactory
from lotse.team.vcard import vcard
from lotse.topics.models import Concept

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FIELDS = {
    "U": "Unterbringung und Winter",
    "S": "Prozesse und Schnittstellen",
    "P": "Personal gewinnen",
    "M": "Mitarbeitende unterstützen",
    "E": "Ehrenamt koordinieren",
    "K": "Kommunikation",
}


@pytest.fixture
def fields() -> dict[str, Concept]:
    return {
        code: Concept.objects.create(
            code=code, kind=Concept.Kind.FIELD, name=name, slug=f"feld-{code.lower()}"
        )
        for code, name in FIELDS.items()
    }


def narrower(code: str, field: Concept) -> Concept:
    return Concept.objects.create(
        code=code, kind=Concept.Kind.CONCEPT, name=code, slug=code.lower(), broader=field
    )


def area_name(*topics: Concept) -> str:
    area = queries.area_for(topics)
    return area.slug if area else ""


@pytest.fixture
def areas(fields: dict[str, Concept]) -> None:
    bootstrap.load(NOW)


def test_each_field_has_exactly_one_area(fields: dict[str, Concept], areas: None) -> None:
    assert {code: area_name(field) for code, field in fields.items()} == {
        "U": "organisation",
        "S": "organisation",
        "P": "personal",
        "M": "personal",
        "E": "vergleiche",
        "K": "vergleiche",
    }


def test_narrower_topic_goes_where_its_field_goes(fields: dict[str, Concept], areas: None) -> None:
    assert area_name(narrower("P03", fields["P"])) == "personal"


def test_most_topics_decide_and_the_first_of_equals(
    fields: dict[str, Concept], areas: None
) -> None:
    assert area_name(fields["P"], fields["U"], fields["S"]) == "organisation"
    assert area_name(fields["P"], fields["U"]) == "personal"
    assert area_name(fields["U"], fields["P"]) == "organisation"


def test_topic_nobody_answers_for_leads_nowhere(fields: dict[str, Concept], areas: None) -> None:
    crossing = Concept.objects.create(
        code="Q1", kind=Concept.Kind.CROSS_CUTTING, name="Minderjährige", slug="umf"
    )
    assert area_name(crossing) == ""
    assert area_name() == ""


def test_bootstrap_twice_keeps_what_the_lead_has_changed(
    fields: dict[str, Concept], areas: None
) -> None:
    area = ProgrammeArea.objects.get(slug="personal")
    area.phone = "0361 1"
    area.save()
    area.topics.set([fields["U"]])
    bootstrap.load(NOW)
    area.refresh_from_db()
    assert area.phone == "0361 1"
    assert list(area.topics.values_list("code", flat=True)) == ["U"]
    assert ProgrammeArea.objects.count() == 6


def test_fresh_installation_shows_no_invented_contact(
    client: Client, fields: dict[str, Concept], areas: None
) -> None:
    page = client.get("/kompetenzteam/").content.decode()
    assert "tel:" not in page
    assert "fluechtlingsmanagement@lotse.example" in page


def test_deputy_is_somebody_else() -> None:
    person = UserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeAreaFactory(responsible=person, deputy=person)


def test_names_are_public_only_with_consent(client: Client) -> None:
    ProgrammeAreaFactory(responsible=UserFactory(name="Mareike Thomsen"), has_named_people=False)
    ProgrammeAreaFactory(
        responsible=UserFactory(name="Cem Aydın"),
        deputy=UserFactory(name="Hanna Wiebe"),
        has_named_people=True,
    )
    page = client.get("/kompetenzteam/").content.decode()
    assert "Mareike Thomsen" not in page
    assert "Cem Aydın" in page
    assert "Hanna Wiebe" in page


def test_hidden_area_is_neither_on_the_page_nor_a_card(client: Client) -> None:
    area = ProgrammeAreaFactory(name="Verborgen", is_public=False)
    assert "Verborgen" not in client.get("/kompetenzteam/").content.decode()
    assert client.get(f"/kompetenzteam/{area.slug}.vcf").status_code == 404


def test_page_asks_the_same_for_one_and_for_many_areas(
    client: Client, fields: dict[str, Concept]
) -> None:
    counts = []
    for number in (1, 3):
        for _ in range(number):
            area = ProgrammeAreaFactory(responsible=UserFactory(), has_named_people=True)
            area.topics.set(fields.values())
        with CaptureQueriesContext(connection) as asked:
            client.get("/kompetenzteam/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_topics_of_an_area_have_anchors_of_their_own(
    client: Client, fields: dict[str, Concept], areas: None
) -> None:
    page = client.get("/kompetenzteam/").content.decode()
    assert 'id="thema-feld-u"' in page
    assert 'href="/themen/feld-u/"' in page
    assert 'id="organisation"' in page


def test_card_is_a_vcard_with_phone_and_mailbox(client: Client) -> None:
    ProgrammeAreaFactory(
        name="Beratung & Vergleiche",
        slug="vergleiche",
        email="vergleiche@lotse.example",
        phone="030 23125-103",
        description="Ehrenamt, Kennzahlen; Finanzierung",
    )
    answer = client.get("/kompetenzteam/vergleiche.vcf")
    assert answer.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="vergleiche.vcf"'
    assert answer.content.decode().split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Beratung & Vergleiche;;;;",
        "FN:Beratung & Vergleiche",
        "ORG:Lotse",
        "EMAIL;TYPE=INTERNET:vergleiche@lotse.example",
        "TEL;TYPE=WORK,VOICE:030 23125-103",
        "NOTE:Ehrenamt\\, Kennzahlen\\; Finanzierung",
        "URL:http://localhost:8000/kompetenzteam/#vergleiche",
        "END:VCARD",
        "",
    ]


def test_long_line_of_a_card_is_folded_between_characters_and_cannot_smuggle_one() -> None:
    text = vcard(name="Ü" * 60, organisation="", email="", phone="", note="a\r\nTEL:0190", url="")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "NOTE:a TEL:0190\r\n" in text
    assert "Ü" * 60 in text.replace("\r\n ", "")


@pytest.mark.parametrize(
    ("phone", "uri"),
    [
        ("030 23125-101", "tel:+493023125101"),
        ("+43 1 23", "tel:+43123"),
        ("115", "tel:115"),
    ],
)
def test_phone_number_can_be_dialled(phone: str, uri: str) -> None:
    assert ProgrammeArea(phone=phone).phone_uri == uri


def test_lead_changes_an_area_in_the_editorial_admin_and_others_do_not(
    client: Client, fields: dict[str, Concept]
) -> None:
    accounts.load(NOW)
    bootstrap.load(NOW)
    area = ProgrammeArea.objects.get(slug="personal")
    path = f"/redaktion/snippets/team/programmearea/edit/{area.pk}/"
    desk = UserFactory(name="Fachkraft", roles=[Role.DESK])
    UserFactory(name="Mitglied", roles=[Role.MEMBER])
    new = {
        "name": "Personal und Ausbildung",
        "initials": "PA",
        "slug": "personal",
        "email": "personal@lotse.example",
        "phone": "030 1",
        "topics": ["P"],
        "responsible": str(desk.pk),
        "is_public": "on",
        "position": "3",
    }

    client.force_login(UserFactory(roles=[Role.EDITOR]))
    client.post(path, new)
    area.refresh_from_db()
    assert area.name == "Fachreferat Personal"

    client.force_login(UserFactory(roles=[Role.LEAD]))
    form = client.get(path).content.decode()
    assert "Fachkraft" in form
    assert ">Mitglied<" not in form
    client.post(path, new)
    area.refresh_from_db()
    assert (area.name, area.responsible) == ("Personal und Ausbildung", desk)
    assert "Personal und Ausbildung" in Client().get("/kompetenzteam/").content.decode()


def test_demo_fills_every_area_with_people_and_a_deputy(
    fields: dict[str, Concept], areas: None
) -> None:
    land = Land.objects.create(
        code="TH", key="16", name="Thüringen", capital="Erfurt", population=1, area_km2=1
    )
    for key in people.MEMBERS:
        Municipality.objects.create(
            kind="gemeinde",
            key=key,
            name=key,
            search_name=key,
            bare_name=key,
            type="Stadt",
            land=land,
            population=1,
            area_km2=1,
        )
    accounts.load(NOW)
    for _ in range(2):
        people.load(NOW)
        demo.load(NOW)
    assert User.objects.count() == len(people.PEOPLE)
    assert all(
        area.phone and area.responsible and area.deputy for area in ProgrammeArea.objects.all()
    )
    addresses = [address for address, _password, _roles in people.accounts()]
    assert all(address.endswith(".example") for address in addresses)
    (coordinator,) = User.objects.filter(groups__name=Role.COORDINATOR)
    assert coordinator.check_password(people.PASSWORD)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_contacts_page_is_accessible_and_fits(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], device: str
) -> None:
    ProgrammeAreaFactory(
        name="Presse- und Öffentlichkeitsarbeit",
        department="Organisations- und Informationsmanagement",
        description="Anfragen von Medien",
        phone="030 23125-110",
        responsible=UserFactory(name="Paul Lindner"),
        has_named_people=True,
    )
    page = open_page(device=device)
    page.goto("/kompetenzteam/")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

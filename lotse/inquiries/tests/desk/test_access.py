"""Who may enter the desk: desk officers and the lead; the press for its own inquiries alone."""

import pytest
from django.test import Client
from django.utils import timezone

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries.models import Inquiry
from lotse.inquiries.tests.desk.mails import quarantined
from lotse.inquiries.tests.factories import AttachmentFactory, InquiryFactory, MessageFactory

pytestmark = pytest.mark.django_db

OUTSIDERS = [Role.MEMBER, Role.COORDINATOR, Role.EDITOR, Role.PRESS, Role.OPERATOR]
READ = [
    "/arbeitsplatz/",
    "/arbeitsplatz/anfragen/{number}/",
    "/arbeitsplatz/anfragen/{number}/quellen/",
    "/arbeitsplatz/anfragen/{number}/vorschau/",
    "/arbeitsplatz/anfragen/{number}/zwischenstand/",
    "/arbeitsplatz/anfragen/{number}/zuweisen/",
    "/arbeitsplatz/anfragen/{number}/einordnen/",
    "/arbeitsplatz/anfragen/{number}/kommune/",
    "/arbeitsplatz/anfragen/{number}/warten/",
    "/arbeitsplatz/anfragen/{number}/abschliessen/",
    "/arbeitsplatz/anlagen/{attachment}/",
    "/arbeitsplatz/nachrichten/{message}/original/",
    "/arbeitsplatz/quarantaene/",
    "/arbeitsplatz/quarantaene/{mail}/",
    "/arbeitsplatz/quarantaene/{mail}/original/",
]
WRITE = [
    "/arbeitsplatz/uebernehmen/",
    "/arbeitsplatz/anfragen/{number}/entwurf/",
    "/arbeitsplatz/anfragen/{number}/zitieren/",
    "/arbeitsplatz/anfragen/{number}/zitat-entfernen/",
    "/arbeitsplatz/anfragen/{number}/antwort-uebernehmen/",
    "/arbeitsplatz/anfragen/{number}/senden/",
    "/arbeitsplatz/anfragen/{number}/notiz/",
    "/arbeitsplatz/anfragen/{number}/mir-zuweisen/",
    "/arbeitsplatz/anfragen/{number}/wieder-oeffnen/",
    "/arbeitsplatz/quarantaene/{mail}/zuordnen/",
    "/arbeitsplatz/quarantaene/{mail}/neue-anfrage/",
    "/arbeitsplatz/quarantaene/{mail}/verwerfen/",
    "/arbeitsplatz/quarantaene/{mail}/zurueckholen/",
]


@pytest.fixture
def addresses() -> dict[str, object]:
    """Something that could leak behind every address."""
    mail = quarantined()
    message = MessageFactory(inbound=quarantined(subject="Schon zugeordnet"))
    return {
        "number": message.inquiry.number,
        "message": message.pk,
        "attachment": AttachmentFactory(message=message).pk,
        "mail": mail.pk,
    }


@pytest.mark.parametrize("address", [address for address in READ if "{" in address])
@pytest.mark.parametrize("role", OUTSIDERS)
def test_for_people_outside_the_desk_nothing_is_there(
    client: Client, addresses: dict[str, object], address: str, role: Role
) -> None:
    client.force_login(UserFactory(roles=[role]))

    assert client.get(address.format(**addresses)).status_code == 404


@pytest.mark.parametrize("address", WRITE)
@pytest.mark.parametrize("role", OUTSIDERS)
def test_people_outside_the_desk_change_nothing(
    client: Client, addresses: dict[str, object], address: str, role: Role
) -> None:
    client.force_login(UserFactory(roles=[role]))
    before = list(Inquiry.objects.values())

    response = client.post(
        address.format(**addresses), {"number": addresses["number"], "text": "Hallo", "turn": 1}
    )

    assert response.status_code == 404
    assert list(Inquiry.objects.values()) == before


@pytest.mark.parametrize("address", READ)
def test_strangers_are_asked_to_sign_in_and_come_back(
    client: Client, addresses: dict[str, object], address: str
) -> None:
    path = address.format(**addresses)

    assert client.get(path).headers["Location"] == f"/anmelden/?next={path}"


@pytest.mark.parametrize("role", [Role.DESK, Role.LEAD])
def test_desk_and_lead_may_enter(client: Client, role: Role) -> None:
    inquiry = InquiryFactory(received_at=timezone.now())
    client.force_login(UserFactory(roles=[role]))

    paths = ["/arbeitsplatz/", inquiry.get_absolute_url(), "/arbeitsplatz/quarantaene/"]
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]


@pytest.mark.parametrize("address", [address for address in READ if "{" in address])
def test_absent_and_forbidden_look_the_same(desk: Client, address: str) -> None:
    absent = {"number": "L-2026-0999", "attachment": 999, "message": 999, "mail": 999}

    assert desk.get(address.format(**absent)).status_code == 404


@pytest.mark.parametrize("number", ["%00", "L-2026-0001%00", "..%2F", "x" * 500])
def test_an_odd_number_in_the_address_is_absent(desk: Client, number: str) -> None:
    assert desk.get(f"/arbeitsplatz/anfragen/{number}/").status_code == 404
    assert desk.post("/arbeitsplatz/uebernehmen/", {"number": "\x00"}).status_code == 404

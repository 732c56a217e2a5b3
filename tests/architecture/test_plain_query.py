"""A NUL in an address is no error, on either database."""

import pytest
from django.test import Client

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/beispiele/?thema=%00U&seite=%00",
        "/suche/?q=Zelt%00e&art=%00",
        "/beispiele/melden/?vorlage=%00&thema=%00",
        "/luecken/?land=%00",
        "/api/v1/examples?thema=%00",
    ],
)
def test_visitors_see_a_page(client: Client, address: str) -> None:
    assert client.get(address).status_code in (200, 422)


@pytest.mark.parametrize(
    "address",
    [
        "/arbeitsplatz/?q=%00&ansicht=%00&thema=%00",
        "/redaktion-heute/?feld=%00&bereich=%00",
        "/nachfrage/?q=%00&stand=%00",
        "/adressen/?q=%00&stand=%00",
        "/nutzung/?tage=%00",
        "/leichte-texte/?stand=%00",
        "/einsendungen/?stand=%00",
        "/suche/empfehlungen/?stand=%00",
        "/betrieb/protokoll/?person=%00&aktion=%00",
    ],
)
def test_the_team_sees_a_page(client: Client, address: str) -> None:
    client.force_login(UserFactory.create(roles=[Role.LEAD]))
    assert client.get(address).status_code == 200

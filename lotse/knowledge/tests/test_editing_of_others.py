"""Memberships and vocabulary in Wagtail's admin, with the permissions this slice grants."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from lotse.accounts import bootstrap as accounts
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import bootstrap as knowledge
from lotse.municipalities.models import MailDomain, Membership, Municipality
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
from lotse.topics import bootstrap as topics
from lotse.topics import queries
from lotse.topics.models import Concept

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary() -> None:
    topics.load(NOW)


@pytest.fixture
def lead(db: None, client: Client) -> Client:
    accounts.load(NOW)
    knowledge.load(NOW)
    client.force_login(UserFactory(roles=[Role.LEAD]))
    return client


def _membership(place: Municipality, domains: str) -> dict[str, str]:
    return {
        "municipality": str(place.pk),
        "since": "2026-01-01",
        "ended_on": "",
        "domains": domains,
    }


def test_lead_adds_and_changes_a_member_with_its_domains(lead: Client) -> None:
    place = MunicipalityFactory()
    add = "/redaktion/snippets/municipalities/membership/add/"

    lead.post(add, _membership(place, "musterstadt.example\nrathaus.example"))

    membership = Membership.objects.get(municipality=place)
    assert set(place.mail_domains.values_list("domain", flat=True)) == {
        "musterstadt.example",
        "rathaus.example",
    }

    edit = f"/redaktion/snippets/municipalities/membership/edit/{membership.pk}/"
    assert "musterstadt.example\nrathaus.example" in lead.get(edit).content.decode()
    lead.post(edit, _membership(place, "musterstadt.example"))
    assert list(MailDomain.objects.values_list("domain", flat=True)) == ["musterstadt.example"]


def test_domain_everybody_can_have_is_refused_in_the_form(lead: Client) -> None:
    place = MunicipalityFactory()
    answer = lead.post(
        "/redaktion/snippets/municipalities/membership/add/", _membership(place, "gmx.de")
    )
    assert "Nennen Sie die eigene Domäne." in answer.content.decode()
    assert not Membership.objects.exists()


def test_editor_may_not_change_members(lead: Client) -> None:
    lead.force_login(UserFactory(roles=[Role.EDITOR]))
    place = MunicipalityFactory()
    lead.post("/redaktion/snippets/municipalities/membership/add/", _membership(place, ""))
    assert not Membership.objects.exists()


def test_chooser_finds_by_name_key_and_postcode(lead: Client) -> None:
    MunicipalityFactory(name="Osnabrück, Stadt", key="03404000", postcode="49074")
    MunicipalityFactory(name="Erlenbrück", land=LandFactory(code="BY", key="09", name="Bayern"))
    address = "/redaktion/municipality_chooser/results/"
    for asked in ("osnabru", "03404000", "49074"):
        page = lead.get(address, {"q": asked}).content.decode()
        assert "Mittelstadt · Niedersachsen" in page
        assert "Erlenbrück" not in page


def test_editor_changes_a_concept_but_not_its_identity(client: Client, vocabulary: None) -> None:
    accounts.load(NOW)
    knowledge.load(NOW)
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    address = "/redaktion/snippets/topics/concept/edit/U11/"
    client.post(
        address,
        {
            "name": "Wintervorsorge",
            "name_en": "Winter readiness",
            "code": "X99",
            "kind": "field",
            "slug": "neu",
            "broader": "U",
            "position": "11",
            "lead_question": "",
            "icon": "",
            "labels-TOTAL_FORMS": "1",
            "labels-INITIAL_FORMS": "0",
            "labels-MIN_NUM_FORMS": "0",
            "labels-MAX_NUM_FORMS": "1000",
            "labels-0-text": "Streusalz",
            "labels-0-id": "",
        },
    )
    concept = Concept.objects.get(code="U11")
    assert (concept.name, concept.slug, concept.kind) == (
        "Wintervorsorge",
        "winterfestigkeit",
        "concept",
    )
    assert "Streusalz" in concept.labels.values_list("text", flat=True)
    assert [topic.code for topic in queries.match("Wo lagern wir Streusalz?")] == ["U11"]


def test_desk_officer_cannot_open_the_editorial_admin(client: Client, vocabulary: None) -> None:
    accounts.load(NOW)
    knowledge.load(NOW)
    client.force_login(UserFactory(roles=[Role.DESK]))
    assert client.get("/redaktion/snippets/topics/concept/").status_code != 200

"""The pages readers get: list with filters, one example, and who sees what of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import rules
from lotse.knowledge.models import Attachment, Example, Step
from lotse.knowledge.tests.factories import ExampleFactory, published
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def html(client: Client, path: str, **options: Any) -> str:
    answer = client.get(path, **options)
    assert answer.status_code == 200, path
    return answer.content.decode()


def titles(client: Client, query: str) -> list[str]:
    page = client.get(f"/beispiele/{query}").context["page"]
    return [row.example.title for row in page.rows]


@pytest.fixture
def three() -> None:
    """Two examples on housing, in a town and a district, and one on staff, in another Land."""
    housing, staff = FieldFactory(code="U"), FieldFactory(code="P")
    town = MunicipalityFactory(name="Erlenbrück", size_class="G5")
    district = MunicipalityFactory(
        name="Osnabrück", kind="kreis", type="Landkreis", size_class="K1"
    )
    bavaria = LandFactory(code="BY", key="09", name="Bayern")
    far = MunicipalityFactory(name="Neuburg", size_class="G6", land=bavaria)
    published(
        title="Halle",
        concepts=[ConceptFactory(code="U02", broader=housing)],
        municipalities=[town],
        year=2015,
        year_basis="stated",
        status="ended",
    )
    published(
        title="Container",
        concepts=[ConceptFactory(code="U06", broader=housing)],
        municipalities=[district],
        year=2022,
        year_basis="stated",
        evidence="press",
    )
    published(
        title="Stellen",
        concepts=[ConceptFactory(code="P01", broader=staff)],
        municipalities=[far],
        year=2016,
        year_basis="inferred",
    )


FILTERS = {
    "": ["Stellen", "Container", "Halle"],
    "?thema=U": ["Container", "Halle"],
    "?thema=U&thema=P": ["Stellen", "Container", "Halle"],
    "?thema=U&land=BY": [],
    "?schlagwort=U06": ["Container"],
    "?land=NI": ["Container", "Halle"],
    "?groesse=G5&groesse=G6": ["Stellen", "Halle"],
    "?art=kreis": ["Container"],
    "?stand=ended": ["Halle"],
    "?jahr=2015&jahr=2016": ["Stellen", "Halle"],
    "?beleg=press": ["Container"],
    "?pruefung=checked": [],
    "?thema=XX&land=&jahr=drop": ["Stellen", "Container", "Halle"],
    "?sortierung=jahr": ["Container", "Stellen", "Halle"],
    "?sortierung=groesse": ["Container", "Halle", "Stellen"],
    "?sortierung=klein": ["Stellen", "Halle", "Container"],
    "?sortierung=quatsch&seite=99": ["Stellen", "Container", "Halle"],
}


@pytest.mark.usefixtures("three")
def test_filters_and_orders_of_the_address_decide_what_is_listed(client: Client) -> None:
    assert {query: titles(client, query) for query in FILTERS} == FILTERS


@pytest.mark.usefixtures("three")
def test_numbers_at_filters_are_what_choosing_them_gives(client: Client) -> None:
    # Signed in, because kept public pages have no context to look at.
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    for query in ("", "?thema=U", "?land=NI", "?thema=U&groesse=G5", "?jahr=2016"):
        for group in client.get(f"/beispiele/{query}").context["groups"]:
            for option in group.options:
                parameters = {group.facet.parameter: option.value}
                rest = [
                    part
                    for part in query.removeprefix("?").split("&")
                    if part and not part.startswith(f"{group.facet.parameter}=")
                ]
                chosen = "&".join([*rest, *(f"{key}={value}" for key, value in parameters.items())])
                assert len(titles(client, f"?{chosen}")) == option.count, (query, option)


@pytest.mark.usefixtures("three")
def test_empty_list_names_the_filter_that_costs_the_hits(client: Client) -> None:
    page = html(client, "/beispiele/?thema=U&land=BY")
    assert "Dazu haben wir noch kein Beispiel" in page
    assert "ohne „Bayern“: 2 Beispiele" in page
    assert 'href="?thema=U"' in page


@pytest.mark.usefixtures("three")
def test_fragment_holds_results_and_filters_but_no_frame(client: Client) -> None:
    answer = client.get("/beispiele/?thema=U", headers={"HX-Request": "true"})
    fragment = answer.content.decode()
    assert "<html" not in fragment
    assert ("Container" in fragment, 'name="thema"' in fragment) == (True, True)
    assert "HX-Request" in answer["Vary"]


@pytest.mark.usefixtures("three")
def test_member_sees_which_examples_come_from_towns_of_the_own_size(client: Client) -> None:
    own = MunicipalityFactory(size_class="G5")
    client.force_login(UserFactory(roles=[Role.MEMBER], municipality=own))
    rows = client.get("/beispiele/").context["page"].rows
    assert {row.example.title: row.like_own for row in rows} == {
        "Halle": True,
        "Container": False,
        "Stellen": False,
    }
    halle = Example.objects.get(title="Halle")
    assert "Gleiche Größenklasse und gleiches Land wie Sie" in html(
        client, halle.get_absolute_url()
    )


def test_list_and_detail_take_the_same_number_of_queries_for_1_and_for_25_examples(
    client: Client,
) -> None:
    field = FieldFactory(code="U")
    concepts = [ConceptFactory(broader=field) for _number in range(3)]

    def queries_of(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path + "?a=b")
        return len(asked)

    first = published(concepts=concepts)
    Step.objects.create(example=first, title="Prüfen")
    published(concepts=concepts)
    few = (queries_of("/beispiele/"), queries_of(first.get_absolute_url()))
    for number in range(23):
        places = [MunicipalityFactory(), MunicipalityFactory()]
        published(concepts=concepts[: number % 3 + 1], municipalities=places)
    assert (queries_of("/beispiele/"), queries_of(first.get_absolute_url())) == few
    assert max(few) <= 16


def test_pages_of_a_long_list_hold_every_example_once(client: Client) -> None:
    field = FieldFactory(code="U")
    concept = ConceptFactory(broader=field)
    names = {published(title=f"Nummer {number}", concepts=[concept]).title for number in range(45)}
    pages = [titles(client, f"?thema=U&seite={number}") for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert {title for page in pages for title in page} == names


@pytest.fixture
def full() -> Example:
    """An example with everything known, and a contact that agreed."""
    today = timezone.localdate()
    example = ExampleFactory(
        title="Turnhalle freigezogen",
        audience=0,
        problem="Die Halle war elf Monate belegt.",
        solution="Ein leeres Schulgebäude wird befristet genutzt.",
        status="ended",
        started_on=date(2025, 1, 7),
        ended_on=date(2025, 6, 30),
        content_as_of=date(2025, 11, 18),
        lead_time_days=42,
        effort_fte="1.5",
        one_off_cost_euro=37_700,
        cost_basis="Haushaltsauswertung",
        cost_year=2025,
        capacity="92 Menschen",
        legal_basis="§ 246 BauGB",
        legal_jurisdiction="Bund",
        legal_checked_on=date(2025, 10, 1),
        partners="Bauamt\nFeuerwehr",
        evidence="figures",
        evidence_text="Halle nach 41 Tagen frei.",
        limits="Nur mit zweitem Rettungsweg.",
        lessons="- Strom früh anmelden.\n- Nachbarn früh einladen.",
        would_do_differently="Früher informieren.",
        suits_size_classes=["G5", "K2"],
        suitable_if="ein Gebäude leer steht",
        unsuitable_if="Schadstoffe da sind",
        note="Geprüft mit Unterlagen.",
        internal_note="Rückruf vereinbart",
        contact_office="Sozialamt",
        contact_email="soziales@stadt.example",
        contact_consent_until=today + timedelta(days=30),
        checked_on=today - timedelta(days=3),
        checked_by="Kim Beispiel",
    )
    Step.objects.create(example=example, title="Gebäude prüfen", when="Woche 1", text="Rundgang.")
    rules.publish_draft(example)
    return Example.objects.get(pk=example.pk)


def test_detail_shows_every_section_in_reading_order(client: Client, full: Example) -> None:
    page = html(client, full.get_absolute_url())
    anchors = ["kurz", "lage", "loesung", "schritte", "kosten", "wirkung", "grenzen", "stolper"]
    anchors += ["anders", "uebertrag", "recht", "beteiligte", "anmerkung", "quellen"]
    positions = [page.index(f'<h2 id="{anchor}">') for anchor in anchors]
    assert positions == sorted(positions)
    for text in ("37.700", ">1,5<", "6 Wochen", "18.11.2025", "Rechtsstand 01.10.2025", "Zahlen"):
        assert text in page
    assert "Prüfung offen" not in page


def test_sections_without_content_are_left_out_and_open_check_is_explained(client: Client) -> None:
    page = html(client, published().get_absolute_url())
    for anchor in ("lage", "schritte", "kosten", "grenzen", "anlagen", "recht"):
        assert f'id="{anchor}"' not in page
    assert "Wir haben sie noch nicht geprüft" in page


def test_contact_note_and_checker_go_to_those_they_are_for(client: Client, full: Example) -> None:
    people = {
        "public": None,
        "member": UserFactory(roles=[Role.MEMBER]),
        "operator": UserFactory(roles=[Role.OPERATOR]),
        "desk": UserFactory(roles=[Role.DESK]),
    }
    secrets = ("soziales@stadt.example", "Rückruf vereinbart", "Kim Beispiel")
    seen = {}
    for who, person in people.items():
        client.logout()
        if person:
            client.force_login(person)
        page = html(client, full.get_absolute_url())
        seen[who] = tuple(secret in page for secret in secrets)
        assert ("Anmelden und Ansprechstelle sehen" in page) == (who in ("public", "operator"))
    assert seen == {
        "public": (False, False, False),
        "member": (True, False, False),
        "operator": (False, False, False),
        "desk": (True, True, True),
    }


def test_contact_disappears_when_its_consent_ends(client: Client, full: Example) -> None:
    Example.objects.update(contact_consent_until=timezone.localdate() - timedelta(days=1))
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    page = html(client, full.get_absolute_url())
    assert "soziales@stadt.example" not in page
    assert 'id="ansprechstelle"' not in page


def test_number_without_year_and_basis_is_never_shown(client: Client) -> None:
    example = published()
    Example.objects.update(one_off_cost_euro=12_345, cost_year=None, cost_basis="")
    assert "12.345" not in html(client, example.get_absolute_url())


def test_similar_examples_share_topics_and_stay_within_the_reach(client: Client) -> None:
    winter, halls = ConceptFactory(), ConceptFactory()
    example = published(title="Dieses", concepts=[winter, halls])
    published(title="Ein Thema", concepts=[winter])
    published(title="Beide Themen", concepts=[winter, halls])
    published(title="Anderes Thema")
    published(title="Nur für das Team", concepts=[winter, halls], audience=2)
    similar = client.get(example.get_absolute_url()).context["similar"]
    assert [row.example.title for row in similar] == ["Beide Themen", "Ein Thema"]


def test_origin_and_adaptations_show_only_what_the_reader_may_see(client: Client) -> None:
    origin = published(title="Vorbild")
    own = published(title="Nachahmung", adapted_from=origin)
    published(title="Noch intern", adapted_from=origin, audience=1)
    assert "Vorbild" in html(client, own.get_absolute_url())
    page = html(client, origin.get_absolute_url())
    assert "Nachahmung" in page
    assert "Noch intern" not in page
    Example.objects.get(pk=origin.pk).unpublish()
    assert "Vorbild" not in html(client, own.get_absolute_url())


def test_hostile_text_is_shown_as_text(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    example = published(title=evil, what=evil, limits=evil)
    for path in ("/beispiele/", example.get_absolute_url()):
        assert evil not in html(client, path)


def test_absent_and_forbidden_look_the_same(client: Client) -> None:
    hidden = published(audience=2)
    absent = client.get("/beispiele/gibt-es-nicht/")
    forbidden = client.get(hidden.get_absolute_url())
    assert (absent.status_code, forbidden.status_code) == (404, 404)
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_for_reading_only(client: Client, method: str) -> None:
    example = published()
    assert getattr(client, method)(example.get_absolute_url()).status_code == 405

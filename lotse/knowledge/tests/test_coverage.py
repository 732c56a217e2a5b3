"""The map counts what the lists count, and leads from a gap to the form."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import coverage
from lotse.knowledge.tests.factories import published
from lotse.lib.audience import Audience
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def examples() -> None:
    """Housing: a small town and, for members, a large city in Bavaria. Language: nothing."""
    housing = FieldFactory.create(code="U", name="Wohnen", slug="wohnen", position=1)
    FieldFactory.create(code="K", name="Sprache", slug="sprache", position=2)
    tents = ConceptFactory.create(code="U01", name="Zelte", slug="zelte", broader=housing)
    ConceptFactory.create(code="U02", name="Hallen", slug="hallen", broader=housing)
    bavaria = LandFactory.create(code="BY", name="Bayern")
    hesse = LandFactory.create(code="HE", name="Hessen")
    small = MunicipalityFactory.create(size_class="G7", land=hesse)
    large = MunicipalityFactory.create(size_class="G1", land=bavaria)
    published(concepts=[tents], municipalities=[small])
    published(concepts=[tents], municipalities=[large], audience=Audience.MEMBERS)


def counts(found: coverage.Coverage) -> dict[str, list[int]]:
    return {line.topic.name: [cell.count for cell in line.cells] for line in found.lines}


def test_each_cell_counts_what_the_reader_may_see(examples: None) -> None:
    seen = coverage.of(Audience.PUBLIC)
    assert counts(seen) == {"Wohnen": [0, 0, 0, 0, 0, 0, 1, 0, 0, 0], "Sprache": [0] * 10}
    assert (seen.empty, seen.total) == (19, 20)
    wohnen = counts(coverage.of(Audience.MEMBERS))["Wohnen"]
    assert wohnen == [1, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    assert [concept.name for concept in seen.lines[0].lacking] == ["Hallen"]


def test_a_land_can_be_chosen_and_nonsense_chooses_none(examples: None) -> None:
    bavaria = coverage.of(Audience.MEMBERS, land_code="BY")
    assert counts(bavaria)["Wohnen"] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert bavaria.lands == ()
    every = coverage.of(Audience.MEMBERS, land_code="XX")
    assert {line.land.name: [c.count for c in line.cells] for line in every.lands} == {
        "Bayern": [1, 0],
        "Hessen": [1, 0],
    }


def test_every_number_is_that_of_the_list_it_leads_to(examples: None, client: Client) -> None:
    client.force_login(UserFactory.create(roles=[Role.MEMBER]))
    found = coverage.of(Audience.MEMBERS)
    rows = [line.cells for line in found.lines] + [line.cells for line in found.lands]
    cells = [cell for row in rows for cell in row if cell.count]
    assert len(cells) == 4
    for cell in cells:
        assert client.get(cell.url).context["page"].total == cell.count


def test_a_gap_leads_to_the_form_with_its_topic(examples: None, client: Client) -> None:
    html = client.get("/luecken/").content.decode()
    assert 'href="/beispiele/melden/?thema=K"' in html
    assert re.search(r"fehlt<span class=\"lt-sr\">: Sprache, über 400.000</span>", html)
    assert "/nachfrage/" not in html
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    assert 'href="/nachfrage/"' in client.get("/luecken/").content.decode()


def test_more_topics_take_no_more_queries(examples: None) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            coverage.of(Audience.PUBLIC)
        return len(captured)

    before = queries()
    for number in range(3):
        field = FieldFactory.create(code=f"X{number}", slug=f"x{number}")
        published(concepts=[ConceptFactory.create(code=f"X{number}1", broader=field)])
    assert (before, queries()) == (5, 5)

"""Feeds on one topic or Land: what is public, the newest first, at an address that stays."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from lotse.knowledge.tests.factories import answered, published
from lotse.lib.audience import Audience
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
from lotse.topics.models import Concept
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def read(path: str) -> tuple[str, list[str]]:
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    feed = ElementTree.fromstring(answer.content)
    entries = [str(entry.findtext(f"{ATOM}title")) for entry in feed.findall(f"{ATOM}entry")]
    return str(feed.findtext(f"{ATOM}title")), entries


@pytest.fixture
def topic() -> Concept:
    field = FieldFactory(code="U", name="Unterbringung", slug="unterbringung")
    made: Concept = ConceptFactory(code="U12", name="Hallen", broader=field)
    return made


def test_feed_of_a_concept_holds_only_its_own(topic: Concept) -> None:
    published(title="Halle", concepts=[topic])
    answered(question="Wie dämmen?", concepts=[topic])
    published(title="Nachbar", concepts=[ConceptFactory(code="U13", broader=topic.broader)])

    title = "Neues zu „Hallen“"
    assert read("/feeds/schlagworte/u12.atom") == (title, ["Wie dämmen?", "Halle"])


def test_feed_of_a_land_holds_examples_from_it_and_answers_for_it() -> None:
    bavaria, hesse = LandFactory(code="BY", name="Bayern"), LandFactory(code="HE")
    published(title="Dort", municipalities=[MunicipalityFactory(land=bavaria)])
    published(title="Woanders", municipalities=[MunicipalityFactory(land=hesse)])
    answered(question="Was gilt dort?", scope="land", lands=[bavaria])

    assert read("/feeds/laender/by.atom") == (
        "Neues zu „Bayern“",
        ["Was gilt dort?", "Dort"],
    )


def test_feed_holds_nothing_that_is_not_public_and_changes_with_a_publication(
    topic: Concept,
) -> None:
    shown = published(title="Offen", concepts=[topic])
    for audience in (Audience.MEMBERS, Audience.TEAM):
        published(title="Intern", concepts=[topic], audience=audience)
        answered(question="Intern?", slug=f"i{audience}", concepts=[topic], audience=audience)

    assert read("/feeds/schlagworte/U12.atom")[1] == ["Offen"]
    shown.unpublish()
    assert read("/feeds/schlagworte/U12.atom")[1] == []


@pytest.mark.parametrize(
    "path", ["/feeds/schlagworte/XX.atom", "/feeds/schlagworte/U.atom", "/feeds/laender/XX.atom"]
)
def test_feed_of_what_does_not_exist_is_absent(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_pages_name_their_feeds(topic: Concept) -> None:
    town = MunicipalityFactory(land=LandFactory(code="BY"))
    published(concepts=[topic], municipalities=[town])
    field = topic.top

    def linked(path: str) -> Any:
        page = Client().get(path).content.decode()
        return [
            one.partition('"')[0]
            for one in page.partition("</head>")[0].split('href="')
            if one.startswith("/feeds/")
        ]

    assert linked(field.get_absolute_url()) == ["/feeds/themen/unterbringung.atom"]
    assert linked("/beispiele/?schlagwort=U12&land=BY") == [
        "/feeds/beispiele.atom",
        "/feeds/schlagworte/U12.atom",
        "/feeds/laender/BY.atom",
    ]
    assert linked("/beispiele/?thema=U")[1:] == ["/feeds/themen/unterbringung.atom"]
    assert linked("/antworten/") == ["/feeds/antworten.atom"]

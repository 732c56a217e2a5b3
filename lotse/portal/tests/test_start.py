"""The start page and the topics show what is real, to whom it belongs, at a fixed cost."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries.tests.factories import InquiryFactory
from lotse.knowledge import rules as knowledge
from lotse.knowledge.models import AdoptionTally, Example, Fact
from lotse.knowledge.tests.factories import fact, fact_key, published, version
from lotse.lib.audience import Audience
from lotse.portal import bootstrap
from lotse.portal.tests.factories import NewsPageFactory, PressReleaseFactory
from lotse.team.tests.factories import ProgrammeAreaFactory
from lotse.topics.models import Concept
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_old_pages() -> None:
    for cache in caches.all(initialized_only=True):
        cache.clear()
    bootstrap.load(datetime(2026, 11, 23, tzinfo=UTC))


@pytest.fixture
def housing() -> Concept:
    return FieldFactory.create(
        code="U", name="Wohnen", slug="wohnen", icon="house", lead_question="Wohin mit allen?"
    )


def text(client: Client, address: str = "/") -> str:
    # Not str.split, which would also swallow the no-break spaces of figures.
    html = re.sub(r"[ \n]+", " ", client.get(address).content.decode())
    return re.sub(r" ?(</?d[dt]>|<span[^>]*>) ?", r"\1", html)


def test_an_empty_platform_promises_and_claims_nothing(client: Client) -> None:
    html = text(client)
    assert "Was beschäftigt Ihre Kommune?" in html
    assert "gab es noch nichts zu messen" in html
    assert "Neue gute Beispiele" not in html
    assert "%" not in html.split("versprechen", 1)[1].split("</aside>")[0]


def test_the_promise_is_measured_on_real_inquiries(client: Client) -> None:
    received_at = timezone.now() - timedelta(days=3)
    for _answered in range(3):
        InquiryFactory.create(received_at=received_at, answered=True)
    InquiryFactory.create(received_at=received_at)
    html = text(client)
    assert '<span class="lt-figure">75\u00a0%</span>' in html
    assert "<dd>5 Std.</dd>" in html
    assert "<dd>1 Anfrage</dd>" in html


def test_fields_count_the_examples_a_visitor_may_see(client: Client, housing: Concept) -> None:
    concept = ConceptFactory.create(broader=housing)
    published(concepts=[concept])
    published(concepts=[concept])
    published(concepts=[concept], audience=Audience.MEMBERS)
    assert "2 Beispiele" in text(client)
    member = Client()
    member.force_login(UserFactory.create(roles=[Role.MEMBER]))
    assert "3 Beispiele" in text(member)


def test_a_new_example_is_on_the_start_page_at_the_very_next_request(
    client: Client, housing: Concept
) -> None:
    text(client)
    example = published(title="Halle frei", concepts=[ConceptFactory.create(broader=housing)])
    assert "Halle frei" in text(client)
    Example.objects.get(pk=example.pk).unpublish()
    assert "Halle frei" not in text(client)


def test_visitors_are_not_shown_what_is_for_members(client: Client, housing: Concept) -> None:
    published(
        title="Vertraulich",
        concepts=[ConceptFactory.create(broader=housing)],
        audience=Audience.MEMBERS,
    )
    for address in ("/", "/themen/wohnen/", "/feeds/beispiele.atom", "/sitemap.xml"):
        assert "Vertraulich" not in text(client, address)
        assert "massnahme" not in text(client, address)


def test_news_press_and_contacts_stand_on_the_start_page(client: Client, housing: Concept) -> None:
    NewsPageFactory.create(title="Schnee kommt")
    PressReleaseFactory.create(title="Vor dem Winter")
    area = ProgrammeAreaFactory.create(name="Fachreferat Muster", phone="030 1234-5")
    area.topics.add(housing)
    html = text(client)
    assert "Schnee kommt" in html
    assert "Vor dem Winter" in html
    assert "Fachreferat Muster" in html
    assert '<a href="tel:+493012345">030 1234-5</a>' in html


def test_more_content_costs_no_more_queries(client: Client, housing: Concept) -> None:
    def grow() -> None:
        concept = ConceptFactory.create(broader=housing)
        published(concepts=[concept])
        fact_key().concepts.add(concept)
        fact(f"F-U-{30 + Fact.objects.count()}")
        NewsPageFactory.create(topics=[housing])
        PressReleaseFactory.create(topics=[housing])
        ProgrammeAreaFactory.create().topics.add(housing)

    def costs() -> list[int]:
        counted = []
        for address in ("/", "/themen/wohnen/"):
            client.get(address)
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counted.append(len(queries))
        return counted

    grow()
    with_one = costs()
    grow()
    grow()
    assert costs() == with_one


def test_a_topic_names_question_examples_gaps_and_who_is_responsible(
    client: Client, housing: Concept
) -> None:
    used = ConceptFactory.create(broader=housing, name="Turnhalle")
    ConceptFactory.create(broader=housing, name="Brandschutz")
    published(title="Halle frei", concepts=[used])
    ProgrammeAreaFactory.create(name="Fachreferat Wohnen").topics.add(housing)
    ProgrammeAreaFactory.create(name="Fachreferat Anderes").topics.add(FieldFactory.create())
    NewsPageFactory.create(title="Schnee kommt", topics=[housing])
    html = text(client, "/themen/wohnen/")
    assert "Wohin mit allen?" in html
    assert "Halle frei" in html
    assert f'href="/beispiele/?schlagwort={used.pk}"' in html
    assert "Brandschutz" in html.split("Was noch fehlt")[1]
    assert "Fachreferat Wohnen" in html
    assert "Fachreferat Anderes" not in html
    assert "Schnee kommt" in html
    assert '<input type="hidden" name="thema" value="U">' in html


def test_only_fields_and_cross_cutting_topics_have_a_page(client: Client, housing: Concept) -> None:
    narrower = ConceptFactory.create(broader=housing)
    assert client.get(f"/themen/{narrower.slug}/").status_code == 404
    assert client.get("/themen/gibtsnicht/").status_code == 404


def test_a_topic_without_examples_offers_help(client: Client, housing: Concept) -> None:
    html = text(client, "/themen/wohnen/")
    assert "Dazu ist noch kein Beispiel öffentlich" in html
    assert 'href="/fragen/neu/frage/"' in html


def test_a_republished_example_stays_one(client: Client, housing: Concept) -> None:
    example = published(title="Halle frei", concepts=[ConceptFactory.create(broader=housing)])
    knowledge.publish_draft(example)
    assert text(client, "/feeds/beispiele.atom").count("<entry>") == 1


def test_the_best_examples_come_first_and_the_page_says_why(
    client: Client, housing: Concept
) -> None:
    concept = ConceptFactory.create(broader=housing)
    published(title="Erzählt und neu", concepts=[concept], year=2026, year_basis="stated")
    published(title="Belegt und alt", concepts=[concept])
    adopted = published(title="Belegt, alt und übernommen", concepts=[concept])
    for pk, evidence, year in ((adopted.pk - 1, "evaluation", 2015), (adopted.pk, "figures", 2014)):
        Example.objects.filter(pk=pk).update(evidence=evidence, year=year)
    knowledge.rebuild_lists(date(2026, 11, 23))
    AdoptionTally.objects.update_or_create(example=adopted, defaults={"total": 2})
    html = text(client, "/themen/wohnen/").split("Die besten Beispiele")[1].split("</section>")[0]
    titles = re.findall(r'lt-title-link" href="[^"]*">([^<]*)</a>', html)
    assert titles == ["Belegt, alt und übernommen", "Belegt und alt", "Erzählt und neu"]
    assert "Zuerst steht, was belegt ist" in html
    assert "2 Kommunen haben es übernommen" in html
    assert "Beleg: Auswertung" in html


def test_a_topic_shows_confirmed_facts_gaps_and_its_own_feed(
    client: Client, housing: Concept
) -> None:
    key = fact_key()
    key.concepts.set([ConceptFactory.create(broader=housing, name="Platz")])
    key.save()
    fact()
    fact("F-U-21", versions=[version(statement="Ungeprüft", verification="unconfirmed")])
    published(title="Halle frei", concepts=[ConceptFactory.create(broader=housing)])
    html = text(client, "/themen/wohnen/")
    facts = html.split('id="h-zahlen"')[1].split("</section>")[0]
    assert "Je Platz sind mindestens 7 m² vorzusehen." in facts
    assert "Ungeprüft" not in facts
    assert 'href="/beispiele/melden/?thema=U"' in html
    assert 'href="/feeds/themen/wohnen.atom"' in html
    feed = text(client, "/feeds/themen/wohnen.atom")
    assert re.findall("<entry><title>([^<]*)</title>", feed) == [
        "Halle frei",
        "Fläche je Platz (bundesweit)",
    ]


def test_the_feed_of_a_topic_keeps_to_it_and_to_what_is_public(
    client: Client, housing: Concept
) -> None:
    FieldFactory.create(code="X", slug="anderes")
    concept = ConceptFactory.create(broader=housing)
    published(title="Vertraulich", concepts=[concept], audience=Audience.MEMBERS)
    published(title="Halle frei", concepts=[concept])
    assert "Vertraulich" not in text(client, "/feeds/themen/wohnen.atom")
    assert "<entry>" not in text(client, "/feeds/themen/anderes.atom")
    assert client.get("/feeds/themen/gibtsnicht.atom").status_code == 404

"""Addresses that outlive their titles: redirects, short links, numbered editions."""

import pytest
from django.test import Client

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import addressing, rules, slugs
from lotse.knowledge.models import Answer, Edition, Example, FormerAddress
from lotse.knowledge.tests.factories import ExampleFactory, answered, published
from lotse.lib.audience import Audience

pytestmark = pytest.mark.django_db


def rename(record: Example | Answer, slug: str) -> None:
    record.slug = slug
    rules.publish_draft(record)


def test_old_addresses_of_examples_and_answers_lead_to_the_present_one(client: Client) -> None:
    example, answer = published(slug="halle"), answered(slug="schneelast")
    rename(example, "halle-winterfest")
    rename(example, "halle-daemmen")
    rename(answer, "schneelast-pruefen")
    assert {
        path: (moved.status_code, moved["Location"])
        for path in (
            "/beispiele/halle/?q=a",
            "/beispiele/halle-winterfest/",
            "/antworten/schneelast/",
        )
        for moved in [client.get(path)]
    } == {
        "/beispiele/halle/?q=a": (301, "/beispiele/halle-daemmen/?q=a"),
        "/beispiele/halle-winterfest/": (301, "/beispiele/halle-daemmen/"),
        "/antworten/schneelast/": (301, "/antworten/schneelast-pruefen/"),
    }
    assert client.get("/antworten/halle/").status_code == 404


def test_an_address_taken_back_is_no_detour(client: Client) -> None:
    example = published(slug="halle")
    rename(example, "anders")
    rename(example, "halle")
    assert client.get("/beispiele/halle/").status_code == 200
    assert client.get("/beispiele/anders/")["Location"] == "/beispiele/halle/"
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["anders"]


def test_an_old_address_betrays_nothing_to_those_who_may_not_see_the_record(
    client: Client,
) -> None:
    example = published(slug="intern", audience=Audience.MEMBERS)
    rename(example, "intern-neu")
    assert client.get("/beispiele/intern/").status_code == 404
    assert client.get(f"/b/{example.pk}/").status_code == 404
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    assert client.get("/beispiele/intern/")["Location"] == "/beispiele/intern-neu/"
    assert client.get(f"/b/{example.pk}/")["Location"] == "/beispiele/intern-neu/"


def test_a_draft_with_another_address_moves_nothing_until_it_is_published(client: Client) -> None:
    example = published(slug="halle")
    example.slug = "entwurf"
    example.save_revision()
    assert client.get("/beispiele/halle/").status_code == 200
    assert FormerAddress.objects.count() == 0


def test_short_links_lead_to_the_present_address(client: Client) -> None:
    example, answer = published(slug="halle"), answered(slug="schneelast")
    rename(example, "neu")
    assert client.get(f"/b/{example.pk}/")["Location"] == "/beispiele/neu/"
    assert client.get(f"/a/{answer.pk}/")["Location"] == "/antworten/schneelast/"
    assert client.get("/b/999999999999999999999999/").status_code == 404


def test_every_publication_is_an_edition_with_the_next_number() -> None:
    example = published()
    rename(example, "zweite")
    example.refresh_from_db()
    example.unpublish()
    cited = addressing.citation("example", example.pk)
    assert (cited.number, [edition.number for edition in cited.editions]) == (2, [2, 1])
    assert cited.path == f"/b/{example.pk}/"
    assert addressing.citation("example", ExampleFactory().pk).number is None
    assert Edition.objects.count() == 2


def test_nobody_else_gets_an_address_that_was_known(client: Client) -> None:
    example = published(title="Halle", slug="halle")
    rename(example, "halle-neu")
    assert slugs.free("Halle") == "halle-2"
    assert slugs.free("Vergleichen") == "vergleichen-2"
    assert addressing.objection("example", "halle", example.pk) == ""
    other = published()
    for slug in ("halle", "melden"):
        assert addressing.objection("example", slug, other.pk) != ""
    assert addressing.objection("example", "", other.pk) == ""

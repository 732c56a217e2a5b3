"""Addresses are asked for gently, and called broken only after days."""

import ipaddress
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from lotse.links import queries, rules
from lotse.links.models import Link
from lotse.links.tests.site import Site, serving

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 11, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    settings.LINK_NETWORKS = [ipaddress.ip_network("127.0.0.0/8")]
    with serving() as running:
        yield running


def link(address: str, **facts: object) -> Link:
    made: Link = Link.objects.create(
        address=address,
        kind=Link.Kind.WEB,
        host="127.0.0.1",
        next_check_at=NOW,
        uses_count=1,
        **facts,
    )
    return made


def check(found: Link, now: datetime = NOW) -> str:
    rules.check(found, now=now)
    listed = [s for s in Link.State if Link.objects.filter(queries.in_state(s), pk=found.pk)]
    assert listed == [found.state]
    return str(found.state)


def test_a_page_that_answers_is_fine_and_only_its_head_is_asked_for(site: Site) -> None:
    site.pages["/da"] = 200
    found = link(f"{site.url}/da")
    assert check(found) == "fine"
    assert site.asked == [("HEAD", "/da")]
    assert found.next_check_at == NOW + rules.AGAIN_FINE
    assert all(agent.startswith("Lotse-Linkpruefung/") for agent in site.agents)


def test_machines_that_know_no_head_are_asked_again_with_get(site: Site) -> None:
    site.pages["/da"] = 200
    site.only_get.add("/da")
    assert check(link(f"{site.url}/da")) == "fine"
    assert site.asked == [("HEAD", "/da"), ("GET", "/da")]


def test_broken_is_what_failed_several_times_over_days(site: Site) -> None:
    found = link(f"{site.url}/weg")
    assert [check(found, NOW + number * DAY) for number in range(3)] == [
        "failing",
        "failing",
        "broken",
    ]
    assert (found.status, found.error) == (404, "Die Gegenstelle antwortet mit 404.")
    assert list(queries.broken()) == [found]
    site.pages["/weg"] = 200
    assert check(found, NOW + 10 * DAY) == "fine"
    assert (found.failing_since, found.broken_at, found.error) == (None, None, "")


def test_many_failures_within_an_hour_are_one_bad_hour(site: Site) -> None:
    found = link(f"{site.url}/weg")
    for number in range(10):
        assert check(found, NOW + timedelta(minutes=number)) == "failing"


def test_who_keeps_programs_out_is_not_called_broken(site: Site) -> None:
    for status in (401, 403, 429):
        site.pages[f"/{status}"] = status
        assert check(link(f"{site.url}/{status}")) == "unclear"


def test_redirects_are_followed_and_lasting_ones_named(site: Site) -> None:
    site.pages |= {"/alt": 301, "/neu": 200, "/heute": 302, "/kreis": 301}
    site.leads |= {"/alt": "/neu", "/heute": "/neu", "/kreis": "/kreis"}
    moved = link(f"{site.url}/alt")
    assert (check(moved), moved.moved_to) == ("moved", f"{site.url}/neu")
    today = link(f"{site.url}/heute")
    assert (check(today), today.moved_to) == ("fine", "")
    round_and_round = link(f"{site.url}/kreis")
    assert check(round_and_round) == "failing"
    assert "leitet zu oft weiter" in round_and_round.error


def test_a_redirect_into_our_own_network_is_not_followed(settings: Settings, site: Site) -> None:
    site.pages["/fort"] = 302
    site.leads["/fort"] = "http://10.0.0.1/geheim"
    found = link(f"{site.url}/fort")
    assert check(found) == "failing"
    assert found.error == "Die Adresse führt in ein internes Netz."
    settings.LINK_NETWORKS = []
    site.pages["/da"] = 200
    inside = link(f"{site.url}/da")
    assert check(inside) == "failing"
    assert ("HEAD", "/da") not in site.asked


def test_one_machine_is_asked_one_thing_at_a_time(site: Site) -> None:
    for number in range(3):
        site.pages[f"/{number}"] = 200
        link(f"{site.url}/{number}")
    assert rules.check_due(NOW) == 1
    assert rules.check_due(NOW + timedelta(seconds=5)) == 0
    assert rules.check_due(NOW + timedelta(seconds=11)) == 1
    assert [path for _method, path in site.asked] == ["/0", "/1"]


def test_what_is_put_aside_or_stands_nowhere_is_not_asked_for(site: Site) -> None:
    link(f"{site.url}/a", ignored_at=NOW, ignore_reason="geht nur im Landesnetz")
    Link.objects.filter(pk=link(f"{site.url}/b").pk).update(uses_count=0)
    assert rules.check_due(NOW) == 0
    assert site.asked == []


def test_a_closed_port_is_a_failure(site: Site) -> None:
    found = link("http://127.0.0.1:1/")
    assert check(found) == "failing"
    assert found.status is None

"""What counts and what does not, at which cost, and where it ends up."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.lib import retention
from lotse.search import index
from lotse.search.tests.factories import document
from lotse.ui import page_cache
from lotse.usage import counting, keeping, queries
from lotse.usage.models import DayCount

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
DAY = date(2026, 3, 4)


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    counting.forget()
    caches["pages"].clear()
    yield
    counting.forget()


def read(client: Client, path: str, agent: str = BROWSER, **headers: str) -> int:
    return client.get(path, headers={"User-Agent": agent, **headers}).status_code


def counted() -> dict[tuple[str, str], int]:
    counting.flush()
    return {(row.kind, row.key): row.count for row in DayCount.objects.all()}


def test_pages_searches_and_downloads_are_counted_by_day_and_address(client: Client) -> None:
    for _time in range(2):
        assert read(client, "/begriffe/") == 200
    read(client, "/suche/?q=Frau+Muster")
    read(client, "/presse/zahlen.csv")
    assert counted() == {
        ("page", "/begriffe/"): 2,
        ("search", ""): 1,
        ("file", "/presse/zahlen.csv"): 1,
    }
    assert DayCount.objects.filter(day=timezone.localdate()).count() == 3
    read(client, "/begriffe/")
    assert counted()["page", "/begriffe/"] == 3


def test_pages_from_memory_count_and_cost_no_query_more(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page_cache.content_changed()
    first = client.get("/begriffe/", headers={"User-Agent": BROWSER})
    # One tiny query asks for the state of the content, with and without counting.
    with django_assert_num_queries(1):
        read(client, "/begriffe/")
    unchanged = {"If-None-Match": first["ETag"]}
    assert read(client, "/begriffe/", **unchanged) == 304
    assert counted() == {("page", "/begriffe/"): 3}


def test_robots_parts_and_fetching_ahead_do_not_count(client: Client) -> None:
    read(client, "/begriffe/", agent="Mozilla/5.0 (compatible; Googlebot/2.1)")
    read(client, "/begriffe/", agent="python-requests/2.32")
    read(client, "/begriffe/", agent="")
    read(client, "/suche/?q=Halle", **{"HX-Request": "true"})
    read(client, "/begriffe/", **{"Sec-Purpose": "prefetch"})
    client.post("/begriffe/", headers={"User-Agent": BROWSER})
    assert counted() == {}


@pytest.mark.parametrize(
    "path",
    [
        "/beispiele/gibt-es-nicht/",
        "/vorgang/geheim/",
        "/abonnements/verwalten/geheim/",
        "/beispiele/melden/",
        "/anmelden/",
        "/anmelden/link/geheim/",
        "/suche/vorschlaege/?q=Halle",
        "/nutzung/",
    ],
)
def test_addresses_that_could_point_at_a_person_are_never_kept(client: Client, path: str) -> None:
    read(client, path)
    assert counted() == {}


def test_what_the_team_reads_does_not_count_and_what_members_read_does(client: Client) -> None:
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    read(client, "/beispiele/")
    client.force_login(UserFactory.create(roles=[Role.MEMBER]))
    read(client, "/beispiele/")
    assert counted() == {("page", "/beispiele/"): 1}


def test_an_inquiry_of_the_press_and_contacts_keep_no_query(client: Client) -> None:
    read(client, "/kompetenzteam/?name=Erika+Muster")
    assert counted() == {("page", "/kompetenzteam/"): 1}


def test_what_cannot_be_written_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    counting.count("page", "/", on=DAY)
    with monkeypatch.context() as patched:

        def fail(_taken: object) -> None:
            raise OperationalError

        patched.setattr(counting, "_write", fail)
        assert counting.flush() == 0
    counting.count("page", "/", on=DAY)
    assert counted() == {("page", "/"): 2}


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_KEYS", 2)
    for path in ("/a/", "/b/", "/c/", "/a/"):
        counting.count("page", path, on=DAY)
    assert counted() == {("page", "/a/"): 2, ("page", "/b/"): 1}


def test_the_team_sees_sums_titles_and_a_table(client: Client) -> None:
    index.put(document("Beheizte Halle", "Warm.", url="/beispiele/halle/"))
    today = timezone.localdate()
    for days_ago, path, times in ((0, "/beispiele/halle/", 3), (40, "/", 1)):
        for _time in range(times):
            counting.count("page", path, on=today - timedelta(days=days_ago))
    counting.flush()
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    html = client.get("/nutzung/").content.decode()
    assert "Seitenaufrufe: <strong>3</strong>" in html
    assert ">Beheizte Halle</a>" in html
    assert "Seitenaufrufe: <strong>4</strong>" in client.get("/nutzung/?tage=90").content.decode()
    assert client.get("/nutzung/?tage=quatsch").status_code == 200
    table = client.get("/nutzung/tabelle.csv").content.decode("utf-8-sig").splitlines()
    assert table == ["Tag;Art;Adresse;Anzahl", f"{today};Seitenaufrufe;/beispiele/halle/;3"]


@pytest.mark.parametrize(("days", "bars"), [(30, 30), (90, 14), (365, 13)])
def test_a_long_period_is_summed_up(days: int, bars: int) -> None:
    for number in range(400):
        DayCount.objects.create(day=DAY - timedelta(days=number), kind="page", key="/", count=1)
    found = queries.bars(queries.since(days, DAY), days)
    assert sum(bar.pages for bar in found) == days
    assert abs(len(found) - bars) <= 1


def test_counts_are_kept_for_three_years() -> None:
    old, young = (
        DayCount.objects.create(day=day, kind="page", key="/")
        for day in (DAY - keeping.KEPT, DAY - keeping.KEPT + timedelta(days=1))
    )
    now = timezone.now().replace(year=2026, month=3, day=4, hour=12)
    rule = retention.rules["usage.counts"]
    assert list(rule.due(now)) == [old]
    assert rule.remove(now) == 1
    assert list(DayCount.objects.all()) == [young]

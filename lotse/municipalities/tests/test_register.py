"""The register is complete, loads twice and answers as people ask."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from lotse.municipalities import bootstrap, queries
from lotse.municipalities.models import KoenigsteinShare, Land, Municipality

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Kind = Municipality.Kind


@pytest.fixture
def register(db: None) -> None:
    bootstrap.load(NOW)


@pytest.mark.django_db
def test_register_is_complete_and_loading_twice_changes_nothing() -> None:
    first = bootstrap.load(NOW)
    identities = set(Municipality.objects.values_list("pk", "key"))

    assert bootstrap.load(NOW) == first

    assert set(Municipality.objects.values_list("pk", "key")) == identities
    counts = {kind: Municipality.objects.filter(kind=kind).count() for kind in Kind}
    assert counts == {Kind.TOWN: 10_751, Kind.DISTRICT: 400, Kind.ASSOCIATION: 1_203}
    assert Land.objects.count() == 16
    towns = Municipality.objects.filter(kind=Kind.TOWN)
    assert Land.objects.aggregate(people=Sum("population"))["people"] == 83_577_140
    assert towns.aggregate(people=Sum("population"))["people"] == 83_576_223
    assert not towns.filter(latitude=None).exists()
    assert Municipality.objects.get(key="03404000").ars == "034040000000"


@pytest.mark.django_db
def test_changed_register_row_is_corrected_and_gone_municipality_stays(register: None) -> None:
    Municipality.objects.filter(key="03404000").update(population=1, search_name="x")
    gone = Municipality.objects.get(key="01001000")
    Municipality.objects.filter(pk=gone.pk).update(key="01999999")

    bootstrap.load(NOW)

    assert Municipality.objects.get(key="03404000").population > 160_000
    assert queries.find("Osnabrück")[0].key == "03404000"
    assert Municipality.objects.filter(pk=gone.pk, key="01999999").exists()


@pytest.mark.django_db
def test_koenigstein_shares_add_up_to_a_hundred_each_year(register: None) -> None:
    sums = {
        year: KoenigsteinShare.objects.filter(year=year).aggregate(Sum("percent"))["percent__sum"]
        for year in (2015, 2016, 2017)
    }
    assert {year: round(total, 2) for year, total in sums.items()} == {
        2015: Decimal("100.00"),
        2016: Decimal("100.00"),
        2017: Decimal("100.00"),
    }


LOOKUPS = {
    "Osnabrück": "03404000",
    "osnabruck": "03404000",
    "OSNABRUECK": "03404000",
    "Osnabrück, Stadt": "03404000",
    "Stadt Osnabrück": "03404000",
    "Landkreis Osnabrück": "03459",
    "Osnabrück (Kreisfreie Stadt, Niedersachsen, 03404000)": "03404000",
    "Landkreis Osnabrück (Landkreis, Niedersachsen, 03459)": "03459",
    "Kreis Steinfurt": "05566",
    "LK Steinfurt": "05566",
    "Koln": "05315000",
    "köl": "05315000",
    "Frankfurt": "06412000",
    "Frankfurt Oder": "12053000",
    "Halle": "15002000",
    "Büchen": "01053020",
    "Buchen": "08225014",
    "Gießen": "06531005",
    "GIESSEN": "06531005",
    "Weißenburg": "09577177",
    "St. Ingbert": "10045117",
    "st ing": "10045117",
    "Sankt Peter Ording": "01054113",
    "St": "08111000",
    "Pfaffenhofen an der Ilm": "09186143",
    "Neuburg a d Donau": "09185149",
    "Garmisch Partenkirchen": "09180117",
    "partenkirchen": "09180",
    "03404000": "03404000",
    "03404": "03404",
    "034040000000": "03404000",
    "49074": "03404000",
    "50667": "05315000",
    "50823": "05315000",
    "  Kiel  ": "01002000",
    "Städteregion": "05334",
}


@pytest.mark.django_db
def test_lookup_finds_what_people_mean_first(register: None) -> None:
    found = {}
    for asked in LOOKUPS:
        with CaptureQueriesContext(connection) as asked_of_database:
            places = queries.find(asked, limit=5)
        assert len(asked_of_database) <= 5, asked
        found[asked] = places[0].key if places else None
    assert found == LOOKUPS


@pytest.mark.django_db
def test_lookup_of_nothing_or_nonsense_finds_nothing(register: None) -> None:
    nothing = ["", "   ", "%", "_", "'", "xyzxyz", "0" * 13, "Atlantis-am-Meer", "\x00"]
    assert [queries.find(asked) for asked in nothing] == [[]] * len(nothing)


@pytest.mark.django_db
def test_town_that_is_its_own_district_appears_once_by_name_and_twice_by_key(
    register: None,
) -> None:
    assert [place.key for place in queries.find("Kiel") if place.short_name == "Kiel"] == [
        "01002000"
    ]
    assert queries.find("01002")[0].kind == Kind.DISTRICT


@pytest.mark.django_db
def test_description_names_kind_of_place_land_and_size_class(register: None) -> None:
    asked = ["Filderstadt", "Osnabrück", "Landkreis Osnabrück", "Amt Büchen", "Büchen", "Lauta"]
    assert [
        f"{place}: {place.description}" for name in asked for place in queries.find(name, 1)
    ] == [
        "Filderstadt: Mittelstadt · Baden-Württemberg · Größenklasse 5",
        "Osnabrück: Großstadt · Niedersachsen · Größenklasse 3",
        "Landkreis Osnabrück: Landkreis · Niedersachsen · Größenklasse 1 der Kreise",
        "Amt Büchen: Amt · Schleswig-Holstein",
        "Büchen: Gemeinde · Schleswig-Holstein · Größenklasse 7",
        "Lauta: Kleinstadt · Sachsen · Größenklasse 7",
    ]


def test_reference_dates_are_stated() -> None:
    assert date(2025, 8, 31) == bootstrap.TERRITORY_ON
    sources = (bootstrap.REGISTER / "SOURCES.md").read_text(encoding="utf-8")
    assert "31 August 2025" in sources

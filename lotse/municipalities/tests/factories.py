# mypy: disallow-untyped-calls=False
"""A Land, towns in it and their mail domains."""

from decimal import Decimal

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from lotse.municipalities.folding import fold, fold_bare
from lotse.municipalities.models import Land, MailDomain, Municipality


class LandFactory(DjangoModelFactory[Land]):
    class Meta:
        model = Land
        django_get_or_create = ("code",)

    code = "HE"
    key = "06"
    name = "Hessen"
    capital = "Wiesbaden"
    population = 6_280_000
    area_km2 = Decimal("21115.00")


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality

    kind = Municipality.Kind.TOWN
    key = Sequence(lambda n: f"065{n:05d}")
    name = Sequence(lambda n: f"Musterstadt {n}")
    search_name = LazyAttribute(lambda place: fold(place.name))
    bare_name = LazyAttribute(lambda place: fold_bare(place.name))
    core_name = LazyAttribute(lambda place: fold(place.name))
    type = "Stadt"
    land = SubFactory(LandFactory)
    district_key = "06531"
    postcode = "35390"
    population = 42_000
    area_km2 = Decimal("72.60")
    size_class = "G5"


class MailDomainFactory(DjangoModelFactory[MailDomain]):
    class Meta:
        model = MailDomain

    municipality = SubFactory(MunicipalityFactory)
    domain = Sequence(lambda n: f"musterstadt{n}.example")

"""Municipalities, memberships and mail domains for tests."""

from datetime import date
from decimal import Decimal

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from lotse.municipalities.folding import core, fold, fold_bare
from lotse.municipalities.models import Land, MailDomain, Membership, Municipality


class LandFactory(DjangoModelFactory[Land]):
    class Meta:
        model = Land
        django_get_or_create = ("code",)

    code = "NI"
    key = LazyAttribute(lambda land: f"{sum(map(ord, land.code)) % 100:02}")
    name = "Niedersachsen"
    capital = "Hannover"
    population = 8_004_489
    area_km2 = Decimal("47709.90")


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality

    kind = Municipality.Kind.TOWN
    key = Sequence(lambda n: f"99{n:06}")
    name = Sequence(lambda n: f"Musterstadt {n}")
    search_name = LazyAttribute(lambda place: fold(place.name))
    bare_name = LazyAttribute(lambda place: fold_bare(place.name))
    core_name = LazyAttribute(lambda place: core(place.name))
    type = "Stadt"
    land = SubFactory(LandFactory)
    district_key = "99000"
    population = 30_000
    area_km2 = Decimal("100.00")
    size_class = "G5"


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    municipality = SubFactory(MunicipalityFactory)
    since = date(2020, 1, 1)


class MailDomainFactory(DjangoModelFactory[MailDomain]):
    class Meta:
        model = MailDomain

    municipality = SubFactory(MunicipalityFactory)
    domain = Sequence(lambda n: f"musterstadt{n}.example")

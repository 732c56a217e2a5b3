"""People at the desk and something to cite."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries.tests.desk.topics import winter
from lotse.knowledge import rules as knowledge
from lotse.knowledge.models import Example, ExampleMunicipality, Source
from lotse.lib.audience import Audience
from lotse.municipalities.tests.factories import MunicipalityFactory

Publish = Callable[..., Example]


@pytest.fixture
def officer(db: None) -> User:
    return UserFactory(name="Mareike Thomsen", roles=[Role.DESK])


@pytest.fixture
def colleague(db: None) -> User:
    return UserFactory(name="Cem Aydin", roles=[Role.DESK])


@pytest.fixture
def desk(officer: User, client: Client) -> Client:
    """A browser in which a desk officer is signed in."""
    client.force_login(officer)
    return client


@pytest.fixture
def publish(db: None) -> Publish:
    """Return a function that publishes a good example, which search then finds."""

    def published(
        title: str = "Schneewache für Zelthallen",
        what: str = "Die Stadt misst alle vier Stunden die Schneelast auf der Zelthalle.",
        audience: Audience = Audience.PUBLIC,
    ) -> Example:
        number = Example.objects.count() + 1
        example = Example(
            live=False,
            title=title,
            slug=f"beispiel-{number}",
            what=what,
            audience=audience,
            review_due_on=date(2099, 1, 1),
        )
        example.sources.add(Source(url="https://www.musterstadt.example/", sort_order=0))
        example.concepts.set([winter()])
        example.municipalities.add(
            ExampleMunicipality(municipality=MunicipalityFactory(), sort_order=0)
        )
        example.save()
        knowledge.publish_draft(example)
        return example

    return published

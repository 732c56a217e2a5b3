"""One factory for people; roles are given by name: ``UserFactory(roles=[Role.DESK])``."""

from collections.abc import Iterable
from typing import Any

import factory

from lotse.accounts import grants
from lotse.accounts.models import User
from lotse.accounts.roles import Role

PASSWORD = "Quittengelee-im-Keller"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@musterstadt.example")
    name = factory.Sequence(lambda n: f"Person {n}")

    @factory.post_generation
    def password(self: User, create: bool, value: str | None, **kwargs: Any) -> None:
        self.set_password(value)
        self.save(update_fields=["password"])

    @factory.post_generation
    def roles(self: User, create: bool, roles: Iterable[Role] | None, **kwargs: Any) -> None:
        for role in roles or ():
            self.groups.add(grants.group(role))
        # The test reads roles afresh, as the next request would.
        self.__dict__.pop("roles", None)

"""One factory for people; roles are given by name: ``UserFactory(roles=[Role.DESK])``."""

from collections.abc import Iterable
from typing import Any

from factory.declarations import Sequence
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from lotse.accounts import grants
from lotse.accounts.models import User
from lotse.accounts.roles import Role

PASSWORD = "Quittengelee-im-Keller"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"person{n}@musterstadt.example")
    name = Sequence(lambda n: f"Person {n}")

    @post_generation  # type: ignore[untyped-decorator]
    def password(self: User, create: bool, value: str | None, **kwargs: Any) -> None:
        self.set_password(value)
        self.save(update_fields=["password"])

    @post_generation  # type: ignore[untyped-decorator]
    def roles(self: User, create: bool, roles: Iterable[Role] | None, **kwargs: Any) -> None:
        self.groups.set([grants.group(role) for role in roles or ()])
        # The test reads roles afresh, as the next request would.
        self.__dict__.pop("roles", None)

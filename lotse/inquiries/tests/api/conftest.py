"""A program with a key, as it stands before the door."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lotse.accounts import keys
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.scopes import Scope
from lotse.accounts.tests.factories import UserFactory

EVERYTHING = tuple(scope.value for scope in Scope)


@dataclass
class Program:
    owner: User
    secret: str

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request to /api/v1; headers with underscores for dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client().generic(
            method,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else b"",
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.secret}", **named},
        )


Programs = Callable[..., Program]


@pytest.fixture
def program(db: None) -> Programs:
    """Make programs: ``program()`` may do all, ``program(roles=[…], wanted=[…])`` less."""

    def make(roles: Any = (Role.DESK,), wanted: Any = EVERYTHING) -> Program:
        owner = UserFactory.create(roles=list(roles))
        _key, secret = keys.make(
            name="Fachverfahren", owner=owner, wanted=wanted, days=30, now=timezone.now()
        )
        return Program(owner, secret)

    return make

"""People at the desk, and conversations that begin by mail."""

from collections.abc import Callable
from datetime import datetime

import pytest

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import Inquiry
from lotse.inquiries.tests.factories import MONDAY

Asked = Callable[..., Inquiry]


@pytest.fixture
def officer(db: None) -> User:
    return UserFactory(name="Mareike Thomsen", roles=[Role.DESK])


@pytest.fixture
def colleague(db: None) -> User:
    return UserFactory(name="Cem Aydin", roles=[Role.DESK])


@pytest.fixture
def asked(db: None) -> Asked:
    """Return a function that lets somebody ask by mail."""

    def ask(
        text: str = "Wer prüft die Schneelast der Zelthalle?",
        *,
        email: str = "s.muster@musterstadt.example",
        name: str = "Sabine Muster",
        at: datetime = MONDAY,
        message_id: str = "",
        subject: str = "Zelthalle",
    ) -> Inquiry:
        incoming = rules.Incoming(
            text=text,
            subject=subject,
            author_name=name,
            author_email=email,
            message_id=message_id or f"<{at.timestamp()}.{email}>",
        )
        return rules.receive(incoming, channel="mail", received_at=at, now=at)

    return ask

"""A team: two officers, a lead, an area with a mailbox."""

from datetime import datetime, timedelta

import pytest

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.models import Inquiry, PromiseTerms
from lotse.inquiries.tests.factories import MONDAY
from lotse.team.models import ProgrammeArea
from lotse.team.tests.factories import ProgrammeAreaFactory

HOUR = timedelta(hours=1)


@pytest.fixture
def officer(db: None) -> User:
    return UserFactory(name="Mareike Thomsen", email="thomsen@lotse.example", roles=[Role.DESK])


@pytest.fixture
def colleague(db: None) -> User:
    return UserFactory(name="Cem Aydin", email="aydin@lotse.example", roles=[Role.DESK])


@pytest.fixture
def lead(db: None) -> User:
    return UserFactory(name="Ilse Brandt", email="brandt@lotse.example", roles=[Role.LEAD])


@pytest.fixture
def area(officer: User, colleague: User) -> ProgrammeArea:
    return ProgrammeAreaFactory(
        name="Fachreferat Bau",
        email="bau@lotse.example",
        responsible=officer,
        deputy=colleague,
    )


def asked(
    at: datetime = MONDAY,
    *,
    area: ProgrammeArea | None = None,
    owner: User | None = None,
    email: str = "s.muster@musterstadt.example",
) -> Inquiry:
    """An inquiry as the mail door makes it."""
    inquiry = rules.receive(
        rules.Incoming(text="Wer prüft die Schneelast?", author_email=email),
        channel=Inquiry.Channel.MAIL,
        received_at=at,
        now=at,
    )
    Inquiry.objects.filter(pk=inquiry.pk).update(area=area, owner=owner)
    inquiry.refresh_from_db()
    return inquiry


def service_terms(**changes: object) -> PromiseTerms:
    """Unsaved terms: eight service hours, Monday to Friday 8-12 and 13-17, Lower Saxony."""
    values: dict[str, object] = {
        "valid_from": MONDAY - timedelta(days=3),
        "measure": "service",
        "hours": 8,
        "weekly": ["8-12, 13-17"] * 5 + ["", ""],
        "land": "NI",
    }
    return PromiseTerms(**values | changes)

"""The pages about what is missing, read, broken and easy: without barriers, also on a phone."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge.easy import rules as easy
from lotse.knowledge.tests.factories import published
from lotse.lib.audience import Audience
from lotse.links.models import Link
from lotse.municipalities.tests.factories import LandFactory
from lotse.search import missed
from lotse.search.models import Promotion
from lotse.topics.tests.factories import ConceptFactory, FieldFactory
from lotse.usage.models import DayCount

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 3, 4, 11, tzinfo=UTC)
PAGES = (
    "/luecken/",
    "/nachfrage/",
    "/suche/empfehlungen/",
    "/suche/empfehlungen/neu/",
    "/adressen/?stand=alle",
    "/nutzung/",
    "/leichte-texte/",
)


@pytest.fixture
def editor() -> User:
    """An editor, and one record for each of the pages."""
    person: User = UserFactory.create(roles=[Role.EDITOR])
    LandFactory.create(code="BY", name="Bayern")
    field = FieldFactory.create(code="U", name="Wohnen", slug="wohnen")
    example = published(concepts=[ConceptFactory.create(broader=field)])
    missed.note("Seilbahn bauen", outcome="none", reach=Audience.PUBLIC, now=NOW)
    Promotion.objects.create(words="Seilbahn", created_at=NOW)
    Link.objects.create(address="https://weg.example/", kind=Link.Kind.WEB, uses_count=1)
    DayCount.objects.create(day=datetime.now(UTC).date(), kind="page", key="/", count=3)
    easy.save(
        "example",
        str(example.pk),
        level="easy",
        title="Warm",
        text="Die Halle ist warm.",
        as_of=NOW.date(),
        checked_by="",
        is_shown=True,
        person=person,
        now=NOW,
    )
    return person


def test_pages_have_no_barriers_and_fit_a_phone(
    page: Page,
    phone: Page,
    editor: User,
    signed_in: Callable[[Page, User], None],
    axe: Callable[[Page], list[Any]],
) -> None:
    for browser in (page, phone):
        signed_in(browser, editor)
        for address in PAGES:
            browser.goto(address)
            widths = "[document.documentElement.scrollWidth, window.innerWidth]"
            width, room = browser.evaluate(widths)
            assert width <= room, address
            assert axe(browser) == [], address

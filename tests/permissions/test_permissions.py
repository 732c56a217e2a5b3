"""Walk the table: each address, method and role gets the outcome that stands there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from tests.permissions import patterns, world
from tests.permissions.table import (
    ABSENT,
    ANONYMOUS,
    AWAY,
    FORBIDDEN,
    GONE,
    IN,
    NO_METHOD,
    OK,
    ROLES,
    SIGN_IN,
    TABLE,
    WAGTAIL_SAMPLES,
    Line,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def people_and_records(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[world.World]:
    """Build the world once: every request is taken back by itself."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files), transaction.atomic():
        yield world.build(datetime.now(UTC))
        transaction.set_rollback(True)


def outcome(answer: HttpResponseBase) -> str:
    """Name what somebody got, in the words of the table."""
    by_status = {404: ABSENT, 405: NO_METHOD, 410: GONE, 403: FORBIDDEN}
    if answer.status_code in by_status:
        return by_status[answer.status_code]
    if answer.status_code in (301, 302, 303):
        return SIGN_IN if re.match(r"/anmelden/\?next=", answer["Location"]) else AWAY
    if answer.headers.get("HX-Redirect", "").startswith("/anmelden/"):
        return SIGN_IN
    return OK if answer.status_code == 200 else str(answer.status_code)


def matches(expected: str, got: str) -> bool:
    if expected == IN:
        return got in (OK, AWAY, GONE, "204", "400", "409", "422", "429")
    return expected == got


def ask(people_and_records: world.World, entry: Line, role: str) -> str:
    """Send one request as one role and take back whatever it changed."""
    client = Client()
    with transaction.atomic():
        if role != ANONYMOUS:
            client.force_login(people_and_records.people[role])
        address = entry.address.format(**people_and_records.names)
        data = entry.data.format(**people_and_records.names)
        answer = client.generic(
            entry.method, address, data, content_type="application/x-www-form-urlencoded"
        )
        transaction.set_rollback(True)
    return outcome(answer)


@pytest.mark.parametrize(
    "entry", [*TABLE, *WAGTAIL_SAMPLES], ids=lambda entry: f"{entry.method} {entry.pattern}"
)
def test_everyone_gets_what_the_table_says(people_and_records: world.World, entry: Line) -> None:
    got = {role: ask(people_and_records, entry, role) for role in ROLES}
    wrong = {
        role: f"{got[role]} instead of {expected}"
        for role, expected in entry.outcomes.items()
        if not matches(expected, got[role])
    }
    assert wrong == {}


def test_table_lists_every_pattern_with_both_methods() -> None:
    listed = {(entry.pattern, entry.method) for entry in TABLE}
    wanted = {
        (pattern, method) for pattern in patterns.our_patterns() for method in ("GET", "POST")
    }
    assert sorted(wanted - listed) == [], "add a line to tests/permissions/table.py"
    assert sorted(listed - wanted) == [], "these patterns do not exist any more"


def test_table_has_one_line_for_an_address_and_method() -> None:
    keys = [(entry.address, entry.method) for entry in TABLE]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("role", ["member", "coordinator", "desk", "operator"])
def test_no_address_of_the_editorial_admin_exists_for_others(
    people_and_records: world.World, role: str
) -> None:
    client = Client()
    client.force_login(people_and_records.people[role])
    reached = {
        address: answer.status_code
        for address in _sample_addresses("redaktion/")
        if (answer := client.get(address)).status_code != 404
        and not answer.headers.get("Location", "").startswith("/anmelden/")
    }
    assert reached == {}


@pytest.mark.usefixtures("people_and_records")
def test_nothing_of_the_editorial_admin_opens_without_sign_in() -> None:
    client = Client()
    opened = {
        address: answer.status_code
        for address in _sample_addresses("redaktion/")
        if (answer := client.get(address)).status_code not in (302, 403, 404, 405)
    }
    # Words of the interface and icons, the same for everybody.
    assert set(opened) <= {"/redaktion/jsi18n/", "/redaktion/sprite/"}


def _sample_addresses(prefix: str) -> Iterator[str]:
    """Fill every pattern below a prefix with values of the right shape."""
    for spelled in _converted(get_resolver().url_patterns, ""):
        if spelled.startswith(prefix):
            yield "/" + spelled


def _converted(entries: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for entry in entries:
        spelled = prefix + _filled(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _converted(entry.url_patterns, spelled)
        else:
            yield spelled


def _filled(spelled: str) -> str:
    spelled = re.sub(r"<int:\w+>|\(\?P<\w+>\\d\+\)|\(\\d\+\)", "1", spelled)
    spelled = re.sub(r"<(?:\w+:)?\w+>", "x", spelled)
    spelled = re.sub(r"\(\?P<\w+>[^)]*\)\??", "x", spelled)
    return spelled.strip("^$").replace(r"\.", ".").replace("?", "")

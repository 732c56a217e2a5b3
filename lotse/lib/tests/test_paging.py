import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lotse.lib import paging

pytestmark = pytest.mark.django_db
# Any record will do; sessions have a key of text and an instant that several can share.
ORDER = ("expire_date", "-pk")
GROUP_ORDER = ("name", "-pk")
HUGE = base64.urlsafe_b64encode(b'["x","999999999999999999999999"]').decode()


def sessions(count: int) -> None:
    Session.objects.bulk_create(
        Session(
            session_key=f"z{number:03}",
            session_data="",
            # Three share an instant, so the second field of the order decides.
            expire_date=datetime(2026, 11, 23, 8, number // 3, tzinfo=UTC),
        )
        for number in range(count)
    )


def keys(page: paging.Page[Session]) -> list[str]:
    return [session.session_key for session in page.rows]


def walk(step: str, page: paging.Page[Session]) -> list[list[str]]:
    pages = []
    while (parameters := getattr(page, step)) is not None:
        page = paging.by_key(Session.objects.all(), order=ORDER, query=parameters, size=4)
        pages.append(keys(page))
    return pages


def test_pages_by_key_show_every_row_once_forwards_and_backwards() -> None:
    sessions(10)
    every = [session.session_key for session in Session.objects.order_by(*ORDER)]
    first = paging.by_key(Session.objects.all(), order=ORDER, query={}, size=4)
    forwards = [keys(first), *walk("next", first)]
    assert [key for page in forwards for key in page] == every
    assert [len(page) for page in forwards] == [4, 4, 2]
    last = paging.by_key(
        Session.objects.all(),
        order=ORDER,
        query={"nach": paging._key(Session.objects.get(pk=forwards[1][-1]), ORDER)},
        size=4,
    )
    assert walk("previous", last) == [forwards[1], forwards[0]]


def test_a_page_by_key_costs_one_query_whatever_the_number_of_rows() -> None:
    costs = []
    for count in (1, 3):
        Session.objects.all().delete()
        sessions(count)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            paging.by_key(Session.objects.all(), order=ORDER, query={})
        costs.append(len(queries))
    assert costs == [1, 1]


@pytest.mark.parametrize(
    "key", ["kaputt", "W10", "e30", "WzEsMiwzXQ", "%00", "W251bGwsbnVsbF0", HUGE]
)
def test_a_damaged_key_shows_the_first_page(key: str) -> None:
    # Before the groups that Wagtail brings.
    first = Group.objects.create(name="A")
    Group.objects.create(name="AA")
    page = paging.by_key(Group.objects.all(), order=GROUP_ORDER, query={"nach": key})
    assert page.rows[0] == first


def test_a_number_behind_the_end_gives_the_last_page() -> None:
    sessions(5)
    page = paging.by_number(Session.objects.order_by("pk"), number=99, size=2)
    assert (page.number, page.count, keys(page), page.next) == (3, 3, ["z004"], None)
    assert (page.first, page.last, page.total) == (5, 5, 5)


def test_far_pages_are_offered_with_gaps() -> None:
    page = paging.of_rows([1, 2], number=5, size=2, total=20)
    assert list(page.numbers) == [1, None, 4, 5, 6, None, 10]


def test_an_empty_list_is_one_empty_page() -> None:
    page: paging.Page[Any] = paging.of_rows([], number=1, size=20, total=0)
    assert (page.count, page.is_only, page.last) == (1, True, 0)


@given(st.text(max_size=30))
def test_whatever_stands_in_the_address_is_a_page_number(raw: str) -> None:
    assert 1 <= paging.read_number(raw) <= 1_000_000

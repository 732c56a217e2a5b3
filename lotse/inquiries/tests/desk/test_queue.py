"""The queue: order, views, choices, pages, counts."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotse.accounts.models import User
from lotse.inquiries.desk import queue
from lotse.inquiries.desk.filters import VIEWS, Desk, QueueFilter
from lotse.inquiries.models import Inquiry
from lotse.inquiries.tests.desk.topics import winter
from lotse.inquiries.tests.factories import DraftFactory, InquiryFactory, MessageFactory
from lotse.lib.paging import Page
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
from lotse.team.tests.factories import ProgrammeAreaFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def received(hours_ago: float, **facts: Any) -> Inquiry:
    return InquiryFactory(received_at=timezone.now() - timedelta(hours=hours_ago), **facts)


def numbers(response: Any) -> list[str]:
    """Reference numbers of the rows, in order."""
    return [row.number for group in response.context["groups"] for row in group.rows]


def test_what_is_due_first_stands_first_and_what_waits_for_nobody_last(desk: Client) -> None:
    fresh = received(1)
    late = received(25)
    answered = received(30, answered=True)
    soon = received(22)

    assert numbers(desk.get("/arbeitsplatz/")) == [
        late.number,
        soon.number,
        fresh.number,
        answered.number,
    ]


def test_a_promised_answer_takes_its_place_by_its_own_date(desk: Client) -> None:
    fresh = received(1)
    promised = received(40, answered=True, answered_at=None, answer_due_at=NOW + timedelta(hours=2))

    assert numbers(desk.get("/arbeitsplatz/")) == [promised.number, fresh.number]


def test_a_closed_inquiry_has_left_the_queue(desk: Client) -> None:
    closed = received(30, answered=True, closed_at=NOW)

    assert numbers(desk.get("/arbeitsplatz/")) == []
    assert numbers(desk.get("/arbeitsplatz/?ansicht=geschlossen")) == [closed.number]
    assert numbers(desk.get("/arbeitsplatz/?ansicht=alle")) == [closed.number]


def test_rows_say_the_time_left_in_words(desk: Client) -> None:
    received(26.01)
    received(23.19)

    rows = [row for group in desk.get("/arbeitsplatz/").context["groups"] for row in group.rows]

    assert [row.deadline.text for row in rows] == ["überfällig seit 2 Std.", "noch 48 Min."]
    assert [row.deadline.state for row in rows] == ["overdue", "soon"]


def test_every_view_shows_its_own(desk: Client, officer: User, colleague: User) -> None:
    area = ProgrammeAreaFactory(deputy=officer)
    mine = received(1, owner=officer)
    overdue = received(25, owner=colleague)
    soon = received(21, owner=colleague, area=area)
    nobody = received(2)
    paused = {"answered_at": None, "paused_since": NOW, "pause_reason": "asker"}
    waits = received(50, answered=True, owner=colleague, **paused)
    answered = received(60, answered=True, owner=colleague)

    def shown(view: str) -> list[str]:
        return numbers(desk.get(f"/arbeitsplatz/?ansicht={view}"))

    assert shown("meine") == [mine.number]
    assert shown("ueberfaellig") == [overdue.number]
    assert shown("knapp") == [soon.number]
    assert shown("niemand") == [nobody.number]
    assert shown("bereich") == [soon.number]
    assert shown("wartet") == [waits.number]
    assert shown("beantwortet") == [answered.number]


def test_chips_count_what_their_views_show(desk: Client, officer: User, colleague: User) -> None:
    area = ProgrammeAreaFactory(responsible=officer)
    for hours, owner in ((1, officer), (25, colleague), (21, None), (22, None)):
        received(hours, owner=owner, area=area if owner is None else None)
    received(70, answered=True, closed_at=NOW)
    now = timezone.now()
    seen = Desk.of(officer, now)

    counted = queue.counts(seen)

    views = {v.name: queue.found(QueueFilter(v), seen).count() for v in VIEWS.values()}
    assert {name: views[name] for name in counted if not name.startswith("area:")} == {
        name: count for name, count in counted.items() if not name.startswith("area:")
    }
    assert (counted[f"area:{area.pk}"], counted["area:"]) == (2, 2)


def test_counting_is_one_query_and_the_compiled_statement_follows_the_clock(
    officer: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    received(20.5)
    early, late = Desk.of(officer, NOW), Desk.of(officer, NOW + timedelta(hours=5))

    with django_assert_num_queries(2):
        counted = [queue.counts(early), queue.counts(late)]

    assert [(c["knapp"], c["ueberfaellig"]) for c in counted] == [(1, 0), (0, 1)]


def test_choices_narrow_the_queue(desk: Client) -> None:
    bavaria = LandFactory(code="BY", key="09", name="Bayern")
    area = ProgrammeAreaFactory()
    wanted = received(3, municipality=MunicipalityFactory(land=bavaria), area=area, channel="web")
    wanted.topics.add(winter())
    received(2, municipality=MunicipalityFactory())

    for choice in ("thema=U", "thema=U11", "land=BY", f"bereich={area.pk}", "kanal=web"):
        assert numbers(desk.get(f"/arbeitsplatz/?{choice}")) == [wanted.number], choice


@pytest.mark.parametrize(
    "words",
    ["L-2026-0042", "42", "2026-42", "ZELTHALLE schneelast", "ÄRMELKANAL", "muster@", "wendlohe"],
)
def test_search_looks_at_number_subject_sender_and_municipality(desk: Client, words: str) -> None:
    found = received(
        3,
        number="L-2026-0042",
        subject="Zelthalle am Ärmelkanal: Schneelast",
        asker_email="s.muster@wendlohe.example",
        municipality=MunicipalityFactory(name="Wendlohe"),
    )
    received(2, subject="Kleiderkammer", asker_email="a@b.example", number="L-2026-0043")

    assert numbers(desk.get("/arbeitsplatz/", {"q": words})) == [found.number]


@pytest.mark.parametrize(
    "parameters",
    [
        {"ansicht": "gibtsnicht", "bereich": "x", "land": "XXXX", "kanal": "fax"},
        {"nach": "f.abc.1"},
        {"nach": "o.17.1"},
        {"vor": "f..9999999999999999999999"},
        {"thema": "\x00"},
        {"q": "\x00' OR 1=1 %_"},
        {"q": "("},
    ],
)
def test_a_damaged_address_still_shows_a_page(desk: Client, parameters: dict[str, str]) -> None:
    received(1)

    assert desk.get("/arbeitsplatz/", parameters).status_code == 200


def walk(officer: User, query: str, now: datetime = NOW) -> list[str]:
    """Numbers of all pages, forwards, checking that going back shows the same pages."""
    desk = Desk.of(officer, now)
    chosen = QueueFilter.read({"ansicht": query})
    seen: list[Page[Inquiry]] = [queue.page(chosen, desk, {}).page]
    while seen[-1].next:
        seen.append(queue.page(chosen, desk, dict(seen[-1].next)).page)
    for later, earlier in zip(seen[:0:-1], seen[-2::-1], strict=True):
        assert later.previous is not None
        assert queue.page(chosen, desk, dict(later.previous)).page.rows == earlier.rows
    return [row.number for page in seen for row in page.rows]


@pytest.mark.parametrize("view", ["offen", "alle", "geschlossen"])
def test_pages_show_every_inquiry_once_and_lead_back(
    officer: User, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    monkeypatch.setattr(queue, "PAGE_SIZE", 2)
    same = NOW - timedelta(hours=3)
    for _ in range(3):
        InquiryFactory(received_at=same)
        InquiryFactory(received_at=same, answered=True)
        InquiryFactory(received_at=same, answered=True, closed_at=NOW)

    found = walk(officer, view)

    expected = {"offen": 6, "alle": 9, "geschlossen": 3}[view]
    assert (len(found), len(set(found))) == (expected, expected)


@pytest.mark.parametrize("is_fragment", [False, True])
def test_query_count_does_not_grow_with_rows(
    desk: Client, officer: User, is_fragment: bool
) -> None:
    headers = {"HX-Request": "true"} if is_fragment else {}

    def fill() -> None:
        area = ProgrammeAreaFactory(responsible=officer)
        for owner in (officer, None):
            inquiry = received(3, owner=owner, area=area, municipality=MunicipalityFactory())
            inquiry.topics.add(winter())
            DraftFactory(inquiry=inquiry, author=officer)
            received(40, answered=True, owner=owner, municipality=MunicipalityFactory())

    fill()
    desk.get("/arbeitsplatz/", headers=headers)
    with CaptureQueriesContext(connection) as few:
        desk.get("/arbeitsplatz/", headers=headers)
    fill()
    fill()
    with CaptureQueriesContext(connection) as many:
        desk.get("/arbeitsplatz/", headers=headers)

    assert len(many) == len(few)


def test_rows_with_an_interim_reply_need_no_queries_of_their_own(desk: Client) -> None:
    def fill(count: int) -> None:
        for _ in range(count):
            reacted = NOW - timedelta(hours=1)
            received(3, reacted_at=reacted, due_at=None, waiting_since=None)

    fill(1)
    desk.get("/arbeitsplatz/")
    with CaptureQueriesContext(connection) as few:
        desk.get("/arbeitsplatz/")
    fill(2)
    with CaptureQueriesContext(connection) as many:
        page = desk.get("/arbeitsplatz/").content.decode()

    assert page.count("Zwischenstand gegeben") == 3
    assert len(many) == len(few)


def test_an_empty_desk_says_that_everything_is_answered(desk: Client) -> None:
    assert "Alles beantwortet" in desk.get("/arbeitsplatz/").content.decode()


def test_an_empty_choice_offers_the_way_back(desk: Client) -> None:
    received(1)

    page = desk.get("/arbeitsplatz/?q=gibtesnicht").content.decode()

    assert "Hier ist nichts offen" in page
    assert 'href="?ansicht=alle&amp;q=gibtesnicht"' in page


def test_the_minute_renewal_gets_rows_and_counts_without_the_page_around(desk: Client) -> None:
    inquiry = received(1)

    response = desk.get("/arbeitsplatz/", headers={"HX-Request": "true"})

    page = response.content.decode()
    assert inquiry.number in page
    assert "<html" not in page
    assert "HX-Request" in response.headers["Vary"]


def test_taking_an_inquiry_from_the_queue_leads_back_to_the_same_filter(
    desk: Client, officer: User
) -> None:
    inquiry = received(1)

    response = desk.post(
        "/arbeitsplatz/uebernehmen/",
        {"number": inquiry.number, "zurueck": "/arbeitsplatz/?ansicht=niemand"},
    )

    inquiry.refresh_from_db()
    assert inquiry.owner == officer
    assert response.headers["Location"] == "/arbeitsplatz/?ansicht=niemand"


@pytest.mark.parametrize("target", ["https://anders.example/", "//anders.example", "javascript:1"])
def test_taking_never_leads_to_another_site(desk: Client, target: str) -> None:
    inquiry = received(1)

    response = desk.post(
        "/arbeitsplatz/uebernehmen/", {"number": inquiry.number, "zurueck": target}
    )

    assert response.headers["Location"] == "/arbeitsplatz/"


def test_own_draft_is_the_state_of_a_row_but_not_that_of_a_colleague(
    desk: Client, officer: User, colleague: User
) -> None:
    DraftFactory(inquiry=received(3), author=officer)
    DraftFactory(inquiry=received(2), author=colleague)

    rows = [row for group in desk.get("/arbeitsplatz/").context["groups"] for row in group.rows]

    assert [row.state for row in rows] == ["Entwurf", "neu"]


def test_rows_lead_to_the_inquiry_within_the_same_filter(desk: Client) -> None:
    inquiry = received(1)
    MessageFactory(inquiry=inquiry)

    page = desk.get("/arbeitsplatz/?ansicht=niemand").content.decode()

    assert f'href="/arbeitsplatz/anfragen/{inquiry.number}/?ansicht=niemand"' in page

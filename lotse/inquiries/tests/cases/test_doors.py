"""The pages of the desk for cases: each through its real door."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries.desk import queue
from lotse.inquiries.models import BulkRun, Draft, Inquiry, KindProposal, Link, Merge, SavedView
from lotse.inquiries.rules import sorting
from lotse.inquiries.tests.cases.conftest import Asked
from lotse.inquiries.tests.factories import AttachmentFactory, InquiryFactory, MessageFactory
from lotse.lib.paging import AFTER_PARAMETER

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(officer: User, client: Client) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def two(asked: Asked) -> tuple[Inquiry, Inquiry]:
    """Two people who asked the same an hour and two hours ago."""
    now = timezone.now()
    first = asked("Wer räumt?", at=now - timedelta(hours=2))
    second = asked(
        "Wer räumt den Schnee?",
        email="c.kaya@neustadt.example",
        name="Can Kaya",
        at=now - timedelta(hours=1),
    )
    return first, second


def page(client: Client, path: str) -> str:
    response = client.get(path, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_merging_asks_for_consent_and_leads_to_the_one_inquiry(
    desk: Client, two: tuple[Inquiry, Inquiry]
) -> None:
    first, second = two
    address = f"{second.get_absolute_url()}zusammenfuehren/"

    asks = desk.post(address, {"number": first.number}).content.decode()
    assert "Bestätigen Sie, dass beide jede Antwort bekommen" in asks
    assert not Merge.objects.exists()
    desk.post(address, {"number": first.number, "consent": "on"})

    shown = page(desk, second.get_absolute_url())
    assert f"{second.number} von Can Kaya steht hier mit drin." in shown
    assert f"aus {second.number}" in shown
    assert "Jede Antwort geht an mehrere Personen" in shown
    assert second.number not in page(desk, "/arbeitsplatz/")

    merge = Merge.objects.get()
    desk.post(f"{first.get_absolute_url()}wieder-trennen/", {"merge": merge.pk})
    assert second.number in page(desk, "/arbeitsplatz/")


def test_the_page_for_merging_finds_by_word_and_offers_the_same_asker(
    desk: Client, two: tuple[Inquiry, Inquiry], asked: Asked
) -> None:
    first, second = two
    again = asked("Noch etwas")

    offered = page(desk, f"{first.get_absolute_url()}zusammenfuehren/")
    found = page(desk, f"{first.get_absolute_url()}zusammenfuehren/?q=kaya")

    assert "Von derselben Person" in offered
    assert again.number in offered
    assert f'value="{second.number}"' in found


def test_an_unknown_number_is_said_in_words(desk: Client, two: tuple[Inquiry, Inquiry]) -> None:
    address = f"{two[0].get_absolute_url()}zusammenfuehren/"

    shown = desk.post(address, {"number": "L-2026-0000"}).content.decode()

    assert "Die Anfrage L-2026-0000 gibt es nicht" in shown


def test_a_part_is_split_off_with_the_form_and_taken_back(
    desk: Client, two: tuple[Inquiry, Inquiry]
) -> None:
    first, _second = two
    question = first.messages.get(kind="question")
    file = AttachmentFactory(message=question)
    address = f"{first.get_absolute_url()}aufteilen/?teile=2"

    assert "Teil 2" in page(desk, address)
    desk.post(
        address,
        {
            "teil1-subject": "Räumen",
            "teil1-messages": question.pk,
            "teil1-attachments": file.pk,
            "teil2-subject": "",
            "teil2-text": "",
        },
    )

    split = first.splits.get()
    assert split.part.messages.get().attachments.get().name == file.name
    assert f'abgeteilt von <a href="{first.get_absolute_url()}"' in page(
        desk, split.part.get_absolute_url()
    )
    desk.post(f"{first.get_absolute_url()}aufteilung-zuruecknehmen/", {"teil": split.pk})
    assert not first.splits.filter(undone_at=None).exists()


def test_links_stand_on_both_pages_and_can_be_removed(
    desk: Client, two: tuple[Inquiry, Inquiry]
) -> None:
    first, second = two
    desk.post(
        f"{first.get_absolute_url()}verknuepfen/", {"kind": "followUp", "number": second.number}
    )

    assert "setzt fort" in page(desk, first.get_absolute_url())
    assert "wird fortgesetzt in" in page(desk, second.get_absolute_url())
    desk.post(
        f"{second.get_absolute_url()}verknuepfung-loesen/", {"verknuepfung": Link.objects.get().pk}
    )
    assert not Link.objects.exists()


def test_a_proposed_kind_is_taken_with_one_click_and_brings_its_text(
    desk: Client, asked: Asked
) -> None:
    inquiry = asked("Eine Familie steht heute Nacht auf der Straße.", at=timezone.now())

    assert "<strong>Notfall</strong>" in page(desk, inquiry.get_absolute_url())
    desk.post(f"{inquiry.get_absolute_url()}art/", {"kind": "emergency"})
    assert KindProposal.objects.get().decided_at is not None
    desk.post(f"{inquiry.get_absolute_url()}fertiger-text/")

    assert "112" in Draft.objects.get().text
    assert inquiry.number in page(desk, "/arbeitsplatz/?ansicht=besondere")


# --- Press ---------------------------------------------------------------------------------------


@pytest.fixture
def press(db: None) -> Client:
    client = Client()
    client.force_login(UserFactory(roles=[Role.PRESS]))
    return client


def test_press_officers_see_answer_and_find_press_inquiries_and_no_others(
    press: Client, two: tuple[Inquiry, Inquiry], officer: User
) -> None:
    ours, other = two
    file = AttachmentFactory(message=other.messages.get(kind="question"))
    sorting.set_kind(ours, kind="press", actor=officer, now=timezone.now())

    for view in ("offen", "alle", "presse"):
        shown = page(press, f"/arbeitsplatz/?ansicht={view}")
        assert ours.number in shown
        assert other.number not in shown
    assert "Antworttext" in page(press, ours.get_absolute_url())
    for path in (other.get_absolute_url(), f"/arbeitsplatz/anlagen/{file.pk}/"):
        assert press.get(path).status_code == 404
    merging = page(press, f"{ours.get_absolute_url()}zusammenfuehren/?q=kaya")
    assert other.number not in merging


def test_a_press_inquiry_of_the_same_municipality_tells_the_press_of_no_other(
    press: Client, two: tuple[Inquiry, Inquiry]
) -> None:
    ours, other = two
    Inquiry.objects.filter(pk=ours.pk).update(kind="press")
    Inquiry.objects.filter(pk=other.pk).update(subject="Geheimsache")
    assert "Geheimsache" not in page(press, ours.get_absolute_url())


# --- Saved views and orders ----------------------------------------------------------------------


def test_a_saved_view_stands_beside_the_others_and_can_open_first(
    desk: Client, two: tuple[Inquiry, Inquiry], officer: User
) -> None:
    desk.post("/arbeitsplatz/ansichten/?ansicht=niemand&q=kaya", {"name": "Kaya", "sharing": ""})
    view = SavedView.objects.get()
    assert view.query == "ansicht=niemand&q=kaya"

    desk.post("/arbeitsplatz/ansichten/standard/", {"sicht": view.pk})
    opened = desk.get("/arbeitsplatz/")
    assert opened["Location"] == f"/arbeitsplatz/?ansicht=niemand&q=kaya&sicht={view.pk}"
    shown = page(desk, opened["Location"])
    assert two[1].number in shown
    assert two[0].number not in shown

    desk.post(f"/arbeitsplatz/ansichten/{view.pk}/loeschen/")
    assert desk.get("/arbeitsplatz/").status_code == 200
    desk.post(f"/arbeitsplatz/ansichten/{view.pk}/zurueckholen/")
    assert "Kaya" in page(desk, "/arbeitsplatz/ansichten/")


def test_somebody_elses_own_view_does_not_exist(
    desk: Client, colleague: User, officer: User
) -> None:
    now = timezone.now()
    own = SavedView.objects.create(owner=colleague, name="Meine", saved_at=now)
    shared = SavedView.objects.create(owner=colleague, name="Team", is_shared=True, saved_at=now)

    assert desk.get(f"/arbeitsplatz/ansichten/{own.pk}/").status_code == 404
    assert "Team" in page(desk, "/arbeitsplatz/?ansicht=offen")
    desk.post(f"/arbeitsplatz/ansichten/{shared.pk}/loeschen/")
    shared.refresh_from_db()
    assert shared.deleted_at is None


@pytest.mark.parametrize("order", ["eingang", "bewegung", "termin"])
def test_every_order_shows_every_inquiry_once_page_by_page(
    desk: Client, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setattr(queue, "PAGE_SIZE", 2)
    now = timezone.now()
    for hours in range(5):
        InquiryFactory(
            received_at=now - timedelta(hours=hours),
            asker_deadline_on=None if hours % 2 else now.date() + timedelta(days=hours % 3),
        )
    seen: list[str] = []
    query: dict[str, str] = {}
    for _page in range(4):
        response = desk.get(f"/arbeitsplatz/?sortierung={order}", query)
        context = response.context
        seen += [row.number for group in context["groups"] for row in group.rows]
        if context["page"].next is None:
            break
        query = {"sortierung": order, AFTER_PARAMETER: context["page"].next[AFTER_PARAMETER]}

    assert len(seen) == len(set(seen)) == 5


def test_a_search_looks_through_a_piece_at_a_time_and_says_so(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "WINDOW", 3)
    now = timezone.now()
    for hours in range(5):
        InquiryFactory(received_at=now - timedelta(hours=hours), subject="Wasser")
    rare = InquiryFactory(received_at=now, subject="Quellwasser")

    first = desk.get("/arbeitsplatz/?q=Quellwasser")
    assert "Durchsucht sind 3 Anfragen" in first.content.decode()
    later = {"q": "Quellwasser", **first.context["page"].next}
    second = desk.get("/arbeitsplatz/", later)

    assert rare.number in second.content.decode()


# --- Several at once -----------------------------------------------------------------------------


def test_several_are_previewed_done_and_undone(
    desk: Client, two: tuple[Inquiry, Inquiry], officer: User
) -> None:
    numbers = [inquiry.number for inquiry in two]
    Inquiry.objects.filter(pk=two[1].pk).update(owner=officer)
    form = {"auswahl": numbers, "action": "assign", "owner": officer.pk}

    assert (
        "2 Anfragen" in desk.post("/arbeitsplatz/sammeln/", {"auswahl": numbers}).content.decode()
    )
    preview = desk.post("/arbeitsplatz/sammeln/", {**form, "schritt": "pruefen"}).content.decode()
    assert "wird geändert" in preview
    assert "ist schon so" in preview
    assert Inquiry.objects.filter(owner=officer).count() == 1
    done = desk.post("/arbeitsplatz/sammeln/", {**form, "schritt": "tun"})

    run = BulkRun.objects.get()
    assert done["Location"] == f"/arbeitsplatz/sammeln/{run.pk}/"
    result = page(desk, done["Location"])
    assert "1 Anfrage geändert" in result
    assert "1 Anfrage blieb, wie sie ist" in result
    desk.post(f"{done['Location']}zuruecknehmen/")
    assert [i.owner for i in Inquiry.objects.order_by("pk")] == [None, officer]


# --- Phone ---------------------------------------------------------------------------------------


def test_a_call_shows_where_to_call_back(desk: Client) -> None:
    form = page(desk, "/arbeitsplatz/telefon/")
    key = form.partition('name="key" value="')[2].partition('"')[0]
    data = {"key": key, "question": "Wer zahlt?", "name": "Frau Adler", "phone": "0361 1234"}

    response = desk.post("/arbeitsplatz/telefon/", data)

    inquiry = Inquiry.objects.get()
    assert response["Location"] == inquiry.get_absolute_url()
    assert "0361 1234" in page(desk, inquiry.get_absolute_url())


def test_the_page_of_an_inquiry_asks_as_often_with_many_connections_as_with_few(
    desk: Client, asked: Asked
) -> None:
    inquiry = asked(at=timezone.now())
    MessageFactory(inquiry=inquiry)

    def connect() -> None:
        other = asked(at=timezone.now())
        Link.objects.create(first=inquiry, second=other, kind="related", created_at=timezone.now())

    connect()
    desk.get(inquiry.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        desk.get(inquiry.get_absolute_url())
    connect()
    connect()
    with CaptureQueriesContext(connection) as many:
        desk.get(inquiry.get_absolute_url())

    assert len(many) == len(few)

"""One inquiry: conversation, clock, municipality, suggestions, neighbours, actions, files."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import files, rules
from lotse.inquiries.models import Event, Inquiry, Message
from lotse.inquiries.tests.desk.mails import quarantined
from lotse.inquiries.tests.desk.topics import winter
from lotse.inquiries.tests.factories import (
    AttachmentFactory,
    CitationFactory,
    EventFactory,
    InquiryFactory,
    MessageFactory,
)
from lotse.knowledge.models import Example
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.team.tests.factories import ProgrammeAreaFactory

pytestmark = pytest.mark.django_db


def asked(**facts: Any) -> Inquiry:
    inquiry = InquiryFactory(
        received_at=facts.pop("received_at", timezone.now() - timedelta(hours=2)), **facts
    )
    MessageFactory(inquiry=inquiry)
    return inquiry


def plain(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_conversation_shows_each_kind_in_its_way(desk: Client) -> None:
    inquiry = asked()
    now = timezone.now()
    for kind in (Message.Kind.RECEIPT, Message.Kind.NOTE, Message.Kind.ANSWER):
        MessageFactory(inquiry=inquiry, kind=kind, created_at=now)

    items = desk.get(inquiry.get_absolute_url()).context["items"]

    assert [(item.style, bool(item.summary), item.badge) for item in items] == [
        ("", False, ""),
        ("team", True, ""),
        ("note", False, "nur für das Team"),
        ("ok", False, ""),
    ]


def test_foreign_text_is_shown_as_text(desk: Client) -> None:
    inquiry = asked(subject="<script>alert(1)</script>")
    MessageFactory(
        inquiry=inquiry,
        text='<img src=x onerror=alert(1)> javascript:alert(1) https://a.example/"onclick=',
        full_text="<b>alles</b>",
    )

    page = desk.get(inquiry.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>alles" not in page


def test_query_count_grows_neither_with_messages_nor_with_what_hangs_on_them(
    desk: Client, officer: User
) -> None:
    def talk(inquiry: Inquiry, count: int) -> Inquiry:
        for _ in range(count):
            message = MessageFactory(inquiry=inquiry, kind=Message.Kind.ANSWER, author=officer)
            AttachmentFactory(message=message)
            CitationFactory(message=message)
            EventFactory(inquiry=inquiry, actor=officer)
        return inquiry

    short = talk(asked(municipality=MunicipalityFactory()), 1)
    long = talk(asked(municipality=MunicipalityFactory()), 3)
    # At either end of the queue the search for a neighbour looks into the next part of it.
    for hours in (1, 20):
        asked(received_at=timezone.now() - timedelta(hours=hours))
    for inquiry in (short, long):
        # The first look at an inquiry works out its suggestions; the worker has done so by then.
        desk.get(inquiry.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        desk.get(short.get_absolute_url())
    with CaptureQueriesContext(connection) as many:
        desk.get(long.get_absolute_url())

    assert len(many) == len(few)


def test_an_inquiry_with_nothing_besides_its_question_is_read_with_few_queries(
    desk: Client,
) -> None:
    inquiry = asked(municipality=MunicipalityFactory())
    desk.get(inquiry.get_absolute_url())
    with CaptureQueriesContext(connection) as asked_for:
        desk.get(inquiry.get_absolute_url())

    # Nothing is read of pauses, links, check lists and the like, of which there are none.
    assert len(asked_for) <= 24, [query["sql"][:80] for query in asked_for]


def test_query_count_does_not_grow_with_earlier_work(desk: Client) -> None:
    place = MunicipalityFactory()
    inquiry = asked(municipality=place)

    def look() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(inquiry.get_absolute_url())
        assert len(page.context["box"].earlier) == min(3, place.inquiries.count() - 1)
        return len(queries)

    asked(municipality=place)
    look()
    few = look()
    asked(municipality=place)
    assert look() == few


def test_a_long_conversation_begins_with_its_latest_messages(desk: Client) -> None:
    inquiry = asked()
    for number in range(31):
        MessageFactory(inquiry=inquiry, text=f"Nachricht {number}", created_at=timezone.now())

    shown = desk.get(inquiry.get_absolute_url())
    whole = desk.get(f"{inquiry.get_absolute_url()}?verlauf=alle")

    assert [len(shown.context["items"]), shown.context["items"][-1].text] == [30, "Nachricht 30"]
    assert "verlauf=alle#verlauf" in shown.content.decode()
    assert len(whole.context["items"]) == 32


def test_neighbours_follow_the_filter_of_the_queue(desk: Client, officer: User) -> None:
    now = timezone.now()
    first, second, third = (
        asked(received_at=now - timedelta(hours=hours), owner=owner)
        for hours, owner in ((20, officer), (10, None), (5, officer))
    )

    everything = desk.get(second.get_absolute_url()).context["neighbours"]
    mine = desk.get(f"{first.get_absolute_url()}?ansicht=meine").context["neighbours"]

    assert (everything.before, everything.after) == (first.number, third.number)
    assert (everything.position, everything.total) == (2, 3)
    assert (mine.before, mine.after, mine.position, mine.total) == ("", third.number, 1, 2)


def test_what_left_the_filter_still_has_neighbours_but_no_position(
    desk: Client, officer: User
) -> None:
    other = asked(owner=officer)
    left = asked(received_at=timezone.now() - timedelta(hours=5))

    neighbours = desk.get(f"{left.get_absolute_url()}?ansicht=meine").context["neighbours"]

    assert (neighbours.after, neighbours.position) == (other.number, 0)


def test_the_municipality_box_shows_register_and_earlier_work(
    desk: Client, publish: Callable[..., Example]
) -> None:
    example = publish()
    place = example.municipalities.get().municipality
    earlier = asked(municipality=place, subject="Frühere Frage")
    inquiry = asked(municipality=place)

    box = desk.get(inquiry.get_absolute_url()).context["box"]

    assert (box.earlier_count, box.example_count) == (1, 1)
    assert ([one.number for one in box.earlier], list(box.examples)) == (
        [earlier.number],
        [example],
    )


def test_suggestions_come_with_passage_and_a_button(
    desk: Client, publish: Callable[..., Example]
) -> None:
    example = publish()

    response = desk.get(asked(subject="Schneelast auf der Zelthalle").get_absolute_url())

    [offer] = response.context["offers"]
    assert (offer.key, offer.place) == (f"example:{example.pk}", 0)
    assert "<mark>" in offer.passage_html
    assert f'value="{offer.name}"' in response.content.decode()


def test_any_hit_of_the_search_can_be_cited(desk: Client, publish: Callable[..., Example]) -> None:
    example = publish(title="Kleiderkammer mit Ehrenamtlichen", what="Die Stadt ordnet Spenden.")
    inquiry = asked(subject="Schneelast")
    address = f"{inquiry.get_absolute_url()}quellen/"

    page = desk.get(address, {"quelle": "Kleiderkammer"})
    fragment = desk.get(address, {"quelle": "Kleiderkammer"}, headers={"HX-Request": "true"})
    desk.post(
        f"{inquiry.get_absolute_url()}zitieren/", {"quelle": page.context["page"].rows[0].name}
    )

    assert [offer.title for offer in page.context["page"].rows] == [example.title]
    assert "<html" not in fragment.content.decode()
    assert [row["object_id"] for row in inquiry.drafts.get().citations] == [example.pk]


@pytest.mark.parametrize("words", ["", "Quantenphysik"])
def test_the_search_for_sources_says_when_it_has_nothing(desk: Client, words: str) -> None:
    response = desk.get(f"{asked().get_absolute_url()}quellen/", {"quelle": words})

    expected = "Geben Sie ein, wonach Sie suchen." if not words else "haben wir noch nichts"
    assert expected in response.content.decode()


def test_the_history_says_who_did_what(desk: Client, officer: User) -> None:
    inquiry = asked()
    rules.assign(inquiry, owner=officer, actor=officer, now=timezone.now())

    events = desk.get(inquiry.get_absolute_url()).context["events"]

    assert [(event.what, event.detail, event.actor) for event in events] == [
        (Event.What.ASSIGNED, officer.name, officer)
    ]


def test_assigning_to_oneself_is_one_button(desk: Client, officer: User) -> None:
    inquiry = asked()

    desk.post(f"{inquiry.get_absolute_url()}mir-zuweisen/")

    inquiry.refresh_from_db()
    assert inquiry.owner == officer


def test_assigning_offers_the_desk_and_nobody_else(desk: Client, colleague: User) -> None:
    UserFactory(name="Redaktion", roles=[Role.EDITOR])
    inquiry = asked()
    address = f"{inquiry.get_absolute_url()}zuweisen/"

    offered = desk.get(address).context["form"].fields["owner"].queryset
    desk.post(address, {"owner": colleague.pk})

    assert sorted(person.name for person in offered) == ["Cem Aydin", "Mareike Thomsen"]
    inquiry.refresh_from_db()
    assert inquiry.owner == colleague


def test_area_topics_and_urgency_change_together_and_narrower_topics_stay(desk: Client) -> None:
    inquiry = asked()
    inquiry.topics.add(winter())
    area = ProgrammeAreaFactory()

    desk.post(
        f"{inquiry.get_absolute_url()}einordnen/",
        {"area": area.pk, "topics": ["U"], "urgency": "high"},
    )

    inquiry.refresh_from_db()
    assert (inquiry.area, inquiry.urgency) == (area, "high")
    assert [topic.code for topic in inquiry.topics.all()] == ["U11"]


def test_taking_a_field_away_takes_its_topics_away(desk: Client) -> None:
    inquiry = asked()
    inquiry.topics.add(winter())

    desk.post(
        f"{inquiry.get_absolute_url()}einordnen/", {"area": "", "topics": [], "urgency": "normal"}
    )

    assert list(inquiry.topics.all()) == []


def test_the_municipality_is_found_in_the_register_and_set(desk: Client) -> None:
    place = MunicipalityFactory(name="Wendlohe")
    inquiry = asked()
    address = f"{inquiry.get_absolute_url()}kommune/"

    found = desk.get(address, {"name": "wendl"}).context["found"]
    desk.post(address, {"municipality": place.key})

    assert [one["key"] for one in found] == [place.key]
    inquiry.refresh_from_db()
    assert inquiry.municipality == place

    desk.post(address, {"municipality": ""})
    inquiry.refresh_from_db()
    assert inquiry.municipality is None


def test_waiting_for_the_municipality_needs_a_reply_first(desk: Client, officer: User) -> None:
    inquiry = asked()
    address = f"{inquiry.get_absolute_url()}warten/"

    refused = desk.post(address, {"reason": "asker", "detail": "Der Mietvertrag fehlt.", "days": 7})
    assert "Solange läuft die Frist." in refused.content.decode()

    rules.reply(
        inquiry,
        kind=Message.Kind.INTERIM,
        text="Bitte schicken Sie den Vertrag.",
        author=officer,
        answer_due_at=timezone.now() + timedelta(days=1),
        now=timezone.now(),
    )
    desk.post(address, {"reason": "asker", "detail": "Der Mietvertrag fehlt.", "days": 7})
    inquiry.refresh_from_db()
    assert inquiry.paused_since is not None


def test_closing_asks_what_becomes_of_it_and_can_be_undone(desk: Client, officer: User) -> None:
    inquiry = asked()
    rules.reply(inquiry, kind=Message.Kind.ANSWER, text="So.", author=officer, now=timezone.now())
    address = f"{inquiry.get_absolute_url()}abschliessen/"

    refused = desk.post(address, {"harvest": "none", "reason": ""})
    assert "warum nichts daraus wird" in refused.content.decode()

    desk.post(address, {"harvest": "none", "reason": "Einzelfall"})
    inquiry.refresh_from_db()
    assert inquiry.closed_at is not None
    assert "Diese Anfrage ist abgeschlossen" in plain(desk.get(inquiry.get_absolute_url()))

    desk.post(f"{inquiry.get_absolute_url()}wieder-oeffnen/")
    inquiry.refresh_from_db()
    assert inquiry.closed_at is None


def test_an_attachment_is_saved_and_never_shown_in_the_page(desk: Client) -> None:
    stored = files.store("Übersicht.html", b"<script>alert(1)</script>")
    attachment = files.attachment(stored)
    attachment.message = MessageFactory()
    attachment.save()

    response = desk.get(f"/arbeitsplatz/anlagen/{attachment.pk}/")

    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_the_original_is_exactly_what_was_received(desk: Client) -> None:
    mail = quarantined()
    message = MessageFactory(inbound=mail)

    response = desk.get(f"/arbeitsplatz/nachrichten/{message.pk}/original/")

    assert response.content == bytes(mail.raw)
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="nachricht-{message.pk}.eml"'
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_returned_mail_is_a_warning_on_the_page(desk: Client) -> None:
    inquiry = asked(bounced_at=timezone.now())

    assert "Unsere Mails kommen nicht an" in plain(desk.get(inquiry.get_absolute_url()))

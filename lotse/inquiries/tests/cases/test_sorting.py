"""Press, people in need, wrong addresses, advertising: proposed by words, decided by people."""

from datetime import timedelta

import pytest

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import kinds, queries, rules
from lotse.inquiries.models import Event, Inquiry, KindProposal
from lotse.inquiries.rules import sorting
from lotse.inquiries.tests.cases.conftest import Asked
from lotse.inquiries.tests.factories import MONDAY
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "address", "expected"),
    [
        ("Presseanfrage zur Unterbringung", "a@b.example", "press"),
        ("Wie viele Plätze gibt es?", "redaktion@tagblatt.example", "press"),
        ("Ich bin Journalistin und arbeite an einem Text.", "x@mail.example", "press"),
        ("Mein Asylantrag wurde abgelehnt, was nun?", "x@mail.example", "individual"),
        ("Eine Familie steht heute Nacht auf der Straße.", "x@mail.example", "emergency"),
        ("Wir kaufen Ihnen Backlinks ab", "x@mail.example", "spam"),
        ("Ich möchte Möbel spenden.", "x@mail.example", "misrouted"),
        ("Wie machen wir Leichtbauhallen winterfest?", "amt@stadt.example", None),
        ("Wie gehen wir mit der Presse um?", "amt@stadt.example", None),
        ("Wie viele Asylanträge erwarten wir?", "amt@stadt.example", None),
        ("Was tun, wenn der Bescheid zu spät kommt?", "amt@stadt.example", None),
    ],
)
def test_words_and_sender_propose_a_kind(text: str, address: str, expected: str | None) -> None:
    found = kinds.guess("", text, address=address, is_municipal=False)

    assert (found.kind if found else None) == expected


def test_a_municipality_is_taken_for_what_it_is_except_in_an_emergency() -> None:
    def kind(text: str) -> str | None:
        found = kinds.guess("", text, address="redaktion@stadt.example", is_municipal=True)
        return found.kind if found else None

    assert kind("Presseanfrage: Wie antworten wir?") is None
    assert kind("Ein Bewohner spricht von Suizid. Wen rufen wir?") == "emergency"


@pytest.mark.django_db
def test_a_proposal_has_its_reason_and_changes_nothing(asked: Asked) -> None:
    inquiry = asked("Drehanfrage für Donnerstag", email="tv@sender.example")

    proposal = KindProposal.objects.get(inquiry=inquiry)
    assert (proposal.kind, proposal.reason) == ("press", "erkannt an „Drehanfrage“")
    assert (inquiry.kind, inquiry.closed_at) == ("inquiry", None)


@pytest.mark.django_db
def test_the_receipt_of_an_emergency_names_the_numbers(asked: Asked) -> None:
    asked("Eine Familie steht heute Nacht auf der Straße.", email="x@mail.example")
    asked("Wer prüft die Schneelast?")

    texts = list(OutgoingMail.objects.filter(purpose="receipt").order_by("pk"))
    assert ["112" in mail.text for mail in texts] == [True, False]


@pytest.mark.django_db
def test_press_officers_are_told(asked: Asked, officer: User) -> None:
    press = UserFactory(roles=[Role.PRESS])
    inquiry = asked("Drehanfrage", email="tv@sender.example")

    sorting.set_kind(inquiry, kind="press", actor=officer, now=MONDAY)

    notice = OutgoingMail.objects.get(purpose="notice")
    assert notice.recipient == press.email
    assert inquiry.number in notice.text
    assert KindProposal.objects.get().decided_at == MONDAY
    assert inquiry.due_at == MONDAY + 24 * HOUR


@pytest.mark.django_db
def test_advertising_leaves_queue_and_figures_and_comes_back_as_it_was(
    asked: Asked, officer: User
) -> None:
    inquiry = asked("Wir kaufen Backlinks", email="x@werbung.example")

    sorting.set_kind(inquiry, kind="spam", actor=officer, now=MONDAY + HOUR)

    assert inquiry.closed_at == MONDAY + HOUR
    assert queries._promise_figures(MONDAY - HOUR, MONDAY + 40 * HOUR).received == 0
    assert queries._uncounted(MONDAY - HOUR) == {"spam": 1}

    sorting.set_kind(inquiry, kind="inquiry", actor=officer, now=MONDAY + 2 * HOUR)

    assert (inquiry.closed_at, inquiry.waiting_since) == (None, MONDAY)
    assert inquiry.due_at == MONDAY + 24 * HOUR


@pytest.mark.django_db
def test_further_advertising_opens_nothing_and_gets_no_mail(asked: Asked, officer: User) -> None:
    inquiry = asked("Wir kaufen Backlinks", email="x@werbung.example")
    sorting.set_kind(inquiry, kind="spam", actor=officer, now=MONDAY)
    mails = OutgoingMail.objects.count()

    rules.add_message(
        inquiry,
        rules.Incoming(text="Letzte Chance!", author_email="x@werbung.example"),
        channel="mail",
        received_at=MONDAY + HOUR,
        now=MONDAY + HOUR,
    )

    inquiry.refresh_from_db()
    assert inquiry.closed_at == MONDAY
    assert inquiry.messages.filter(text="Letzte Chance!").count() == 1
    assert OutgoingMail.objects.count() == mails


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("emergency", "112"),
        ("individual", "Rechtsberatung leisten wir nicht"),
        ("misrouted", "nicht die zuständige Stelle"),
        ("press", "Presseanfrage"),
    ],
)
def test_a_text_with_the_right_office_is_ready(
    asked: Asked, officer: User, kind: str, words: str
) -> None:
    inquiry = asked("Hilfe")
    sorting.set_kind(inquiry, kind=kind, actor=officer, now=MONDAY)

    text = sorting.ready_text(inquiry, officer)

    assert words in text
    assert text.startswith("Guten Tag Sabine Muster,")
    assert "Mareike Thomsen" in text


@pytest.mark.django_db
def test_an_ordinary_inquiry_has_no_ready_text(asked: Asked, officer: User) -> None:
    with pytest.raises(RuleError, match="keinen fertigen Text"):
        sorting.ready_text(asked(), officer)


@pytest.mark.django_db
def test_setting_a_kind_is_written_down(asked: Asked, officer: User) -> None:
    inquiry = asked()
    sorting.set_kind(inquiry, kind="individual", actor=officer, now=MONDAY)

    event = inquiry.events.get(what=Event.What.KIND_SET)
    assert (event.actor, event.detail) == (officer, "Anfrage → Einzelfall")
    assert Inquiry.objects.get().kind == "individual"

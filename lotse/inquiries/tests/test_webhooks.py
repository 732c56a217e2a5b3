"""Other programs are told: signed, once, later if need be, and never inside our own network."""

import ipaddress
import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import PASSWORD, UserFactory
from lotse.audit.models import AuditEntry
from lotse.inquiries import announcing, journal
from lotse.inquiries.models import Breach, Event, Feedback
from lotse.inquiries.tests.factories import InquiryFactory, MessageFactory
from lotse.lib import wire
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail
from lotse.webhooks import rules, sending, signing
from lotse.webhooks.models import Cursor, Delivery, Webhook
from lotse.webhooks.tests.receiver import listening

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loopback_is_allowed(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = [ipaddress.ip_network("127.0.0.0/8")]


def hook(url: str, *events: str) -> tuple[Webhook, str]:
    by = UserFactory.create(roles=[Role.OPERATOR], email="betrieb@lotse.example")
    chosen = events or ("inquiry.received",)
    return rules.make(name="Fachverfahren", url=url, chosen=chosen, by=by, now=NOON)


def happens(what: Event.What, now: datetime = NOON) -> str:
    inquiry = InquiryFactory.create()
    journal.record(inquiry, what, detail="Frau Muster fragt", now=now)
    return inquiry.number


def tell(now: datetime = NOON) -> None:
    rules.tell(announcing.Journal(), now=now)


def test_program_is_told_what_happened_signed_and_without_personal_data() -> None:
    with listening() as receiver:
        _hook, secret = hook(receiver.url)
        tell()
        number = happens(Event.What.RECEIVED)
        happens(Event.What.NOTED)
        tell()
        tell()

        assert sending.send_waiting(NOON) == 1
        assert sending.send_waiting(NOON) == 0

    ((headers, body),) = receiver.received
    delivery = Delivery.objects.get()
    assert json.loads(body) == {
        "id": delivery.pk,
        "event": "inquiry.received",
        "subject": number,
        "happened_at": "2026-11-23T12:00:00+00:00",
        "link": f"http://localhost:8000/arbeitsplatz/anfragen/{number}/",
    }
    at = int(NOON.timestamp())
    assert signing.is_genuine(headers["Lotse-Signature"], secret, body, now=at)
    assert not signing.is_genuine(headers["Lotse-Signature"], secret, body, now=at + 301)
    assert not signing.is_genuine(headers["Lotse-Signature"], secret, body + b" ", now=at)
    assert headers["Lotse-Delivery"] == str(delivery.pk)
    assert (delivery.state, delivery.status) == ("delivered", 200)


def test_what_happened_before_the_webhook_is_not_told() -> None:
    happens(Event.What.RECEIVED, now=NOON - timedelta(days=1))
    tell()
    hook("http://127.0.0.1:9/")
    happens(Event.What.RECEIVED, now=NOON - timedelta(seconds=1))
    tell()

    assert not Delivery.objects.exists()


def test_entry_committed_late_with_a_smaller_number_is_told_all_the_same() -> None:
    hook("http://127.0.0.1:9/")
    tell()
    early = happens(Event.What.RECEIVED)
    late = Event.objects.get(inquiry__number=early)
    Event.objects.filter(pk=late.pk).delete()
    happens(Event.What.RECEIVED)
    tell(NOON + timedelta(seconds=2))
    late.save(force_insert=True)
    tell(NOON + timedelta(seconds=40))

    assert Delivery.objects.count() == 2
    for minutes in (2, 4, 6):
        tell(NOON + timedelta(minutes=minutes))
    assert Delivery.objects.count() == 2
    assert Cursor.objects.get().last_id == Event.objects.latest("pk").pk


@pytest.mark.parametrize(
    ("manner", "error"),
    [
        ({"status": 500}, "Die Gegenstelle antwortet mit 500."),
        (
            {"status": 302, "location": "http://127.0.0.1:1/"},
            "Die Gegenstelle leitet weiter; bitte die neue Adresse eintragen.",
        ),
    ],
    ids=["server error", "redirect"],
)
def test_refused_message_is_tried_again_later(manner: dict[str, Any], error: str) -> None:
    with listening(**manner) as receiver:
        target, _secret = hook(receiver.url)
        rules.ping(target, now=NOON)
        sending.send_waiting(NOON)
        receiver.status = 204

        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.error, delivery.attempts) == ("waiting", error, 1)
        assert sending.send_waiting(NOON + timedelta(seconds=9)) == 0
        assert sending.send_waiting(NOON + timedelta(seconds=10)) == 1

    delivery.refresh_from_db()
    assert (delivery.state, delivery.status) == ("delivered", 204)
    assert Webhook.objects.get().failures == 0


def test_slow_receiver_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "STEP_SECONDS", 0.2)
    with listening(hold=threading.Event()) as receiver:
        answer = wire.post(receiver.url, b"{}", {}, allowed=[ipaddress.ip_network("127.0.0.0/8")])
    assert answer == wire.Answer(None, "Die Gegenstelle antwortet nicht rechtzeitig.")


def test_dead_receiver_does_not_hold_up_the_others() -> None:
    with listening() as receiver:
        dead, _secret = hook("http://127.0.0.1:1/")
        living = Webhook.objects.create(
            name="B", url=receiver.url, sealed_secret=dead.sealed_secret, created_at=NOON
        )
        for _number in range(3):
            rules.ping(dead, now=NOON)
        rules.ping(living, now=NOON)

        sending.send_waiting(NOON)

    assert len(receiver.received) == 1
    assert [row.attempts for row in dead.deliveries.order_by("pk")] == [1, 0, 0]


def test_message_is_given_up_loudly_and_can_be_sent_again() -> None:
    target, _secret = hook("http://127.0.0.1:1/")
    rules.ping(target, now=NOON)
    now = NOON
    for _attempt in range(8):
        sending.send_waiting(now)
        now = Delivery.objects.get().next_attempt_at

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("failed", 8)
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.subject) == (
        "betrieb@lotse.example",
        "Webhook „Fachverfahren“ antwortet nicht",
    )
    rules.resend(delivery, now=now)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("waiting", 0)
    with pytest.raises(RuleError):
        rules.resend(delivery, now=now)


def test_address_that_never_answers_is_disabled_and_keeps_what_waits() -> None:
    target, _secret = hook("http://127.0.0.1:1/")
    Webhook.objects.update(failures=sending.DISABLED_AFTER - 1)
    rules.ping(target, now=NOON)
    sending.send_waiting(NOON)

    target.refresh_from_db()
    assert target.disabled_at == NOON
    assert Delivery.objects.get().state == "waiting"
    assert sending.send_waiting(NOON + timedelta(hours=1)) == 0
    assert OutgoingMail.objects.count() == 1
    assert AuditEntry.objects.filter(action="webhook.disabled").count() == 1

    by = User.objects.get()
    rules.enable(target, by=by, now=NOON)
    assert sending.send_waiting(NOON + timedelta(hours=1)) == 1


def test_gone_disables_at_once() -> None:
    with listening(status=410) as receiver:
        target, _secret = hook(receiver.url)
        rules.ping(target, now=NOON)
        sending.send_waiting(NOON)
    target.refresh_from_db()
    assert target.disabled_reason == "Die Gegenstelle antwortet mit 410."


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://2130706433:{port}/",
        "http://0.0.0.0:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://[fd00::1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b:1::a00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fec0::1]/",
        "https://[fe80::1]/",
        "https://100.64.0.1/",
        "https://192.0.0.192/opc/v2/",
    ],
)
def test_no_address_leads_into_our_own_network(url: str, settings: Any) -> None:
    with listening() as receiver:
        port = receiver.url.split(":")[2].split("/")[0]
        answer = wire.post(url.format(port=port), b"{}", {}, allowed=[])

    assert answer == wire.Answer(None, wire.INTERNAL, is_refused=True)
    assert receiver.received == []


def test_name_is_looked_up_once_and_that_address_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that answers with our own network the second time gains nothing."""
    asked: list[str] = []
    called: list[tuple[str, int]] = []

    def look_up(host: str, port: int, **kind: Any) -> list[Any]:
        asked.append(host)
        address = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(2, 1, 6, "", (address, port))]

    def connect(where: tuple[str, int], timeout: float) -> Any:
        called.append(where)
        raise TimeoutError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)

    wire.post("https://haken.example/", b"{}", {})

    assert (asked, called) == (["haken.example"], [("93.184.215.14", 443)])


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "https:///pfad", "https://a:b@c.example/", "https://a.example/ b", "x"],
)
def test_odd_addresses_are_refused_in_words(url: str) -> None:
    with pytest.raises(RuleError):
        hook(url)


def test_without_tls_nothing_leaves_unless_a_network_is_allowed(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = []
    with pytest.raises(RuleError, match="https"):
        hook("http://haken.example/")


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(UserFactory.create(roles=[Role.OPERATOR], password=PASSWORD))
    return client


def test_operator_makes_a_webhook_sees_its_secret_once_and_sends_again(operator: Client) -> None:
    page = operator.post(
        "/betrieb/webhooks/",
        {
            "name": "Lagebild",
            "url": "https://lage.example/haken",
            "chosen": ["inquiry.received", "inquiry.closed"],
        },
    )
    target = Webhook.objects.get()
    assert "Jetzt kopieren" in page.content.decode()
    assert "Jetzt kopieren" not in operator.get("/betrieb/webhooks/").content.decode()
    assert "lage.example/haken" in operator.get("/betrieb/webhooks/").content.decode()

    operator.post(f"/betrieb/webhooks/{target.pk}/probe/")
    Delivery.objects.update(failed_at=NOON, error="Die Gegenstelle antwortet mit 500.")
    path = f"/betrieb/webhooks/{target.pk}/"
    assert "antwortet mit 500" in operator.get(path + "?zustand=failed").content.decode()
    assert "antwortet mit 500" not in operator.get(path + "?zustand=waiting").content.decode()
    operator.post(f"{path}nachrichten/{Delivery.objects.get().pk}/noch-einmal/")
    assert Delivery.objects.get().state == "waiting"
    operator.post(f"{path}schalten/", {"aktion": "aus"})
    target.refresh_from_db()
    assert target.disabled_reason == "von Hand abgeschaltet"
    assert (
        list(AuditEntry.objects.order_by("number").values_list("action", flat=True))
        == [
            "sign-in.done",
            "webhook.made",
            "webhook.disabled",
        ][1:]
    )


def test_missed_promises_and_feedback_are_told_without_their_words() -> None:
    hook("http://127.0.0.1:9/", "inquiry.breached", "feedback.given")
    feeds = (announcing.Breaches(), announcing.Opinions())
    for feed in feeds:
        rules.tell(feed, now=NOON)
    inquiry = InquiryFactory.create()
    answer = MessageFactory.create(inquiry=inquiry, kind="answer")
    Feedback.objects.create(
        answer=answer, inquiry=inquiry, has_helped=False, text="Leider nein", given_at=NOON
    )
    Breach.objects.create(
        inquiry=inquiry,
        kind="reaction",
        started_at=NOON - timedelta(days=2),
        due_at=NOON - timedelta(days=1),
        measure="calendar",
        hours=24,
        found_at=NOON,
    )
    for feed in feeds:
        rules.tell(feed, now=NOON)

    told = {delivery.event: delivery.payload for delivery in Delivery.objects.all()}
    assert set(told) == {"inquiry.breached", "feedback.given"}
    assert {payload["subject"] for payload in told.values()} == {inquiry.number}
    assert "Leider" not in json.dumps(list(told.values()))

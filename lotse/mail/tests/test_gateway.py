from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from pytest_django import DjangoAssertNumQueries

from lotse.mail import gateway, handling, tokens
from lotse.mail.gateway import Delivery
from lotse.mail.models import InboundMail

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 10, 12, tzinfo=UTC)
MAILBOX = "fluechtlingsmanagement@lotse.example"
RAW = (
    b"From: a@b.example\r\nTo: fluechtlingsmanagement@lotse.example\r\nSubject: Frage\r\n"
    b"Message-ID: <1@b.example>\r\nDate: Thu, 12 Nov 2026 10:12:00 +0100\r\n\r\nText\r\n"
)


def accept(raw: bytes, *recipients: str, source: str = "smtp:1") -> InboundMail | None:
    return gateway.accept(
        raw, sender="a@b.example", recipients=recipients or (MAILBOX,), source_id=source, now=NOW
    )


def test_accepted_mail_is_stored_unchanged_with_its_envelope() -> None:
    mail = accept(RAW)

    stored = InboundMail.objects.get()
    assert mail is not None
    assert (stored.pk, bytes(stored.raw), stored.sender, stored.recipients, stored.size) == (
        mail.pk,
        RAW,
        "a@b.example",
        [MAILBOX],
        len(RAW),
    )
    assert (stored.received_at, stored.handled_at, stored.source_id) == (NOW, None, "smtp:1")


def test_same_source_twice_is_one_mail() -> None:
    accept(RAW)

    assert accept(RAW) is None
    assert InboundMail.objects.count() == 1


def test_second_delivery_with_other_trace_headers_is_a_duplicate() -> None:
    accept(b"Received: from x by y; Thu\r\nReturn-Path: <a@b.example>\r\n" + RAW)

    again = b"Delivered-To: z\r\nX-Spam: no\r\nReceived: from p\r\n\tby q; Fri\r\n" + RAW
    assert accept(again, source="smtp:2") is None
    assert accept(again.replace(b"\r\n", b"\n"), source="import:3") is None
    assert InboundMail.objects.count() == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Text", b"Anderer Text"),
        (b"<1@", b"<2@"),
        (b"Frage", b"Andere Frage"),
        (b"10:12", b"10:13"),
    ],
)
def test_mail_that_differs_in_what_was_written_is_another_one(old: bytes, new: bytes) -> None:
    accept(RAW)

    assert accept(RAW.replace(old, new), source="smtp:2") is not None


def test_mails_without_message_id_and_different_text_are_both_kept() -> None:
    bare = RAW.replace(b"Message-ID: <1@b.example>\r\n", b"")
    accept(bare)

    assert accept(bare.replace(b"Text", b"Noch eine Frage"), source="smtp:2") is not None


def test_mail_to_two_routes_is_handled_for_both() -> None:
    accept(RAW, MAILBOX, "austausch@lotse.example")

    assert list(InboundMail.objects.values_list("recipients", flat=True)) == [
        [MAILBOX],
        ["austausch@lotse.example"],
    ]


def test_second_delivery_to_another_route_is_taken_for_that_one_alone() -> None:
    accept(RAW, MAILBOX)
    second = accept(RAW, MAILBOX, "austausch@lotse.example", source="smtp:2")

    assert second is not None
    assert second.recipients == ["austausch@lotse.example"]
    assert InboundMail.objects.count() == 2


def test_reply_token_beside_the_plain_mailbox_decides_alone() -> None:
    token = tokens.reply_address("L-2026-0001")
    accept(RAW, MAILBOX, token)

    assert InboundMail.objects.get().recipients == [token, MAILBOX]


def test_two_reply_tokens_are_two_destinations() -> None:
    first, second = tokens.reply_address("L-2026-0001"), tokens.reply_address("L-2026-0002")
    accept(RAW, first, second)

    assert list(InboundMail.objects.values_list("recipients", flat=True)) == [[first], [second]]


def test_duplicates_within_one_batch_are_stored_once() -> None:
    deliveries = [Delivery(RAW, "a@b.example", (MAILBOX,), f"smtp:{n}", NOW) for n in range(3)]

    stored = gateway.accept_many(deliveries)

    assert [len(rows) for rows in stored] == [1, 0, 0]


def test_many_mails_cost_as_many_queries_as_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for count in (1, 30):
        deliveries = [
            Delivery(
                RAW.replace(b"<1@", b"<%d-%d@" % (count, n)),
                "a@b.example",
                (MAILBOX,),
                f"smtp:{count}-{n}",
                NOW,
            )
            for n in range(count)
        ]
        # Savepoint, look for known ones, insert, release.
        with django_assert_num_queries(4):
            gateway.accept_many(deliveries)


@pytest.mark.parametrize(
    ("recipient", "is_known"),
    [
        (MAILBOX, True),
        ("FluechtlingsManagement@LOTSE.example", True),
        (tokens.reply_address("L-2026-0001"), True),
        ("postmaster", True),
        ("Postmaster@lotse.example", True),
        ("irgendwer@lotse.example", False),
        ("fluechtlingsmanagement@andere.example", False),
        ("postmaster@andere.example", False),
        ("", False),
    ],
)
def test_only_own_mailboxes_are_known(recipient: str, is_known: bool) -> None:
    assert gateway.is_known(recipient) is is_known


def test_bounce_address_is_known_and_its_destination_is_its_own() -> None:
    address = tokens.bounce_address(5)
    accept(RAW, address)

    assert gateway.is_known(address)
    assert InboundMail.objects.get().recipients == [address]


def test_large_mail_is_stored_and_handled_byte_by_byte_as_it_came(
    destinations: SimpleNamespace,
) -> None:
    body = bytes(range(256)) * 8_000
    head = b"From: a@b.example\r\nSubject: Plan\r\nMessage-ID: <large@b.example>\r\n"
    raw = head + b"Content-Type: application/octet-stream\r\n\r\n" + body

    stored = accept(raw)

    assert stored is not None
    assert bytes(InboundMail.objects.get(pk=stored.pk).raw) == bytes(stored.raw) == raw
    assert handling.handle_waiting(NOW) == 1
    ((_name, _to, parsed),) = destinations.taken
    assert parsed.subject == "Plan"

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError

from lotse.mail import handling, quarantine, tokens
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.mail.tests.factories import NOW, InboundMailFactory, OutgoingMailFactory

pytestmark = pytest.mark.django_db
MAILBOX = "fluechtlingsmanagement@lotse.example"


def mail(
    subject: str = "Frage", *, headers: str = "", sender: str = "a@b.example", **fields: Any
) -> InboundMail:
    raw = f"From: {sender}\r\nSubject: {subject}\r\n{headers}\r\nText\r\n".encode()
    return InboundMailFactory.create(raw=raw, sender=sender, **fields)


def bounce_of(outgoing: OutgoingMail, recipient: str) -> InboundMail:
    raw = (
        "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\n\r\nTut uns leid.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; {outgoing.recipient}\r\n"
        "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 User unknown\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {outgoing.message_id}\r\n--b--\r\n"
    )
    return InboundMailFactory.create(raw=raw.encode(), sender="", recipients=[recipient])


def test_waiting_mail_is_parsed_and_handed_over_once(destinations: SimpleNamespace) -> None:
    waiting = InboundMailFactory.create()

    assert handling.handle_waiting(NOW) == 1
    assert handling.handle_waiting(NOW) == 0

    waiting.refresh_from_db()
    assert [(name, to, parsed.subject) for name, to, parsed in destinations.taken] == [
        ("inquiries", MAILBOX, "Frage")
    ]
    assert (waiting.handled_at, waiting.kind, waiting.subject, waiting.from_address) == (
        NOW,
        "person",
        "Frage",
        "kaethe.boehm@gemeinde-seeberg.example",
    )


def test_mails_are_handled_in_the_order_of_their_arrival(destinations: SimpleNamespace) -> None:
    for number in (1, 2, 3):
        mail(f"Nr. {number}", next_attempt_at=NOW - timedelta(minutes=number))

    handling.handle_waiting(NOW)

    assert [parsed.subject for _, _, parsed in destinations.taken] == ["Nr. 3", "Nr. 2", "Nr. 1"]


def test_mail_that_nobody_can_place_waits_for_a_person_with_reason(
    destinations: SimpleNamespace,
) -> None:
    doubtful = mail("unklar")

    handling.handle_waiting(NOW)

    assert list(quarantine.waiting()) == [doubtful]
    doubtful.refresh_from_db()
    assert (
        doubtful.quarantine_reason,
        doubtful.quarantine_suggestion,
        doubtful.subject,
        doubtful.handled_at,
    ) == ("Unklar", "Zu L-2026-0001 legen", "unklar", None)
    assert handling.handle_waiting(NOW + timedelta(days=1)) == 0


def test_mail_to_an_address_without_route_is_quarantined() -> None:
    mail("Beschwerde", recipients=["postmaster@lotse.example"])

    handling.handle_waiting(NOW)

    assert quarantine.waiting().get().quarantine_reason == (
        "Für diese Adresse gibt es keinen Eingang"
    )


def test_one_bad_mail_does_not_hold_up_the_others(destinations: SimpleNamespace) -> None:
    destinations.raises["kaputt"] = ValueError("kann ich nicht")
    bad = mail("kaputt", next_attempt_at=NOW - timedelta(hours=1))
    mail("gut")

    assert handling.handle_waiting(NOW) == 2

    bad.refresh_from_db()
    assert [parsed.subject for _, _, parsed in destinations.taken] == ["gut"]
    assert (bad.handled_at, bad.attempts, bad.last_error, bad.next_attempt_at) == (
        None,
        1,
        "ValueError: kann ich nicht",
        NOW + handling.RETRY_AFTER[0],
    )


def test_what_a_failing_intake_wrote_is_undone(destinations: SimpleNamespace) -> None:
    destinations.raises["halb"] = ValueError("mittendrin")
    mail("halb")

    handling.handle_waiting(NOW)

    assert OutgoingMail.objects.count() == 0
    assert InboundMail.objects.get().attempts == 1


def test_mail_that_fails_again_and_again_ends_with_a_person(destinations: SimpleNamespace) -> None:
    destinations.raises["kaputt"] = ValueError("immer noch nicht")
    bad = mail("kaputt")
    instant = NOW

    for delay in handling.RETRY_AFTER:
        handling.handle_waiting(instant)
        assert handling.handle_waiting(instant + delay - timedelta(seconds=1)) == 0
        instant += delay
    handling.handle_waiting(instant)

    bad.refresh_from_db()
    assert bad.attempts == len(handling.RETRY_AFTER) + 1
    assert bad.quarantine_reason == "Die Verarbeitung ist mehrmals gescheitert"
    assert bad.last_error == "ValueError: immer noch nicht"


def test_database_in_trouble_does_not_count_against_the_mail(destinations: SimpleNamespace) -> None:
    destinations.raises["gut"] = OperationalError("disk I/O error")
    waiting = mail("gut")

    with pytest.raises(OperationalError):
        handling.handle_waiting(NOW)

    waiting.refresh_from_db()
    assert (waiting.attempts, waiting.handled_at) == (0, None)


def test_automatic_mail_is_handed_over_marked_as_such(destinations: SimpleNamespace) -> None:
    mail("Abwesenheitsnotiz: Frage", headers="Auto-Submitted: auto-replied\r\n")

    handling.handle_waiting(NOW)

    assert [parsed.kind for _, _, parsed in destinations.taken] == ["automatic"]


def test_mail_without_envelope_sender_is_never_taken_for_a_person(
    destinations: SimpleNamespace,
) -> None:
    InboundMailFactory.create(
        raw=b"From: a@b.example\r\nSubject: Re: x\r\n\r\nBin weg.\r\n", sender=""
    )

    handling.handle_waiting(NOW)

    assert [parsed.kind for _, _, parsed in destinations.taken] == ["automatic"]
    assert InboundMail.objects.get().kind == "automatic"


@pytest.mark.parametrize("address", ["own", "token"])
def test_mail_from_our_own_address_starts_nothing(
    destinations: SimpleNamespace, address: str
) -> None:
    sender = MAILBOX if address == "own" else tokens.reply_address("L-2026-0001")
    mail("Frage", sender=sender)

    handling.handle_waiting(NOW)

    assert destinations.taken == []
    assert quarantine.waiting().get().quarantine_reason == (
        "Als Absender steht unsere eigene Adresse"
    )


def test_our_own_mail_that_came_back_starts_nothing(destinations: SimpleNamespace) -> None:
    outgoing = OutgoingMailFactory.create()
    mail("WG: Ihre Anfrage", headers=f"Message-ID: {outgoing.message_id}\r\n")

    handling.handle_waiting(NOW)

    assert destinations.taken == []
    assert quarantine.waiting().get().quarantine_reason == (
        "Eine Mail von uns ist zu uns zurückgekommen"
    )


def test_bounce_is_noted_on_our_mail_and_reaches_its_conversation(
    destinations: SimpleNamespace,
) -> None:
    reply_to = tokens.reply_address("L-2026-0007")
    outgoing = OutgoingMailFactory.create(reply_to=reply_to, sent_at=NOW)
    bounce_of(outgoing, tokens.bounce_address(outgoing.pk))

    handling.handle_waiting(NOW)

    outgoing.refresh_from_db()
    assert (outgoing.state, outgoing.bounced_at, outgoing.bounce_reason) == (
        "bounced",
        NOW,
        "5.1.1 550 User unknown kaethe.boehm@gemeinde-seeberg.example",
    )
    assert [(name, to, parsed.kind) for name, to, parsed in destinations.taken] == [
        ("inquiries", reply_to, "bounce")
    ]


def test_bounce_to_the_plain_mailbox_is_matched_by_message_id(
    destinations: SimpleNamespace,
) -> None:
    outgoing = OutgoingMailFactory.create(sent_at=NOW)
    bounce_of(outgoing, MAILBOX)

    handling.handle_waiting(NOW)

    outgoing.refresh_from_db()
    assert outgoing.bounced_at == NOW
    assert [parsed.kind for _, _, parsed in destinations.taken] == ["bounce"]


def test_bounce_of_a_mail_without_conversation_is_noted_and_done(
    destinations: SimpleNamespace,
) -> None:
    outgoing = OutgoingMailFactory.create(reply_to="", sent_at=NOW)
    returned = bounce_of(outgoing, tokens.bounce_address(outgoing.pk))

    handling.handle_waiting(NOW)

    returned.refresh_from_db()
    assert (returned.handled_at, returned.quarantined_at) == (NOW, None)
    assert destinations.taken == []


def test_bounce_of_a_mail_that_is_gone_waits_for_a_person() -> None:
    outgoing = OutgoingMailFactory.create()
    bounce_of(outgoing, tokens.bounce_address(outgoing.pk + 1))

    handling.handle_waiting(NOW)

    assert quarantine.waiting().count() == 1


def test_batch_is_limited_by_size_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handling, "BATCH_BYTES", 100)
    for _ in range(3):
        InboundMailFactory.create()

    assert [handling.handle_waiting(NOW) for _ in range(4)] == [1, 1, 1, 0]


def test_resolving_twice_tells_the_second_person(destinations: SimpleNamespace) -> None:
    mail("unklar")
    handling.handle_waiting(NOW)
    first, second = quarantine.waiting().get(), quarantine.waiting().get()

    quarantine.resolve(first, resolution="Verworfen", actor_label="F. Referat", now=NOW)
    with pytest.raises(quarantine.AlreadyResolved):
        quarantine.resolve(second, resolution="Neue Anfrage", actor_label="R. Edaktion", now=NOW)

    assert quarantine.waiting().count() == 0
    assert InboundMail.objects.get().resolution == "Verworfen (F. Referat)"


@pytest.mark.sqlite_only
def test_two_processes_take_different_mails_and_leave_none_behind(
    destinations: SimpleNamespace,
) -> None:
    mails = [mail(f"Nr. {number}") for number in range(4)]
    first, second = handling.Share(0, 2), handling.Share(1, 2)

    assert handling.handle_waiting(NOW, share=first) == 2
    taken = {parsed.subject for _, _, parsed in destinations.taken}
    assert taken == {each.subject for each in InboundMail.objects.exclude(handled_at=None)}
    assert {each.pk % 2 for each in mails} == {0, 1}
    assert {each.pk % 2 for each in InboundMail.objects.exclude(handled_at=None)} == {0}

    # The other process has died: for a while its mails are left to it, then no longer.
    assert handling.handle_waiting(NOW, share=first) == 0
    assert handling.handle_waiting(NOW + handling.LEFT_BEHIND, share=first) == 2
    assert handling.handle_waiting(NOW + handling.LEFT_BEHIND, share=second) == 0


@pytest.mark.sqlite_only
def test_process_without_mails_of_its_own_takes_those_the_other_reaches_last(
    destinations: SimpleNamespace,
) -> None:
    numbers = [mail(f"Nr. {number}").pk for number in range(12)]
    odd = [number for number in numbers if number % 2]
    InboundMail.objects.exclude(pk__in=odd).delete()

    assert handling.handle_waiting(NOW, 2, share=handling.Share(0, 2)) == 2
    waiting = InboundMail.objects.filter(handled_at=None).order_by("pk")
    assert [each.pk for each in waiting] == odd[:4]
    assert handling.handle_waiting(NOW, 6, share=handling.Share(1, 2)) == 4


def test_a_backlog_is_more_than_a_number_of_mails_that_are_due() -> None:
    InboundMailFactory.create_batch(3)
    InboundMailFactory.create(next_attempt_at=NOW + timedelta(minutes=1), attempts=1)
    InboundMailFactory.create(handled_at=NOW)

    assert handling.has_backlog(NOW, 2)
    assert not handling.has_backlog(NOW, 3)

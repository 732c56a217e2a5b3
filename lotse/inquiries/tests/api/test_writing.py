"""Writes of programs: once, in order, by the rules of the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotse.accounts import keys
from lotse.accounts.models import ApiRepeat, ApiToken
from lotse.inquiries import rules, terms
from lotse.inquiries.models import Draft, Event, Inquiry, Message
from lotse.inquiries.tests.api.conftest import Program, Programs
from lotse.inquiries.tests.content import deliver_and_read, mail
from lotse.inquiries.tests.factories import InquiryFactory
from lotse.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
ANSWER = {"kind": "answer", "text": "Der Betreiber prüft."}


def asked() -> Inquiry:
    return deliver_and_read(mail(text="Wer prüft die Schneelast?")).inquiry


def code(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_answer_of_a_program_stops_the_clock_and_goes_out_once(program: Programs) -> None:
    inquiry, shown = asked(), program()
    path = f"/inquiries/{inquiry.number}"
    tag = shown.ask("GET", path)["ETag"]

    first = shown.ask("POST", f"{path}/replies", ANSWER, If_Match=tag)
    second = shown.ask("POST", f"{path}/replies", ANSWER, If_Match=tag)

    inquiry.refresh_from_db()
    assert first.status_code == 201
    assert first["ETag"] == f'"{inquiry.turn}"'
    assert code(second) == (412, "already_answered")
    assert inquiry.waiting_since is None
    assert OutgoingMail.objects.filter(purpose="answer").count() == 1
    assert Draft.objects.get().text == ANSWER["text"]
    event = Event.objects.get(what=Event.What.ANSWERED)
    assert event.actor == shown.owner


def test_answer_to_something_that_was_not_read_is_refused(program: Programs) -> None:
    inquiry, shown = asked(), program()
    path = f"/inquiries/{inquiry.number}/replies"
    rules.add_message(
        inquiry,
        rules.Incoming(text="Noch etwas", author_email=inquiry.asker_email),
        channel="mail",
        received_at=timezone.now(),
        now=timezone.now(),
    )

    assert code(shown.ask("POST", path, ANSWER)) == (428, "if_match_missing")
    assert code(shown.ask("POST", path, ANSWER, If_Match='"abc"')) == (412, "if_match_unknown")
    assert code(shown.ask("POST", path, ANSWER, If_Match='"1"')) == (412, "new_message")


def test_rule_of_the_desk_holds_for_programs_in_words_for_people(program: Programs) -> None:
    inquiry, shown = asked(), program()
    path = f"/inquiries/{inquiry.number}"

    interim = {"kind": "interim", "text": "Kommt"}
    late = shown.ask("POST", f"{path}/replies", interim, If_Match='"1"')
    dated = interim | {"answer_due_at": "2099-12-03T10:00:00Z"}
    empty = shown.ask("POST", f"{path}/replies", dated, If_Match='"1"')
    vague = shown.ask(
        "POST", f"{path}/replies", dated | {"summary_of_question": "Schneelast?"}, If_Match='"1"'
    )
    closing = shown.ask("POST", f"{path}/close", {"harvest": "none"})

    assert code(late) == (422, "refused")
    assert late.json()["detail"] == (
        "Bitte sagen Sie im Zwischenstand, bis wann die Antwort kommt."
    )
    assert empty.json()["detail"] == "Schreiben Sie in einem Satz, wie Sie die Frage verstehen."
    assert vague.json()["detail"] == "Schreiben Sie, was Sie als Nächstes tun."
    assert code(closing) == (422, "refused")
    inquiry.refresh_from_db()
    assert inquiry.reacted_at is None


def test_inquiry_by_phone_gets_the_same_promise_and_is_taken_once(program: Programs) -> None:
    shown = program()
    call = {
        "question": "Wer zahlt den Dolmetscher?",
        "asker_name": "Sabine Muster",
        "asker_phone": "0641 306-0",
        "received_at": (timezone.now() - timedelta(hours=1)).isoformat(),
    }

    first = shown.ask("POST", "/inquiries", call, Idempotency_Key="anruf-1")
    again = shown.ask("POST", "/inquiries", call, Idempotency_Key="anruf-1")
    other = shown.ask("POST", "/inquiries", call | {"question": "?"}, Idempotency_Key="anruf-1")

    inquiry = Inquiry.objects.get()
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() | {"clock": first.json()["clock"]}
    assert first["Location"] == f"/api/v1/inquiries/{inquiry.number}"
    assert code(other) == (422, "idempotency_key_reused")
    assert inquiry.channel == "phone"
    assert inquiry.reaction_due_at - inquiry.received_at == timedelta(hours=24)


def test_refused_write_may_be_sent_again_with_the_same_key(program: Programs) -> None:
    inquiry, shown = asked(), program()
    path = f"/inquiries/{inquiry.number}/close"

    shown.ask("POST", path, {"harvest": "none"}, Idempotency_Key="k")
    assert not ApiRepeat.objects.exists()
    body = {"harvest": "none", "reason": "Einzelfall"}
    assert shown.ask("POST", path, body, Idempotency_Key="k").status_code == 200
    assert shown.ask("POST", path, body, Idempotency_Key="k").status_code == 200


def test_write_whose_process_died_is_done_by_the_next_try(program: Programs) -> None:
    inquiry, shown = asked(), program()
    path, body = f"/inquiries/{inquiry.number}/notes", {"text": "Rückruf"}
    shown.ask("POST", path, body, Idempotency_Key="k")
    Message.objects.filter(kind="note").delete()
    ApiRepeat.objects.update(result_id=None)

    assert code(shown.ask("POST", path, body, Idempotency_Key="k")) == (409, "in_progress")
    ApiRepeat.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert shown.ask("POST", path, body, Idempotency_Key="k").status_code == 201
    assert Message.objects.filter(kind="note").count() == 1


def test_notes_sent_twice_at_the_same_key_are_one_note(program: Programs) -> None:
    inquiry, shown = asked(), program()
    path, body = f"/inquiries/{inquiry.number}/notes", {"text": "Rückruf"}

    answers = [shown.ask("POST", path, body, Idempotency_Key="k").json() for _ in "ab"]

    assert answers[0] == answers[1]
    assert Message.objects.filter(kind="note").count() == 1


def test_unknown_field_and_wrong_shape_are_named_without_repeating_them(
    program: Programs,
) -> None:
    answer = program().ask("POST", "/inquiries", {"question": "?", "asker_email": "kein"})
    strange = program().ask("POST", "/inquiries", {"question": "?", "priority": 1})

    assert code(answer) == (422, "wrong_shape")
    assert answer.json()["errors"] == [{"field": "new.asker_email", "mistake": "value_error"}]
    assert strange.json()["errors"][0]["mistake"] == "extra_forbidden"


def test_list_is_paged_by_key_and_costs_the_same_for_one_and_three(program: Programs) -> None:
    shown = program()
    # The terms of the promise are read by each process now and then, not by each request.
    terms.at(timezone.now())
    counts = []
    for rows in (1, 2):
        for _row in range(rows):
            InquiryFactory.create(owner=shown.owner)
        with CaptureQueriesContext(connection) as queries:
            answer = shown.ask("GET", "/inquiries")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert [item["owner"]["id"] for item in answer.json()["items"]] == [shown.owner.pk] * 3

    for _row in range(20):
        InquiryFactory.create()
    first = shown.ask("GET", "/inquiries").json()
    rest = shown.ask("GET", f"/inquiries?after={first['next']}").json()
    numbers = [item["number"] for page in (first, rest) for item in page["items"]]
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (20, 3, None)
    assert len(set(numbers)) == 23


def test_list_knows_the_filters_of_the_queue(program: Programs) -> None:
    shown = program()
    mine = InquiryFactory.create(owner=shown.owner)
    InquiryFactory.create(subject="Sprachkurse")

    own = shown.ask("GET", "/inquiries?view=meine").json()
    found = shown.ask("GET", "/inquiries?q=Sprachkurse").json()

    assert [item["number"] for item in own["items"]] == [mine.number]
    assert [item["subject"] for item in found["items"]] == ["Sprachkurse"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"revoked_at": "now"}, "key_revoked"),
        ({"expires_at": "now"}, "key_expired"),
        ({"secret_hash": "0" * 64}, "key_unknown"),
    ],
)
def test_key_that_ended_opens_nothing(
    program: Programs, change: dict[str, str], expected: str
) -> None:
    shown = program()
    now = timezone.now()
    ApiToken.objects.update(
        **{name: now if value == "now" else value for name, value in change.items()}
    )

    answer = shown.ask("GET", "/inquiries")

    assert code(answer) == (401, expected)
    assert answer["WWW-Authenticate"] == 'Bearer realm="lotse"'


def test_neither_a_session_nor_a_bare_request_opens_the_machine_door(program: Programs) -> None:
    client = Client()
    client.force_login(program().owner)

    assert code(client.get("/api/v1/inquiries")) == (401, "unauthenticated")


def test_key_waits_when_its_minute_is_used_up(program: Programs) -> None:
    shown = program()
    ApiToken.objects.update(window_started_at=timezone.now(), window_uses=keys.PER_MINUTE)

    answer = shown.ask("GET", "/inquiries")
    assert code(answer) == (429, "too_fast")
    assert answer["Retry-After"] == "60"

    ApiToken.objects.update(window_started_at=timezone.now() - timedelta(minutes=2))
    assert shown.ask("GET", "/inquiries").status_code == 200
    assert ApiToken.objects.get().window_uses == 1


def test_absent_address_answers_in_the_language_of_programs(program: Programs) -> None:
    shown: Program = program()
    assert code(shown.ask("GET", "/inquiries/L-2026-9999")) == (404, "not_found")
    assert code(shown.ask("GET", "/unsinn")) == (404, "not_found")
    assert code(shown.ask("GET", "/inquiries/%00")) == (404, "not_found")


def test_inquiry_tells_its_promise_in_both_measures(program: Programs) -> None:
    inquiry, shown = asked(), program()
    path = f"/inquiries/{inquiry.number}"
    waiting = shown.ask("GET", path).json()["clock"]
    shown.ask("POST", f"{path}/replies", ANSWER, If_Match='"1"')

    after = shown.ask("GET", path).json()

    assert waiting["measure"] == "calendar"
    assert waiting["waited_calendar_seconds"] >= waiting["waited_service_seconds"] >= 0
    assert after["clock"]["waited_calendar_seconds"] is None
    (kept,) = [one for one in after["promises"] if one["kind"] == "reaction"]
    assert kept["how"] == "reply"
    assert kept["calendar_seconds"] >= kept["service_seconds"]

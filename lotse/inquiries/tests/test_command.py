"""The contract of ``lotse inquiries``."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import rules
from lotse.inquiries.tests.content import deliver_and_read, mail
from lotse.inquiries.tests.factories import (
    MONDAY,
    AttachmentFactory,
    InquiryFactory,
    MessageFactory,
)

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    output = StringIO()
    call_command("inquiries", *arguments, stdout=output)
    return output.getvalue().splitlines()


def test_json_has_one_object_per_inquiry_with_the_promised_keys() -> None:
    inquiry = deliver_and_read(mail()).inquiry
    rules.reply(
        inquiry,
        kind="answer",
        text="Der Betreiber.",
        author=UserFactory.create(),
        now=MONDAY + timedelta(hours=3),
    )
    assert [json.loads(line) for line in run("--json")] == [
        {
            "number": inquiry.number,
            "state": "answered",
            "received_at": "2026-11-23T09:46:00Z",
            "due_at": "2026-11-24T09:46:00Z",
            "first_human_reply_at": "2026-11-23T12:46:00Z",
            "sender": "s.muster@musterstadt.example",
            "subject": "Schneelast bei Zelthallen",
            "message_count": 3,
        }
    ]


def test_receipt_is_no_human_reply() -> None:
    deliver_and_read(mail())
    assert json.loads(run("--json")[0])["first_human_reply_at"] is None


def test_messages_hold_the_whole_text_and_the_attachments() -> None:
    text = "Danke.\n\nAm 23.11.2026 um 10:46 schrieb Lotse:\n> Ihre Frage ist da\n"
    composed = mail(text=text, message_id="<1@m.example>")
    composed.add_attachment(b"%PDF-1.4", "application", "pdf", filename="Übersicht.pdf")
    inquiry = deliver_and_read(composed).inquiry
    question, receipt = (json.loads(line) for line in run("--messages"))
    assert question == {
        "inquiry": inquiry.number,
        "message_id": "<1@m.example>",
        "direction": "in",
        "kind": "question",
        "subject": "Schneelast bei Zelthallen",
        "text": text.strip(),
        "attachments": [{"name": "Übersicht.pdf", "size": 8}],
    }
    assert (receipt["direction"], receipt["kind"]) == ("out", "receipt")


def test_plain_list_names_number_state_and_sender() -> None:
    inquiry = InquiryFactory.create(answered=True)
    (line,) = run()
    assert line.startswith(f"{inquiry.number}  beantwortet")
    assert "s.muster@musterstadt.example" in line


def test_nothing_is_an_empty_list() -> None:
    assert run("--json") == run("--messages") == run() == []


def test_messages_cost_the_same_for_one_and_for_three() -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            AttachmentFactory.create(message=MessageFactory.create())
        with CaptureQueriesContext(connection) as counted:
            run("--messages")
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_suggestions_prints_one_object_for_each_part_that_was_measured() -> None:
    rows = [json.loads(line) for line in run("suggestions", "--json")]
    assert [row["part"] for row in rows] == ["content", "similar", "unknown", "pairs"]
    assert rows[0].keys() == {"part", "ndcg@5", "recall@5", "success@1", "questions"}
    assert rows[3]["same"] >= 60

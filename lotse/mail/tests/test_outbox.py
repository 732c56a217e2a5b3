import re
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest

from lotse.mail import compose, outbox, tokens
from lotse.mail.models import OutgoingMail
from lotse.mail.parse import parse
from lotse.mail.tests.factories import OutgoingMailFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 10, 12, tzinfo=UTC)


def queue(**fields: Any) -> OutgoingMail:
    given: dict[str, Any] = {
        "purpose": "answer",
        "recipient": "a@b.example",
        "subject": "Ihre Anfrage",
        "text": "Guten Tag",
        "now": NOW,
    }
    return outbox.queue(**(given | fields))


def message(mail: OutgoingMail) -> EmailMessage:
    parser = BytesParser(EmailMessage, policy=policy.default)
    return parser.parsebytes(compose.message(mail).as_bytes())


def _content(sent: EmailMessage, kind: str) -> str:
    body = sent.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_queued_mail_waits_with_a_message_id_of_our_own() -> None:
    mail = queue()

    assert mail.message_id.endswith("@lotse.example>")
    assert (mail.state, mail.next_attempt_at, mail.attempts) == ("waiting", NOW, 0)
    assert list(outbox.waiting()) == [mail]


@pytest.mark.parametrize(
    "address",
    ["", "a@b.example\r\nBcc: x@y.example", "a@b.example\n", "a b@c.example", "<a@b.example>",
     "a@b@c.example", "a@b.example,c@d.example", "a", "a@", "@b", "a@b.example\x00"],
)  # fmt: skip
def test_address_that_would_smuggle_in_a_header_is_refused(address: str) -> None:
    with pytest.raises(outbox.UnusableAddress):
        queue(recipient=address)
    assert OutgoingMail.objects.count() == 0


def test_line_breaks_in_subject_and_name_become_spaces() -> None:
    mail = queue(subject="Frage\r\nBcc: x@y.example", sender_name="A\nB")

    assert (mail.subject, mail.sender_name) == ("Frage Bcc: x@y.example", "A B")
    assert message(mail)["Bcc"] is None


def test_answer_carries_thread_reply_address_and_own_message_id() -> None:
    reply_to = tokens.reply_address("L-2026-0001")
    mail = queue(
        reply_to=reply_to,
        in_reply_to="<2@x.example>",
        references=("<1@x.example>", "kaputt", "<2@x.example>"),
        sender_name="Käthe Böhm, Kompetenzteam",
    )

    sent = message(mail)

    assert {
        name: str(sent[name])
        for name in ("From", "To", "Reply-To", "In-Reply-To", "References", "Message-ID", "Date")
    } == {
        "From": '"Käthe Böhm, Kompetenzteam" <fluechtlingsmanagement@lotse.example>',
        "To": "a@b.example",
        "Reply-To": reply_to,
        "In-Reply-To": "<2@x.example>",
        "References": "<1@x.example> <2@x.example>",
        "Message-ID": mail.message_id,
        "Date": "Thu, 12 Nov 2026 10:12:00 +0000",
    }
    assert sent["Auto-Submitted"] is None


def test_automatic_mail_says_so() -> None:
    receipt = message(queue(is_automatic=True, in_reply_to="<1@x.example>"))
    notice = message(queue(is_automatic=True))

    assert (receipt["Auto-Submitted"], notice["Auto-Submitted"]) == (
        "auto-replied",
        "auto-generated",
    )
    assert receipt["X-Auto-Response-Suppress"] == "All"


def test_our_own_automatic_mail_is_recognised_as_automatic() -> None:
    assert parse(compose.message(queue(is_automatic=True)).as_bytes()).kind == "automatic"


def test_periodic_mail_can_be_unsubscribed_with_one_click() -> None:
    sent = message(queue(unsubscribe_url="https://lotse.example/abmelden/x/"))

    assert sent["List-Unsubscribe"] == "<https://lotse.example/abmelden/x/>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_html_goes_beside_the_text_with_its_styles_inlined() -> None:
    sent = message(queue(text="Grüße", html="<style>p{color:red}</style><p>Grüße</p>"))

    assert [part.get_content_type() for part in sent.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert _content(sent, "plain").strip() == "Grüße"
    assert re.findall(r'style="color:\s?red;?"', _content(sent, "html"))


def test_long_subject_and_umlauts_survive_the_way() -> None:
    subject = "Rückfrage zu Leichtbauhallen – " + "Überbelegung und Brandschutz, " * 5
    mail = queue(subject=subject.strip(), text="Zeile mit Umläuten, " * 30 + "Ende")

    read = parse(compose.message(mail).as_bytes(policy=policy.SMTP))

    assert read.subject == subject.strip()
    assert read.text == "Zeile mit Umläuten, " * 30 + "Ende"
    assert max(len(line) for line in compose.message(mail).as_bytes().splitlines()) <= 998


def test_bounce_is_recorded_once() -> None:
    mail = OutgoingMailFactory.create(sent_at=NOW)

    outbox.record_bounce(mail, reason="5.1.1 User unknown\r\n", now=NOW)
    outbox.record_bounce(mail, reason="später", now=NOW)

    mail.refresh_from_db()
    assert (mail.state, mail.bounce_reason) == ("bounced", "5.1.1 User unknown")

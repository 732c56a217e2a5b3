"""What stands in the mails to askers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.inquiries import links, rules
from lotse.inquiries.models import Inquiry
from lotse.inquiries.tests.content import deliver, deliver_and_read, mail, publish_example
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory
from lotse.lib.audience import Audience
from lotse.mail import tokens
from lotse.mail.models import OutgoingMail
from lotse.municipalities.tests.factories import MailDomainFactory
from lotse.team.tests.factories import ProgrammeAreaFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def receipt() -> OutgoingMail:
    return OutgoingMail.objects.get(purpose="receipt")


def test_receipt_says_number_due_time_and_that_it_is_automatic() -> None:
    inquiry = deliver_and_read(mail()).inquiry
    sent = receipt()
    assert sent.subject == (
        f"[{inquiry.number}] Ihre Frage ist da – Antwort bis Di, 24.11., 10:46 Uhr"
    )
    for part in (sent.text, sent.html):
        assert inquiry.number in part
        assert "Ein Mensch antwortet Ihnen bis Dienstag, 24. November 2026, 10:46 Uhr." in part
        assert "wer prüft bei Zelthallen die Schneelast?" in part
    assert sent.is_automatic
    assert tokens.read(sent.reply_to) == inquiry.number
    assert sent.references.endswith(sent.in_reply_to)


def test_receipt_offers_the_three_best_finds_with_passage_and_link() -> None:
    for number in range(4):
        publish_example(
            f"Schneelast bei Zelthallen prüfen {number}",
            what="Alle vier Stunden wird gemessen.",
            slug=f"schneelast-{number}",
        )
    deliver(mail())
    sent = receipt()
    assert sent.text.count("http://localhost:8000/beispiele/schneelast-") == 3
    assert sent.html.count('href="http://localhost:8000/beispiele/schneelast-') == 3
    assert "Gutes Beispiel" in sent.text
    assert "Alle vier Stunden wird gemessen." in sent.text


def test_receipt_to_a_stranger_shows_nothing_for_members_or_the_team() -> None:
    publish_example("Schneelast: nur für Mitglieder", audience=Audience.MEMBERS)
    InquiryFactory.create(answered=True, subject="Schneelast einer anderen Stadt")
    deliver(mail())
    assert "nur für Mitglieder" not in receipt().text
    assert "einer anderen Stadt" not in receipt().text


def test_receipt_to_a_member_may_show_members_content() -> None:
    MailDomainFactory.create(domain="musterstadt.example")
    publish_example("Schneelast: nur für Mitglieder", audience=Audience.MEMBERS)
    deliver(mail())
    assert "nur für Mitglieder" in receipt().text


def test_receipt_never_shows_what_is_for_the_team_even_to_the_team() -> None:
    UserFactory.create(email="s.muster@musterstadt.example", roles=[Role.DESK])
    publish_example("Schneelast: nur für das Team", audience=Audience.TEAM)
    deliver(mail())
    assert "nur für das Team" not in receipt().text


def test_receipt_asks_for_the_municipality_only_if_it_is_unknown() -> None:
    deliver(mail())
    assert "Für welche Stadt, welche Gemeinde oder welchen Landkreis" in receipt().text
    MailDomainFactory.create(domain="musterstadt.example")
    deliver(mail())
    known = OutgoingMail.objects.order_by("-pk")[0]
    assert "Für welche Stadt" not in known.text + known.html


def test_receipt_leads_to_the_status_page_and_says_what_is_stored() -> None:
    inquiry = deliver_and_read(mail()).inquiry
    sent = receipt()
    address = next(word for word in sent.text.split() if "/vorgang/" in word)
    assert links.read(address.rstrip("/").rpartition("/")[2]) == inquiry.number
    assert "Original-E-Mail löschen wir nach 12 Monaten" in sent.text
    assert "36 Monate nach dem Abschluss" in sent.text
    assert "http://localhost:8000/datenschutz/" in sent.text


def test_courtesies_are_left_out_of_the_quote() -> None:
    deliver(mail(text="Sehr geehrte Damen und Herren,\n\nwohin?\n\nMit freundlichen Grüßen\nS. M."))
    assert "> wohin?\n" in receipt().text


def test_question_in_html_mail_cannot_smuggle_markup_into_the_receipt() -> None:
    deliver(mail(subject="<script>alert(1)</script>", text='<img src="x" onerror="alert(1)">'))
    assert "<script>alert" not in receipt().html
    assert "<img" not in receipt().html


def reply_to(inquiry: Inquiry, text: str, **more: object) -> OutgoingMail:
    message = rules.reply(
        inquiry,
        kind="answer",
        text=text,
        author=UserFactory.create(),
        now=MONDAY + 5 * HOUR + timedelta(minutes=14),
        **more,  # type: ignore[arg-type]
    )
    assert message.outgoing is not None
    return message.outgoing


def test_answer_keeps_the_authors_words_in_text_and_gives_them_shape_in_html() -> None:
    text = (
        "Guten Tag,\n\nkurz gesagt: Der Betreiber.\n\nWAS JETZT ZU TUN IST\n1. Heute klären\n"
        "2. Morgen messen\n\n- erstens\n- zweitens\n\nMehr: https://stadt.example/plan\n\n"
        "Freundliche Grüße\nKompetenzteam"
    )
    sent = reply_to(
        InquiryFactory.create(area=ProgrammeAreaFactory.create(name="Fachreferat Bau")), text
    )
    assert sent.text.startswith(text)
    assert sent.sender_name == "Lotse, Fachreferat Bau"
    assert "nach 5 Std. 14 Min." in sent.html
    for markup in (
        ">WAS JETZT ZU TUN IST</h2>",
        '<li style="margin:0 0 8px;">Heute klären</li>',
        '<li style="margin:0 0 8px;">zweitens</li>',
        'href="https://stadt.example/plan"',
        "Freundliche Grüße<br>Kompetenzteam",
    ):
        assert markup in sent.html


def test_answer_does_not_let_markup_through() -> None:
    sent = reply_to(InquiryFactory.create(), "<b>fett</b> & <script>alert(1)</script>")
    assert "<script>alert" not in sent.html
    assert "&lt;b&gt;fett&lt;/b&gt; &amp;" in sent.html
    assert "<b>fett</b> & <script>" in sent.text


def test_answer_after_several_mails_names_the_whole_thread() -> None:
    inquiry = deliver_and_read(mail(message_id="<1@m.example>")).inquiry
    deliver(mail(message_id="<2@m.example>", in_reply_to=receipt().message_id, text="Noch etwas"))
    inquiry.refresh_from_db()
    sent = reply_to(inquiry, "Antwort")
    assert sent.in_reply_to == "<2@m.example>"
    assert sent.references.split() == ["<1@m.example>", receipt().message_id, "<2@m.example>"]


def test_taking_a_mail_in_costs_the_same_number_of_queries_with_more_content() -> None:
    publish_example("Schneelast bei Zelthallen prüfen")
    deliver(mail())  # the first one reads the vocabulary of the search
    counts = []
    for more in (4, 8):
        for _ in range(more):
            publish_example("Schneelast bei Zelthallen prüfen")
        with CaptureQueriesContext(connection) as counted:
            deliver(mail())
        counts.append(len(counted))
    assert counts[0] == counts[1]

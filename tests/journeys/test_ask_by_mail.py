"""Journey 2: a clerk asks by mail, gets finds within a minute and the answer of a person."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.installation import Installation, wait_for
from tests.fixtures.mail import RunningPostbox
from tests.journeys.conftest import Send

pytestmark = pytest.mark.browser

CLERK = "hannah.vogt@weimar.example"
QUESTION = """Guten Tag,

wir richten gerade eine Leichtbauhalle für 80 Menschen ein. Wie machen wir sie winterfest?

Viele Grüße
Hannah Vogt
Stadt Weimar, Sozialamt
"""


def arrived(postbox: RunningPostbox, count: int) -> EmailMessage:
    """Wait until this many mails have reached the clerk and return the last."""
    wait_for(
        lambda: len(postbox.to(CLERK)) >= count, seconds=60, what=f"mail {count} for the clerk"
    )
    mails = postbox.to(CLERK)
    assert len(mails) == count
    return mails[-1]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_a_mail_becomes_an_answered_inquiry_and_its_reply_comes_back_to_it(
    installation: Installation, postbox: RunningPostbox, send: Send, visit: Callable[..., Page]
) -> None:
    quarantined = installation.rows("quarantine")
    installation.serve()

    question = send(QUESTION, sender=CLERK, subject="Leichtbauhalle winterfest machen")

    # Within a minute: a receipt with number, due time and three finds.
    receipt = arrived(postbox, 1)
    assert receipt["In-Reply-To"] == question["Message-ID"]
    assert receipt["Auto-Submitted"] == "auto-replied"
    text = text_of(receipt)
    number = re.findall(r"Vorgang:\s+(L-\d{4}-\d{4})\n", text)[0]
    assert number in receipt["Subject"]
    assert re.search(r"Ein Mensch antwortet Ihnen bis \w+, \d+\. \w+ \d{4}, \d\d:\d\d Uhr", text)
    finds = re.findall(rf"^\s+({re.escape(installation.url)}/\S+)$", text, re.MULTILINE)
    assert len(finds) == 3
    assert [installation.status_of(find.removeprefix(installation.url)) for find in finds] == [
        200
    ] * 3
    status_page = re.findall(rf"{re.escape(installation.url)}/vorgang/\S+", text)[0]

    # The asker follows the inquiry without signing in.
    outside = visit()
    outside.goto(status_page)
    expect(outside.get_by_role("main")).to_contain_text(number)

    # The desk sees it with its clock and the asker's municipality.
    desk = visit("fachreferat@lotse.example")
    desk.goto("/arbeitsplatz/")
    row = desk.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("Leichtbauhalle winterfest machen")
    expect(row).to_contain_text(re.compile(r"noch 23 Std\. \d+ Min\."))
    row.get_by_role("link", name="Leichtbauhalle winterfest machen").click()
    expect(desk.get_by_role("main")).to_contain_text("wir richten gerade eine Leichtbauhalle")
    expect(desk.get_by_role("main")).to_contain_text("Weimar")

    # One click cites a find; the answer names it.
    cite = desk.get_by_role("button", name=re.compile("^Zitieren")).first
    label = cite.get_attribute("aria-label") or cite.text_content() or ""
    cited = label.partition(":")[2].strip()
    assert cited
    cite.click()
    composer = desk.get_by_role("textbox", name="Antworttext")
    composer.fill("Guten Tag Frau Vogt,\n\nbitte prüfen Sie zuerst die Schneelast.")
    expect(desk.get_by_role("region", name=re.compile("^Antwort an"))).to_contain_text(cited)
    desk.get_by_role("button", name="Antwort senden").click()
    expect(desk.get_by_role("main")).to_contain_text("bitte prüfen Sie zuerst die Schneelast")

    # The answer leaves in the same thread.
    answer = arrived(postbox, 2)
    assert receipt["Message-ID"] in answer["References"]
    assert question["Message-ID"] in answer["References"]
    assert answer["Auto-Submitted"] is None
    assert "bitte prüfen Sie zuerst die Schneelast" in text_of(answer)
    assert cited in text_of(answer)
    assert number in answer["Subject"]

    # The reply lands in the same inquiry, whatever became of its subject, and gets no receipt.
    send(
        "Danke! Wer liest die Schneelast im Prüfbuch?\n\n"
        "Am 23.11.2026 um 11:02 schrieb Kompetenzteam:\n> bitte prüfen Sie zuerst\n",
        sender=CLERK,
        subject="AW: Halle",
        recipient=answer["Reply-To"].addresses[0].addr_spec,
        in_reply_to=answer,
    )
    messages = wait_for(
        lambda: [
            row
            for row in installation.rows("inquiries", "--messages")
            if row["inquiry"] == number and row["kind"] == "followUp"
        ],
        seconds=60,
        what="the reply in its inquiry",
    )
    assert [row["text"].partition("\n")[0] for row in messages] == [
        "Danke! Wer liest die Schneelast im Prüfbuch?"
    ]
    desk.reload()
    expect(desk.get_by_role("main")).to_contain_text("Wer liest die Schneelast im Prüfbuch?")
    asked = [row["number"] for row in installation.rows("inquiries") if row["sender"] == CLERK]
    assert asked == [number]
    assert len(postbox.to(CLERK)) == 2
    assert installation.rows("quarantine") == quarantined

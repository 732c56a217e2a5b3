"""Fixtures of the journeys: letters as people write them, and a browser at an installation."""

import smtplib
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.utils import make_msgid
from functools import partial

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.fixtures.installation import MAILBOX, Installation

Send = Callable[..., EmailMessage]


def deliver(
    installation: Installation,
    text: str,
    *,
    sender: str,
    subject: str,
    recipient: str = MAILBOX,
    in_reply_to: EmailMessage | None = None,
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    """Write a mail and deliver it over SMTP; fail if it is refused."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = recipient
    mail["Subject"] = subject
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    if in_reply_to:
        mail["In-Reply-To"] = in_reply_to["Message-ID"]
        mail["References"] = in_reply_to["Message-ID"]
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text)
    with smtplib.SMTP("127.0.0.1", installation.smtp_port, timeout=30) as server:
        assert server.send_message(mail, sender, [recipient]) == {}
    return mail


def deliver_report(installation: Installation, report: bytes, *, recipient: str) -> None:
    """Deliver a report of a mail server: such mail has no sender."""
    with smtplib.SMTP("127.0.0.1", installation.smtp_port, timeout=30) as server:
        assert server.sendmail("", [recipient], report) == {}


@pytest.fixture
def send(installation: Installation) -> Send:
    """Return ``deliver`` for the installation of this test."""
    return partial(deliver, installation)


@pytest.fixture
def visit(
    new_context: Callable[..., BrowserContext], installation: Installation
) -> Callable[..., Page]:
    """Return a function that opens a page of the installation, for a person who may sign in."""

    def open_it(email: str = "", **options: str) -> Page:
        page = new_context(installation.url, **options).new_page()
        if email:
            sign_in(page, email)
        return page

    return open_it


def sign_in(page: Page, email: str) -> None:
    """Sign in through the form, with the password of the demo."""
    from lotse.accounts import demo

    page.goto("/anmelden/kennwort/")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Kennwort").fill(demo.PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url(lambda url: "/anmelden/" not in url)

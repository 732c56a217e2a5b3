"""The fixtures that other tests trust."""

import smtplib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.fixtures.browser import PageErrors
from tests.fixtures.mail import RunningPostbox

pytestmark = pytest.mark.browser


def test_a_page_reaches_the_live_server_and_waits_for_nothing_else(page: Page) -> None:
    response = page.goto("/healthz")

    assert response is not None
    assert (response.status, response.text()) == (200, "ok\n")


def test_axe_finds_a_picture_without_words_although_scripts_are_forbidden(
    page: Page, axe: Callable[[Page], list[str]]
) -> None:
    page.goto("/healthz")
    page.evaluate("document.body.innerHTML = '<main><h1>Bild</h1><img src=\"data:,\"></main>'")

    assert any("image-alt" in finding for finding in axe(page))


def test_an_error_on_the_console_is_noticed(page: Page, page_errors: PageErrors) -> None:
    page.goto("/healthz")
    page.evaluate("console.error('kaputt')")

    assert page_errors.found == ["console: kaputt"]
    page_errors.found.clear()


def test_the_postbox_keeps_what_it_is_given(postbox: RunningPostbox) -> None:
    with smtplib.SMTP("127.0.0.1", postbox.port) as client:
        client.sendmail("a@x.example", ["b@y.example"], b"Subject: Hallo\r\n\r\nWelt\r\n")

    assert [mail["Subject"] for mail in postbox.to("b@y.example")] == ["Hallo"]

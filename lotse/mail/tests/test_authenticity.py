"""What our own mail server found out, and what others only pretend."""

import pytest
from pytest_django import Settings

from lotse.mail import authenticity, reading
from lotse.mail.parse import parse

OURS = "mx.verband.example"
RECEIVED = (
    "Received: from mail.stadt.example by mx.verband.example; Mon, 23 Nov 2026 10:00:00 +0100\r\n"
)
FOREIGN = "Received: from pc by mail.stadt.example; Mon, 23 Nov 2026 09:59:00 +0100\r\n"
PASSED = (
    "Authentication-Results: mx.verband.example;\r\n\tdkim=pass (2048 bit) header.d=stadt.example;"
    "\r\n\tspf=pass smtp.mailfrom=amt@stadt.example; dmarc=pass header.from=stadt.example\r\n"
)
FAILED = (
    "Authentication-Results: mx.verband.example 1; spf=fail smtp.mailfrom=x.example; dmarc=fail\r\n"
)
BODY = "From: Amt <amt@stadt.example>\r\nSubject: Frage\r\n\r\nText\r\n"


def verdict(*head: str) -> str:
    parsed = parse(("".join(head) + BODY).encode())
    found = authenticity.read(parsed.trace, authserv_id=OURS)
    return authenticity.verdict(found, sender=parsed.sender.address)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ((PASSED, RECEIVED, FOREIGN), "confirmed"),
        ((RECEIVED, PASSED, FOREIGN), "confirmed"),
        ((FAILED, RECEIVED, FOREIGN), "refuted"),
        ((RECEIVED, FOREIGN), "unknown"),
        # Forged below what our server wrote.
        ((FAILED, RECEIVED, PASSED, FOREIGN), "refuted"),
        ((RECEIVED, FAILED, PASSED, FOREIGN), "refuted"),
        # Another server's word, or a name that only resembles ours.
        ((PASSED.replace(OURS, "mx.fremd.example"), RECEIVED), "unknown"),
        ((PASSED.replace(OURS, "mx.verband.example.fremd.example"), RECEIVED), "unknown"),
        # Far down, behind more servers than ours.
        ((RECEIVED, RECEIVED, FOREIGN, FOREIGN, PASSED), "unknown"),
    ],
)
def test_only_the_topmost_word_of_our_server_counts(head: tuple[str, ...], expected: str) -> None:
    assert verdict(*head) == expected


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("dkim=pass header.d=stadt.example", "confirmed"),
        ("dkim=pass header.i=@stadt.example", "confirmed"),
        ("spf=pass smtp.mailfrom=amt@stadt.example", "confirmed"),
        ("dkim=fail header.d=a.example; dkim=pass header.d=stadt.example", "confirmed"),
        ("dkim=pass header.d=newsletter.example", "unknown"),
        ("spf=softfail smtp.mailfrom=x.example", "refuted"),
        ("spf=none; dkim=none", "unknown"),
        ("dmarc=pass; spf=fail", "confirmed"),
        ("spf=fail (dmarc=pass dkim=pass)", "refuted"),
    ],
)
def test_without_dmarc_only_the_very_domain_counts(results: str, expected: str) -> None:
    assert verdict(f"Authentication-Results: {OURS}; {results}\r\n", RECEIVED) == expected


def test_without_the_setting_nobody_is_believed(settings: Settings) -> None:
    settings.AUTHSERV_ID = ""
    parsed = parse((PASSED + RECEIVED + BODY).encode())

    assert reading.authenticity_of(parsed) == {}

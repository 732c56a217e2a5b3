"""Mails too large or too hostile to lie in the corpus. What is not linear here takes minutes."""

import base64
import random

import pytest

from lotse.mail.parse import parse

HEAD = b"From: a@b.example\r\nTo: x@y.example\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
REPORT = b"From: mailer-daemon@x.example\nSubject: Undeliverable\n"
SIZE = 200_000


def filled(pattern: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """Return ``before``, the pattern repeated up to the size, and ``after``."""
    return before + pattern * (SIZE // len(pattern)) + after


HOSTILE = {
    "one_long_line": filled(b"a", PLAIN),
    "many_short_lines": filled(b"a\n", PLAIN),
    "only_blank_lines": filled(b"\n", PLAIN),
    "only_quote_marks": filled(b">", PLAIN),
    "only_signature_marks": filled(b"--\n", PLAIN),
    "signature_marks_and_gaps": filled(b"-- \n" + b"\n" * 50, PLAIN),
    "long_dashes": filled(b"-" * 900 + b"\n", PLAIN),
    "half_header_blocks": filled(b"Von: a\nx\n", PLAIN),
    "half_attributions": filled(b"Am " + b"1.1.26 " * 40 + b"schrieb " * 10 + b":x\n", PLAIN),
    "attributions_with_colon": filled(
        b"Am " + b"1.1.26 " * 30 + b"schrieb wrote " * 10 + b"x:" + b" " * 40 + b"y:\n", PLAIN
    ),
    "flowed_lines": filled(b"a \n", HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n"),
    "open_encoded_words": filled(b"=?utf-8?q?a", b"Subject: ", b"\r\n\r\nx"),
    "starts_of_encoded_words": filled(b"=?", b"Subject: ", b"\r\n\r\nx"),
    "open_quotes_in_addresses": filled(b'"\\', b"To: ", b"\r\n\r\nx"),
    "open_brackets_in_addresses": filled(b"(<", b"To: ", b"\r\n\r\nx"),
    "names_without_addresses": filled(b"a,", b"To: ", b"\r\n\r\nx"),
    "many_headers": filled(b"X: y\r\n", b"", b"\r\nx"),
    "endless_folding": filled(b" z\r\n", b"X: y\r\n", b"\r\nx"),
    "open_message_ids": filled(b"<", b"References: ", b"\r\n\r\nx"),
    "open_parameters": filled(b'; a="\\', b"Content-Type: text/plain", b"\r\n\r\nx"),
    "split_parameters": filled(b";a*0=b", b"Content-Type: text/plain", b"\r\n\r\nx"),
    "empty_parts": filled(b"--b\n", MIXED),
    "tiny_parts": filled(b"--b\n\nx\n", MIXED),
    "boundaries_that_are_none": filled(b"--bx\n", MIXED),
    "nested_multiparts": b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
        for level in range(3_000)
    ),
    "nested_messages": filled(b"Content-Type: message/rfc822\r\n\r\n"),
    "nested_elements": filled(b"<div>", HTML),
    "nested_quotations": filled(b"<blockquote>a", HTML),
    "nested_tables": filled(b"<table><tr><td>", HTML),
    "table_cells": filled(b"<tr><td>a<td>b", HTML + b"<table>"),
    "paragraphs": filled(b"<p>a</p>", HTML),
    "open_comments": filled(b"<!--", HTML),
    "open_tags": filled(b"<", HTML),
    "open_styles": filled(b"<style>", HTML + b"<div>" * 300),
    "padding_everywhere": filled(b"a=", HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n"),
    "soft_breaks": filled(b"=", HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"),
    "uuencode_without_end": filled(
        b"begin 644 a\n", HEAD + b"Content-Transfer-Encoding: x-uuencode\r\n\r\n"
    ),
    "open_asn1": filled(b"\x30\x80", HEAD + b"Content-Type: application/pkcs7-mime\r\n\r\n"),
    "endless_tnef": filled(
        b"\x01\x03\x90\x06\x00\x04\x00\x00\x00\xff\xff\xff\x7f\x00\x00",
        HEAD + b"Content-Type: application/ms-tnef\r\n\r\n\x78\x9f\x3e\x22\x01\x00",
    ),
    "report_without_addresses": filled(b"a.b@c.", REPORT + b"\n"),
    "report_of_dashes": filled(b"-" * 80 + b"\n", REPORT + b"\n"),
    "report_with_half_ids": filled(b"Message-ID: <" + b"a" * 200 + b"\n", REPORT + b"\n"),
    "piled_accents": filled("\u0301\u0316".encode(), PLAIN + b"a"),
    "invisible_characters": filled("\u200b".encode(), PLAIN),
    "calendar_events": filled(b"BEGIN:VEVENT\n", HEAD + b"Content-Type: text/calendar\n\n"),
    "only_nul": filled(b"\0"),
    "noise": random.Random(7).randbytes(SIZE),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_mail_is_read_in_linear_time(raw: bytes) -> None:
    mail = parse(raw)

    assert "\x00" not in mail.text + mail.subject + mail.new_text


def test_ten_thousand_recipients_are_all_read() -> None:
    people = ",\r\n ".join(f'"Amt, {n}" <amt{n}@kreis-{n % 400}.example>' for n in range(10_000))
    raw = f"From: a@b.example\r\nTo: {people}\r\nSubject: Rundmail\r\n\r\nText\r\n".encode()

    mail = parse(raw)

    assert (len(mail.to), mail.to[-1].name, mail.to[-1].address) == (
        10_000,
        "Amt, 9999",
        "amt9999@kreis-399.example",
    )
    assert mail.new_text == "Text"


def test_attachment_of_thirty_megabytes_arrives_byte_for_byte() -> None:
    content = random.Random(1).randbytes(30_000_000)
    raw = (
        MIXED
        + b"--b\r\nContent-Type: text/plain\r\n\r\nSiehe Anlage\r\n--b\r\n"
        + b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
        + b"Content-Disposition: attachment; filename=gross.pdf\r\n\r\n"
        + base64.encodebytes(content)
        + b"\r\n--b--\r\n"
    )

    mail = parse(raw)

    assert [(each.name, each.content == content) for each in mail.attachments] == [
        ("gross.pdf", True)
    ]
    assert mail.text == "Siehe Anlage"


def test_very_long_text_is_cut_and_says_so() -> None:
    mail = parse(PLAIN + b"Wort " * 300_000)

    assert len(mail.text) <= 1_000_000
    assert "Der Text ist sehr lang und wurde gekürzt." in mail.problems


def test_text_behind_too_deep_nesting_is_reported_not_lost_silently() -> None:
    mail = parse(HOSTILE["nested_multiparts"])

    assert "Die Mail ist zu tief verschachtelt; der Rest steht nur im Original." in mail.problems


def test_deeply_nested_html_keeps_its_words() -> None:
    mail = parse(HTML + b"<div>" * 5_000 + "Wie viele Plätze?".encode() + b"</div>" * 5_000)

    assert mail.text == "Wie viele Plätze?"

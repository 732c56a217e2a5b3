import base64
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from lotse.mail.parse import parse
from lotse.mail.parsing import quotes
from lotse.mail.parsing.headers import decode_words
from lotse.mail.tests.test_parse_corpus import readable

NAMES = st.sampled_from(
    ["From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "Date", "References"]
)
PIECES = st.sampled_from(
    [
        b"=?utf-8?b?w7w=?=",
        b"=?utf-8?q?=C3?=",
        b"multipart/mixed; boundary=b",
        b"--b",
        b"--b--",
        b"base64",
        b"quoted-printable",
        b"text/html",
        b"<",
        b">",
        b'"',
        b"\r\n",
        b"\n ",
        b"\0",
        b"message/rfc822",
        b"application/ms-tnef",
        b"application/pkcs7-mime",
        b"\xc3\xbc",
        b"\xff",
        b"message/delivery-status",
        b"multipart/report; boundary=b",
        b"text/calendar",
        b"a@b.example",
        b"filename*0*=utf-8''%C3",
        b"filename*1=x",
        b"charset=utf-16",
        b"charset=utf-7",
        b"> ",
        b"-- \n",
        b"Am 1.1.2026 schrieb x@y.example:\n",
        b"<blockquote>",
        b"=",
        b"\x30\x80",
        b"-----",
    ]
)


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_and_can_be_stored(raw: bytes) -> None:
    mail = parse(raw)

    written = json.dumps(readable(mail) | {"attachments": []}, ensure_ascii=False, default=str)
    assert "\x00" not in mail.text + mail.subject + mail.sender.name + mail.html
    assert written.encode("utf-8")


@settings(max_examples=300)
@given(
    st.lists(st.tuples(NAMES, st.lists(PIECES, max_size=6)), max_size=8),
    st.lists(PIECES, max_size=30),
)
def test_any_mixture_of_mail_syntax_is_read(
    headers: list[tuple[str, list[bytes]]], body: list[bytes]
) -> None:
    head = b"".join(name.encode() + b": " + b" ".join(value) + b"\n" for name, value in headers)

    parse(head + b"\n" + b"".join(body))


@given(st.text(max_size=500))
def test_new_text_adds_nothing_and_is_never_empty_for_a_text(text: str) -> None:
    new = quotes.new_text(text)

    assert set(new.split("\n")) <= {line.rstrip() for line in text.split("\n")} | {""}
    assert bool(new.strip()) == bool(text.strip()) or not text.strip("-_=* \n\t\r\f\v")


@given(st.text(alphabet="äöüßé €–abc ,:;<>()", min_size=1, max_size=60), st.integers(1, 12))
def test_encoded_word_split_anywhere_gives_the_same_text(text: str, width: int) -> None:
    raw = text.encode()
    words = [
        f"=?utf-8?B?{base64.b64encode(raw[start : start + width]).decode()}?="
        for start in range(0, len(raw), width)
    ]

    assert decode_words("\r\n ".join(words).replace("\r\n", "")) == text

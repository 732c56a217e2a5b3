"""Real cases with invented people; each accident with mail adds one to ``mails/``."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from lotse.mail.parse import ParsedMail, parse

MAILS = Path(__file__).parent / "mails"
NAMES = sorted(path.stem for path in MAILS.glob("*.eml"))


def readable(mail: ParsedMail) -> dict[str, object]:
    """Return the mail as the expectations are written."""
    fields = asdict(mail)
    fields["from"] = fields.pop("sender")
    fields["date"] = mail.date.isoformat() if mail.date else None
    fields["attachments"] = [
        {"name": each.name, "type": each.type, "size": each.size} for each in mail.attachments
    ]
    for name in ("references", "to", "cc", "reply_to", "bounced_recipients", "problems"):
        fields[name] = list(fields[name])
    return fields


@pytest.mark.parametrize("name", NAMES)
def test_mail_is_read_as_expected(name: str) -> None:
    expected = json.loads((MAILS / f"{name}.expected.json").read_text(encoding="utf-8"))

    found = readable(parse((MAILS / f"{name}.eml").read_bytes()))

    assert {field: found[field] for field in expected} == expected


def test_there_are_enough_cases_and_each_says_what_it_expects() -> None:
    expectations = sorted(path.name for path in MAILS.glob("*.expected.json"))

    assert expectations == [f"{name}.expected.json" for name in NAMES]
    assert len(NAMES) >= 70


@pytest.mark.parametrize("name", NAMES)
def test_mail_cut_off_anywhere_is_still_read(name: str) -> None:
    raw = (MAILS / f"{name}.eml").read_bytes()

    for length in range(0, len(raw), max(1, len(raw) // 25)):
        parse(raw[:length])


@pytest.mark.parametrize("name", NAMES)
def test_line_ends_do_not_change_what_is_read(name: str) -> None:
    raw = (MAILS / f"{name}.eml").read_bytes()
    if b"\r" in raw.replace(b"\r\n", b"") or b"\n" in raw.replace(b"\r\n", b""):
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")

    with_crlf, with_lf = readable(parse(raw)), readable(parse(raw.replace(b"\r\n", b"\n")))

    # Sizes of text attachments sent as they are change with their line ends.
    for fields in (with_crlf, with_lf):
        fields["attachments"] = [each["name"] for each in fields["attachments"]]  # type: ignore[attr-defined]
    assert with_lf == with_crlf

"""A stored mail as the slices see it: parsed, opened if it was encrypted for us, judged once."""

import re
from dataclasses import replace

from django.conf import settings

from lotse.mail import authenticity, smime
from lotse.mail.models import InboundMail
from lotse.mail.parse import ParsedMail, parse

_MAX_LAYERS = 3
"""Encrypted mails inside each other."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CONTENT_FIELD = re.compile(
    rb"^(?:content-[a-z-]+|mime-version)[ \t]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n",
    re.IGNORECASE | re.MULTILINE,
)


def read(mail: InboundMail) -> ParsedMail:
    """Parse a mail; with a signature or encryption also set ``mail.protection`` if it is not known.

    Never raises for odd mail.
    """
    raw = bytes(mail.raw)
    parsed = parse(raw)
    if parsed.secured is not None or parsed.is_encrypted:
        parsed = _opened(mail, raw, parsed)
    if not mail.sender and parsed.kind == "person":
        # RFC 3834, 3.3 and RFC 5321, 4.5.5: nobody may answer a mail with an empty return path.
        return replace(parsed, kind="automatic")
    return parsed


def authenticity_of(parsed: ParsedMail) -> dict[str, dict[str, str]]:
    """Return what our own mail server found about the sender; empty if it said nothing."""
    if not parsed.trace or not settings.AUTHSERV_ID:
        return {}
    return authenticity.read(parsed.trace, authserv_id=settings.AUTHSERV_ID)


def _opened(mail: InboundMail, raw: bytes, parsed: ParsedMail) -> ParsedMail:
    """Return the mail inside the encryption, if a key of ours opens it."""
    is_opened = False
    for _layer in range(_MAX_LAYERS):
        if parsed.secured is None or parsed.secured.kind != "encrypted":
            break
        inside = smime.decrypt(parsed.secured.data)
        if inside is None:
            break
        raw = _with_content(raw, inside)
        parsed, is_opened = parse(raw), True
    if not mail.protection:
        mail.protection = _protection(mail, parsed, is_opened=is_opened).as_record()
    return parsed


def _protection(mail: InboundMail, parsed: ParsedMail, *, is_opened: bool) -> smime.Protection:
    encryption: smime.Encryption = (
        "locked" if parsed.is_encrypted else "opened" if is_opened else ""
    )
    if parsed.secured is None or parsed.secured.kind == "encrypted":
        return smime.Protection(encryption=encryption)
    checked = smime.verify(
        parsed.secured, sender=parsed.sender.address, received_at=mail.received_at
    )
    return replace(checked, encryption=encryption)


def _with_content(raw: bytes, inside: bytes) -> bytes:
    """Return the mail with its own addresses and subject around what was encrypted."""
    end = _HEAD_END.search(raw)
    head = raw[: end.start()] if end else b""
    return _CONTENT_FIELD.sub(b"", head + b"\r\n") + inside

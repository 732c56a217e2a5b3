"""Envelope of a mail that was delivered before we saw it, read from its header."""

import re
from dataclasses import dataclass

from django.conf import settings

from lotse.mail import gateway, tokens
from lotse.mail.parsing import addresses
from lotse.mail.parsing.headers import Headers

_HEADER_BYTES = 512 * 1024
_RECIPIENT_FIELDS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
"""In this order: what the delivering server noted says more than what the sender wrote."""
_MAX_RECIPIENTS = 200


@dataclass(frozen=True)
class Envelope:
    sender: str
    """Empty for bounces."""
    recipients: list[str]
    """Addresses of ours; the inquiry mailbox if the header names none."""


def read(raw: bytes) -> Envelope:
    """Return who sent a mail and for which of our addresses it is meant."""
    head = re.split(rb"\r?\n\r?\n", raw[:_HEADER_BYTES], maxsplit=1)[0]
    headers = Headers(head)
    return Envelope(_sender(headers), _recipients(headers))


def _sender(headers: Headers) -> str:
    if headers.raw("return-path") == "<>":
        return ""
    written = headers.raw("return-path") or headers.raw("from")
    found = addresses.parse(written[:2_000])
    return found[0][1] if found else "unknown@invalid"


def _recipients(headers: Headers) -> list[str]:
    """Return what the first telling field names, and the reply addresses of all the others.

    A server that notes the mailbox alone (``Delivered-To: fragen@``) must not hide that the mail
    went to ``fragen+l-2026-0001-…@``.
    """
    named: list[str] = []
    proven: list[str] = []
    for field in _RECIPIENT_FIELDS:
        written = addresses.parse(headers.raw_all(field))[:_MAX_RECIPIENTS]
        known = [address for _name, address in written if gateway.is_known(address)]
        named = named or known
        proven += [each for each in known if tokens.read(each) or tokens.read_bounce(each)]
    return list(dict.fromkeys(named + proven)) or [settings.INQUIRY_ADDRESS]

"""The mail door: what was accepted is stored. Nothing is parsed here.

A caller may say "accepted" only after the transaction that ``accept`` ran in is committed.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from lotse.lib import blobs
from lotse.mail import quarantine, routes, tokens
from lotse.mail.models import InboundMail

_STABLE_HEADERS = (b"message-id", b"from", b"date", b"subject")
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_FOLDING = re.compile(rb"\r?\n[ \t]+")
_HEADER_LIMIT = 256 * 1024
_PIECE = 1_000_000
_CR, _LF = b"\r\n"


@dataclass(frozen=True)
class Delivery:
    """A mail as it stands at the door."""

    raw: bytes
    sender: str
    """Envelope sender; empty for bounces."""
    recipients: Sequence[str]
    """Envelope recipients."""
    source_id: str
    received_at: datetime


def is_known(recipient: str) -> bool:
    """Say whether mail for a recipient is taken in. Cheap, asked at RCPT."""
    return (
        routes.find(recipient) is not None
        or tokens.read_bounce(recipient) is not None
        or is_postmaster(recipient)
    )


def is_postmaster(recipient: str) -> bool:
    """RFC 5321, 4.5.1: ``postmaster`` is always accepted, with our domain or with none."""
    return recipient.lower() in ("postmaster", f"postmaster@{settings.MAIL_DOMAIN}")


def accept(
    raw: bytes, *, sender: str, recipients: Sequence[str], source_id: str, now: datetime
) -> InboundMail | None:
    """Store a mail in one transaction; return it, or None if all of it is known already.

    source_id: names the source, such as ``smtp:…``; the same source twice is one mail. now: aware.
    A mail for several destinations becomes several rows; the first new one is returned.
    """
    (stored,) = accept_many([Delivery(raw, sender, recipients, source_id, now)])
    return stored[0] if stored else None


def accept_many(deliveries: Sequence[Delivery]) -> list[list[InboundMail]]:
    """Store several mails in one transaction; return the new rows of each, none if known."""
    try:
        return _store(deliveries)
    except IntegrityError:
        # Another mailroom stored one of them in this very moment; the second look finds it.
        return _store(deliveries)


@transaction.atomic
def set_aside(delivery: Delivery, *, reason: str, suggestion: str) -> InboundMail | None:
    """Store what there is of a mail for a person alone; None if it is known already.

    For mails that somebody accepted for us and that cannot be taken whole: too large, unreadable.
    """
    (stored,) = accept_many([delivery])
    for mail in stored:
        quarantine.put(mail, reason=reason, suggestion=suggestion, now=delivery.received_at)
    return stored[0] if stored else None


@transaction.atomic
def _store(deliveries: Sequence[Delivery]) -> list[list[InboundMail]]:
    rows_of = [_rows(delivery) for delivery in deliveries]
    all_rows = [row for rows in rows_of for row in rows]
    known = InboundMail.objects.filter(
        Q(fingerprint__in=[row.fingerprint for row in all_rows])
        | Q(source_id__in=[row.source_id for row in all_rows])
    ).values_list("fingerprint", "source_id")
    seen = {value for pair in known for value in pair}
    new_of: list[list[InboundMail]] = []
    for rows in rows_of:
        new = [row for row in rows if not {row.fingerprint, row.source_id} & seen]
        seen.update(value for row in new for value in (row.fingerprint, row.source_id))
        new_of.append(new)
    _write([row for rows in new_of for row in rows])
    return new_of


def _write(rows: Sequence[InboundMail]) -> None:
    large = [(row, bytes(row.raw)) for row in rows if blobs.need_care(row.size)]
    for row, _raw in large:
        row.raw = b""
    InboundMail.objects.bulk_create(rows)
    for row, raw in large:
        blobs.write(row, "raw", raw)


def _rows(delivery: Delivery) -> list[InboundMail]:
    content = _content_hash(delivery.raw)
    sha256 = hashlib.sha256(delivery.raw).hexdigest()
    rows = []
    for position, (destination, recipients) in enumerate(_destinations(delivery.recipients)):
        fingerprint = hashlib.sha256(content + destination.encode()).hexdigest()
        rows.append(
            InboundMail(
                source_id=delivery.source_id[:190] + (f"#{position}" if position else ""),
                fingerprint=fingerprint,
                sender=delivery.sender[:320],
                recipients=recipients,
                raw=delivery.raw,
                size=len(delivery.raw),
                sha256=sha256,
                received_at=delivery.received_at,
                next_attempt_at=delivery.received_at,
            )
        )
    return rows


def _destinations(recipients: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Group recipients by what will be done with the mail; the deciding recipient comes first.

    Our plain mailbox beside a reply token of the same route is one destination: the token says
    more. Two tokens are two.
    """
    groups: dict[str, list[str]] = {}
    plain: dict[str, list[str]] = {}
    first_token: dict[str, str] = {}
    for recipient in dict.fromkeys(address.lower() for address in recipients):
        route = routes.find(recipient)
        bounced, token = tokens.read_bounce(recipient), tokens.read(recipient)
        if bounced is not None:
            groups.setdefault(f"bounce:{bounced}", []).append(recipient)
        elif route is not None and token is not None:
            key = f"{route.name}:{token}"
            groups.setdefault(key, []).append(recipient)
            first_token.setdefault(route.name, key)
        else:
            plain.setdefault(route.name if route else "", []).append(recipient)
    for name, addresses in plain.items():
        groups.setdefault(first_token.get(name, name), []).extend(addresses)
    return list(groups.items()) or [("", [])]


def _content_hash(raw: bytes) -> bytes:
    """Return a hash that survives a second delivery.

    Trace headers (Received, Return-Path, Delivered-To, X-…) differ each time and are left out, as
    are the kind of line ends and empty lines at the end.
    """
    end = _HEADER_END.search(raw, 0, _HEADER_LIMIT)
    head, body_from = (raw[: end.start()], end.end()) if end else (raw[:_HEADER_LIMIT], 0)
    digest = hashlib.sha256()
    found: dict[bytes, bytes] = {}
    for line in _FOLDING.sub(b" ", head).splitlines():
        name, _, value = line.partition(b":")
        found.setdefault(name.strip().lower(), b" ".join(value.split()))
    for name in _STABLE_HEADERS:
        digest.update(name + b":" + found.get(name, b"") + b"\n")
    for piece in _uniform(raw, body_from):
        digest.update(piece)
    return digest.digest()


def _uniform(raw: bytes, start: int) -> Iterator[bytes]:
    """Yield the text from ``start`` with LF as line end and without empty lines at its end.

    In pieces: a large mail must not lie in memory several times.
    """
    stop = len(raw)
    while stop > start and raw[stop - 1] == _LF:
        stop -= 2 if stop - 1 > start and raw[stop - 2] == _CR else 1
    while start < stop:
        end = min(start + _PIECE, stop)
        if end < stop and raw[end - 1] == _CR:
            # A line end is not cut in two.
            end += 1
        yield raw[start:end].replace(b"\r\n", b"\n")
        start = end

"""Addresses that do not exist any more: learnt from delivery reports, lifted by people."""

import re
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from lotse.lib.errors import RuleError
from lotse.mail.models import InboundMail, OutgoingMail, SuppressedAddress

_CODE = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_GONE = re.compile(r"5\.(?:1\.(?:1|2|3|6|10)|2\.1|4\.4)\Z")
"""RFC 3463: no such mailbox, no such domain, bad syntax, moved, null MX, disabled, no route. A full
mailbox (5.2.2) or a refused text (5.7.x) says nothing about the address."""
_UNKNOWN_WORDS = re.compile(
    r"user unknown|unknown user|no such (?:user|recipient|mailbox|address)|does not exist|"
    r"mailbox (?:unavailable|not found|unknown)|recipient (?:not found|rejected|unknown)|"
    r"address (?:not found|rejected|unknown)|recipientnotfound|"
    r"unbekannte[rn]? (?:empfänger|benutzer|adresse)|existiert nicht|nicht gefunden|"
    r"(?:host|domain)(?: name)? (?:not found|unknown)",
    re.IGNORECASE,
)


def is_permanent(reason: str) -> bool:
    """Say whether a report means that the address is gone, not only that this mail failed.

    reason: status code and words, such as ``5.1.1 User unknown`` or ``550 User unknown``.
    """
    code = _CODE.search(reason)
    if code is not None and not code[1].startswith("5.0."):
        return _GONE.match(code[1]) is not None
    return not reason.startswith("4") and _UNKNOWN_WORDS.search(reason) is not None


def note(address: str, *, reason: str, now: datetime) -> bool:
    """Note that an address is gone; return whether that is news. now: aware.

    A new report on a lifted address counts from now on.
    """
    code = _CODE.search(reason)
    facts = {"status": code[1] if code else "", "reason": reason[:300], "last_at": now}
    with transaction.atomic():
        entry, is_new = SuppressedAddress.objects.get_or_create(
            address=address.lower(), defaults={**facts, "since": now}
        )
        if is_new:
            return True
        again = SuppressedAddress.objects.filter(pk=entry.pk)
        again.update(**facts, reports=F("reports") + 1)
        return bool(
            again.filter(lifted_at__isnull=False).update(lifted_at=None, lifted_by="", since=now)
        )


def active(address: str) -> SuppressedAddress | None:
    """Return why automatic mail to an address is held back, or None."""
    return SuppressedAddress.objects.filter(address=address.lower(), lifted_at=None).first()


def is_refuted(entry: SuppressedAddress, mail: OutgoingMail, *, now: datetime) -> bool:
    """Say whether the mail answers one that came from the address after the last report.

    Who writes again can be reached again; the entry is lifted.
    """
    wrote = InboundMail.objects.filter(
        message_id=mail.in_reply_to,
        from_address=entry.address,
        kind=InboundMail.Kind.PERSON,
        received_at__gt=entry.last_at,
    )
    if not mail.in_reply_to or not wrote.exists():
        return False
    _lift(entry, by=_("neue Mail von dort"), now=now)
    return True


def lift(entry: SuppressedAddress, *, actor_label: str, now: datetime) -> None:
    """Let automatic mail reach an address again. now: aware.

    Raises RuleError if that was done already.
    """
    if not _lift(entry, by=actor_label, now=now):
        raise RuleError(_("Diese Adresse ist schon wieder freigegeben."))


def _lift(entry: SuppressedAddress, *, by: str, now: datetime) -> bool:
    return bool(
        SuppressedAddress.objects.filter(pk=entry.pk, lifted_at=None).update(
            lifted_at=now, lifted_by=by[:120]
        )
    )


def entries(*, is_lifted: bool = False, words: str = "") -> QuerySet[SuppressedAddress]:
    """Return the addresses held back, or those lifted again; words: part of the address."""
    found = SuppressedAddress.objects.filter(~Q(lifted_at=None) if is_lifted else Q(lifted_at=None))
    return found.filter(address__contains=words.lower()) if words else found

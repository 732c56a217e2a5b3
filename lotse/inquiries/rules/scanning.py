"""Files are looked at by the virus scanner after they came in; nothing waits for it."""

from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from lotse.inquiries import journal
from lotse.inquiries.models import Attachment, Event
from lotse.mail.scanning import Refused, Scanner, Unavailable

BATCH = 20
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""Waiting time after the first, second, … failure; the last one repeats."""
REFUSED_AGAIN = timedelta(days=7)
"""A file the scanner will not take is offered again, in case its limits were raised."""


def scan_waiting(scanner: Scanner, *, now: datetime) -> int:
    """Have waiting files scanned, the newest first; return how many verdicts there were.

    Two workers may look at the same file; only the first verdict is written. now: aware.
    """
    verdicts = 0
    for attachment in _waiting(now)[:BATCH]:
        try:
            with attachment.file.open("rb") as content:
                verdict = scanner.scan(cast("BinaryIO", content))
        except Unavailable as trouble:
            _put_off(attachment, str(trouble), now=now)
            # The others would fail in the same way.
            break
        except (Refused, OSError) as trouble:
            reason = str(trouble) if isinstance(trouble, Refused) else _("Die Datei fehlt.")
            _put_off(attachment, reason, now=now, delay=REFUSED_AGAIN)
            continue
        verdicts += _record(attachment, verdict.finding, now=now)
    return verdicts


def _waiting(now: datetime) -> QuerySet[Attachment]:
    due = Q(next_scan_at=None) | Q(next_scan_at__lte=now)
    return Attachment.objects.filter(due, scanned_at=None).exclude(file="").order_by("-pk")


@transaction.atomic
def _record(attachment: Attachment, finding: str, *, now: datetime) -> int:
    """Write a verdict to every copy of the same content; return how many there were."""
    copies = Attachment.objects.filter(sha256=attachment.sha256, scanned_at=None).exclude(file="")
    found = list(copies.select_related("message__inquiry"))
    written = 0
    for copy in found:
        changed = Attachment.objects.filter(pk=copy.pk, scanned_at=None).update(
            scanned_at=now, finding=finding[:200], scan_error="", next_scan_at=None
        )
        written += changed
        if changed and finding:
            journal.record(
                copy.message.inquiry,
                Event.What.INFECTED,
                detail=_("„%(name)s“: %(finding)s. Die Datei lässt sich nicht mehr öffnen.")
                % {"name": copy.name, "finding": finding},
                now=now,
            )
    return written


def _put_off(
    attachment: Attachment, reason: str, *, now: datetime, delay: timedelta | None = None
) -> None:
    wait = delay or RETRY_AFTER[min(attachment.scan_attempts, len(RETRY_AFTER) - 1)]
    Attachment.objects.filter(pk=attachment.pk, scanned_at=None).update(
        scan_attempts=F("scan_attempts") + 1, scan_error=reason[:200], next_scan_at=now + wait
    )

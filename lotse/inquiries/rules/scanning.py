"""Files of conversations are looked at by the virus scanner after they came in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.inquiries import journal
from lotse.inquiries.models import Attachment, Event
from lotse.mail import scanwork
from lotse.mail.scanning import Scanner


def scan_waiting(scanner: Scanner, *, now: datetime) -> int:
    """Have waiting files scanned; return how many verdicts there were. now: aware."""
    return scanwork.scan_waiting(Attachment.objects.all(), scanner, record=_record, now=now)


@transaction.atomic
def _record(attachment: Attachment, finding: str, now: datetime) -> int:
    """Write a verdict to every copy of the same content; return how many there were."""
    copies = Attachment.objects.filter(sha256=attachment.sha256, scanned_at=None).exclude(file="")
    found = list(copies.select_related("message__inquiry"))
    written = 0
    for copy in found:
        changed = scanwork.write(copy, finding, now=now)
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

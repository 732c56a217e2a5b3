"""Mails are kept for a year as proof, then removed."""

from datetime import datetime, timedelta

from lotse.mail import brake
from lotse.mail.models import InboundMail, OutgoingMail, SuppressedAddress

KEPT_FOR = timedelta(days=366)
"""Original mails and what was sent; the retention decided for raw mail is twelve months."""
BATCH = 200


def remove_old(now: datetime) -> int:
    """Remove mails that are older than ``KEPT_FOR`` and dealt with; return how many. now: aware.

    What waits for a worker, a person or a server stays, however old it is.
    """
    before = now - KEPT_FOR
    dealt_with = InboundMail.objects.filter(received_at__lt=before, handled_at__isnull=False)
    inbound = list(dealt_with.order_by("received_at").values_list("pk", flat=True)[:BATCH])
    InboundMail.objects.filter(pk__in=inbound).delete()
    finished = OutgoingMail.objects.filter(created_at__lt=before).exclude(
        sent_at=None, failed_at=None
    )
    outgoing = list(finished.order_by("pk").values_list("pk", flat=True)[:BATCH])
    OutgoingMail.objects.filter(pk__in=outgoing).delete()
    gone, _per_model = SuppressedAddress.objects.filter(last_at__lt=before).delete()
    return len(inbound) + len(outgoing) + gone + brake.remove_old(now)

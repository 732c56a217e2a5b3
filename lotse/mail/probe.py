"""A mail to ourselves through the real channel: it shows that mail goes out and comes back.

Switched on by ``LOTSE_MAIL_PROBE_MINUTES``. The probe is recognised by its Message-ID alone, which
nobody outside the mail servers on its way has seen; it never becomes an inquiry.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from lotse.mail import outbox
from lotse.mail.models import MailProbe

log = logging.getLogger(__name__)

PURPOSE = "probe"
GRACE = timedelta(minutes=10)
"""So long a probe may travel; greylisting takes five minutes."""
KEPT = timedelta(days=14)


@dataclass(frozen=True)
class ProbeState:
    """Of the newest probes. Times are in seconds."""

    round_trip_seconds: float | None
    """Of the last one that came back; None if none ever did."""
    waiting_seconds: float
    """Age of the oldest one sent after it and not back; 0 if none is on its way."""
    is_missing: bool


def is_on() -> bool:
    return settings.MAIL_PROBE_MINUTES > 0 and bool(settings.SMTP_URL)


def send_due(now: datetime) -> bool:
    """Send a probe if it is time; of several workers one does. now: aware."""
    if not is_on():
        return False
    # One slot of time, one row: the second worker finds it taken.
    slot = int(now.timestamp()) // (settings.MAIL_PROBE_MINUTES * 60)
    row, is_ours = MailProbe.objects.get_or_create(slot=slot, defaults={"sent_at": now})
    if not is_ours:
        return False
    mail = outbox.queue(
        purpose=PURPOSE,
        recipient=settings.INQUIRY_ADDRESS,
        subject=_("Probe des Postwegs"),
        text=_("Diese Mail prüft, ob Post hinausgeht und ankommt. Es ist nichts zu tun.\n"),
        is_automatic=True,
        now=now,
    )
    MailProbe.objects.filter(pk=row.pk).update(message_id=mail.message_id)
    MailProbe.objects.filter(sent_at__lt=now - KEPT).delete()
    return True


def take(message_id: str, *, received_at: datetime) -> bool:
    """Say whether a mail is a probe, and note when it arrived."""
    if not message_id:
        return False
    found = MailProbe.objects.filter(message_id=message_id)
    found.filter(arrived_at=None).update(arrived_at=received_at)
    return found.exists()


def state(now: datetime) -> ProbeState | None:
    """Return how the last probes fared; None while there are none or they are switched off."""
    if not is_on():
        return None
    back = MailProbe.objects.filter(arrived_at__isnull=False).order_by("-slot").first()
    away = MailProbe.objects.filter(arrived_at=None, slot__gt=back.slot if back else 0)
    oldest = away.order_by("slot").first()
    if back is None and oldest is None:
        return None
    trip = (back.arrived_at - back.sent_at).total_seconds() if back and back.arrived_at else None
    waiting = (now - oldest.sent_at) if oldest else timedelta()
    return ProbeState(trip, max(0.0, waiting.total_seconds()), waiting > GRACE)


def missing(now: datetime) -> MailProbe | None:
    """Return the probe that makes the channel broken, once: the next call returns None."""
    found = state(now)
    if found is None or not found.is_missing:
        return None
    back = MailProbe.objects.filter(arrived_at__isnull=False).order_by("-slot").first()
    row = MailProbe.objects.filter(arrived_at=None, slot__gt=back.slot if back else 0).earliest(
        "slot"
    )
    # Conditional: of two workers one raises the alarm, and one outage raises it once.
    if not MailProbe.objects.filter(pk=row.pk, alarmed_at=None).update(alarmed_at=now):
        return None
    log.error("mail channel: a probe sent %s has not come back", row.sent_at.isoformat())
    return row
